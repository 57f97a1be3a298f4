"""A plan as its pages show it: what the level asks beside what the present one asks, gaps, and goals with them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.models import Employee
from ladders.careers.domain.available_moves import Move, available_moves, compared, move_to, standing
from ladders.careers.domain.published_index import Chart, PublishedIndex, PublishedLevel
from ladders.careers.plan_links import PlanLink
from ladders.careers.queries.my_position import Mine, of
from ladders.frameworks.domain.addresses import Expected, asked
from ladders.frameworks.domain.shapes import CompetencyShape
from ladders.placements.queries import current_levels

from ..models import Goal, GoalRemark, Target


@dataclass(slots=True)
class GoalShown:
    """A goal with what was said about it between the reader and the other one."""

    goal: Goal
    remarks: list[GoalRemark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Expectation:
    """One competency that the target level asks. `now`: what the present level asks of it; None in another framework.

    `asks` is None where it is asked in words only. `assumed`: nothing was assessed, so the present level counts.
    """

    competency: CompetencyShape
    now: Expected | None
    then: Expected
    has: int
    asks: int | None
    assumed: bool
    goals: list[GoalShown]

    @property
    def steps(self) -> int:
        """Steps to grow; 0: it carries over, or no step is named."""
        return max((self.asks or 0) - self.has, 0)


@dataclass(frozen=True, slots=True)
class ExpectationGroup:
    """The competencies of a group."""

    title: str
    items: list[Expectation]


@dataclass(frozen=True, slots=True)
class Plan:
    """A target with everything beside it. `place` is None where the level is gone and nothing followed it."""

    target: Target
    at: Mine
    place: PublishedLevel | None
    followed: bool  # the level was removed, and `place` is what followed it
    reached: bool
    move: Move | None
    possible: bool  # in one move
    groups: list[ExpectationGroup]
    beyond: list[GoalShown]  # goals of no competency that the level asks

    @property
    def chart(self) -> Chart | None:
        """The framework of the target."""
        return self.at.atlas.chart_of(self.place) if self.place else None

    @property
    def here(self) -> PublishedLevel | None:
        """The level held today."""
        return self.at.here

    @property
    def other_framework(self) -> bool:
        """Whether the target is in another framework than the level held."""
        return bool(self.place and self.here and self.place.framework != self.here.framework)

    @property
    def growing(self) -> list[Expectation]:
        """What there is to grow, and whatever has a goal; in reading order."""
        return [each for group in self.groups for each in group.items if each.steps or each.goals]

    @property
    def goals(self) -> list[GoalShown]:
        """All of them, in reading order."""
        return [shown for group in self.groups for each in group.items for shown in each.goals] + self.beyond


@dataclass(frozen=True, slots=True)
class TargetShown:
    """A target in a list, with its goals."""

    target: Target
    place: PublishedLevel | None
    followed: bool
    reached: bool
    goals: list[Goal]


def link_to_plan(person: Employee, level: UUID) -> PlanLink | None:
    """Where a wish for that level becomes a plan, or is one: queries as `target_towards`."""
    found = target_towards(person, level)
    if found is not None:
        return PlanLink(reverse("growth-target", args=[found.pk]), True)
    return PlanLink(reverse("growth-choose", args=[level]), False)


def target_towards(person: Employee, level: UUID) -> Target | None:
    """The open target to that level, or to one that it followed: 1 query, 2 to 4 where only other levels are worked towards."""
    rows = list(Target.objects.open().filter(employee=person))
    found = next((row for row in rows if row.level_key == level), None)
    if found is not None or not rows:
        return found
    now = current_levels({row.level_key for row in rows})
    return next((row for row in rows if row.level_key in now and now[row.level_key][0].key == level), None)


def place_of(atlas: PublishedIndex, target: Target) -> tuple[PublishedLevel | None, bool]:
    """The target's level as it is now, or what followed it (then True): no query while it is published, else up to 3."""
    place = atlas.places.get(target.level_key)
    if place is not None:
        return place, False
    found = current_levels({target.level_key}).get(target.level_key)
    return (atlas.places.get(found[0].key), True) if found else (None, False)


