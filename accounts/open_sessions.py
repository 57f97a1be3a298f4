"""Where somebody is signed in: seen and ended by themselves, and ended when a password or a second factor changes."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ladders.core import audit

from .devices import device_words
from .models import BrowserSession, User
from .session_store import STAMP, stored_key

# Sent with `user` wherever browsers are signed out from elsewhere, also where there was none: whatever else lets somebody
# read without signing in, such as an address of a calendar, ends with it.
sessions_ended = Signal()
SHOWN = 50  # more browsers than that are no list that anybody reads; all of them can be ended at once


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser. `mark` stands for it in addresses, since its key would let whoever reads it in."""

    mark: str
    device: str
    address: str
    begun: dt.datetime
    used: dt.datetime
    current: bool
    key: str


def open_sessions(user: User, current: SessionBase) -> list[OpenSession]:
    """Where `user` is signed in, this browser first, then the last used: 1 query, or 2 where `user` was made by hand."""
    rows = BrowserSession.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-expire_date")[:SHOWN]
    found = [_read(row, user, current) for row in rows]
    return sorted((each for each in found if each), key=lambda each: (not each.current, -each.used.timestamp()))


def end_session(*, user: User, session: OpenSession) -> None:
    """End one of `user`'s own; harmless when repeated. This browser's own end is no more than signing out."""
    with transaction.atomic():
        ended, _each = BrowserSession.objects.filter(user=user, pk=session.key).delete()
        if not session.current:
            sessions_ended.send(OpenSession, user=user)
        if ended:
            _record(user, session.device)


def end_other_sessions(*, user: User, keep: str | None) -> int:
    """End all of `user`'s sessions but the one with that key (None: every one); returns how many they were."""
    with transaction.atomic():
        ended: int = BrowserSession.objects.filter(user=user).exclude(pk=stored_key(keep)).delete()[0]
        sessions_ended.send(OpenSession, user=user)
        return ended


def end_others(*, user: User, current: SessionBase) -> int:
    """As somebody asked for: end all but this browser; returns how many they were."""
    with transaction.atomic():
        ended = end_other_sessions(user=user, keep=current.session_key)
        if ended:
            _record(user, str(ended))
    return ended


def keep_this_one(request: HttpRequest, user: User) -> None:
    """After a change to how `user` signs in: this browser stays in under a new key, all others are out."""
    user.forget_factors()
    if not request.user.is_authenticated or request.user.pk != user.pk:
        end_other_sessions(user=user, keep=None)
        return
    request.user.forget_factors()
    update_session_auth_hash(request, request.user)
    end_other_sessions(user=user, keep=request.session.session_key)


def _read(row: BrowserSession, user: User, current: SessionBase) -> OpenSession | None:
    """None for one that lets nobody in any more, since password, address or second factor are others now."""
    data = row.get_decoded()
    stamp = data.get(STAMP)
    if not stamp or not user.fits_proof(str(data.get(HASH_SESSION_KEY, ""))):
        return None
    if time.time() - stamp["used"] > settings.SESSION_IDLE_SECONDS:
        return None
    return OpenSession(
        mark=salted_hmac("accounts.OpenSession", row.session_key, algorithm="sha256").hexdigest()[:32],
        device=device_words(stamp["agent"]),
        address=stamp["address"],
        begun=_ago(stamp["begun"]),
        used=_ago(stamp["used"]),
        current=row.session_key == stored_key(current.session_key),
        key=row.session_key,
    )


def _ago(at: float) -> dt.datetime:
    """A moment of the computer's clock, in the time that pages live in."""
    return timezone.now() - dt.timedelta(seconds=time.time() - at)


def _record(user: User, what: Any) -> None:
    detail = {"where": [what, None]}
    audit.record(
        by=user, verb="accounts.session.ended", subject=str(user), about=user, subject_key=str(user.pk), detail=detail
    )
