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

from ..models import CalendarAddress, CalendarAddressQuerySet, ToldDate

LENGTH: Final = 43  # signs of 32 random bytes: 256 bits that nobody guesses
NOTED: Final = dt.timedelta(hours=1)  # a reading is noted no more often


def digest_of(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def make_address(*, by: User) -> str:
    """The key of a new address, told here and never again; an address that there was opens nothing from now on."""
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        renewed = CalendarAddress.objects.open().filter(user=by).exists()
        CalendarAddress.objects.update_or_create(
            user=by,
            defaults={
                "digest": digest_of(key),
                "proof": User.objects.get(pk=by.pk).get_session_auth_hash(),  # as it is now
                "made_at": timezone.now(),
                "read_at": None,
                "ended_at": None,
            },
        )
        verb = "dates.calendar.renewed" if renewed else "dates.calendar.opened"
        record(by=by, verb=verb, subject=_("A calendar of one’s own"))
    return key


def take_back_address(*, by: User) -> bool:
    """It opens nothing any more, and what it told goes. False where there was none; harmless when repeated."""
    with transaction.atomic():
        ToldDate.objects.filter(user=by).delete()
        gone, _rows = CalendarAddress.objects.open().filter(user=by).delete()
        if gone:
            record(
                by=by,
                verb="dates.calendar.closed",
                subject=_("A calendar of one’s own"),
                about=by,
                subject_key=str(by.pk),
            )
    return bool(gone)


def end_address(sender: Any, user: User, **kwargs: Any) -> None:
    """Browsers are signed out from elsewhere (a signal of accounts): an address that somebody else may have made is over."""
    _end(CalendarAddress.objects.filter(user=user))


def end_addresses() -> int:
    """Close those of people who may not sign in today, or who sign in another way than when they made it; how many.

    2 queries, and for each address one of second factors. So an address never opens again for whoever comes back. Those
    that open have a proof under the present key afterwards, so that a former one may be forgotten: 1 query more for each.
    """
    rows = CalendarAddress.objects.open().select_related("user__employee").order_by("pk")
    return sum(_end(_as_it_is(row)) for row in rows.iterator() if not _opens(row))


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
        _end(_as_it_is(found))
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


def _as_it_is(address: CalendarAddress) -> CalendarAddressQuerySet:
    """That address, and none that its owner has made since."""
    return CalendarAddress.objects.filter(digest=address.digest)


def _end(address: CalendarAddressQuerySet) -> bool:
    """End it by itself; False where it is over already. Its owner reads when on the page of their dates."""
    with transaction.atomic():
        row = address.open().select_for_update(of=("self",)).select_related("user").first()
        if row is None:
            return False
        ToldDate.objects.filter(user=row.user).delete()
        CalendarAddress.objects.filter(pk=row.pk).update(digest=None, proof="", ended_at=timezone.now())
        record(
            by=None, verb="dates.calendar.ended", subject=str(row.user), about=row.user, subject_key=str(row.user.pk)
        )
    return True
