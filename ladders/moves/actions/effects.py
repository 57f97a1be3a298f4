"""The day comes: level, pay and right of return come into force together, once, however often and late this runs.

One transaction for each batch of requests: what they need is read at once, worked out for each, and written at once. Whoever is
killed in the middle has done nothing; whoever comes second finds nothing to do. What cannot go on with the others is tried by
itself, and says why.
"""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from decimal import ROUND_UP, Decimal
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.actions.salaries import write_protection, write_salary
from ladders.compensation.domain.position import Basis, Salaried
from ladders.compensation.models import PayProtection, Salary
from ladders.compensation.money import money
from ladders.core.audit import recorded_together
from ladders.core.errors import DomainError
from ladders.core.once import read_once
from ladders.core.outages import is_busy
from ladders.core.row_writes import add, change, rows_together, wait_to_write
from ladders.frameworks.actions.base import hold_versions
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.models import Level
from ladders.placements.actions.placements import move
from ladders.placements.models import Placement
from ladders.placements.queries import current_levels, levels_on

from ..domain.enums import PayRule
from ..domain.pay_projection import Stage, behind, mark_of
from ..domain.states import NoticeKind, RequestState, RightFrom
from ..domain.terms import MoveTerms, redated
from ..models import FollowUp, MoveRequest, NewSalary, ReturnRight
from ..queries import checklist
from ..queries.return_rights import evidence_of
from ..text.days import day
from .closure import refuse_stopped, stop, why_stopped
from .consequences import end_consequences
from .effects_reads import locked_scheduled, promises_from, salaries_around
from .later import written_together
from .locks import locked
from .notices import log, notify, person_user
from .try_outs import begin

logger = logging.getLogger(__name__)

CENT = Decimal("0.01")
ONE_DAY = dt.timedelta(days=1)
BATCH = 100  # moves in one transaction: a second's work, for which their people can be given nothing else
WRITTEN = (Placement, Salary, PayProtection, ReturnRight, MoveRequest, FollowUp)  # what is pointed to comes first
IMPORTED = (Placement, Salary, PayProtection)  # what others write as whole tables
CHANGED = (
    "placement", "trial_until", "state", "due_on", "closed_at", "stopped_at", "stopped_why", "offered_on", "offered_at",
    "offered_by",
)  # fmt: skip
WITHOUT_END = dt.date(2999, 12, 31)


def run_effects(today: dt.date) -> int:
    """Bring every scheduled request whose day has come into effect; returns how many. Safe to run at any time, by several."""
    rows = MoveRequest.objects.filter(state=RequestState.SCHEDULED, agreed_on__lte=today)
    rest = iter(list(rows.order_by("agreed_on", "pk").values_list("pk", flat=True)))
    count = 0
    while batch := list(islice(rest, BATCH)):
        count += _take_effect_each(batch, today)
    return count


def _take_effect_each(batch: list[UUID], today: dt.date, *, is_half: bool = False) -> int:
    """As many together as can; returns how many did. By themselves are tried those that cannot go on, that somebody else holds,
    or that end more than a level. Where the transaction breaks, whose fault it was is looked for by halves; not where somebody
    holds what it needs: each half would wait for them again, so all are left to the next run, in minutes."""
    if len(batch) == 1:
        return int(take_effect(batch[0], today))
    try:
        done = _take_effect_together(batch, today)
    except Exception as error:  # whatever it is: one request that cannot take effect holds up no other
        if is_busy(error):
            logger.warning("%s moves wait for what somebody else holds; the next run tries again", len(batch))
            return 0
        logger.warning(
            "%s moves did not take effect together (%s); tried in halves",
            len(batch),
            type(error).__name__,
            exc_info=not is_half,  # a half says the same again
        )
        half = len(batch) // 2
        return sum(_take_effect_each(part, today, is_half=True) for part in (batch[:half], batch[half:]))
    return len(done) + sum(take_effect(pk, today) for pk in batch if pk not in done)


def _take_effect_together(batch: list[UUID], today: dt.date) -> set[UUID]:
    """Those of them that go together, in one transaction, with all that they need read ahead; returns these."""
    done: set[UUID] = set()
    with (
        transaction.atomic(),
        read_once(),
        written_together(told_only=True) as told,
        recorded_together(),
        rows_together(*WRITTEN) as writes,
    ):
        wait_to_write(*IMPORTED)
        for row in locked_scheduled(batch, today):
            with suppress(Exception), told.one(), recorded_together(), writes.one():
                refuse_stopped(row, today)
                _effect(row)
                done.add(row.pk)
    return done


