"""How many people hold which level. Frameworks know nobody; the rooms that do provide it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from ladders.core.providers import Provider

from .domain.shapes import LevelShape, VersionShape
from .models import Level, Reorganisation, ReorganisationPayRule


@Provider
def holders(keys: Collection[UUID]) -> Mapping[UUID, int]:
    """Level key → people today: at most 2 queries. Levels that nobody holds may be left out."""
    return {}


@Provider
def coming(keys: Collection[UUID]) -> Mapping[UUID, int]:
    """Level key → people who do not hold it today and will from a later day on, by what is planned or agreed: at most 6
    queries. Levels that nobody will hold may be left out."""
    return {}


@Provider
def lock_people(keys: Collection[UUID]) -> None:
    """Lock whoever holds one of these levels today or later, until the transaction ends: all at once, in one order."""


@Provider
def people_on(keys: Collection[UUID], only: int | None = None) -> Collection[int]:
    """Ids of the employees who hold one of these levels today or from a later day on; with `only` that one alone, if they do."""
    return ()


@Provider
def move_people(decision: Reorganisation, level: Level, today: dt.date, by: Any) -> Collection[int]:
    """Give the people of the decision's level the `level` from today on. Ids of the employees whose grade it changed."""
    return ()


@Provider
def keep_pay(decision: Reorganisation, employees: Collection[int], today: dt.date, by: Any) -> None:
    """Protect the pay of the people that a reorganisation takes a grade from."""


@Provider
def tell_people(decision: Reorganisation, employees: Collection[int], today: dt.date, by: Any) -> None:
    """Tell the people whose grade a reorganisation changed."""


def carry_out(decision: Reorganisation, level: Level, *, today: dt.date, by: Any) -> None:
    """Give the people of the decision's level the `level` of the published version from today on, keep their pay, and
    tell them."""
    moved = move_people(decision, level, today, by)
    if not moved:
        return
    if decision.pay_rule == ReorganisationPayRule.PROTECT:
        keep_pay(decision, moved, today, by)
    tell_people(decision, moved, today, by)


@Provider
def gaps_ahead(user: Any, raised: Mapping[UUID, Sequence[Raised]]) -> str:
    """How many people would be asked for more than they show, in one sentence that names nobody to who may not know it.

    `raised`: level key → what is asked for more. Empty where nobody can say.
    """
    return ""


class PublicationEffect(StrEnum):
    """What a publication does to the people on a level, the weightiest first."""

    GRADE = "grade"
    REMOVED = "removed"
    TRACK = "track"
    MORE = "more"
    RENAMED = "renamed"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Raised:
    """A competency of which a level asks a higher step than before; `before` None where it asked for none."""

    competency: str
    before: int | None
    after: int
    key: UUID  # of the competency


@dataclass(frozen=True, slots=True)
class TouchedLevel:
    """A level that a publication changes or removes, what changes, and how many people hold it. `after` is the level that
    they hold afterwards; None where it is removed and nobody has chosen its successor yet.

    `raised`: of what more is asked then. Who has it already stands in assessments: `gaps_ahead` counts them.
    """

    level: LevelShape
    after: LevelShape | None
    effects: tuple[PublicationEffect, ...]
    tracks: tuple[str, str]  # names, before and after
    people: int  # today
    coming: int = 0  # who will hold it from a later day on
    raised: tuple[Raised, ...] = ()


def touched(old: VersionShape, new: VersionShape, successors: Mapping[UUID, UUID]) -> list[TouchedLevel]:
    """The levels of `old` that `new` changes or lacks, with their people: 2 queries, and those of
    `coming`. `successors`: removed → following key.

    The weightiest change stands first; within it, the levels of most people.
    """
    changed: list[tuple[LevelShape, LevelShape | None, tuple[PublicationEffect, ...]]] = []
    for level in old.levels:
        after = new.level_by_key.get(level.key) or new.level_by_key.get(successors.get(level.key, level.key))
        if effects := _effects(old, new, level, after):
            changed.append((level, after, effects))
    keys = [level.key for level, _after, _effects in changed]
    people, later = holders(keys), coming(keys)
    order = list(PublicationEffect)
    found = [
        TouchedLevel(
            level,
            after,
            effects,
            (old.track_by_level[level.key].name, new.track_by_level[after.key].name if after else ""),
            people.get(level.key, 0),
            later.get(level.key, 0),
            _raised(old, new, level, after) if after else (),
        )
        for level, after, effects in changed
    ]
    return sorted(found, key=lambda item: (order.index(item.effects[0]), -item.people - item.coming))


def by_effect(found: Sequence[TouchedLevel]) -> list[tuple[PublicationEffect, int, int]]:
    """How many people each kind of change concerns, and how many of them from a later day on; the weightiest first.

    Kinds that concern nobody are left out.
    """
    sums = []
    for effect in PublicationEffect:
        items = [item for item in found if effect in item.effects]
        later = sum(item.coming for item in items)
        sums.append((effect, later + sum(item.people for item in items), later))
    return [each for each in sums if each[1]]


def _effects(
    old: VersionShape, new: VersionShape, level: LevelShape, after: LevelShape | None
) -> tuple[PublicationEffect, ...]:
    if after is None:
        return (PublicationEffect.REMOVED,)
    before_track, after_track = old.track_by_level[level.key], new.track_by_level[after.key]
    asked = (_asked(old, level.key), _asked(new, after.key))
    texts = (level.summary, level.scope, level.points, asked[0]), (after.summary, after.scope, after.points, asked[1])
    removed = level.key != after.key  # then the name and the words are another level's anyway
    tests = {
        PublicationEffect.GRADE: level.grade != after.grade,
        PublicationEffect.REMOVED: removed,
        PublicationEffect.TRACK: (before_track.key, before_track.kind) != (after_track.key, after_track.kind),
        PublicationEffect.MORE: bool(_raised(old, new, level, after)),
        PublicationEffect.RENAMED: not removed and (level.code, level.title) != (after.code, after.title),
        PublicationEffect.TEXT: not removed and texts[0] != texts[1],
    }
    return tuple(effect for effect, so in tests.items() if so)


def _raised(old: VersionShape, new: VersionShape, level: LevelShape, after: LevelShape) -> tuple[Raised, ...]:
    """In the order in which competencies are read."""
    steps = [
        (item, old.expectation(level.key, item.key).proficiency, new.expectation(after.key, item.key).proficiency)
        for item in new.competencies
    ]
    return tuple(
        Raised(item.name, before, now, item.key)
        for item, before, now in steps
        if now is not None and now > (before or 0)
    )


def _asked(shape: VersionShape, level: UUID) -> dict[UUID, object]:
    return {competency: asked for (key, competency), asked in shape.expectations.items() if key == level}
