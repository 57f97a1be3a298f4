"""How many people hold which level. Frameworks know nobody; the room that does registers itself when the server starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .models import Level, PayRule, Reorganisation
from .shapes import VersionShape

Counter = Callable[[Collection[UUID]], Mapping[UUID, int]]
People = Callable[[Collection[UUID]], Collection[int]]
Mover = Callable[[Reorganisation, Level, dt.date, Any], Collection[int]]
PayKeeper = Callable[[Reorganisation, Collection[int], dt.date, Any], None]
_counters: list[Counter] = []
_people: list[People] = []
_movers: list[Mover] = []
_pay: list[PayKeeper] = []


def register(counter: Counter, people: People, mover: Mover) -> None:
    """`counter` takes level keys and answers how many people hold each of them today; levels nobody holds may be left out.
    `people` answers who they are, by employee id. `mover` carries a reorganisation out and answers whose grade it changed."""
    _counters[:], _people[:], _movers[:] = [counter], [people], [mover]


def register_pay(keeper: PayKeeper) -> None:
    """Say who keeps the pay of the people that a reorganisation takes a grade from."""
    _pay[:] = [keeper]


def people_on(keys: Collection[UUID]) -> Collection[int]:
    """Ids of the employees who hold one of these levels today or from a later day on."""
    return _people[0](keys) if _people and keys else ()


def carry_out(decision: Reorganisation, level: Level, *, today: dt.date, by: Any) -> None:
    """Give the people of the decision's level the `level` of the published version from today on, and keep their pay."""
    moved = _movers[0](decision, level, today, by) if _movers else ()
    if _pay and moved and decision.pay_rule == PayRule.PROTECT:
        _pay[0](decision, moved, today, by)


def holders(keys: Collection[UUID]) -> Mapping[UUID, int]:
    """Level key → people today: the counter's one query; empty where nobody counts."""
    return _counters[0](keys) if _counters and keys else {}


@dataclass(frozen=True, slots=True)
class Touched:
    """A level that a publication changes or removes, and how many people hold it."""

    code: str
    title: str
    removed: bool
    people: int


def touched(old: VersionShape, new: VersionShape) -> list[Touched]:
    """The levels of `old` that `new` changes in word, grade or expectation, or lacks, with their people: one query."""
    after = {level.key: level for level in new.levels}
    changed = {
        level.key: level
        for level in old.levels
        if after.get(level.key) != level or _asked(old, level.key) != _asked(new, level.key)
    }
    people = holders(list(changed))
    return [Touched(level.code, level.title, key not in after, people.get(key, 0)) for key, level in changed.items()]


def _asked(shape: VersionShape, level: UUID) -> dict[UUID, object]:
    return {competency: asked for (key, competency), asked in shape.expectations.items() if key == level}
