"""Who would receive somebody on a level, and what would become of a second level: what terms say beside the level itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.once import once, within_scope
from ladders.frameworks.models import Level
from ladders.placements.models import Placement, Source
from ladders.placements.queries import current_levels
from ladders.reporting.queries.lines import chains_of

from ..domain.term_parts import MOST_OFFERED, ManagerTerm, Received, SecondTerm, fate_of
from ..domain.terms import Beside
from ..models import MoveRequest
from .deciders import receivers
from .try_outs import level_until

_NEAR = (Received.ELSEWHERE, Received.DEPARTMENT, Received.ENTITY, Received.BOTH)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who could receive, and why."""

    manager: Employee
    why: Received


@once
def possible_receivers(person: Employee, level: Level, day: dt.date) -> list[Receiver]:
    """Who leads people on that level, the nearest and those of most people first; nobody whom the person leads. 1 query."""
    return [Receiver(manager, _NEAR[near]) for manager, near in receivers(person, level.key, day)[:MOST_OFFERED]]


def beside_of(request: MoveRequest, today: dt.date) -> Beside:
    """What the terms of a draft say beside the level: 5 queries at most, 2 more for a try-out."""
    trying = request.kind == MoveKind.TRY_OUT
    return Beside(
        months=request.months or 0,
        share=request.share or 0,
        longer=request.follows is not None and bool(request.months),
        level_until=level_until(request.person, today) if trying else None,
        manager=manager_term(request, today),
        second=second_term(request, today),
    )


@within_scope
def manager_term(request: MoveRequest, today: dt.date) -> ManagerTerm:
    """Who would receive, and why: 2 queries."""
    person = request.person
    found = possible_receivers(person, request.to_level, today)
    own = chains_of({person.pk}, today)[person.pk]
    chosen = next((each for each in found if each.manager.pk == request.receiving_id), None)
    first = chosen or (found[0] if found else None)
    if first is None:
        return ManagerTerm((), Received.NOBODY)
    present = bool(own) and own[0].pk == first.manager.pk
    why = Received.CHOSEN if chosen else first.why
    others = len(receivers(person, request.to_level.key, today)) - 1  # all of them, however many are offered
    return ManagerTerm((first.manager.name,), why, present, others, first.manager.pk)


def second_levels(day: dt.date) -> QuerySet[Placement]:
    """Second levels held on that day or later."""
    return Placement.objects.filter(primary=False).exclude(ends_on__lt=day)


@once
def second_level(person: Employee, day: dt.date) -> Placement | None:
    """The first of them that somebody holds: 1 query."""
    return second_levels(day).filter(employee=person).select_related("level").order_by("starts_on").first()


def second_term(request: MoveRequest, today: dt.date) -> SecondTerm | None:
    """A second level held today or later, and what the move would do to it: 1 query, up to 3 where its level was removed."""
    row = second_level(request.person, today)
    if row is None:
        return None
    level = current_levels([row.level_key]).get(row.level_key, (row.level, False))[0]
    tried = row.source == Source.TRY_OUT
    fate = fate_of(level.key, request.to_key, tried=tried)
    return SecondTerm(level.code, level.title, row.share, row.ends_on, fate, tried)
