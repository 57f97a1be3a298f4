"""How many people hold which level. Frameworks know nobody; the room that does registers itself when the server starts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from .shapes import VersionShape

Counter = Callable[[Collection[UUID]], Mapping[UUID, int]]
_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """`counter` takes level keys and answers how many people hold each of them today; levels nobody holds may be left out."""
    _counters[:] = [counter]


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
