"""How often one may try to sign in: narrow for an account from one place, wide for an account, wider for an address.

A stranger who fails on purpose closes the account to where they try from, not to its owner: a browser in which somebody has
signed in before is known by a signed cookie and counts by itself, whatever happens elsewhere (OWASP calls it a device cookie).
"""

from __future__ import annotations

import secrets
from typing import Final

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage, get_ip
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE: Final = "device"
COOKIE_DAYS: Final = 180


class TooManyAttempts(Exception):
    """Refused. `elsewhere` is true where others have used the account up, so that a known browser would still get in."""

    def __init__(self, *, elsewhere: bool) -> None:
        super().__init__()
        self.elsewhere = elsewhere


def count_attempt(request: HttpRequest, action: str, account: str) -> RateLimitUsage:
    """Count an attempt at that account; what is returned takes it back. Raises TooManyAttempts.

    The narrowest limit stands first: what it refuses does not count for the wider ones.
    """
    rates: dict[str, str] = settings.SIGN_IN_RATES[action]
    usage = RateLimitUsage(usage=[])
    for name, key in _keys(request, account):
        used = ratelimit.consume(request, app=f"accounts.{name}", action=action, config={action: rates[name]}, key=key)
        if not used:
            usage.rollback()
            raise TooManyAttempts(elsewhere=name == "account")
        usage.usage += used.usage
    return usage


def forgive(request: HttpRequest, action: str, account: str) -> None:
    """Forget what was tried at that account: somebody has shown by mail that it is theirs."""
    rates: dict[str, str] = settings.SIGN_IN_RATES[action]
    for name, key in _keys(request, account):
        if key:
            ratelimit.clear(request, app=f"accounts.{name}", action=action, config={action: rates[name]}, key=key)


def know_device(response: HttpResponseBase, account: str) -> None:
    """Let this browser be known to that account from now on."""
    response.set_cookie(
        COOKIE,
        _signer().sign(f"{_mark(account)}.{secrets.token_urlsafe(16)}"),
        max_age=COOKIE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _keys(request: HttpRequest, account: str) -> list[tuple[str, str | None]]:
    """Limit → for whom it counts, narrowest first."""
    if device := _known_device(request, account):
        return [("place", f"{account}|device {device}"), ("address", None)]
    return [("place", f"{account}|from {get_ip(request)}"), ("account", account), ("address", None)]


def _known_device(request: HttpRequest, account: str) -> str:
    """What this browser is called, where somebody has signed in here to that account before; "" otherwise."""
    try:
        mark, _, device = _signer().unsign(request.COOKIES.get(COOKIE, "")).partition(".")
    except BadSignature:
        return ""
    return device if constant_time_compare(mark, _mark(account)) else ""


def _mark(account: str) -> str:
    return salted_hmac("accounts.limits.device", account.strip().lower(), algorithm="sha256").hexdigest()


def _signer() -> Signer:
    return Signer(salt="accounts.limits.device")
