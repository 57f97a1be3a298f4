"""The secret address of one's own calendar: made, shown once, taken back, and over with whatever ends sessions.

What it opens says no more than a mail does.
"""

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
            user=by,
            defaults={
                "digest": digest_of(key),
                "proof": User.objects.get(pk=by.pk).get_session_auth_hash(),  # as it is now
                "made_at": timezone.now(),
                "read_at": None,
            },
        )
        verb = "dates.calendar.opened" if new else "dates.calendar.renewed"
        record(by=by, verb=verb, subject=_("A calendar of one’s own"))
    return key


def take_back_address(*, by: User) -> bool:
    """It opens nothing any more, and what it told goes. False where there was none; harmless when repeated."""
    return _close(by, by=by)


def end_address(sender: Any, user: User, **kwargs: Any) -> None:
    """Browsers are signed out from elsewhere (a signal of accounts): an address that somebody else may have made is over."""
    _close(user, by=None)


def keep_address(sender: Any, user: User, former: list[str], **kwargs: Any) -> None:
    """The same password was stored anew (a signal of accounts): an address that fitted until now goes on fitting."""
    CalendarAddress.objects.filter(user=user, proof__in=former).update(proof=user.get_session_auth_hash())


def end_addresses() -> int:
    """Close those of people who may not sign in today, or who sign in another way than when they made it; how many.

    2 queries, and for each address one of second factors. So an address never opens again for whoever comes back. Those
    that open have a proof under the present key afterwards, so that a former one may be forgotten: 1 query more for each.
    """
    rows = CalendarAddress.objects.select_related("user__employee").order_by("pk")
    return sum(_close(row.user, by=None) for row in rows.iterator() if not _opens(row))


def opened_by(key: str) -> User | None:
    """Whose calendar this key opens now; None for every other key, whatever is wrong with it: 2 queries.

    Whoever may not sign in any more has no calendar here, and an address that is over is closed for good.
    """
    if len(key) != LENGTH:
        return None
    rows = CalendarAddress.objects.select_related("user__employee").filter(digest=digest_of(key))
    found = rows.first()
    if found is None:
        return None
    user: User = found.user
    if not _opens(found):
        _close(user, by=None)
        return None
    now = timezone.now()
    if found.read_at is None or found.read_at < now - NOTED:
        CalendarAddress.objects.filter(pk=found.pk, digest=found.digest).update(read_at=now)
    return user


def _opens(address: CalendarAddress) -> bool:
    user: User = address.user
    if not (user.is_active and works_today(user) and user.fits_proof(address.proof)):
        return False
    if address.proof != (proof := user.get_session_auth_hash()):  # it was made under a former key of the server
        CalendarAddress.objects.filter(pk=address.pk, proof=address.proof).update(proof=proof)
    return True


def _close(user: User, *, by: User | None) -> bool:
    with transaction.atomic():
        ToldDate.objects.filter(user=user).delete()
        gone, _rows = CalendarAddress.objects.filter(user=user).delete()
        if gone:
            verb, subject = ("closed", _("A calendar of one’s own")) if by else ("ended", str(user))
            record(by=by, verb=f"dates.calendar.{verb}", subject=subject, about=user, subject_key=str(user.pk))
    return bool(gone)
