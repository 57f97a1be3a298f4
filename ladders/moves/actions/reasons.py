"""The private reason of a request: written, and taken back, by its author alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from ladders.core.errors import DomainError

from ..domain.states import UNFINISHED
from ..models import MoveRequest, Reason
from ..permissions import require_person
from .closure import closed_reason
from .locks import locked

LONGEST_REASON = dt.timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class PrivateReason:
    """What somebody says for those they name, until a day on which it is gone."""

    text: str
    readers: Collection[User]
    delete_on: dt.date


def check_reason(reason: PrivateReason, today: dt.date) -> None:
    """Raises DomainError where it cannot be kept so. No query."""
    if not reason.text.strip():
        raise DomainError(_("Write a reason, or leave it out: none is needed."))
    if not reason.readers:
        raise DomainError(_("Say who may read it. Without a reader, leave it out."))
    if not today < reason.delete_on <= today + LONGEST_REASON:
        raise DomainError(_("Choose a day after today and within two years on which it is deleted."))
    if any(not user.is_active for user in reason.readers):
        raise DomainError(_("One of the readers can no longer sign in. Choose others."))


def put_reason(row: MoveRequest, reason: PrivateReason | None) -> Reason | None:
    """Keep a reason that was checked in place of what is there, or none; the request is locked: 1 to 3 queries."""
    if reason is None:
        Reason.objects.filter(request=row).delete()
        return None
    kept = Reason(request=row, text=reason.text.strip(), delete_on=reason.delete_on)
    Reason.objects.bulk_create(
        [kept], update_conflicts=True, unique_fields=["request"], update_fields=["text", "delete_on"]
    )
    named = Reason.readers.through
    users = {user.pk for user in reason.readers}
    named.objects.filter(reason=kept).exclude(user__in=users).delete()
    named.objects.bulk_create([named(reason=kept, user_id=user) for user in sorted(users)], ignore_conflicts=True)
    return kept


def write_reason(
    *, request: MoveRequest, text: str, readers: Collection[User], delete_on: dt.date, by: Any, today: dt.date
) -> Reason:
    """The author says why, for those they name and until a day on which it is gone. Only the author, at any time."""
    reason = PrivateReason(text, readers, delete_on)
    check_reason(reason, today)
    with transaction.atomic():
        row = locked(request)
        require_person(row, by)
        if row.state not in UNFINISHED:
            raise DomainError(closed_reason(row))
        kept = put_reason(row, reason)
    assert kept is not None
    return kept


def erase_reason(*, request: MoveRequest, by: Any, today: dt.date) -> None:
    """The author takes the reason back: it is deleted at once. Harmless when there is none."""
    with transaction.atomic():
        row = locked(request)
        require_person(row, by)
        put_reason(row, None)
