"""Ends that somebody chooses: withdrawing, turning a proposal down, and going on with the level that took its place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.errors import DomainError
from ladders.placements.queries import current_levels

from ..domain.states import FirstEar, NoticeKind, RequestState
from ..models import MoveRequest, Reason
from ..permissions import require_person
from ..queries.requests import policy_for
from .closure import closed_reason
from .drafts import draft
from .locks import locked
from .notices import log, notify, person_user
from .try_outs import wish_for


def withdraw(*, request: MoveRequest, by: Any, today: dt.date) -> MoveRequest:
    """The author takes the request back, at any time before it takes effect; a proposal is turned down, or taken back.

    The private reason is deleted at once; whoever is asked is told that nothing is left to do. Harmless when repeated.
    """
    with transaction.atomic():
        row = locked(request)
        _require_author(row, by)
        if row.state == RequestState.WITHDRAWN:
            return row
        if row.state == RequestState.DRAFT and row.proposer_id is None:
            raise DomainError(_("This was not sent yet. Delete the draft instead."))
        if row.state in (RequestState.IN_EFFECT, RequestState.DECLINED, RequestState.LAPSED):
            raise DomainError(closed_reason(row))
        _withdraw(row, by)
    return row


def _withdraw(row: MoveRequest, by: Any) -> None:
    row.state, row.due_on = RequestState.WITHDRAWN, None
    row.closed_at, row.closed_by = timezone.now(), by
    row.stopped_at, row.stopped_why = None, ""
    row.offered_on = row.offered_at = row.offered_by = None
    row.save()
    Reason.objects.filter(request=row).delete()
    log(row, "withdrawn", by)
    asked = row.steps.filter(opened_on__isnull=False, sees=True)
    people = {step.decider_id for step in asked} | {pk for step in asked for pk in step.among}
    if row.proposer_id is not None and row.submitted_at is None:
        people |= {row.proposer_id, row.person.user_id}
    notify(NoticeKind.WITHDRAWN, *User.objects.filter(pk__in=[pk for pk in people if pk and pk != by.pk]), request=row)


def _require_author(row: MoveRequest, by: Any) -> None:
    if row.submitted_at is None and row.proposer_id is not None and row.proposer_id == by.pk:
        return
    if person_user(row) is None or row.person.user_id != by.pk:
        raise PermissionDenied


def go_on_with_successor(*, request: MoveRequest, by: Any, today: dt.date) -> MoveRequest:
    """The level was retired meanwhile: withdraw, and start a draft to the one that took its place. Returns the draft.

    A try-out stays one, for as long and with as much working time as the rules of today give.
    """
    with transaction.atomic():
        row = locked(request)
        require_person(row, by)
        level, moved = current_levels([row.to_key]).get(row.to_key, (None, False))
        if level is None or not moved:
            raise DomainError(_("No other level has taken its place. Withdraw the request, or talk to HR."))
        sent = row.state in (RequestState.SUBMITTED, RequestState.APPROVED, RequestState.SCHEDULED)
        if sent:
            _withdraw(row, by)
        elif row.state != RequestState.WITHDRAWN:
            raise DomainError(closed_reason(row))
        wished = row.wished_on if row.wished_on and row.wished_on >= today else None
        trying, ear = row.kind == MoveKind.TRY_OUT, FirstEar(row.first_ear)
        new = draft(person=row.person, level=level, by=by, today=today, wished_on=wished, first_ear=ear, trying=trying)
        if trying:  # what it follows is a try-out that it makes longer
            if sent:
                new.months, new.share = row.months, row.share
                wish_for(new, policy_for(MoveKind.TRY_OUT, new.framework_id), today)
                new.save()
        elif new.follows_id is None:
            new.follows = row
            new.save()
    return new
