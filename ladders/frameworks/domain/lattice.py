"""The lattice of a version: tracks as columns, grades as rows, levels as cards. Plain data for drawing, no Django.

Management is never the first column: whoever draws the lattice, in whatever order the tracks were entered, gets the
columns from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from ladders.impact.domain.points import GradeShape

from .shapes import LevelShape, TrackKind, TrackShape, VersionShape


def ordered(tracks: Iterable[TrackShape]) -> tuple[TrackShape, ...]:
    """The tracks as they are drawn: shared ones first, then the parallel ones in their order, management never first.

    Where management would be the first of the parallel tracks, all management tracks go to the end. A framework that
    has no other track keeps it where it is: there is nothing to put before it.
    """
    everything = tuple(tracks)
    shared = tuple(track for track in everything if track.kind == TrackKind.SHARED)
    parallel = tuple(track for track in everything if track.kind != TrackKind.SHARED)
    if parallel and parallel[0].kind == TrackKind.MANAGEMENT:
        others = tuple(track for track in parallel if track.kind != TrackKind.MANAGEMENT)
        parallel = others + tuple(track for track in parallel if track.kind == TrackKind.MANAGEMENT)
    return shared + parallel


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One grade. `cells` runs beside the lattice's columns; in a cell, as in `shared`, the highest level stands first."""

    rank: int  # the grade's place on the scale, 1 is the lowest
    code: str
    title: str
    grade: GradeShape | None  # None where the scale at hand does not know the grade
    cells: tuple[tuple[LevelShape, ...], ...]
    shared: tuple[LevelShape, ...] = ()

    @property
    def empty(self) -> bool:
        """True when no level stands on this row."""
        return not self.shared and not any(self.cells)

    @property
    def parted(self) -> bool:
        """True when a level of a parallel track stands on this row."""
        return any(self.cells)


@dataclass(frozen=True, slots=True)
class TrayGroup:
    """The levels of one track that have no grade yet, lowest first."""

    track: TrackShape
    levels: tuple[LevelShape, ...]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Columns left to right, rows from the highest grade down, and below them what waits for a grade."""

    columns: tuple[TrackShape, ...]
    rows: tuple[GradeRow, ...]
    tray: tuple[TrayGroup, ...]

    @property
    def waiting(self) -> int:
        """How many levels wait in the tray."""
        return sum(len(group.levels) for group in self.tray)

    @property
    def parting(self) -> GradeRow | None:
        """The lowest row on which the tracks stand apart; None before any of their levels has a grade."""
        return next((row for row in reversed(self.rows) if row.parted), None)

    def row(self, rank: int) -> GradeRow | None:
        """The row of a grade, or None where it is not drawn."""
        return next((row for row in self.rows if row.rank == rank), None)

    def cell(self, rank: int, track: UUID) -> tuple[LevelShape, ...]:
        """The levels of a track on a row; empty where there are none."""
        row = self.row(rank)
        for column, levels in zip(self.columns, row.cells if row else (), strict=False):
            if column.key == track:
                return levels
        return ()


def lattice(version: VersionShape, grades: Sequence[GradeShape], *, margin: int = 0) -> Lattice:
    """The lattice of `version` on the scale `grades` (lowest first).

    Rows run from the highest grade in use to the lowest, with the unused ones between; `margin` adds that many beyond
    both ends where the scale has them, as places to put a level while editing. Every level is drawn exactly once: on its
    row, or in the tray. A grade that the scale does not know (an older plan's) still gets its row.
    """
    tracks = ordered(version.tracks)
    columns = tuple(track for track in tracks if track.kind != TrackKind.SHARED)
    trunk = [level for track in tracks if track.kind == TrackKind.SHARED for level in track.levels]
    # A grade's rank is its place among the grades of all plans; one scale need not hold all of them.
    scale = {grade.rank or place: grade for place, grade in enumerate(grades, start=1)}
    rank_of_code = {grade.code: rank for rank, grade in scale.items()}

    def rank_of(level: LevelShape) -> int | None:
        if level.rank is not None:
            return level.rank
        return rank_of_code.get(level.grade) if level.grade is not None else None

    shared = _by_rank((level, rank_of(level)) for level in trunk)
    cells = [_by_rank((level, rank_of(level)) for level in track.levels) for track in columns]
    names = {rank: level.grade for level in version.levels if (rank := rank_of(level)) is not None and level.grade}
    used = {rank for ranks in (shared, *cells) for rank in ranks}
    tray = tuple(
        TrayGroup(track, waiting)
        for track in tracks
        if (waiting := tuple(level for level in track.levels if rank_of(level) is None))
    )
    if not used:
        return Lattice(columns, (), tray)

    lowest, highest = min(used), max(used)
    below = sorted(rank for rank in scale if rank < lowest)[-margin:] if margin else []
    above = sorted(rank for rank in scale if rank > highest)[:margin]
    between = [rank for rank in {*scale, *used} if lowest <= rank <= highest]
    rows = []
    for rank in sorted([*below, *between, *above], reverse=True):
        grade = scale.get(rank)
        rows.append(
            GradeRow(
                rank=rank,
                code=grade.code if grade else names.get(rank, str(rank)),
                title=grade.title if grade else "",
                grade=grade,
                cells=tuple(column.get(rank, ()) for column in cells),
                shared=shared.get(rank, ()),
            )
        )
    return Lattice(columns, tuple(rows), tray)


def _by_rank(levels: Iterable[tuple[LevelShape, int | None]]) -> dict[int, tuple[LevelShape, ...]]:
    """Rank → its levels, the highest first, as rows are read from the top."""
    found: dict[int, tuple[LevelShape, ...]] = {}
    for level, rank in levels:
        if rank is not None:
            found[rank] = (level, *found.get(rank, ()))
    return found