def take_effect(pk: UUID, today: dt.date) -> bool:
    """One request; False where its day has not come, somebody else is at it, or it cannot go on (then it says why)."""
    try:
        with transaction.atomic():
            wait_to_write(*IMPORTED)
            rows = MoveRequest.objects.select_for_update(of=("self",), skip_locked=True)
            if not rows.filter(pk=pk, state=RequestState.SCHEDULED, agreed_on__lte=today).exists():
                return False
            row = locked(MoveRequest(pk=pk))
            if why := why_stopped(row, today):
                stop(row, why, today)
                return False
            (begin if row.kind == MoveKind.TRY_OUT else _effect)(row)
            return True
    except DomainError as refused:
        with transaction.atomic():
            row = locked(MoveRequest(pk=pk))
            if row.state == RequestState.SCHEDULED:
                stop(row, refused.sentence, today)
    except Exception:  # whatever it is: one request that cannot take effect holds up no other
        logger.exception("Request %s could not take effect; the next run tries again", pk)
    return False


def _effect(row: MoveRequest) -> None:
    on = row.agreed_on
    assert on is not None
    assert row.terms is not None
    hold_versions([row.framework_id])  # what is published now is what the person is placed on
    here = levels_on(on - ONE_DAY, [row.person_id]).get(row.person_id) or row.from_level
    there = current_levels([row.to_key])[row.to_key][0]
    terms = redated(MoveTerms.from_json(row.terms), on)
    row.placement = move(employee=row.person, level=there, starts_on=on, by=row.agreed_by)
    end_consequences(row, there, on)
    paid = _pay(row, terms, on)
    _right(row, terms, here, on)
    if row.uses_right_id is not None:
        ReturnRight.objects.filter(pk=row.uses_right_id, used_at=None).update(used_at=timezone.now(), used_by=row)
    row.trial_until = terms.trial_until
    row.state, row.due_on = RequestState.IN_EFFECT, None
    row.closed_at = timezone.now()
    row.stopped_at, row.stopped_why = None, ""
    row.offered_on = row.offered_at = row.offered_by = None
    change(row, *CHANGED)
    regraded = (there.grade.code if there.grade else "") != terms.there.grade
    todo = checklist.items(terms, on, row.person.country, regraded=regraded, **asdict(paid))
    for what, due_on in todo.items():
        add(FollowUp(request=row, what=what, due_on=due_on))
    log(row, "in_effect", None)
    notify(NoticeKind.IN_EFFECT, person_user(row), request=row)
    notify(NoticeKind.CHECKLIST, row.owner, request=row)


@dataclass(frozen=True, slots=True)
class Paid:
    """What was done about pay: a salary was set; the terms say another pay than is in force; it was changed meanwhile; a
    promise in another currency stands where the terms promise pay as well.
    """

    salary: bool
    pay_differs: bool
    pay_changed: bool
    other_currency: bool


def _pay(row: MoveRequest, terms: MoveTerms, on: dt.date) -> Paid:
    """Salary and protection as confirmed and promised.

    Pay is never cut without HR's word: where the terms say less than the salary in force and HR confirmed none, the
    checklist says so. Nor does what HR confirmed replace a salary that HR had not before it then: the newer one stays as
    it is agreed (hours, share, period), is raised to what was confirmed and promised, and the checklist says so.
    """
    confirmed: NewSalary | None = getattr(row, "new_salary", None)
    before, now = salaries_around(row.person_id, on)
    promised = terms.pay.stages[0].annual if terms.pay.stages else None
    pay: Salaried | None = now.pay if now else None
    changed = confirmed is not None and pay is not None and mark_of(pay) != confirmed.seen
    if confirmed is not None and not changed:
        pay = confirmed.pay
    elif pay is not None:
        floors = [(terms.pay.currency, promised)] if promised is not None else []
        floors += [(confirmed.currency, confirmed.pay.annual)] if confirmed is not None else []
        floor = max((annual for currency, annual in floors if currency == pay.currency), default=pay.annual)
        if pay.less_than(floor):
            pay = replace(pay, amount=amount_for(floor, pay))
    is_new = pay is not None and (now is None or pay != now.pay)
    if is_new and pay is not None:
        write_salary(employee=row.person, starts_on=on, pay=pay, by=row.agreed_by)
    same_money = before is not None and before.currency == terms.pay.currency
    protected, other_currency = _protect(row, terms, before.annual if before is not None and same_money else None)
    differs = bool(pay and promised is not None and not protected and pay.more_than(promised) and confirmed is None)
    replaced = changed and confirmed is not None and pay != confirmed.pay
    return Paid(is_new, differs, replaced, other_currency)


def amount_for(annual: Decimal, pay: Salaried) -> Decimal:
    """The amount, for the period and share of `pay`, whose full-time year is at least `annual`; to the next cent."""
    if pay.basis is Basis.HOUR:
        exact = annual / ((pay.full_time_hours or Decimal(1)) * pay.basis.a_year)
    else:
        exact = annual * pay.fte / pay.basis.a_year
    return exact.quantize(CENT, rounding=ROUND_UP)


