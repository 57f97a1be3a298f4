"""How a version reads: addresses of levels and tracks, neighbours of a level, texts with what they build on. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from .figures import expected_of
from .lattice import ordered
from .shapes import CompetencyShape, ExpectationShape, GroupShape, LevelShape, TrackKind, TrackShape, VersionShape

_PLAIN_CODE = re.compile(r"\w[\w.-]*")
_SLUG = re.compile(r"[^\w]+")


def level_ref(shape: VersionShape, level: LevelShape) -> str:
    """What stands for a level in an address: its code, or its key where codes repeat or do not fit an address."""
    twins = sum(1 for other in shape.levels if other.code == level.code)
    return plain_ref(level) if twins == 1 else str(level.key)


def plain_ref(level: LevelShape) -> str:
    """The same where codes are known not to repeat, as in every published version."""
    return level.code if _PLAIN_CODE.fullmatch(level.code) else str(level.key)


def find_level(shape: VersionShape, ref: str) -> LevelShape | None:
    """The level that an address means: by code where one level has it, or by key."""
    found = [level for level in shape.levels if level.code == ref]
    if len(found) == 1:
        return found[0]
    return next((level for level in shape.levels if str(level.key) == ref), None)


def track_ref(shape: VersionShape, track: TrackShape) -> str:
    """What stands for a track in an address: its name in plain letters, or its key where that is not one track's alone."""
    own = _slug(track.name)
    twins = sum(1 for other in shape.tracks if _slug(other.name) == own)
    return own if own and twins == 1 else str(track.key)


def find_track(shape: VersionShape, ref: str) -> TrackShape | None:
    """The track that an address means."""
    return next((track for track in shape.tracks if ref in (track_ref(shape, track), str(track.key))), None)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A text of an earlier level that a later one builds on."""

    level: LevelShape
    expectation: ExpectationShape


@dataclass(frozen=True, slots=True)
class Expected:
    """What a level asks of one competency, with the earlier texts it builds on, earliest first."""

    competency: CompetencyShape
    expectation: ExpectationShape
    earlier: tuple[Earlier, ...] = ()

    @property
    def proficiency(self) -> int | None:
        """The step asked for; where none is given, the one that the text builds on."""
        steps = [self.expectation, *(item.expectation for item in reversed(self.earlier))]
        return next((step.proficiency for step in steps if step.proficiency is not None), None)

    @property
    def written(self) -> bool:
        """True when there is anything to read."""
        return self.expectation.written or bool(self.earlier)


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """What a level asks, group by group."""

    group: GroupShape
    items: tuple[Expected, ...]


def asked(shape: VersionShape, level: UUID, competency: CompetencyShape) -> Expected:
    """What `level` asks of `competency`, read together with what it builds on."""
    own = shape.expectation(level, competency.key)
    earlier: list[Earlier] = []
    current, text = level, own
    while text.builds_on and (before := shape.level_before(current)) is not None:
        text, current = shape.expectation(before.key, competency.key), before.key
        if text.written:
            earlier.insert(0, Earlier(before, text))
    return Expected(competency, own, tuple(earlier))


def asked_by_group(shape: VersionShape, level: UUID) -> tuple[AskedGroup, ...]:
    """Everything a level asks, in reading order. Competencies that are not expected of it are left out."""
    expected = list(expected_of(shape, level))
    groups = (
        AskedGroup(group, tuple(asked(shape, level, item) for item in expected if item.group == group.key))
        for group in shape.groups
    )
    return tuple(group for group in groups if group.items)


@dataclass(frozen=True, slots=True)
class NearbyLevel:
    """A level near another one, with its track."""

    level: LevelShape
    track: TrackShape


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Around a level. `above` of the last shared level is the first level of every track: from there they part."""

    same: tuple[NearbyLevel, ...]
    below: tuple[NearbyLevel, ...]
    above: tuple[NearbyLevel, ...]


def neighbours(shape: VersionShape, level: LevelShape) -> Neighbours:
    """Levels worth the same on other tracks, in the lattice's order, and the next ones in its own."""
    own = shape.track_by_level[level.key]
    tracks = ordered(shape.tracks)
    same = [
        NearbyLevel(other, track)
        for track in tracks
        for other in track.levels
        if other.key != level.key and level.rank is not None and other.rank == level.rank
    ]
    index = own.levels.index(level)
    before = shape.level_before(level.key)
    below = () if before is None else (NearbyLevel(before, shape.track_by_level[before.key]),)
    if index + 1 < len(own.levels):
        above: Iterable[NearbyLevel] = (NearbyLevel(own.levels[index + 1], own),)
    elif own.kind == TrackKind.SHARED:
        above = (NearbyLevel(track.levels[0], track) for track in tracks if track is not own and track.levels)
    else:
        above = ()
    return Neighbours(tuple(same), below, tuple(above))


def _slug(name: str) -> str:
    return _SLUG.sub("-", name.casefold()).strip("-_")
