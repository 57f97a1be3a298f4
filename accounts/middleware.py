"""Middleware of this room: sessions that were not used for too long end; whoever owes a second factor sets one up first."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from ladders.core.middleware_base import Middleware
from ladders.core.unsent_texts import keep_unsent, owner_mark

from .session_store import VOUCHED, is_idle, note_use


class SessionLimitMiddleware(Middleware):
    """Ends a session in which nothing was done for too long, and notes in the others that they are used.

    Stands before SignInRequiredMiddleware, which keeps what was typed and leads to signing in.
    """

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


class SecondFactorMiddleware(Middleware):
    """Whoever needs a second factor and has none is told until when to set one up, and from then on led there first.

    No query: what it has to know comes with the user's own row, or stands in the session.
    """

    # What it takes to set one up, to show once more that it is you, and to leave.
    OPEN: Final = frozenset(
        {
            "second-factor",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
            "account_reauthenticate",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "account_logout",
            "account_login",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
        }
    )

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Note until when (`request.second_factor_due`, for the banner); afterwards lead to the page that sets one up."""
        user: Any = request.user
        due = user.second_factor_due if user.is_authenticated else None
        if due is None or user.has_second_factor or request.session.get(VOUCHED):
            return None
        request.second_factor_due = due  # type: ignore[attr-defined]
        name = request.resolver_match.url_name if request.resolver_match else None
        if timezone.now() < due or name in self.OPEN or getattr(view, "open_to_all", False):
            return None
        kept = request.method == "POST" and keep_unsent(request, owner_mark(user))
        if request.headers.get("HX-Request") and not kept:
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        wanted = reverse("unsent") if kept else request.get_full_path()
        lead = f"{reverse('second-factor')}?{urlencode({'next': wanted})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": lead})
        return redirect(lead)
