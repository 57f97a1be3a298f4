"""How complete a level is and how tall and full each track is: the figures behind cards and the parity table. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from .lattice import ordered
from .shapes import CompetencyShape, GroupKind, LevelShape, TrackKind, TrackShape, VersionShape


class Completion(NamedTuple):
    """Expectations written, of how many expected."""

    written: int
    expected: int

    @property
    def unwritten(self) -> int:
        """How many still have no text."""
        return self.expected - self.written

    @property
    def complete(self) -> bool:
        """True when something is expected and all of it is written."""
        return bool(self.expected) and self.written == self.expected


def expected_of(version: VersionShape, level: UUID) -> Iterator[CompetencyShape]:
    """The competencies that a level is expected to have a text for, in reading order.

    Leading people is expected of management levels alone. Elsewhere such a competency counts only where somebody has
    written something, so that what is there is never hidden and what is not there is never missed.
    """
    management = version.track_by_level[level].kind == TrackKind.MANAGEMENT
    for competency in version.competencies:
        if (
            management
            or kind_of(version, competency) != GroupKind.PEOPLE
            or version.expectation(level, competency.key).written
        ):
            yield competency


def kind_of(version: VersionShape, competency: CompetencyShape) -> GroupKind:
    """The kind of the group that a competency stands in; general where the group is unknown."""
    group = version.group_by_key.get(competency.group)
    return group.kind if group else GroupKind.GENERAL


def written(version: VersionShape, level: UUID) -> Completion:
    """(written, expected) of one level: "✓ 24/24", "19/24 written"."""
    marks = [version.expectation(level, competency.key).written for competency in expected_of(version, level)]
    return Completion(sum(marks), len(marks))


def has_influence(version: VersionShape, track: TrackShape) -> bool:
    """True when some level of the track has a written expectation of leadership by influence."""
    return any(
        version.expectation(level.key, competency.key).written
        for competency in version.competencies
        if kind_of(version, competency) == GroupKind.INFLUENCE
        for level in track.levels
    )


@dataclass(frozen=True, slots=True)
class TrackFigures:
    """What the parity table shows of one track.

    `levels` counts the track's own levels. Shared levels belong to every parallel track alike, so they make no
    difference between tracks and have a line of their own. `missing` are the grades between floor and ceiling on
    which another parallel track has a level and this one has none.
    """

    track: TrackShape
    levels: int
    ungraded: int
    floor: LevelShape | None  # the lowest graded level
    ceiling: LevelShape | None  # the highest graded level
    missing: tuple[int, ...]  # ranks
    completion: Completion
    influence: bool
    points: tuple[int, int] | None  # fewest and most points of its levels


def summary(version: VersionShape) -> tuple[TrackFigures, ...]:
    """The figures of every track, in the order in which the lattice draws them."""
    return tuple(figures(version, track) for track in ordered(version.tracks))


def figures(version: VersionShape, track: TrackShape) -> TrackFigures:
    """The figures of one track."""
    graded = [level for level in track.levels if level.rank is not None]
    points = [level.points for level in track.levels if level.points is not None]
    completions = [written(version, level.key) for level in track.levels]
    return TrackFigures(
        track=track,
        levels=len(track.levels),
        ungraded=len(track.levels) - len(graded),
        floor=min(graded, key=rank_of, default=None),
        ceiling=max(graded, key=rank_of, default=None),
        missing=gaps(version, track),
        completion=Completion(sum(c.written for c in completions), sum(c.expected for c in completions)),
        influence=has_influence(version, track),
        points=(min(points), max(points)) if points else None,
    )


def gaps(version: VersionShape, track: TrackShape) -> tuple[int, ...]:
    """Ranks between the track's floor and ceiling on which another parallel track has a level and this one has none.

    A row with a shared level is no gap: that level is everybody's.
    """
    own = ranks(track)
    if not own or track.kind == TrackKind.SHARED:
        return ()
    others = {rank for other in version.parallel_tracks if other.key != track.key for rank in ranks(other)}
    shared = {rank for other in version.tracks if other.kind == TrackKind.SHARED for rank in ranks(other)}
    return tuple(rank for rank in sorted(others - own - shared) if min(own) < rank < max(own))


def ranks(track: TrackShape) -> set[int]:
    """The ranks on which the track has a level."""
    return {level.rank for level in track.levels if level.rank is not None}


def rank_of(level: LevelShape) -> int:
    """The level's rank for sorting; 0 without a grade."""
    return level.rank or 0
