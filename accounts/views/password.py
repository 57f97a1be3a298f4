"""A forgotten password."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.views import PasswordResetView
from allauth.core.internal.ratelimit import respond_429
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from ladders.core.access import open_to_all

from ..limits import TooManyAttempts, count_attempt


class ForgottenPasswordView(PasswordResetView):  # type: ignore[misc]
    """allauth's page, which a stranger cannot close to the owner of an address by asking for it again and again."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Have the mail sent, and lead to a page that says nothing of whether there was one."""
        try:
            count_attempt(self.request, "reset_password", form.cleaned_data["email"].strip().lower())
            return cast(HttpResponseBase, super().form_valid(form))
        except TooManyAttempts:
            return cast(HttpResponseBase, respond_429(self.request))
        except OperationalError:
            form.add_error(None, _("Ladders cannot send mail at the moment. Try again in a few minutes."))
            return cast(HttpResponseBase, self.form_invalid(form))


_view = ForgottenPasswordView.as_view()


@open_to_all
def forgotten_password(request: HttpRequest) -> HttpResponseBase:
    """Ask for a mail with a link."""
    return cast(HttpResponseBase, _view(request))
