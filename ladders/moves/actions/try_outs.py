"""Try-outs: what can be wished for, what happens on the first day, going back before the last one, and what ends one."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.errors import DomainError
from ladders.core.once import known
from ladders.frameworks.actions.base import hold_versions
from ladders.placements.actions.try_outs import end_try_out, second_on, second_text, try_out
from ladders.placements.models import Placement
from ladders.placements.queries import current_levels

from ..domain.policy import PolicyShape
from ..domain.states import OPEN, NoticeKind, RequestState
from ..domain.terms import MoveTerms, redated
from ..domain.workdays import ONE_DAY
from ..models import MoveRequest
from ..permissions import require_person
from ..queries.try_outs import TRY_OUTS, level_until, running_of
from ..text.days import day
from .closure import closed_reason
from .locks import locked
from .notices import log, notify, person_user

logger = logging.getLogger(__name__)

USUAL_MONTHS, USUAL_SHARE = 3, 20
ENDS_SOON = dt.timedelta(days=30)
JUST_OVER = dt.timedelta(days=30)  # within which a sweep that was missed still says so


def wish_for(row: MoveRequest, rules: PolicyShape, today: dt.date) -> None:
    """Give a draft what it would be today: whether it makes a running one longer, and usual wishes where there are none yet.

    Raises DomainError where no try-out of the level can be asked for. Saves nothing. At most 5 queries.
    """
    running, ends = running_of(row.person, row.to_key, today), level_until(row.person, today)
    if ends is not None and ends <= today:
        text = _("You hold %(level)s until %(day)s, and a try-out runs beside it. Ask once you hold another level.")
        raise DomainError(text % {"level": row.from_level, "day": day(ends)})
    if running is None:
        row.follows = None
        row.months = min(row.months or min(USUAL_MONTHS, rules.most_months), rules.most_months)
        row.share = min(row.share or min(USUAL_SHARE, rules.most_share), rules.most_share)
        return
    bounds = running.rules
    if running.follows_id is not None or not bounds.longer_months:
        raise DomainError(_("You try this level already, and it cannot be made longer. Ask for the move instead."))
    if MoveRequest.objects.filter(follows=running, state__in=OPEN).exists():
        raise DomainError(
            _("You have asked to make it longer already, and that request is under way. It stands under Moves.")
        )
    assert running.placement is not None
    assert running.placement.ends_on is not None
    if ends is not None and ends <= running.placement.ends_on:
        text = _("You hold %(level)s until %(day)s, and the try-out ends with it: it cannot be made longer.")
        raise DomainError(text % {"level": row.from_level, "day": day(ends)})
    row.follows, row.share = running, running.share
    row.months = min(row.months or bounds.longer_months, bounds.longer_months)
    row.wished_on = running.placement.ends_on + ONE_DAY


def most_months(row: MoveRequest, rules: PolicyShape) -> int:
    """For how many months it can be wished."""
    return row.follows.rules.longer_months if row.follows else rules.most_months


def refuse_bounds(row: MoveRequest, rules: PolicyShape) -> None:
    """Raises DomainError for more months, or more working time, than the rules give."""
    assert row.months is not None
    assert row.share is not None
    if not 1 <= row.months <= most_months(row, rules) or not 1 <= row.share <= max(
        rules.most_share, row.share if row.follows else 0
    ):
        raise DomainError(
            _("Choose 1 to %(months)s months, and 1 to %(share)s %% of working time: the rules give no more.")
            % {"months": most_months(row, rules), "share": rules.most_share}
        )


def refuse_second(row: MoveRequest, terms: MoveTerms) -> None:
    """Raises DomainError where another second level is held on some of the days. 1 query."""
    if (other := second_on(row.person, terms.on, terms.until)) is not None:
        raise DomainError(second_text(other))


def refuse_after_level(row: MoveRequest, on: dt.date | None, today: dt.date, *, own: bool = True) -> None:
    """Raises DomainError for a first day after the level beside it has ended. `own`: the sentence is for the person. 2 queries,
    none for a move."""
    if row.kind != MoveKind.TRY_OUT or on is None or (ends := level_until(row.person, today)) is None or on <= ends:
        return
    text = _("You hold %(level)s until %(day)s, and a try-out ends with it. Choose a day until then.")
    if not own:
        text = _(
            "%(name)s holds %(level)s until %(day)s, and a try-out ends with it. Offer a day until then, or say no."
        )
    raise DomainError(text % {"name": row.person, "level": row.from_level, "day": day(ends)})


def begin(row: MoveRequest) -> None:
    """The first day has come. `row` is locked, and everybody has said yes."""
    assert row.agreed_on is not None
    assert row.share is not None
    terms = redated(MoveTerms.from_json(row.terms or {}), row.agreed_on)
    assert terms.until is not None
    hold_versions([row.framework_id])
    level = current_levels([row.to_key])[row.to_key][0]
    row.placement = try_out(
        employee=row.person,
        level=level,
        share=row.share,
        starts_on=row.agreed_on,
        ends_on=terms.until,
        by=row.agreed_by,
    )
    row.state, row.due_on, row.closed_at = RequestState.IN_EFFECT, None, timezone.now()
    row.stopped_at, row.stopped_why = None, ""
    row.offered_on = row.offered_at = row.offered_by = None
    row.save()
    log(row, "in_effect", None)
    notify(NoticeKind.IN_EFFECT, person_user(row), *_managers(row), request=row)


def go_back(*, request: MoveRequest, by: Any, today: dt.date) -> dt.date:
    """The person goes back before the last day, without a reason: it ends with the notice that its rules give. Returns the last
    day. Harmless when repeated: a later click makes it no longer.
    """
    with transaction.atomic():
        row = locked(request)
        require_person(row, by)
        if row.kind != MoveKind.TRY_OUT or row.state != RequestState.IN_EFFECT or row.placement is None:
            raise DomainError(closed_reason(row))
        ends = row.placement.ends_on
        assert ends is not None
        if ends < today:
            raise DomainError(_("It has ended already."))
        if MoveRequest.objects.filter(follows=row, state__in=OPEN).exists():
            raise DomainError(_("You have asked to make it longer. Withdraw that first."))
        last = min(ends, today + dt.timedelta(weeks=row.rules.notice_weeks))
        if end_try_out(placement=row.placement, last_day=last, by=by):
            log(row, "ends_earlier", by)
            notify(NoticeKind.TRIAL_ENDING, *_managers(row), request=row, on=last)
    return last


def end_with_level(person: Employee, last_day: dt.date, by: Any) -> int:
    """The person's level ends on that day, and what was agreed beside it with it. Returns how many try-outs it ended: 1 query and
    a few for each, none where it is known that there is none.
    """
    if known(end_with_level).get(person.pk) is False:
        return 0
    rows = Placement.objects.filter(employee=person).try_outs().filter(ends_on__gt=last_day)
    found = list(rows.select_related("employee", "level__version"))
    return sum(end_try_out(placement=row, last_day=last_day, by=by) for row in found)


def end_left_behind(today: dt.date) -> int:
    """The same for those whose level ended without a move: they have left, or the employer gave them another one. Returns how
    many ended. Harmless when repeated: 3 queries, and a few for each that ends.
    """
    rows = list(TRY_OUTS.filter(placement__ends_on__gte=today).select_related("person", "placement"))
    people = {row.person_id for row in rows}
    held = {row.employee_id: row for row in Placement.objects.primary().on(today).filter(employee__in=people)}
    keys = {key for row in rows for key in (row.from_key, row.to_key)} | {each.level_key for each in held.values()}
    now = current_levels(keys) if rows else {}
    ended = 0
    for row in rows:
        last = _left_on(row, held.get(row.person_id), {key: level.key for key, (level, _m) in now.items()}, today)
        if last is not None:
            ended += _end_left_behind(row, last)
    return ended


def _end_left_behind(row: MoveRequest, last: dt.date) -> int:
    """One of them; 0 where that cannot be done now."""
    try:
        with transaction.atomic():
            return end_with_level(row.person, last, None)
    except Exception:  # whatever it is: one that cannot be ended holds up no other, and no reminder
        logger.exception("The try-out %s could not be ended; the next run tries again", row.pk)
        return 0


def _left_on(row: MoveRequest, first: Placement | None, now: dict[Any, Any], today: dt.date) -> dt.date | None:
    """The last day, where the level beside which it was agreed is not held any more; None where it goes on.

    A level that was put right goes on: whoever holds another one since before the first day has left nothing. What was
    tried until today was tried, also where a change is dated back: it ends yesterday and not before.
    """
    left = row.person.left_on
    if left is not None and left < today:
        return left
    if first is None:
        return today - ONE_DAY
    here, left_level, tried = (now.get(key, key) for key in (first.level_key, row.from_key, row.to_key))
    assert row.placement is not None
    put_right = first.starts_on <= row.placement.starts_on and here != tried
    return None if here == left_level or put_right else today - ONE_DAY


def remind(today: dt.date) -> int:
    """Say that one ends soon, to the person and to whoever agreed, once for each last day; and that it is over. Returns how many
    notices were due; harmless when repeated. 2 queries, and 3 for each of them.
    """
    soon = TRY_OUTS.filter(placement__ends_on__gte=today, placement__ends_on__lte=today + ENDS_SOON)
    over = TRY_OUTS.filter(placement__ends_on__lt=today, placement__ends_on__gte=today - JUST_OVER)
    told = 0
    for rows, kind in ((soon, NoticeKind.TRIAL_ENDING), (over, NoticeKind.TRY_OUT_OVER)):
        for row in rows.select_related("person__user", "placement"):
            assert row.placement is not None
            notify(kind, person_user(row), *_managers(row), request=row, on=row.placement.ends_on)
            told += 1
    return told


def _managers(row: MoveRequest) -> list[int]:
    """The accounts of those who said yes. 1 query."""
    yes = row.steps.filter(outcome="approved").order_by("position")
    return [pk for pk in yes.values_list("answered_by", flat=True) if pk is not None]
