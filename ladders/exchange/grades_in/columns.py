"""Which column of a table names the levels, which one holds their grades, and what both say. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ladders.frameworks.domain.grade_patterns import fold

from ..tables.sheets import Row, Table, one_line

TABLES: Final = 20
ROWS: Final = 2_000  # of one table: more levels than any framework has
COLUMNS: Final = 60
CELLS: Final = 100_000  # of all tables: each look at the page reads them
CELL: Final = 120  # characters


@dataclass(frozen=True, slots=True)
class GradeTable:
    """A table of a file: its name, the letters of its columns, and its cells."""

    name: str
    letters: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def first_row(self, names: Collection[str]) -> int:
        """The first row that names a level; 0 where none does."""
        return next((place for place, row in enumerate(self.rows) if any(fold(cell) in names for cell in row)), 0)

    def headings(self, names: Collection[str]) -> list[str]:
        """What stands above each column, next to its letters: in the row before the first one that names a level."""
        first = self.first_row(names)
        above = self.rows[first - 1] if first else ()
        return [
            f"{letters} · {above[place]}" if place < len(above) and above[place] else letters
            for place, letters in enumerate(self.letters)
        ]

    def guess(self, names: Collection[str], is_grade: Callable[[str], bool]) -> tuple[int, int]:
        """The columns that name levels and hold grades most often; the first two where nothing tells."""
        every = range(len(self.letters))
        level = max(every, key=lambda place: sum(fold(row[place]) in names for row in self.rows), default=0)
        named = [row for row in self.rows if fold(row[level]) in names]
        others = [place for place in every if place != level]
        headings = [heading.casefold() for heading in self.headings(names)]
        grade = max(
            others,
            key=lambda place: (sum(is_grade(row[place]) for row in named), "grade" in headings[place]),
            default=level,
        )
        return level, grade

    def pairs(self, level: int, grade: int, names: Collection[str]) -> list[tuple[str, str]]:
        """Level and grade of each row from the first one that names a level on, where both are written."""
        rows = self.rows[self.first_row(names) :]
        return [(row[level], row[grade]) for row in rows if row[level] and row[grade]]


def kept(tables: Iterable[Table]) -> tuple[list[dict[str, Any]], bool]:
    """What is kept of the tables of a file, bounded for any input, and whether that is all of it."""
    fitting = [table for table in tables if table.rows and len(table.letters) > 1]
    found: list[dict[str, Any]] = []
    whole, left = len(fitting) <= TABLES, CELLS
    for table in fitting[:TABLES]:
        letters = table.letters[:COLUMNS]
        rows = table.rows[: min(ROWS, left // len(letters))]
        left -= len(rows) * len(letters)
        whole = whole and len(rows) == len(table.rows) and len(letters) == len(table.letters)
        if rows:
            cells = [[one_line(cell)[:CELL] for cell in row.cells[:COLUMNS]] for row in rows]
            found.append({"name": one_line(table.sheet or table.file)[:CELL], "letters": list(letters), "rows": cells})
    return found, whole


def of_levels(table: Table, names: Collection[str], is_grade: Callable[[str], bool]) -> tuple[Table, list[int]]:
    """What of a table is needed to grade levels by it: the columns that name them (`names`, folded) and those that say one
    grade of each; of these the rows with both, and the headings above them; of the rows only names and grades.

    No other cell is kept, whatever it is: a file with levels can have people in it. Without such columns no row is kept.
    Second: the numbers of the rows with a grade beside no level.
    """
    folded = [[fold(cell) for cell in row.cells] for row in table.rows]
    naming = [place for place, cells in enumerate(folded) if any(cell in names for cell in cells)]
    every = range(len(table.letters))
    named = {column for column in every if any(folded[place][column] in names for place in naming)}
    said: dict[int, dict[tuple[str, ...], set[str]]] = {column: {} for column in every}
    for place in naming:
        level = tuple(folded[place][column] for column in sorted(named))
        for column in every:
            if cell := folded[place][column]:
                said[column].setdefault(level, set()).add(cell)
    graded = {
        column
        for column, levels in said.items()
        if 2 * sum(len(cells) == 1 and is_grade(*cells) for cells in levels.values()) > len(levels)
    }
    columns = sorted(named | graded) if graded and len(named | graded) > 1 else []
    rows: dict[tuple[str, ...], Row] = {}  # a level with many rows is kept once
    lost = []
    for row, cells in zip(table.rows, folded, strict=True):
        found = tuple(row.cells[n] if cells[n] in names or is_grade(cells[n]) else "" for n in columns)
        if any(cells[n] in names for n in named) and any(n in graded and is_grade(cells[n]) for n in columns):
            rows.setdefault(found, Row(row.number, found))
        elif columns and any(is_grade(cells[n]) for n in graded):
            lost.append(row.number)
    above = table.rows[naming[0] - 1].cells if naming and naming[0] else ()
    headings = tuple(above[n] for n in columns) if above else ()
    if rows and any(headings) and not any(sign.isdigit() for cell in headings for sign in cell):  # no row of values
        rows = {headings: Row(0, headings), **rows}
    return Table(table.file, table.sheet, tuple(table.letters[n] for n in columns), tuple(rows.values())), lost


def opened(found: Sequence[dict[str, Any]]) -> list[GradeTable]:
    """The tables that were kept."""
    return [
        GradeTable(each["name"], tuple(each["letters"]), tuple(tuple(row) for row in each["rows"])) for each in found
    ]
