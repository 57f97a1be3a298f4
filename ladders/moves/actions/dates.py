"""Which day: offered by one side, agreed by the other; and, where the rules have no step that sets it, by HR."""

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

from ..domain.enums import StepAction
from ..domain.states import OPEN, NoticeKind, Outcome, RequestState
from ..models import MoveRequest, Step
from ..permissions import can_act_for_hr, is_author
from ..queries.deciders import hr_lead_of
from ..text.days import day
from .closure import closed_reason, refuse_stopped
from .days import agree, agree_or_offer, day_for_hr
from .locks import locked
from .notices import log, notify, person_user
from .questions import require_hr
from .routing import agree_named, agreed, schedule_if_ready
from .try_outs import refuse_after_level

LONGEST_AHEAD = dt.timedelta(days=366)


def offer_day(*, request: MoveRequest, on: dt.date, by: Any, today: dt.date) -> MoveRequest:
    """One side, the author or the company, proposes another day; nothing changes until the other one agrees."""
    with transaction.atomic():
        row = locked(request)
        if not is_author(by, row) and not _for_company(row, by, today):
            raise PermissionDenied
        if row.state not in OPEN:
            raise DomainError(closed_reason(row))
        refuse_stopped(row, today)
        _refuse_before_release(row, by, today)
        if not today <= on <= today + LONGEST_AHEAD:
            raise DomainError(_("Propose a day between today and a year from now."))
        refuse_after_level(row, on, today, own=is_author(by, row))
        if on in (row.agreed_on, row.offered_on) and (on == row.agreed_on or row.offered_by_id == by.pk):
            return row
        row.offered_on, row.offered_at, row.offered_by = on, timezone.now(), by
        row.save()
        log(row, "day_offered", by)
        other = company_of(row, today) if is_author(by, row) else [person_user(row)]
        notify(NoticeKind.DATE_OFFERED, *other, request=row, on=row.offered_at.isoformat())
    return row


def accept_day(*, request: MoveRequest, by: Any, today: dt.date, seen: dt.date | None = None) -> MoveRequest:
    """The other side agrees to the day that was offered. `seen`: the day that the page showed. Harmless when repeated."""
    with transaction.atomic():
        row = locked(request)
        author = is_author(by, row)
        if not author and not _for_company(row, by, today):
            raise PermissionDenied
        if row.state not in OPEN:
            raise DomainError(closed_reason(row))
        refuse_stopped(row, today)
        _refuse_before_release(row, by, today)
        if row.offered_on is None:
            if seen is not None and row.agreed_on == seen:
                return row
            raise DomainError(_("No other day is offered any more. Open the request again to see which day holds."))
        if seen is not None and seen != row.offered_on:
            raise DomainError(_("Meanwhile %(day)s was offered. Look at it again.") % {"day": day(row.offered_on)})
        offered_by_author = row.offered_by_id == row.person.user_id
        if author == offered_by_author:
            raise DomainError(_("The other side agrees to a day that you have offered."))
        if row.offered_on < today:
            raise DomainError(_("The day that was offered has passed. Offer another one."))
        refuse_after_level(row, row.offered_on, today, own=author)
        agree(row, row.offered_on, by)
        was = row.state
        if was == RequestState.SCHEDULED:
            row.due_on = row.agreed_on
        row.save()
        log(row, "day_agreed", by)
        schedule_if_ready(row, today, by)
        both = [person_user(row), *company_of(row, today)]
        if row.state != was:  # person and owner have just been told that it is scheduled
            both = [user for user in both if user not in (person_user(row), row.owner)]
        notify(NoticeKind.SCHEDULED, *both, request=row, on=f"{was}-{agreed(row)}")
    return row


