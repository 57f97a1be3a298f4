"""Middleware of this room: sessions that were not used for too long end."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import ngettext

from .session_store import is_idle, note_use

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SessionLimitMiddleware:
    """Ends a session in which nothing was done for too long, and notes in the others that they are used.

    Stands before SignInRequiredMiddleware, which keeps what was typed and leads to signing in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            if is_idle(request.session):
                logout(request)
                minutes = settings.SESSION_IDLE_SECONDS // 60
                request.session_ended = ngettext(  # type: ignore[attr-defined]
                    "You were signed out, since nothing was done here for a minute. Sign in again to go on.",
                    "You were signed out, since nothing was done here for %(n)s minutes. Sign in again to go on.",
                    minutes,
                ) % {"n": minutes}
            else:
                note_use(request)
        return self.get_response(request)
