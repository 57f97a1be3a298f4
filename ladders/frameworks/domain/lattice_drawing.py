"""What `templates/frameworks/_lattice.html` draws, for reading and for editing alike. Plain data, no Django.

A page makes a `LatticeView` with `draw()` and includes the partial with it as `view`. Whatever a higher room knows (a
row's pay band, "you are here" on a card) comes in as plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ladders.impact.domain.points import GradeShape

from .figures import Completion, written
from .lattice import GradeRow, Lattice, lattice
from .shapes import LevelShape, TrackShape, VersionShape

WIDEST = 12  # columns that the stylesheet knows as a grid; more of them scroll as a plain table
LINE = 1000  # units of a bar's width


@dataclass(frozen=True, slots=True)
class BandBar:
    """A stretch of a line of 1000 units: where a row's range lies on the scale that all rows share."""

    x: int
    width: int

    @classmethod
    def between(cls, first: float, last: float, lowest: float, highest: float) -> BandBar:
        """The stretch from `first` to `last` on a scale from `lowest` to `highest`."""
        whole = max(highest - lowest, 1)
        x = round(LINE * (first - lowest) / whole)
        return cls(x, max(round(LINE * (last - lowest) / whole) - x, 12))


@dataclass(frozen=True, slots=True)
class DrawnBand:
    """A row's pay band, as the page that knows it writes it: "€84k – 117k", where it lies, and what else is said of it."""

    text: str
    bar: BandBar | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class LevelCard:
    """A level as it is drawn. `url` leads to its page, or to its editor; `mark` is a short word such as "you are here".

    `look` names a class of the style sheet, and `notes` are sentences below the summary.
    """

    level: LevelShape
    url: str
    completion: Completion | None = None
    proposed: bool = False  # graded by an evaluation that nobody here has confirmed yet
    mark: str = ""
    look: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """A track as a column, numbered from 1. `url` opens its editor and `add_url` a new level; both empty for readers."""

    number: int
    track: TrackShape
    url: str = ""
    add_url: str = ""


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """What stands in one column on one row, the highest level first."""

    column: DrawnColumn
    cards: tuple[LevelCard, ...]
    add_url: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """A grade: its head, its cells, and below them the levels shared by all tracks."""

    row: GradeRow
    cells: tuple[DrawnCell, ...]
    shared: tuple[LevelCard, ...]
    bar: BandBar | None = None
    band: DrawnBand | None = None
    parting: bool = False  # the lowest row on which tracks stand apart, with shared levels below it

    @property
    def two_lines(self) -> bool:
        """True where shared levels need a line of their own below the cells."""
        return bool(self.shared) and self.row.parted


@dataclass(frozen=True, slots=True)
class TrayView:
    """The levels of one track that wait for a grade."""

    track: TrackShape
    cards: tuple[LevelCard, ...]


@dataclass(frozen=True, slots=True)
class LatticeView:
    """The whole picture. `grid` names the stylesheet's class for this number of columns."""

    columns: tuple[DrawnColumn, ...]
    rows: tuple[RowView, ...]
    tray: tuple[TrayView, ...]
    editing: bool = False
    trunk: DrawnColumn | None = None  # the shared track, where there is one
    open: int = 1  # the column that is shown first where there is room for one

    @property
    def grid(self) -> str:
        """lattice-cols-1 … lattice-cols-12, or lattice-cols-many."""
        count = max(len(self.columns), 1)
        return f"lattice-cols-{count}" if count <= WIDEST else "lattice-cols-many"

    @property
    def wide(self) -> int:
        """How many columns a shared level is drawn across."""
        return max(len(self.columns), 1)

    @property
    def banded(self) -> bool:
        """True when a row shows its pay band."""
        return any(row.band for row in self.rows)

    @property
    def proposed(self) -> int:
        """How many levels have a grade that nobody here has confirmed."""
        cards = [card for row in self.rows for cell in row.cells for card in cell.cards]
        return sum(card.proposed for card in (*cards, *(card for row in self.rows for card in row.shared)))

    @property
    def waiting(self) -> int:
        """How many levels wait for a grade."""
        return sum(len(group.cards) for group in self.tray)

    @property
    def empty(self) -> bool:
        """True where there is no level at all."""
        return not self.rows and not self.tray


