"""Which column of a table names the levels, which one holds their grades, and what both say. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ladders.frameworks.domain.grade_patterns import fold

from ..tables.sheets import Table, one_line

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


def kept(tables: Sequence[Table]) -> tuple[list[dict[str, Any]], bool]:
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


def kept_of_levels(tables: Sequence[Table], names: Collection[str]) -> list[dict[str, Any]]:
    """What is kept of a file that became a draft: the rows that name a level, with the headings above them, and of these the
    short cells. Rows about anything else, and prose, are not needed to grade by a column, so they are not kept."""
    found: list[dict[str, Any]] = []
    for each in kept(tables)[0]:
        table = opened([each])[0]
        first = table.first_row(names)
        rows = [row for row in table.rows if any(fold(cell) in names for cell in row)]
        if rows:
            short = [
                [cell if len(cell) < CELL else "" for cell in row] for row in (*table.rows[first - 1 : first], *rows)
            ]
            found.append(each | {"rows": short})
    return found


def opened(found: Sequence[dict[str, Any]]) -> list[GradeTable]:
    """The tables that were kept."""
    return [
        GradeTable(each["name"], tuple(each["letters"]), tuple(tuple(row) for row in each["rows"])) for each in found
    ]
