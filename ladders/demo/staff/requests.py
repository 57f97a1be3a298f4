"""The requests by which the demo's many moved, and some that were declined. Written in the order in which requests live:
drafts, sent, answered, agreed, in effect; one statement for each, since nobody wants to wait for hundreds of answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import DateTimeField, F, OuterRef, Subquery
from django.db.models.functions import Cast

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.careers.domain.move_kinds import MoveKind, Rung, kind_of
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.models import Level
from ladders.moves.actions.effects import came_from
from ladders.moves.domain.enums import Decider, StepAction
from ladders.moves.domain.policy import PolicyShape
from ladders.moves.domain.states import Outcome, RequestState, Via
from ladders.moves.domain.terms import MoveTerms, PlaceTerm, terms
from ladders.moves.models import MoveRequest, ReturnRight, Step
from ladders.moves.models.requests import RequestQuerySet
from ladders.moves.queries.requests import policies_in_force
from ladders.placements.models import Placement

from .generator import Colleague

Levels = Mapping[tuple[str, str], Level]
ASKED_BEFORE: Final = 60  # days before a move takes effect
ANSWERED_AFTER: Final = (6, 11, 14, 17)  # days after it was asked for, step by step
OUTCOMES: Final = {
    StepAction.APPROVE: Outcome.APPROVED,
    StepAction.RELEASE: Outcome.RELEASED,
    StepAction.CONFIRM: Outcome.CONFIRMED,
}
# Who was declined lately: level, where to, how many. The unfair track again: most are specialists who want to rise. Nobody of
# them held that level before: whoever has a right to return is declined by nobody.
DECLINED: Final = (
    ("S5", "S6", 12),
    ("E4", "S5", 5),
    ("M5", "M6", 3),
    ("P5", "P6", 3),
    ("I5", "P5", 2),
    ("S5", "P6", 2),
    ("S6", "S5", 2),
)
DAY: Final = Cast(F("wished_on"), DateTimeField())
REASON: Final = "The next level asks for work beyond one product line, and that is not there yet."
CHANGE: Final = "Lead the next design review across two product lines; we look again in six months."


def write_requests(people: list[Colleague], rows: Mapping[str, Employee], levels: Levels, year: int) -> None:
    """Everybody's moves in effect, with their answers, and the declined ones of last autumn. Nobody has two open at once:
    first moves, second moves and what was declined are written one after the other.
    """
    hr = User.objects.filter(grants__role=Role.HR_ADMIN).earliest("pk")
    rules = policies_in_force()
    managers = {each.number: rows[each.manager].user if each.manager else hr for each in people}
    moved: dict[int, list[MoveRequest]] = {}
    for each in people:
        for turn, (before, now) in enumerate(zip(each.held, each.held[1:], strict=False)):
            pair = levels[each.framework, before.code], levels[each.framework, now.code]
            earlier = {levels[each.framework, held.code].key for held in each.held[:turn]}
            moved.setdefault(turn, []).append(_draft(rows[each.number], pair, now.starts_on, rules, earlier, hr))
    rights: dict[tuple[int, Any], ReturnRight] = {}
    for requests in moved.values():
        for row in requests:
            right = rights.get((row.person_id, row.to_key)) if row.kind == MoveKind.RETURN else None
            row.uses_right = right if right and row.wished_on and row.wished_on <= right.until else None
        _into_effect(_sent(requests, managers, hr), hr)
        rights |= _rights(requests)
    refused = _sent(_declined(people, rows, levels, year, rules, hr), managers, hr, declined=True)
    first_no = Step.objects.filter(request=OuterRef("pk"), outcome=Outcome.DECLINED).values("pk")[:1]
    refused.update(state=RequestState.DECLINED, declined_step=Subquery(first_no), closed_at=DAY, due_on=None)


def _sent(
    requests: list[MoveRequest], managers: Mapping[str, User | None], hr: User, *, declined: bool = False
) -> RequestQuerySet:
    """Written, sent and answered."""
    MoveRequest.objects.bulk_create(requests)
    written = MoveRequest.objects.filter(pk__in=[row.pk for row in requests])
    written.update(state=RequestState.SUBMITTED)
    steps = [_steps(row, managers, hr, turn, declined=declined) for turn, row in enumerate(requests)]
    Step.objects.bulk_create(step for way in steps for step in way)
    return written


def _into_effect(rows: RequestQuerySet, hr: User) -> None:
    rows.update(state=RequestState.APPROVED)
    rows.update(state=RequestState.SCHEDULED, agreed_on=F("wished_on"), agreed_at=DAY, agreed_by=hr)
    placed = Placement.objects.filter(
        employee=OuterRef("person"), level_key=OuterRef("to_key"), starts_on=OuterRef("agreed_on")
    )
    rows.update(state=RequestState.IN_EFFECT, placement=Subquery(placed.values("pk")[:1]), closed_at=DAY, due_on=None)


def _rights(requests: list[MoveRequest]) -> dict[tuple[int, Any], ReturnRight]:
    """Use the rights that these moves used, and write those that their terms promise: by person and the level left."""
    for row in requests:
        if row.uses_right is not None and row.wished_on is not None:
            ReturnRight.objects.filter(pk=row.uses_right.pk).update(used_at=_at(row.wished_on), used_by=row)
    written = []
    for row in requests:
        agreed = MoveTerms.from_json(row.terms)
        if agreed.right is not None and row.wished_on is not None:
            written.append(
                ReturnRight(
                    person=row.person,
                    request=row,
                    came_from=came_from(agreed),
                    level=row.from_level,
                    levels=[row.from_key],
                    starts_on=row.wished_on,
                    until=agreed.right.until,
                    evidence_until=agreed.right.until,
                    reviewed=agreed.right.needs_review,
                    pay_rule=agreed.right.pay_rule,
                )
            )
    return {(each.person_id, each.levels[0]): each for each in ReturnRight.objects.bulk_create(written)}


def _declined(
    people: list[Colleague],
    rows: Mapping[str, Employee],
    levels: Levels,
    year: int,
    rules: Mapping[MoveKind, PolicyShape],
    hr: User,
) -> list[MoveRequest]:
    found: list[MoveRequest] = []
    asked: set[str] = set()
    for code, wanted, count in DECLINED:
        group = [each for each in people if (each.framework, each.code) == ("Engineering", code) and not each.left_on]
        new = [each for each in group if wanted not in {held.code for held in each.held}]
        waiting = [each for each in new[1::2] if each.number not in asked]
        for turn, each in enumerate(waiting[:count]):
            asked.add(each.number)
            pair = levels["Engineering", code], levels["Engineering", wanted]
            on = dt.date(year - 1, 9 + turn % 4, 1 + turn)
            earlier = {levels["Engineering", held.code].key for held in each.held[:-1]}
            found.append(_draft(rows[each.number], pair, on, rules, earlier, hr))
    return found


def _draft(
    person: Employee,
    pair: tuple[Level, Level],
    on: dt.date,
    rules: Mapping[MoveKind, PolicyShape],
    earlier: set[Any],
    hr: User,
) -> MoveRequest:
    """A request as it is sent, for that day."""
    here, there = pair
    kind = kind_of(_rung(here), _rung(there), rights=earlier)
    asked_on = on - dt.timedelta(days=ASKED_BEFORE)
    policy = rules[kind]
    agreed = terms(
        policy,
        rules[MoveKind.RETURN],
        _term(here),
        _term(there),
        None,
        asked_on=asked_on,
        wished_on=on,
    )
    return MoveRequest(
        person=person,
        kind=kind.value,
        framework_id=there.version.framework_id,
        from_level=here,
        from_key=here.key,
        to_level=there,
        to_key=there.key,
        wished_on=on,
        evidence=[{"asked": each, "given": "As seen in the yearly reviews."} for each in policy.evidence],
        policy=policy.to_json(),
        terms=agreed.to_json(),
        created_at=_at(asked_on),
        submitted_at=_at(asked_on),
        submitted_by=person.user,
        owner=hr,
        due_on=on,
        hr_hears_at=_at(asked_on),
    )


def _steps(
    row: MoveRequest, managers: Mapping[str, User | None], hr: User, turn: int, *, declined: bool = False
) -> list[Step]:
    """All answered in turn. What is declined ends with the answer of the last who approves; of a promotion, with HR's."""
    assert row.submitted_at is not None
    asked_on = row.submitted_at.date()
    up = row.kind == MoveKind.PROMOTION
    rules = row.rules.steps
    last = max(place for place, rule in enumerate(rules) if up or rule.deed == StepAction.APPROVE or not declined)
    found = []
    for place, rule in enumerate(rules[: last + 1]):
        decider = hr if rule.decider == Decider.HR else managers[row.person.number]
        answered = asked_on + dt.timedelta(days=ANSWERED_AFTER[min(place, 3)] + turn % (5 if up else 3))
        no = declined and place == last
        outcome = Outcome.DECLINED if no else OUTCOMES[rule.deed]
        found.append(
            Step(
                request=row,
                position=10 * (place + 1),
                deed=rule.deed,
                who=rule.decider,
                days=rule.days,
                weeks=rule.weeks,
                opened_on=asked_on,
                due_on=row.wished_on,
                decider=decider,
                via=Via.ROLE,
                answered_at=_at(answered),
                answered_by=decider,
                outcome=outcome,
                proposed_on=row.wished_on if outcome == Outcome.RELEASED else None,
                reason=REASON if no else "",
                would_change=CHANGE if no else "",
            )
        )
    return found


def _rung(level: Level) -> Rung:
    assert level.grade is not None
    return Rung(level.key, level.track.key, TrackKind(level.track.kind), level.version.framework_id, level.grade.rank)


def _term(level: Level) -> PlaceTerm:
    assert level.grade is not None
    return PlaceTerm(
        level.key,
        level.code,
        level.title,
        level.track.name,
        TrackKind(level.track.kind),
        level.version.framework.name,
        level.grade.code,
        level.grade.rank,
    )


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), dt.UTC)