def plan_of(target: Target, reader: Any, day: dt.date) -> Plan:
    """The whole plan as `reader` may see it: 2 queries for goals and what was said, and those of where the person stands.

    `visible_to` has been asked before.
    """
    at = of(target.employee, day)
    place, followed = place_of(at.atlas, target)
    goals = _goals(target, reader, day)
    move = move_to(at.person, at.atlas, place) if place else None
    groups = _groups(at, place, move, goals) if place else []
    used = {id(shown) for group in groups for each in group.items for shown in each.goals}
    return Plan(
        target,
        at,
        place,
        followed,
        place is not None and any(each.place is place for each in at.held if not each.tried_until),
        move,
        move is not None and _possible(at, move),
        groups,
        [shown for shown in goals if id(shown) not in used],
    )


def targets_of(person: Employee, day: dt.date) -> tuple[list[TargetShown], list[TargetShown]]:
    """Somebody's own targets, those they work towards and those that ended, with goals: 3 queries, more for removed levels."""
    rows = list(Target.objects.filter(employee=person).prefetch_related("goals"))
    if not rows:
        return [], []
    at = of(person, day, gaps=False)
    shown = []
    for row in rows:
        place, followed = place_of(at.atlas, row) if row.ended_on is None else (None, False)
        reached = place is not None and any(each.place is place for each in at.held if not each.tried_until)
        shown.append(TargetShown(row, place, followed, reached, list(row.goals.all())))
    ended = [each for each in shown if each.target.ended_on is not None]
    return [each for each in shown if each.target.ended_on is None], list(reversed(ended))


def _goals(target: Target, reader: Any, day: dt.date) -> list[GoalShown]:
    rows = Goal.objects.visible_to(reader, day).filter(target=target).select_related("suggested_by", "agreed_by")
    shown = {row.pk: GoalShown(row) for row in rows}
    remarks = GoalRemark.objects.visible_to(reader, day).filter(goal__target=target).select_related("by")
    for remark in remarks:
        if remark.goal_id in shown:
            shown[remark.goal_id].remarks.append(remark)
    return list(shown.values())


def _groups(at: Mine, place: PublishedLevel, move: Move | None, goals: Sequence[GoalShown]) -> list[ExpectationGroup]:
    shape = at.atlas.chart_of(place).shape
    by_competency: dict[UUID | None, list[GoalShown]] = defaultdict(list)
    for shown in goals:
        by_competency[shown.goal.competency].append(shown)
    has = {gap.competency.key: gap for gap in compared(move, at.atlas, at.person.assessed)} if move else {}
    own = standing(at.person, at.atlas)
    groups: dict[str, list[Expectation]] = {}
    for competency, then in _expected(shape, place.key):
        gap = has.get(competency.key)
        group = shape.group_by_key.get(competency.group)
        groups.setdefault(group.name if group else "", []).append(
            Expectation(
                competency,
                _now(at, place, competency),
                then,
                gap.has if gap else own[competency.key],
                then.proficiency,
                competency.key not in at.person.assessed,
                by_competency.get(competency.key, []),
            )
        )
    return [ExpectationGroup(title, items) for title, items in groups.items()]


def _expected(shape: Any, level: UUID) -> Iterable[tuple[CompetencyShape, Expected]]:
    for competency in shape.competencies:
        then = asked(shape, level, competency)
        if then.written or then.proficiency is not None:
            yield competency, then


def _now(at: Mine, place: PublishedLevel, competency: CompetencyShape) -> Expected | None:
    here = at.here
    if here is None or here.framework != place.framework:
        return None
    return asked(at.atlas.chart_of(here).shape, here.key, competency)


def _possible(at: Mine, move: Move) -> bool:
    others = move.there.framework != move.here.framework
    return any(each.there is move.there for each in available_moves(at.person, at.atlas, others=others))
