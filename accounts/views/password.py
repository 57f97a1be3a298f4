"""A forgotten password."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from allauth.account.views import PasswordResetView
from allauth.core.internal.ratelimit import respond_429
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from ladders.core.access import open_to_all

from ..limits import TooManyAttempts, count_attempt


class RedirectThen(HttpResponseRedirect):
    """A redirect, and what is done once it has been sent: how long that takes tells nobody anything."""

    def __init__(self, to: str, then: Callable[[], None]) -> None:
        super().__init__(to)
        self._then = then

    def close(self) -> None:
        """Called by the server after the last byte."""
        self._then()
        super().close()


class ForgottenPasswordView(PasswordResetView):  # type: ignore[misc]
    """allauth's page, which a stranger cannot close to the owner of an address by asking for it again and again."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Send the mail, or a page that says nothing of whether there was one."""
        try:
            count_attempt(self.request, "reset_password", form.cleaned_data["email"].strip().lower())
        except TooManyAttempts:
            return cast(HttpResponseBase, respond_429(self.request))
        answer = super().form_valid(form)
        return (
            RedirectThen(answer["Location"], partial(form.send, self.request)) if answer.status_code == 302 else answer
        )


_view = ForgottenPasswordView.as_view()


@open_to_all
def forgotten_password(request: HttpRequest) -> HttpResponseBase:
    """Ask for a mail with a link."""
    return cast(HttpResponseBase, _view(request))
