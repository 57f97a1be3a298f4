"""Paper rungs: levels that exist on paper only, because management is where people really are. No Django.

Per framework the people are counted by grade and track, on the rows and columns of the lattice. A rung is paper where its
grade is held in management and nobody holds it on the other track.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ladders.frameworks.domain.lattice import GradeRow, lattice
from ladders.frameworks.domain.shapes import LevelShape, TrackKind, TrackShape, VersionShape
from ladders.impact.domain.points import GradeShape

from .suppression import ShownCount, exact, suppressed

RungCell = tuple[str, UUID]  # a grade's code, a track's key


@dataclass(frozen=True, slots=True)
class GradeOnTrack:
    """One grade on one track: its levels, the highest first, and who holds them as far as that is shown."""

    track: TrackShape
    levels: tuple[LevelShape, ...]
    people: ShownCount | None  # None: the track has no level on this grade
    paper: bool = False


@dataclass(frozen=True, slots=True)
class RungRow:
    """A grade from left to right. `total` is None where it is not shown."""

    code: str
    title: str
    rungs: tuple[GradeOnTrack, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class EmptyLevelFinding:
    """On one grade management is held (`people`), and these tracks are not (or by fewer than five, where that is all that
    is shown). `beside`: tracks that are held there as well."""

    code: str
    people: ShownCount
    paper: tuple[GradeOnTrack, ...]
    beside: tuple[TrackShape, ...]


@dataclass(frozen=True, slots=True)
class Rungs:
    """A framework's picture. `whole`: every number is exact. `totals`: per track, in the order of `tracks`."""

    tracks: tuple[TrackShape, ...]
    rows: tuple[RungRow, ...]
    totals: tuple[int | None, ...]
    total: int | None
    findings: tuple[EmptyLevelFinding, ...]
    whole: bool
    compared: bool  # there is a management track, and another one beside it

    @property
    def held(self) -> bool:
        """True where anybody is known to hold a level."""
        return any(rung.people and (rung.people.exact or rung.people.many) for row in self.rows for rung in row.rungs)


def cells(shape: VersionShape, grades: Sequence[GradeShape], people: Mapping[UUID, int]) -> dict[RungCell, int]:
    """How many people hold each grade on each track, where there is a level. `people`: level key → how many hold it."""
    drawn, tracks, places = _places(shape, grades)
    return {
        (row.code, track.key): sum(people.get(level.key, 0) for level in levels)
        for row, line in zip(drawn, places, strict=True)
        for track, levels in zip(tracks, line, strict=True)
        if levels
    }


def _places(
    shape: VersionShape, grades: Sequence[GradeShape]
) -> tuple[tuple[GradeRow, ...], tuple[TrackShape, ...], list[list[tuple[LevelShape, ...]]]]:
    """The rows, the columns, and the levels where they meet."""
    drawn = lattice(shape, grades)
    shared = tuple(track for track in shape.tracks if track.kind == TrackKind.SHARED)
    tracks = (*shared, *drawn.columns)
    places = [
        [_levels(row, track, number - len(shared), shape) for number, track in enumerate(tracks)] for row in drawn.rows
    ]
    return tuple(drawn.rows), tracks, places


def rungs(shape: VersionShape, grades: Sequence[GradeShape], held: Mapping[RungCell, int], *, whole: bool) -> Rungs:
    """A framework's picture from its counts, see `cells`.

    whole: show everything, to somebody who may know these people; else only what everybody may see. Levels without a grade
    have no row and are left out.
    """
    drawn, tracks, places = _places(shape, grades)
    table = [
        [held.get((row.code, track.key), 0) if levels else None for track, levels in zip(tracks, line, strict=True)]
        for row, line in zip(drawn, places, strict=True)
    ]
    seen = exact(table) if whole else suppressed(table)
    rows = tuple(
        RungRow(row.code, row.title, _rungs(tracks, line, shown, whole), total)
        for row, line, shown, total in zip(drawn, places, seen.cells, seen.rows, strict=True)
        if any(line)
    )
    kinds = {track.kind for track in tracks} - {TrackKind.SHARED}
    return Rungs(
        tracks,
        rows,
        seen.columns if seen.cells else tuple(0 for _track in tracks),
        seen.total,
        tuple(found for row in rows if (found := _finding(row, whole)) is not None),
        whole,
        TrackKind.MANAGEMENT in kinds and len(kinds) > 1,
    )


def _levels(row: GradeRow, track: TrackShape, column: int, shape: VersionShape) -> tuple[LevelShape, ...]:
    if track.kind == TrackKind.SHARED:
        return tuple(level for level in row.shared if shape.track_by_level[level.key].key == track.key)
    return row.cells[column]


def _rungs(
    tracks: tuple[TrackShape, ...],
    line: Sequence[tuple[LevelShape, ...]],
    shown: Sequence[ShownCount | None],
    whole: bool,
) -> tuple[GradeOnTrack, ...]:
    led = any(
        track.kind == TrackKind.MANAGEMENT and _held(people, whole) for track, people in zip(tracks, shown, strict=True)
    )
    return tuple(
        GradeOnTrack(track, levels, people, led and _other(track) and people is not None and not _held(people, whole))
        for track, levels, people in zip(tracks, line, shown, strict=True)
    )


def _held(people: ShownCount | None, whole: bool) -> bool:
    """Held by anybody, where everything is shown; else by at least five, since below that nothing is said."""
    return people is not None and (bool(people.exact) if whole else people.many)


def _other(track: TrackShape) -> bool:
    return track.kind not in (TrackKind.MANAGEMENT, TrackKind.SHARED)


def _finding(row: RungRow, whole: bool) -> EmptyLevelFinding | None:
    paper = tuple(rung for rung in row.rungs if rung.paper)
    if not paper:
        return None
    beside = tuple(rung.track for rung in row.rungs if _other(rung.track) and _held(rung.people, whole))
    led = [rung.people for rung in row.rungs if rung.track.kind == TrackKind.MANAGEMENT and rung.people is not None]
    if len(led) == 1:
        people = led[0]
    else:  # several management tracks: their sum, where all of them are shown
        known = [each.exact for each in led]
        people = ShownCount(None if None in known else sum(each or 0 for each in known), False)
    return EmptyLevelFinding(row.code, people, paper, beside)
