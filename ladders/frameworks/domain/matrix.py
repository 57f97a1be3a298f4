"""Competencies × levels for reading: all of them at a glance, or a few levels side by side. Plain data, no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .addresses import Expected, asked, find_level, find_track, track_ref
from .figures import expected_of
from .lattice import ordered
from .shapes import CompetencyShape, GroupShape, LevelShape, TrackShape, VersionShape

WIDEST = 8  # levels side by side; nobody compares more at once, and a whole track fits


@dataclass(frozen=True, slots=True)
class MatrixChoice:
    """What somebody asked to see. Nothing is chosen for them: without a choice all tracks are shown alike."""

    track: str  # the address part of the chosen track, empty for all
    shown: tuple[LevelShape, ...]  # in the lattice's order, lowest first; empty for the overview
    picked: bool  # levels were picked one by one
    left_out: int  # how many were picked beyond what fits


def choose(shape: VersionShape, track: str, levels: Sequence[str]) -> MatrixChoice:
    """What the query string means: picked levels, else the levels of a track, else everything. Unknown ones are passed over."""
    chosen = find_track(shape, track) if track else None
    ref = track_ref(shape, chosen) if chosen else ""
    picked = {level.key for item in levels if (level := find_level(shape, item))}
    wanted = [level for other in ordered(shape.tracks) for level in other.levels if level.key in picked]
    if wanted:
        return MatrixChoice(ref, tuple(wanted[:WIDEST]), True, max(len(wanted) - WIDEST, 0))
    of_track = chosen.levels if chosen else ()
    return MatrixChoice(ref, of_track[-WIDEST:], False, max(len(of_track) - WIDEST, 0))


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A level as a column, with its track."""

    level: LevelShape
    track: TrackShape
    first: bool = False  # the first of its track: a line is drawn before it


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What a level asks of a competency; None where it is not expected of it."""

    column: MatrixColumn
    asked: Expected | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One competency across the columns."""

    competency: CompetencyShape
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixSection:
    """A group with its lines."""

    group: GroupShape
    lines: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix to draw."""

    columns: tuple[MatrixColumn, ...]
    tracks: tuple[TrackShape, ...]  # those of the columns, in order, each with the levels shown
    sections: tuple[MatrixSection, ...]


def overview(shape: VersionShape) -> Matrix:
    """Every level of every track, in the lattice's order."""
    tracks = tuple(track for track in ordered(shape.tracks) if track.levels)
    return _table(shape, tuple(level for track in tracks for level in track.levels), tracks, every=True)


def side_by_side(shape: VersionShape, levels: tuple[LevelShape, ...]) -> Matrix:
    """The chosen levels; competencies that none of them is asked for are left out."""
    wanted = {level.key for level in levels}
    tracks = tuple(track for track in ordered(shape.tracks) if wanted & {level.key for level in track.levels})
    return _table(shape, levels, tracks, every=False)


def _table(
    shape: VersionShape, levels: tuple[LevelShape, ...], tracks: tuple[TrackShape, ...], *, every: bool
) -> Matrix:
    expected = {level.key: {item.key for item in expected_of(shape, level.key)} for level in levels}
    columns: list[MatrixColumn] = []
    for level in levels:
        track = shape.track_by_level[level.key]
        columns.append(MatrixColumn(level, track, not columns or columns[-1].track is not track))

    def own(item: CompetencyShape, level: LevelShape) -> Expected | None:
        return asked(shape, level.key, item) if item.key in expected[level.key] else None

    def line(item: CompetencyShape) -> MatrixRow:
        return MatrixRow(item, tuple(MatrixCell(column, own(item, column.level)) for column in columns))

    sections = []
    for group in shape.groups:
        lines = tuple(line(item) for item in shape.competencies if item.group == group.key)
        lines = tuple(item for item in lines if every or any(cell.asked for cell in item.cells))
        if lines:
            sections.append(MatrixSection(group, lines))
    return Matrix(tuple(columns), tracks, tuple(sections))