def refuse_day(*, request: MoveRequest, by: Any, today: dt.date, seen: dt.date | None = None) -> MoveRequest:
    """The other side turns down the day that was offered: what was agreed before stays, and whoever offered it is told.

    A try-out to which both have said yes meanwhile begins on the day of its terms.

    `seen`: the day that the page showed. Raises DomainError where none is offered any more.
    """
    with transaction.atomic():
        row = locked(request)
        author = is_author(by, row)
        if not author and not _for_company(row, by, today):
            raise PermissionDenied
        if row.state not in OPEN:
            raise DomainError(closed_reason(row))
        refuse_stopped(row, today)
        if row.offered_on is None:
            raise DomainError(_("No other day is offered any more. Open the request again to see which day holds."))
        if seen is not None and seen != row.offered_on:
            raise DomainError(_("Meanwhile %(day)s was offered. Look at it again.") % {"day": day(row.offered_on)})
        if author == (row.offered_by_id == row.person.user_id):
            raise DomainError(_("The other side answers to a day that you have offered."))
        offered_by, offered_at = row.offered_by, row.offered_at
        assert offered_at is not None
        row.offered_on = row.offered_at = row.offered_by = None
        if row.kind == MoveKind.TRY_OUT and row.state == RequestState.APPROVED:
            agree_named(row, today, by)
        row.save()
        log(row, "day_refused", by)
        notify(NoticeKind.DAY_REFUSED, offered_by, request=row, on=offered_at.isoformat())
        schedule_if_ready(row, today, by)
    return row


def schedule(*, request: MoveRequest, on: dt.date, by: Any, today: dt.date) -> MoveRequest:
    """HR names the day of an approved request: the one in the terms is agreed with it, another one is offered to the person.

    Harmless when repeated.
    """
    with transaction.atomic():
        row = locked(request)
        require_hr(row, by, today)
        if row.state == RequestState.SCHEDULED and row.agreed_on == on:
            return row
        if row.state != RequestState.APPROVED:
            raise DomainError(closed_reason(row))
        refuse_stopped(row, today)
        day_for_hr(row, on, today)
        refuse_after_level(row, on, today, own=False)
        agree_or_offer(row, on, by, today)
        row.save()
        schedule_if_ready(row, today, by)
        if row.state != RequestState.SCHEDULED and row.offered_on is None:
            raise DomainError(_("This level needs a vacant seat. Confirm the seat first."))
    return row


def _for_company(row: MoveRequest, by: Any, today: dt.date) -> bool:
    """Who may speak for the company about the day: who is asked now, who has released or confirmed, and HR in reach; of a
    try-out, in which HR has no step, also who has said yes."""
    if can_act_for_hr(by, row, today):
        return True
    if not MoveRequest.objects.filter(pk=row.pk).visible_to(by, today).exists():
        return False
    steps = [step for step in row.steps.filter(opened_on__isnull=False) if step.asks(by)]
    return any(
        step.answered_at is None or step.deed in (StepAction.RELEASE, StepAction.CONFIRM) or agreed_to_try(row, step)
        for step in steps
    )


def agreed_to_try(row: MoveRequest, step: Step) -> bool:
    """True where whoever was asked in this step of a try-out has said yes. No query."""
    return row.kind == MoveKind.TRY_OUT and step.outcome == Outcome.APPROVED


def company_of(row: MoveRequest, today: dt.date) -> list[User | None]:
    """Who answers for the company to a day that the author offers: who looks after the request; of a try-out behind its last
    answer, whoever said yes and may still speak, else the HR lead. 1 query, and 3 for each of them."""
    if row.kind != MoveKind.TRY_OUT or row.state == RequestState.SUBMITTED:
        return [row.owner]
    yes = [step.answered_by for step in row.steps.filter(outcome=Outcome.APPROVED).select_related("answered_by")]
    return [user for user in yes if user is not None and _for_company(row, user, today)] or [hr_lead_of(row, today)]


def _refuse_before_release(row: MoveRequest, by: Any, today: dt.date) -> None:
    """Raises DomainError where somebody who only approves would agree a day that the present manager has still to release."""
    if is_author(by, row) or can_act_for_hr(by, row, today):
        return
    releases = [step for step in row.steps.filter(deed=StepAction.RELEASE) if step.answered_at is None or step.asks(by)]
    if releases and not any(step.asks(by) for step in releases):
        raise DomainError(_("Whoever releases %(name)s says the day first.") % {"name": row.person})
