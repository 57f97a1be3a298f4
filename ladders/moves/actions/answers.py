"""Answering a step: approve, release or object, confirm, decline; and the author's one answer to a decline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.compensation.domain.position import Basis, Salaried
from ladders.compensation.models import Salary
from ladders.compensation.money import money
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.reporting.queries.lines import manager_of

from ..domain.enums import Decider, StepAction
from ..domain.escalation import asks_hr
from ..domain.pay_projection import mark_of
from ..domain.states import FINISHED, MessageKind, NoticeKind, Outcome, ReassignmentReason, RequestState, Via
from ..domain.terms import MoveTerms, redated
from ..domain.workdays import ONE_DAY
from ..models import Message, MoveRequest, NewSalary, PassedOn, Step
from ..permissions import can_handle, require_person
from ..queries.deciders import barred
from ..queries.return_rights import to_review
from ..queries.seats import seat_missing
from ..text.days import day
from .closure import answered_by_text, closed_reason, refuse_stopped
from .days import agree_or_offer, day_for_hr, days_for_release, keeps_the_day, wanted_by_person
from .later import written_together
from .locks import locked, locked_steps, note_step, steps_now
from .notices import ask, log, notify, person_user
from .routing import advance, named_day, open_step, released_by
from .try_outs import refuse_after_level

HAD_A_TURN = (
    ReassignmentReason.SILENCE,
    ReassignmentReason.DELEGATED,
    ReassignmentReason.RENAMED,
)  # a former manager, and who was passed over, learn nothing


@dataclass(frozen=True, slots=True)
class SalarySet:
    """The salary that HR confirms: an amount for a period, as `compensation` keeps it."""

    amount: Decimal
    currency: str
    basis: Basis = Basis.YEAR
    fte: Decimal = Decimal(1)
    full_time_hours: Decimal | None = None


def approve(*, step: Step, by: Any, today: dt.date, seat: bool = False) -> MoveRequest:
    """Say yes. `seat`: the receiving side confirms a seat with it. The next step opens, or the day is agreed."""
    with _answering(step, by, today, Outcome.APPROVED, StepAction.APPROVE) as (request, row):
        if row is None:
            return request
        if seat and row.who != Decider.CURRENT_MANAGER:
            request.seat_at, request.seat_by = timezone.now(), by
        elif row.who == Decider.RECEIVING_MANAGER and seat_missing(request):
            raise DomainError(_("This level needs a vacant seat. Confirm the seat with your answer."))
        if request.offered_on is None:
            refuse_after_level(request, named_day(request, today) or today + ONE_DAY, today, own=False)
        _answered(request, row, Outcome.APPROVED, by, today)
    return request


def release(*, step: Step, on: dt.date, by: Any, today: dt.date) -> MoveRequest:
    """Let the person go on a day: not before they wished, and within the weeks that the rules give.

    The day that the terms named is agreed with it; another one is offered to the person, and counts once they agree.
    """
    with _answering(step, by, today, Outcome.RELEASED, StepAction.RELEASE) as (request, row):
        if row is None:
            return request
        first, last = days_for_release(request, row.weeks, today)
        keeps_the_day(request, on, today)
        if on not in wanted_by_person(request, today) and not first <= on <= last:
            raise DomainError(
                _("Propose a day between %(first)s and %(last)s: the rules give no more time.")
                % {"first": day(first), "last": day(last)}
            )
        row.proposed_on = on
        agree_or_offer(request, on, by, today)
        _answered(request, row, Outcome.RELEASED, by, today)
    return request


def object_to(*, step: Step, reason: str, by: Any, today: dt.date) -> MoveRequest:
    """Object to a release, to HR, with a reason. It stops nothing by itself: HR judges it where it next answers."""
    if not reason.strip():
        raise DomainError(_("Say what your concern is: HR reads it."))
    with _answering(step, by, today, Outcome.OBJECTED, StepAction.RELEASE) as (request, row):
        if row is None:
            return request
        if request.uses_right_id is not None:
            raise DomainError(_("%(name)s uses a written right to return: propose a day.") % {"name": request.person})
        row.reason = reason.strip()
        others = [each for each in steps_now(request) if each.pk != row.pk and each.answered_at is None]
        if not any(each.who == Decider.HR for each in others):
            _add_hr_step(request, row.position + 1, row.days)
        _answered(request, row, Outcome.OBJECTED, by, today)
        hr = next((each for each in steps_now(request) if each.answered_at is None and each.who == Decider.HR), None)
        if hr is not None and hr.decider is not None:
            notify(NoticeKind.OBJECTED, hr.decider, request=request, step=row)
    return request


def confirm(
    *, step: Step, on: dt.date, by: Any, today: dt.date, salary: SalarySet | None = None, seat: bool = False
) -> MoveRequest:
    """HR sets the day and, where it changes, the salary: only who may set the person's pay does that.

    A day that is agreed stays. The day that the terms named is agreed with the answer; another one is offered to the
    person, and counts once they agree.
    """
    with _answering(step, by, today, Outcome.CONFIRMED, StepAction.CONFIRM) as (request, row):
        if row is None:
            return request
        day_for_hr(request, on, today)
        if seat:
            request.seat_at, request.seat_by = timezone.now(), by
        if salary is not None:
            if not by.reaches(Permission.EDIT_PAY, request.person):
                raise PermissionDenied
            _set_salary(request, salary, on, today)
        agree_or_offer(request, on, by, today)
        _answered(request, row, Outcome.CONFIRMED, by, today)
    return request


def decline(*, step: Step, reason: str, would_change: str, by: Any, today: dt.date) -> MoveRequest:
    """Say no, with a written reason and what would change the answer. The author may answer once (`look_again`).

    Only an approval declines; HR also does in a confirmation, where somebody has objected to the release, or where one
    manager has proposed the move and nobody else has answered.
    """
    reason, would_change = reason.strip(), would_change.strip()
    if not reason or not would_change:
        raise DomainError(_("Declining needs a written reason, and what would change the answer. Write both."))
    with _answering(step, by, today, Outcome.DECLINED, None) as (request, row):
        if row is None:
            return request
        if not may_decline(row, today):
            if request.uses_right_id is not None:
                raise DomainError(
                    _("%(name)s uses a written right to return. Nobody can decline it.") % {"name": request.person}
                )
            if row.deed == StepAction.APPROVE:
                raise DomainError(
                    _("Whoever releases somebody cannot decline the same move. Approve it, or hand it on.")
                )
            raise DomainError(_("This step cannot be declined. Propose a day, or raise a concern with HR."))
        row.reason, row.would_change = reason, would_change
        _close_step(request, row, Outcome.DECLINED, by)
        request.state, request.declined_step, request.due_on = RequestState.DECLINED, row, None
        request.closed_at, request.closed_by = timezone.now(), by
        request.save()
        log(request, "declined", by)
        notify(NoticeKind.DECLINED, person_user(request), request=request, step=row)
    return request


def decline_grounds(request: MoveRequest, today: dt.date) -> list[str]:
    """What a return by right can still be declined for, in words: no vacant seat, and proofs that lapsed. 0 to 3 queries."""
    right = request.uses_right
    if right is None:
        return []
    found = []
    if seat_missing(request):
        found.append(_("no seat is vacant"))
    lapsed = [item.name for item in to_review(right, request.to_level, today)]
    if lapsed:
        found.append(_("what the level asks was not shown, or has lapsed: %(names)s") % {"names": ", ".join(lapsed)})
    return found


def may_decline(step: Step, today: dt.date, steps: Sequence[Step] | None = None) -> bool:
    """True where this step can be declined: an approval; HR's confirmation of what somebody objected to, or to which nobody
    but the manager who proposed it has said yes. 0 to 4 queries; `steps`: all of the request, where they were read.

    Not by somebody who has released the person: of two rights, the weaker one holds. A return within a written right is
    confirmed, not decided: seats and lapsed proofs apart, nobody declines it.
    """
    if step.request.uses_right_id is not None and not decline_grounds(step.request, today):
        return False
    steps = steps_now(step.request) if steps is None else steps
    if step.deed == StepAction.APPROVE:
        own = step.who == Decider.HR or step.added
        return own or not {step.decider_id, *step.among} & released_by(steps)
    if step.deed != StepAction.CONFIRM:
        return False
    return any(each.outcome == Outcome.OBJECTED for each in steps) or _proposed_alone(step.request, steps)


def _proposed_alone(request: MoveRequest, steps: Sequence[Step]) -> bool:
    """Whether nobody but the manager who proposed the move has said yes to it: then HR has a say, too."""
    if request.proposer_id is None:
        return False
    yes = [each for each in steps if (each.deed, each.outcome) == (StepAction.APPROVE, Outcome.APPROVED)]
    return all(each.answered_by_id == request.proposer_id for each in yes)


def look_again(*, request: MoveRequest, text: str, by: Any, today: dt.date) -> MoveRequest:
    """The author answers a decline, once and within a month, and HR looks again. Harmless when repeated."""
    if not text.strip():
        raise DomainError(_("Write your answer: HR reads it with the reason you were given."))
    try:
        with transaction.atomic():
            row = locked(request)
            require_person(row, by)
            if row.looked_again_at is not None:
                if row.state == RequestState.DECLINED:
                    raise DomainError(_("HR has looked at it again already. You can start a new request at any time."))
                if row.state in FINISHED:
                    raise DomainError(closed_reason(row))
                return row
            if row.declined_step is None or (until := row.look_again_until) is None:
                raise DomainError(closed_reason(row))
            if today > until:
                raise DomainError(_("More than a month has passed. You can start a new request at any time."))
            refuse_stopped(row, today)
            row.state, row.looked_again_at = RequestState.SUBMITTED, timezone.now()
            row.closed_at = row.closed_by = None
            row.owner, row.due_on = by, today
            row.save()
            step = _add_hr_step(row, row.declined_step.position + 1, row.declined_step.days)
            open_step(row, step, today)
            assert step.decider is not None
            message = {"request": row, "step": step, "kind": MessageKind.LOOK_AGAIN, "by": by, "to": step.decider}
            Message.objects.create(text=text.strip(), **message)
            log(row, "asked_again", by)
            notify(NoticeKind.LOOK_AGAIN, step.decider, request=row, step=step)
            ask(row, step)
            return row
    except IntegrityError as error:
        if "moves_request_one_open" not in str(error):
            raise
        raise DomainError(_("You have another open request. Withdraw it first, or wait for its answer.")) from error


def _add_hr_step(request: MoveRequest, position: int, days: int) -> Step:
    step = Step.objects.create(
        request=request, position=position, deed=StepAction.APPROVE, who=Decider.HR, days=days, added=True
    )
    step.request = request
    note_step(request, step)
    return step


@contextmanager
def _answering(
    step: Step, by: Any, today: dt.date, outcome: Outcome, deed: StepAction | None
) -> Iterator[tuple[MoveRequest, Step | None]]:
    """Request and step, locked, if `by` may answer now; the step is None where `by` has given this very answer already.

    Everything else is told in one DomainError: somebody was quicker, the request is over, the step went on.
    """
    with transaction.atomic(), written_together(told_only=True):
        request = locked(MoveRequest(pk=step.request_id))
        row = next((each for each in locked_steps(request) if each.pk == step.pk), None)
        if row is None:
            raise DomainError(closed_reason(request))
        if row.answered_at is not None:
            if row.answered_by_id == by.pk and row.outcome == outcome:
                yield request, None
                return
            raise DomainError(answered_by_text(row))
        if request.state != RequestState.SUBMITTED:
            raise DomainError(closed_reason(request))
        require_asked(request, row, by, today)
        if deed is not None and row.deed != deed:
            raise DomainError(_("This step asks for another answer. Open the page again."))
        refuse_stopped(request, today)
        yield request, row


def require_asked(request: MoveRequest, step: Step, by: Any, today: dt.date) -> None:
    """Raises PermissionDenied unless `by` is asked in this step today; a sentence where they were, and it went on."""
    if not by.is_active:
        raise PermissionDenied
    if not step.asks(by):
        turn = PassedOn.objects.filter(step=step, before=by, why__in=HAD_A_TURN).order_by("-id").first()
        if turn is not None:
            raise DomainError(_("This went on to the next in line on %(day)s.") % {"day": day(turn.on)})
        raise PermissionDenied
    if barred(by, request.person, today):
        raise PermissionDenied
    if asks_hr(step.who, step.via) and not can_handle(by, request.person):
        raise PermissionDenied  # the role went, or its reach; the next run finds somebody else
    if step.who == Decider.CURRENT_MANAGER and step.via != Via.HR and step.manager_id is not None:
        manager = manager_of(request.person, today)
        if manager is None or manager.pk != step.manager_id:
            raise PermissionDenied  # whoever was asked in a former manager's place, too


def _close_step(request: MoveRequest, step: Step, outcome: Outcome, by: Any) -> None:
    step.answered_at, step.answered_by, step.outcome = timezone.now(), by, outcome
    step.decider = by  # of a group, the one who answered
    step.save()
    if request.hr_hears_at is None and request.state not in FINISHED:
        request.hr_hears_at = timezone.now()


def _answered(request: MoveRequest, step: Step, outcome: Outcome, by: Any, today: dt.date) -> None:
    _close_step(request, step, outcome, by)
    log(request, "answered", by)
    advance(request, today, by)
    if request.state == RequestState.SUBMITTED:  # the last answer is told as what it leads to
        notify(NoticeKind.ANSWERED, person_user(request), request=request, step=step)


def _set_salary(request: MoveRequest, salary: SalarySet, on: dt.date, today: dt.date) -> None:
    if salary.amount <= 0:
        raise DomainError(_("A salary is more than 0."))
    if salary.basis == Basis.HOUR and not salary.full_time_hours:
        raise DomainError(_("Pay by the hour needs the weekly hours of full-time work."))
    _can_be_kept(salary)
    _keeps_the_terms(request, salary, on)
    before = Salary.objects.filter(employee=request.person).on(today).first()
    values = {
        "amount": salary.amount,
        "currency": salary.currency,
        "basis": salary.basis.value,
        "fte": salary.fte,
        "full_time_hours": salary.full_time_hours,
        "seen": mark_of(before.pay if before else None),
    }
    NewSalary.objects.update_or_create(request=request, defaults=values)


def _can_be_kept(salary: SalarySet) -> None:
    """Raises DomainError where `compensation` would refuse it on the day of the move: its rules for a salary."""
    values = {
        "amount": salary.amount,
        "currency": salary.currency,
        "fte": salary.fte,
        "full_time_hours": salary.full_time_hours,
    }
    for name, value in values.items():
        field = Salary._meta.get_field(name)
        assert isinstance(field, Field)
        try:
            field.clean(value, None)
        except ValidationError as error:
            raise DomainError(f"{value}: {' '.join(error.messages)}") from error


def _keeps_the_terms(request: MoveRequest, salary: SalarySet, on: dt.date) -> None:
    """Raises DomainError where a full-time year of it is less than the terms promise from that day."""
    assert request.terms is not None
    pay = redated(MoveTerms.from_json(request.terms), on).pay
    promised = pay.stages[0].annual if pay.stages else None
    if promised is None or salary.currency != pay.currency:
        return
    paid = Salaried(salary.amount, salary.currency, salary.basis, salary.fte, salary.full_time_hours)
    if paid.less_than(promised):
        raise DomainError(
            _("The terms promise %(pay)s for a full-time year from that day. HR can set more, not less.")
            % {"pay": money(promised, pay.currency)}
        )
