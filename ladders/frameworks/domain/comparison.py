"""What changed between two versions of a framework, matched by the keys that everything keeps. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from .shapes import (
    EMPTY,
    LEVEL_TEXTS,
    CompetencyShape,
    ExpectationShape,
    GroupShape,
    LevelShape,
    StepShape,
    TrackShape,
    VersionShape,
)
from .wordings import Op, Reworded, Segment, differences

__all__ = ["Change", "ChangeCounts", "Comparison", "Op", "Reworded", "Segment", "Valued", "compare", "differences"]

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Valued:
    """A value that changed and is no text: kind, grade, points, track, group, proficiency, …"""

    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Change(Generic[K, T]):
    """One thing that was added (no `old`), removed (no `new`) or changed.

    `moved`: it stands elsewhere among its neighbours, in another track or group, or on another grade. One thing can
    be moved and reworded at once.
    """

    key: K
    old: T | None
    new: T | None
    moved: bool = False
    values: tuple[Valued, ...] = ()
    texts: tuple[Reworded, ...] = ()

    @property
    def added(self) -> bool:
        """True when only the new version has it."""
        return self.old is None

    @property
    def removed(self) -> bool:
        """True when only the old version has it."""
        return self.new is None

    @property
    def reworded(self) -> bool:
        """True when a text of it changed."""
        return bool(self.texts)

    @property
    def shape(self) -> T:
        """The new state, or the last one of what was removed."""
        shape = self.new if self.new is not None else self.old
        assert shape is not None
        return shape


class ChangeCounts(NamedTuple):
    """How many were added, removed, moved, reworded. `changed` counts those with any change that are in both."""

    added: int
    removed: int
    moved: int
    reworded: int
    changed: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that changed; in the new version's reading order, what was removed comes last in the old one's."""

    texts: tuple[Reworded, ...] = ()  # framework, owner, summary, statement
    scale: tuple[Change[int, StepShape], ...] = ()
    tracks: tuple[Change[UUID, TrackShape], ...] = ()
    levels: tuple[Change[UUID, LevelShape], ...] = ()
    groups: tuple[Change[UUID, GroupShape], ...] = ()
    competencies: tuple[Change[UUID, CompetencyShape], ...] = ()
    expectations: tuple[Change[tuple[UUID, UUID], ExpectationShape], ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing changed that a reader could see."""
        return self == Comparison()

    @property
    def regraded(self) -> tuple[Change[UUID, LevelShape], ...]:
        """Levels in both versions whose grade changed: what changes for the people who hold them."""
        return tuple(c for c in self.levels if any(value.field == "grade" for value in c.values))


def counts(changes: Iterable[Change[K, T]]) -> ChangeCounts:
    """Counts for a summary line."""
    items = list(changes)
    return ChangeCounts(
        added=sum(item.added for item in items),
        removed=sum(item.removed for item in items),
        moved=sum(item.moved for item in items),
        reworded=sum(item.reworded for item in items),
        changed=sum(not item.added and not item.removed for item in items),
    )


def compare(old: VersionShape, new: VersionShape) -> Comparison:
    """What changed from `old` to `new`. Number and state of a version are no change."""
    level_tracks = (_track_keys(old), _track_keys(new))
    return Comparison(
        texts=_texts(old, new, "framework", "owner", "summary", "statement"),
        scale=_changes(
            {step.number: step for step in old.scale},
            {step.number: step for step in new.scale},
            ("name", "description"),
        ),
        tracks=_changes(
            {track.key: track for track in old.tracks},
            {track.key: track for track in new.tracks},
            ("name", "tagline", "purpose"),
            ("kind",),
        ),
        levels=_changes(
            old.level_by_key,
            new.level_by_key,
            (*LEVEL_TEXTS, "source"),
            ("grade", "points", "method", "due"),
            parents=("track", *level_tracks),
            moving=("grade",),
        ),
        groups=_changes(old.group_by_key, new.group_by_key, ("name",), ("kind",)),
        competencies=_changes(
            old.competency_by_key,
            new.competency_by_key,
            ("name", "description", "links"),
            parents=(
                "group",
                {item.key: item.group for item in old.competencies},
                {item.key: item.group for item in new.competencies},
            ),
        ),
        expectations=_changes(
            _expectations(old),
            _expectations(new),
            ("descriptor", "examples", "links"),
            ("proficiency", "builds_on"),
            order=False,
        ),
    )


def _track_keys(version: VersionShape) -> dict[UUID, UUID]:
    return {level: track.key for level, track in version.track_by_level.items()}


def _expectations(version: VersionShape) -> dict[tuple[UUID, UUID], ExpectationShape]:
    """What somebody has written or set, in reading order: an empty expectation is the same as none."""
    return {
        (level.key, competency.key): expectation
        for level in version.levels
        for competency in version.competencies
        if (expectation := version.expectation(level.key, competency.key)) != EMPTY
    }


def _changes(
    old: Mapping[K, T],
    new: Mapping[K, T],
    texts: Sequence[str],
    values: Sequence[str] = (),
    *,
    parents: tuple[str, Mapping[K, UUID], Mapping[K, UUID]] | None = None,
    moving: Sequence[str] = (),
    order: bool = True,
) -> tuple[Change[K, T], ...]:
    """Changes of what `old` and `new` hold by key, in reading order.

    `parents` names what they stand in (the track of a level) with the parent of each key; `moving` are values whose
    change counts as a move; without `order` their order means nothing.
    """
    strayed = _strayed(old, new, parents) if order else frozenset()
    found = []
    for key, after in new.items():
        before = old.get(key)
        if before is None:
            found.append(Change(key, None, after))
            continue
        valued = tuple(
            Valued(name, getattr(before, name), getattr(after, name))
            for name in values
            if getattr(before, name) != getattr(after, name)
        )
        moved = key in strayed or any(value.field in moving for value in valued)
        if parents is not None and parents[1][key] != parents[2][key]:
            moved, valued = True, (Valued(parents[0], parents[1][key], parents[2][key]), *valued)
        reworded = _texts(before, after, *texts)
        if moved or valued or reworded:
            found.append(Change(key, before, after, moved, valued, reworded))
    found += [Change(key, before, None) for key, before in old.items() if key not in new]
    return tuple(found)


def _texts(old: object, new: object, *names: str) -> tuple[Reworded, ...]:
    return tuple(
        Reworded(name, getattr(old, name), getattr(new, name))
        for name in names
        if getattr(old, name) != getattr(new, name)
    )


def _strayed(
    old: Mapping[K, T], new: Mapping[K, T], parents: tuple[str, Mapping[K, UUID], Mapping[K, UUID]] | None
) -> frozenset[K]:
    """The fewest things that must be lifted out for the rest to stand in the old order, within each parent.

    So one level moved to the top is one move, not a move of all the levels that it passed, and one that was put in
    between moves nothing.
    """
    common: dict[UUID | None, list[K]] = {}
    for key in new:
        if key in old and (parents is None or parents[1][key] == parents[2][key]):
            common.setdefault(parents[2][key] if parents is not None else None, []).append(key)
    places = {key: place for place, key in enumerate(old)}
    stayed = {key for keys in common.values() for key in _longest_rising(keys, places)}
    return frozenset(key for keys in common.values() for key in keys if key not in stayed)


def _longest_rising(keys: Sequence[K], places: Mapping[K, int]) -> list[K]:
    """A longest run of `keys`, not necessarily adjacent, whose places rise (patience sorting)."""
    ends: list[int] = []  # place that ends the best run of each length
    holders: list[K] = []
    before: dict[K, K | None] = {}
    for key in keys:
        length = bisect_left(ends, places[key])
        before[key] = holders[length - 1] if length else None
        ends[length:] = [places[key], *ends[length + 1 :]]
        holders[length:] = [key, *holders[length + 1 :]]
    run: list[K] = []
    last = holders[-1] if holders else None
    while last is not None:
        run.append(last)
        last = before[last]
    return run[::-1]
