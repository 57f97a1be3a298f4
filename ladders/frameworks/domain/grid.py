"""The competency grid as plain data: competencies down, levels across, one cell for each pair. No Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from .addresses import Earlier, asked, find_track, track_ref
from .figures import Completion, expected_of, written
from .lattice import ordered
from .shapes import (
    CompetencyShape,
    ExpectationShape,
    GroupShape,
    LevelShape,
    StepShape,
    TrackKind,
    TrackShape,
    VersionShape,
)

ALL = "all"


@dataclass(frozen=True, slots=True)
class GridCell:
    """One level × one competency. `ref` is its anchor on the page; `expected` is False where nothing is missed."""

    level: LevelShape
    competency: CompetencyShape
    ref: str
    expectation: ExpectationShape
    step: StepShape | None
    before: LevelShape | None  # "the level before", where the text builds on it
    expected: bool
    chosen: bool  # the level that narrow screens show

    @property
    def address(self) -> str:
        """Where it is edited, seen from the grid's own address."""
        return f"{self.level.key}/{self.competency.key}/"

    @property
    def missing(self) -> bool:
        """True where a text is expected and none is written."""
        return self.expected and not self.expectation.written


@dataclass(frozen=True, slots=True)
class GridRow:
    """A competency with its cells, in the order of the columns."""

    competency: CompetencyShape
    cells: tuple[GridCell, ...]

    @property
    def complete(self) -> bool:
        """True when no shown cell is missing."""
        return not any(cell.missing for cell in self.cells)