def _protect(row: MoveRequest, terms: MoveTerms, before: Decimal | None) -> tuple[bool, bool]:
    """Promises for pay above the new maximum, stage by stage, as the terms say; one in force already stays until its day.

    Returns whether one was written, and whether one in another currency stood in the way of some days.
    """
    assert row.agreed_on is not None
    band, policy = terms.there.band, terms.policy
    maximum = band.maximum if band and band.currency == terms.pay.currency else None
    currency, made, other = terms.pay.currency, False, False
    promises = promises_from(row.person_id, row.agreed_on)
    for number, stage in enumerate(terms.pay.stages):
        above = maximum is None or (stage.annual > maximum and terms.pay.over_maximum > 0)
        if policy.pay_rule == PayRule.BAND or not above:
            continue
        last = stage.ends_on or WITHOUT_END
        amount = max(stage.annual, before or stage.annual) if number == 0 else stage.annual
        promises.sort(key=lambda each: each.starts_on)
        here = [each for each in promises if each.starts_on <= last and each.ends_on >= stage.starts_on]
        other = other or any(each.currency != currency for each in here)
        free, behind_it = _free(here, stage.starts_on, last, amount, currency)
        promises += behind_it
        for first, until in free:
            write_protection(
                employee=row.person,
                starts_on=first,
                ends_on=until,
                amount=amount,
                currency=currency,
                follows=_follows(terms, number)[:300],
                reason=_("Terms of a move that took effect on %(day)s") % {"day": day(row.agreed_on)},
                by=row.agreed_by,
                promised_by=row.pk,
            )
            made = True
    return made, other


def _follows(terms: MoveTerms, number: int) -> str:
    """What comes after a stage, in a sentence."""
    later: tuple[Stage, ...] = terms.pay.stages[number + 1 :]
    if later:
        return _("From %(day)s: %(pay)s for a full-time year.") % {
            "day": day(later[0].starts_on),
            "pay": money(later[0].annual, terms.pay.currency),
        }
    if terms.pay.stages[number].ends_on is None:
        return _("It is kept without an end.")
    return _("Pay then lies in the band of the level held.")


def _free(
    promises: list[PayProtection], first: dt.date, last: dt.date, amount: Decimal, currency: str
) -> tuple[list[tuple[dt.date, dt.date]], list[PayProtection]]:
    """The days from `first` to `last` that no promise of at least `amount` covers. `promises`: all of these days, in order.

    A lower promise that runs into them gives way for these days and holds again behind them; nobody loses one. What holds
    again is returned, too. One in another currency is neither lower nor higher: it stays as it is.
    """
    free, again, start = [], list[PayProtection](), first
    for each in promises:
        if each.currency != currency or each.amount >= amount:
            if each.starts_on > start:
                free.append((start, each.starts_on - ONE_DAY))
            start = behind(each.ends_on)
            continue
        rest = (max(last + ONE_DAY, each.starts_on), each.ends_on)
        if each.starts_on < first:
            each.ends_on = first - ONE_DAY
            change(each, "ends_on")
        elif rest[0] <= rest[1]:
            each.starts_on = rest[0]
            change(each, "starts_on")
            continue
        else:
            each.amount = amount  # it lies inside: it promises as much now
            change(each, "amount")
            if each.starts_on > start:
                free.append((start, each.starts_on - ONE_DAY))
            start = behind(each.ends_on)
            continue
        if rest[0] <= rest[1]:
            again.append(_holds_again(each, *rest))
    if start <= last:
        free.append((start, last))
    return free, again


def _holds_again(promise: PayProtection, first: dt.date, last: dt.date) -> PayProtection:
    again = PayProtection(
        employee_id=promise.employee_id,
        starts_on=first,
        ends_on=last,
        amount=promise.amount,
        currency=promise.currency,
        follows=promise.follows,
        reason=promise.reason,
        promised_by=promise.promised_by,
    )
    add(again)
    return again


def _right(row: MoveRequest, terms: MoveTerms, here: Level, on: dt.date) -> None:
    right = terms.right
    if right is None:
        return
    held = ReturnRight(
        person=row.person,
        request=row,
        came_from=came_from(terms),
        level=row.from_level,
        levels=[row.from_key],
        starts_on=on,
        until=right.until,
        evidence=evidence_of(row.person, here),
        evidence_until=right.until,
        reviewed=right.needs_review,
        pay_rule=right.pay_rule,
    )
    add(held)


def came_from(terms: MoveTerms) -> RightFrom:
    """Why a move on these terms carries a right of return."""
    if terms.policy.kind == MoveKind.STEP_BACK:
        return RightFrom.STEP_BACK
    if terms.policy.trial_months:
        return RightFrom.TRIAL
    if terms.there.track_kind == TrackKind.MANAGEMENT != terms.here.track_kind:
        return RightFrom.MANAGEMENT
    return RightFrom.RULES
