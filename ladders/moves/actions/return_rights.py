"""HR lets a right of return hold longer. It is never shortened: the database refuses that."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.audit import record
from ladders.core.errors import DomainError

from ..domain.states import NoticeKind
from ..models import FollowUp, ReturnRight
from ..permissions import can_handle
from ..queries.deciders import barred
from ..text.days import day
from .notices import notify

LONGEST = dt.timedelta(days=3653)


def extend_right(*, right: ReturnRight, until: dt.date, by: Any, today: dt.date, evidence: bool = True) -> bool:
    """Let it hold until a later day; False where it holds until then already.

    `evidence`: what was shown counts until then, too; else it is reviewed after the old day. Harmless when repeated.
    """
    with transaction.atomic():
        rows = ReturnRight.objects.select_for_update(of=("self",)).select_related("person__user")
        row = rows.get(pk=right.pk)
        if not can_handle(by, row.person) or barred(by, row.person, today):
            raise PermissionDenied
        if row.used_at is not None:
            raise DomainError(_("This right was used on %(day)s.") % {"day": day(row.used_at)})
        if until == row.until:
            return False
        if until < row.until:
            raise DomainError(_("It holds until %(day)s already, and is never shortened.") % {"day": day(row.until)})
        if until < today:
            raise DomainError(_("Choose a day that has not passed."))
        if until > today + LONGEST:
            raise DomainError(_("Choose a day within ten years: it could not be taken back."))
        before, row.until = row.until, until
        if evidence:
            row.evidence_until = until
        row.extended_at, row.extended_by = timezone.now(), by
        row.save()
        record(
            by=by,
            verb="moves.right.extended",
            subject=str(row.person),
            about=row.person,
            subject_key=str(row.request_id),
            detail={"until": [str(before), str(until)]},
        )
        notify(NoticeKind.RIGHT_EXTENDED, row.person.user, right=row, on=until)
    return True


def tick(*, item: FollowUp, by: Any, today: dt.date, done: bool = True) -> FollowUp:
    """HR ticks a line of the checklist, or takes the tick back. Harmless when repeated."""
    with transaction.atomic():
        row = FollowUp.objects.select_for_update(of=("self",)).select_related("request__person").get(pk=item.pk)
        person = row.request.person
        if not can_handle(by, person) or barred(by, person, today):
            raise PermissionDenied
        if done != (row.done_at is not None):
            row.done_at, row.done_by = (timezone.now(), by) if done else (None, None)
            row.save()
    return row