@dataclass(frozen=True, slots=True)
class EditLinks:
    """Where editing leads to. `add` takes the track and, for a cell, the row's grade code."""

    track: Callable[[TrackShape], str]
    add: Callable[[TrackShape, str | None], str]


def draw(
    version: VersionShape,
    grades: Sequence[GradeShape],
    link: Callable[[LevelShape], str],
    *,
    edit: EditLinks | None = None,
    completion: bool = False,
    proposed: Collection[UUID] = (),
    bands: Mapping[str, DrawnBand] | None = None,
    marks: Mapping[UUID, str] | None = None,
    looks: Mapping[UUID, str] | None = None,
    notes: Mapping[UUID, tuple[str, ...]] | None = None,
    open_track: UUID | None = None,
    margin: int = 0,
) -> LatticeView:
    """The lattice of `version` on `grades` (lowest first), with a link per card.

    edit: turns the picture into the editor. completion: show how many expectations are written. proposed: keys of
    levels whose evaluation nobody has confirmed. bands: grade code → band. marks: level key → a short word. looks: level
    key → a class. notes: level key → sentences. open_track: the track that phones show first; else the first one.
    """
    plain = lattice(version, grades, margin=margin)

    def card(level: LevelShape) -> LevelCard:
        return LevelCard(
            level,
            link(level),
            written(version, level.key) if completion else None,
            level.key in proposed,
            (marks or {}).get(level.key, ""),
            (looks or {}).get(level.key, ""),
            (notes or {}).get(level.key, ()),
        )

    def column(number: int, track: TrackShape) -> DrawnColumn:
        return (
            DrawnColumn(number, track, edit.track(track), edit.add(track, None)) if edit else DrawnColumn(number, track)
        )

    columns = tuple(column(number, track) for number, track in enumerate(plain.columns, start=1))
    trunk = next((column(0, track) for track in version.tracks if track not in plain.columns), None)
    return LatticeView(
        columns,
        tuple(_row(plain, row, columns, grades, card, edit, bands or {}) for row in plain.rows),
        tuple(TrayView(group.track, tuple(card(level) for level in group.levels)) for group in plain.tray),
        edit is not None,
        trunk,
        next((item.number for item in columns if item.track.key == open_track), 1),
    )


def _row(
    plain: Lattice,
    row: GradeRow,
    columns: tuple[DrawnColumn, ...],
    grades: Sequence[GradeShape],
    card: Callable[[LevelShape], LevelCard],
    edit: EditLinks | None,
    bands: Mapping[str, DrawnBand],
) -> RowView:
    cells = tuple(
        DrawnCell(
            column,
            tuple(card(level) for level in levels),
            edit.add(column.track, row.code) if edit and not levels else "",
        )
        for column, levels in zip(columns, row.cells, strict=True)
    )
    below = [other for other in plain.rows if other.rank < row.rank]
    return RowView(
        row=row,
        cells=cells,
        shared=tuple(card(level) for level in row.shared),
        bar=_points_bar(row.grade, grades),
        band=bands.get(row.code),
        parting=row is plain.parting and (bool(row.shared) or any(other.shared for other in below)),
    )


def _points_bar(grade: GradeShape | None, grades: Sequence[GradeShape]) -> BandBar | None:
    """Where the grade's points lie between the lowest and the highest; the open top grade is as wide as the one below."""
    if grade is None or not grades:
        return None
    top = grades[-1].points_from
    highest = top + (top - grades[-2].points_from if len(grades) > 1 else 1)
    last = highest if grade.points_to is None else grade.points_to + 1
    return BandBar.between(grade.points_from, last, grades[0].points_from, highest)