@dataclass(frozen=True, slots=True)
class GridGroup:
    """A group with its rows. `completion` counts the levels shown, also of rows that a filter hides."""

    group: GroupShape
    rows: tuple[GridRow, ...]
    completion: Completion


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A level, with how much of all that is expected of it is written."""

    level: LevelShape
    completion: Completion
    chosen: bool


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """The columns of one track."""

    track: TrackShape
    columns: tuple[GridColumn, ...]


@dataclass(frozen=True, slots=True)
class TrackChoice:
    """An entry of the track filter: `ref` is its value in the address."""

    ref: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Grid:
    """What the page shows."""

    choice: str  # the track filter: "" (the first track), a track's ref, or "all"
    choices: tuple[TrackChoice, ...]
    tracks: tuple[ColumnGroup, ...]
    groups: tuple[GridGroup, ...]
    hidden: int  # rows that the filter "only unwritten" leaves out

    @cached_property
    def columns(self) -> tuple[GridColumn, ...]:
        """All columns, left to right."""
        return tuple(column for track in self.tracks for column in track.columns)

    @cached_property
    def completion(self) -> Completion:
        """Of everything shown."""
        return _sum([column.completion for column in self.columns])

    @cached_property
    def chosen(self) -> LevelShape | None:
        """The level that narrow screens show."""
        return next((column.level for column in self.columns if column.chosen), None)


def grid_of(version: VersionShape, *, track: str = "", level: str = "", unwritten: bool = False) -> Grid:
    """The grid of the shared levels and one track (the first that is drawn where `track` names none), or of all.

    `level` is the key of the level that narrow screens show, the first shown one otherwise. `unwritten` leaves out rows
    in which nothing is missing.
    """
    shown, choice = shown_tracks(version, track)
    levels = [item for column_group in shown for item in column_group.levels]
    chosen = next((item for item in levels if str(item.key) == level), levels[0] if levels else None)
    expected = {item.key: {c.key for c in expected_of(version, item.key)} for item in levels}
    places = _Places(version)
    groups, hidden = [], 0
    for group in version.groups:
        rows = [
            GridRow(
                item,
                tuple(
                    places.cell(lev, item, expected=item.key in expected[lev.key], chosen=lev is chosen)
                    for lev in levels
                ),
            )
            for item in version.competencies
            if item.group == group.key
        ]
        cells = [cell for row in rows for cell in row.cells if cell.expected]
        completion = Completion(sum(cell.expectation.written for cell in cells), len(cells))
        kept = tuple(row for row in rows if not (unwritten and row.complete))
        hidden += len(rows) - len(kept)
        if kept or not unwritten:
            groups.append(GridGroup(group, kept, completion))
    refs = [(track_ref(version, item), item.name) for item in ordered(version.tracks) if item.kind != TrackKind.SHARED]
    choices = [TrackChoice(ref, name, choice == ref) for ref, name in refs]
    return Grid(
        choice=choice,
        choices=tuple(choices),
        tracks=tuple(
            ColumnGroup(
                item,
                tuple(GridColumn(lev, written(version, lev.key), lev is chosen) for lev in item.levels),
            )
            for item in shown
            if item.levels
        ),
        groups=tuple(groups),
        hidden=hidden,
    )


def shown_tracks(version: VersionShape, ref: str) -> tuple[tuple[TrackShape, ...], str]:
    """The tracks that a value of the filter shows, and the value itself where it means something."""
    tracks = ordered(version.tracks)
    shared = tuple(item for item in tracks if item.kind == TrackKind.SHARED)
    parallel = tuple(item for item in tracks if item.kind != TrackKind.SHARED)
    if ref == ALL:
        return tracks, ALL
    track = find_track(version, ref) if ref else None
    if track is None or track.kind == TrackKind.SHARED:
        track = parallel[0] if parallel else None
    if track is None:
        return shared, ""
    return (*shared, track), track_ref(version, track)


def cell_of(version: VersionShape, level: UUID, competency: UUID) -> GridCell | None:
    """One cell; None where the level or the competency is not (any more) in the version."""
    at_level, item = version.level_by_key.get(level), version.competency_by_key.get(competency)
    if at_level is None or item is None:
        return None
    expected = any(other.key == competency for other in expected_of(version, level))
    return _Places(version).cell(at_level, item, expected=expected, chosen=True)


def texts_before(version: VersionShape, level: UUID, competency: CompetencyShape) -> tuple[Earlier, ...]:
    """What "as the level before" stands for: the texts below, earliest first, whether the cell builds on them or not."""
    before = version.level_before(level)
    if before is None:
        return ()
    below = asked(version, before.key, competency)
    return (*below.earlier, Earlier(before, below.expectation)) if below.expectation.written else below.earlier


class Reach(StrEnum):
    """How far a copy along the row goes."""

    NEXT = "next"
    EMPTY = "empty"
    RIGHT = "right"


def copy_targets(version: VersionShape, level: UUID, competency: UUID, *, track: str, reach: str) -> list[LevelShape]:
    """The levels that a copy reaches, among those that the filter shows.

    Those are the next one, all to the right, or all where a text is expected and none is written.
    """
    shown, _choice = shown_tracks(version, track)
    own = version.track_by_level[level]
    # The row may be asked for from elsewhere, with another filter: then the level's own track is the row.
    if all(item.key != own.key for item in shown):
        shown, _choice = shown_tracks(version, track_ref(version, own))
    levels = [item for shown_track in shown for item in shown_track.levels]
    index = next(i for i, item in enumerate(levels) if item.key == level)
    if reach == Reach.NEXT:
        return levels[index + 1 : index + 2]
    if reach == Reach.RIGHT:
        return levels[index + 1 :]
    return [
        item
        for item in levels
        if item.key != level
        and not version.expectation(item.key, competency).written
        and any(other.key == competency for other in expected_of(version, item.key))
    ]


class _Places:
    """Makes cells; knows where each stands in the whole version, so that its anchor is the same under every filter."""

    def __init__(self, version: VersionShape) -> None:
        self.version = version
        self.steps = {step.number: step for step in version.scale}
        self.columns = {level.key: index for index, level in enumerate(version.levels, start=1)}
        self.rows = {item.key: index for index, item in enumerate(version.competencies, start=1)}
        self.before = {level.key: version.level_before(level.key) for level in version.levels}

    def cell(self, level: LevelShape, item: CompetencyShape, *, expected: bool, chosen: bool) -> GridCell:
        expectation = self.version.expectation(level.key, item.key)
        return GridCell(
            level=level,
            competency=item,
            ref=f"r{self.rows[item.key]}c{self.columns[level.key]}",
            expectation=expectation,
            step=self.steps.get(expectation.proficiency or 0),
            before=self.before[level.key] if expectation.builds_on else None,
            expected=expected,
            chosen=chosen,
        )


def _sum(parts: Sequence[Completion]) -> Completion:
    return Completion(sum(part.written for part in parts), sum(part.expected for part in parts))
