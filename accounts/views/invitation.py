"""The first sign-in of somebody who was invited."""

from __future__ import annotations

from typing import Final, cast

from allauth.account.forms import SetPasswordForm
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ladders.core.access import open_to_all
from ladders.core.errors import DomainError
from ladders.core.models import Organisation

from ..invitation_actions import accept_invitation, let_in
from ..invitation_links import opened_by, still_open
from ..models import User

# In the session, so that the page's own address tells nobody the key: the invitation's number, which opens nothing.
KEPT: Final = "invitation"


@open_to_all
@require_safe
def invitation_open(request: HttpRequest, key: str) -> HttpResponseBase:
    """Where the link of a mail leads. Looking uses nothing up: programs that look at mails open links, too."""
    found = opened_by(key)
    if found is None:
        return _dead(request)
    if request.user.is_authenticated and request.user.pk != found.user_id:
        logout(request)
    request.session[KEPT] = str(found.pk)
    return redirect("invitation")


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponseBase:
    """Choose a password of one's own, and be in."""
    found = still_open(str(request.session.get(KEPT, "")))
    if found is None:
        return _dead(request)
    user: User = found.user
    form = SetPasswordForm(user=user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(invitation=found.pk, password=form.cleaned_data["password1"])
        except DomainError:
            return _dead(request)
        del request.session[KEPT]
        return let_in(request, user)
    context = {"form": form, "person": user, "organisation": Organisation.current(), "until": found.expires_at}
    return render(request, "account/invitation.html", context, status=422 if form.errors else 200)


def _dead(request: HttpRequest) -> HttpResponseBase:
    """The same words whatever the reason: they tell a stranger nothing. Whoever tries many keys waits; a whole office that
    opens its own does not.
    """
    rates = {"invitation": settings.INVITATION_GUESSES}
    refused = ratelimit.consume_or_429(request, app="accounts", action="invitation", config=rates, limit_get=True)
    if refused is not None:
        return cast(HttpResponseBase, refused)
    request.session.pop(KEPT, None)
    return render(request, "account/invitation_ended.html")
