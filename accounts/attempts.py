"""What follows from signing in and from changes to it: a trace of whom, when and how it ended, and the end of sessions.

No trace holds what was typed.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.core.cache import cache

from ladders.core import audit
from ladders.core.person_keys import day_of_sign_ins, mark_of

from .limits import forgive, know_device
from .models import User
from .open_sessions import end_other_sessions, keep_this_one
from .openid import vouches_for_second_factor
from .session_store import VOUCHED, begin

UNTOLD_FAILURES: Final = "2/d/user"  # wrong second steps that may be slips of the owner's finger
DAY: Final = 24 * 3600  # in seconds


def record_attempt(user: User, what: str) -> None:
    """Tell the trail of an attempt to sign in as `user`: "failed", "refused". Nobody knows who it was."""
    audit.record(by=None, verb=f"accounts.sign_in.{what}", subject=mark_of(user), about=day_of_sign_ins())


def signed_in(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    """Somebody is in, by whichever way (a signal of allauth)."""
    if (sociallogin := kwargs.get("sociallogin")) is not None and vouches_for_second_factor(sociallogin):
        request.session[VOUCHED] = True
    if (response := kwargs.get("response")) is not None:
        know_device(response, user.email)
    record_attempt(user, "done")


def second_step_failed(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    """A wrong code or passkey after the right password (a signal of allauth); the third within a day is told by mail, once."""
    record_attempt(user, "second_step_failed")
    config = {"second_step_failed": UNTOLD_FAILURES}
    few = ratelimit.consume(request, app="accounts.told", action="second_step_failed", config=config, user=user)
    if not few and cache.add(f"accounts.second_step_failed.told:{user.pk}", True, DAY):
        get_adapter().send_mail("account/email/second_step_failed", user.email, {"user": user})


def session_began(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    """A browser is signed in (Django's own signal, which every way to sign in sends)."""
    begin(request)
    request.session.pop(VOUCHED, None)  # what another way to sign in vouched for here before


def factors_changed(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    """An app, a passkey or codes came, went or were made anew (signals of allauth): all other browsers are out."""
    keep_this_one(request, user)


def password_changed(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    """A password is new (signals of allauth, which has let this browser in again): all others are out."""
    here = request.user.is_authenticated and request.user.pk == user.pk
    end_other_sessions(user=user, keep=request.session.session_key if here else None)


def password_reset(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    """A new password by mail (a signal of allauth): what strangers tried at the account counts no longer."""
    for action in ("sign_in", "second_step", "reset_password"):
        forgive(request, action, user.email)
    password_changed(sender, request, user)
