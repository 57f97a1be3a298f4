"""The secret address of one's own calendar: made, shown once, taken back. What it opens says no more than a mail does."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.backends import works_today
from accounts.models import User
from ladders.core.audit import record

from ..models import CalendarAddress, ToldDate

LENGTH: Final = 43  # signs of 32 random bytes: 256 bits that nobody guesses
NOTED: Final = dt.timedelta(hours=1)  # a reading is noted no more often


def digest_of(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def make_address(*, by: User) -> str:
    """The key of a new address, told here and never again; an address that there was opens nothing from now on."""
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        _row, new = CalendarAddress.objects.update_or_create(
            user=by, defaults={"digest": digest_of(key), "made_at": timezone.now(), "read_at": None}
        )
        verb = "dates.calendar.opened" if new else "dates.calendar.renewed"
        record(by=by, verb=verb, subject=_("A calendar of one’s own"))
    return key


def take_back_address(*, by: User) -> bool:
    """It opens nothing any more, and what it told goes. False where there was none; harmless when repeated."""
    with transaction.atomic():
        ToldDate.objects.filter(user=by).delete()
        gone, _rows = CalendarAddress.objects.filter(user=by).delete()
        if gone:
            record(by=by, verb="dates.calendar.closed", subject=_("A calendar of one’s own"))
    return bool(gone)


def end_address(sender: Any, user: User, **kwargs: Any) -> None:
    """The password is new by way of a mail (a signal of allauth): an address that somebody else may have made is over."""
    take_back_address(by=user)


def opened_by(key: str) -> User | None:
    """Whose calendar this key opens now; None for every other key, whatever is wrong with it: 1 query.

    Whoever may not sign in any more has no calendar here.
    """
    if len(key) != LENGTH:
        return None
    rows = CalendarAddress.objects.select_related("user__employee").filter(digest=digest_of(key))
    found = rows.first()
    if found is None or not found.user.is_active or not works_today(found.user):
        return None
    now = timezone.now()
    if found.read_at is None or found.read_at < now - NOTED:
        CalendarAddress.objects.filter(pk=found.pk, digest=found.digest).update(read_at=now)
    user: Any = found.user
    return user  # type: ignore[no-any-return]
