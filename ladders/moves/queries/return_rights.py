"""Reads about rights of return, each with its number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.careers.models import Assessment
from ladders.careers.models.assessments import Side
from ladders.careers.move_terms import Right
from ladders.core.once import known, once
from ladders.core.statements import Statement
from ladders.frameworks.models import Competency, Expectation, Level
from ladders.placements.queries import current_levels

from ..domain.enums import PayRule
from ..models import ReturnRight


@dataclass(frozen=True, slots=True)
class HeldRight:
    """A right that holds, with its levels as they are called today. `gone`: some of them have no successor."""

    right: ReturnRight
    levels: tuple[Level, ...]
    gone: bool = False


_rights_on = Statement(
    lambda person, day: ReturnRight.objects.on(day).filter(person=person).select_related("level", "request"),
    int,
    dt.date,
)


@once
def held_rights(person: Employee, day: dt.date) -> list[HeldRight]:
    """The rights of return that hold on that day, followed to successors where frameworks changed: 1 to 4 queries."""
    rows = _rights_on(person.pk, day)
    now = current_levels({key for row in rows for key in row.levels}) if rows else {}
    found = []
    for row in rows:
        levels = {now[key][0].key: now[key][0] for key in row.levels if key in now}
        found.append(HeldRight(row, tuple(levels.values()), gone=any(key not in now for key in row.levels)))
    return found


def rights_held(person: Employee, day: dt.date) -> dict[UUID, ReturnRight]:
    """Level key of today → the right to it; where there are several, the one that ends last. 1 to 4 queries."""
    return {level.key: held.right for held in held_rights(person, day) for level in held.levels}


def rights_of(person: Employee, day: dt.date) -> tuple[Right, ...]:
    """What the pages about careers show: levels of today, until when, review and pay in words. 1 to 4 queries."""
    return tuple(
        Right(
            levels=tuple(level.key for level in held.levels),
            until=held.right.until,
            review=review_words(held.right, day),
            pay=pay_on_return(held.right),
        )
        for held in held_rights(person, day)
        if held.levels
    )


def review_words(right: ReturnRight, today: dt.date) -> str:
    """What is reviewed on return on that day, in a sentence."""
    if not right.reviewed:
        return _("On return nothing is reviewed: what you have shown counts.")
    text = _("On return we only re-check what has expired; what you have shown counts until %(day)s.")
    if right.evidence_until < today:
        text = _("On return we re-check what has expired; what you have shown counted until %(day)s.")
    return text % {"day": date_format(right.evidence_until, "j F Y")}


def pay_on_return(right: ReturnRight) -> str:
    """What holds for pay on return, in a sentence to its holder."""
    if right.pay_rule == PayRule.BAND:
        return _("You are paid within the band of the level you return to.")
    return _("Your pay then stays as it is, and is at least the minimum of that level’s band.")


def evidence_of(person: Employee, level: Level) -> list[dict[str, Any]]:
    """What somebody has shown on the level they leave: what it asks, or more where their manager saw more. 2 queries, none for
    a level and people that were read (see `read_once`).

    Holding a level is the proof of what it asks: nobody has to show it twice.
    """
    if person.pk not in (seen := known(read_seen)):
        seen = _seen([person.pk])
    more = seen[person.pk]
    return [
        {"competency": str(item.key), "name": item.name, "proficiency": max(step, more.get(item.key, 0))}
        for item, step in _asked(level)
    ]


@once
def _asked(level: Level) -> list[tuple[Competency, int]]:
    asked = Expectation.objects.filter(level=level, proficiency__isnull=False).select_related("competency")
    return [
        (each.competency, each.proficiency or 0) for each in asked.order_by("competency__position", "competency_id")
    ]


def read_seen(people: Collection[int]) -> None:
    """What the managers of these people saw, for `evidence_of` in this scope (see `read_once`): 1 query."""
    known(read_seen).update(_seen(people))


def _seen(people: Collection[int]) -> dict[int, dict[UUID, int]]:
    found: dict[int, dict[UUID, int]] = {pk: {} for pk in people}
    rows = Assessment.objects.current().filter(sheet__employee__in=people, sheet__side=Side.MANAGER)
    for person, competency, proficiency in rows.values_list("sheet__employee", "competency", "proficiency"):
        found[person][competency] = proficiency
    return found


@dataclass(frozen=True, slots=True)
class Lapsed:
    """One thing that a return reviews: the competency, what was shown, and what the level asks today."""

    name: str
    shown: int
    asked: int


def to_review(right: ReturnRight, level: Level, day: dt.date) -> list[Lapsed]:
    """What is reviewed on return to `level` on that day, and nothing else: 1 query.

    What the level asks today beyond what was shown; after `evidence_until` (a right that HR extended) all that it asks.
    """
    if not right.reviewed:
        return []
    shown = {UUID(each["competency"]): int(each["proficiency"]) for each in right.evidence}
    lapsed = day > right.evidence_until
    asked = Expectation.objects.filter(level=level, proficiency__isnull=False).select_related("competency")
    return [
        Lapsed(each.competency.name, shown.get(each.competency.key, 0), each.proficiency or 0)
        for each in asked.order_by("competency__position", "competency_id")
        if lapsed or shown.get(each.competency.key, 0) < (each.proficiency or 0)
    ]
