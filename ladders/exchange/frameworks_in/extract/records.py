"""Tables and their plans into records: the same plain facts, however a table is laid out.

A record says what one place of the input says: the names of framework, track and level as the input writes them, and
fields. Which track and code they become is for `planning` and `drafting`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.placeholders import is_placeholder
from ladders.exchange.tables.sheets import LeftOut, OmissionReason, Place, Problem, Row, Table, fold

from ..mapping.fields import Field
from ..mapping.table_mapping import ColumnMapping, SheetPlan

# What a level, a competency and the like are called: kept in one line.
NAMES = frozenset(
    {
        Field.FRAMEWORK,
        Field.TRACK,
        Field.LEVEL_CODE,
        Field.LEVEL_NUMBER,
        Field.LEVEL_TITLE,
        Field.GROUP,
        Field.COMPETENCY,
        Field.GRADE,
    }
)


@dataclass(slots=True)
class Record:
    """What one place of the input says. `level` is the input's key of the level within its track, blank for none."""

    place: Place
    framework: str
    track: str
    level: str
    values: dict[Field, str]
    ratings: dict[str, tuple[str, str]] = field(default_factory=dict)  # factor → degree, rationale
    ordered: bool = True  # levels stand in an order that is meant, as columns and documents do; rows may be sorted


@dataclass(slots=True)
class Extract:
    """All records of an import, and what did not become one."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    blank_cells: int = 0  # of matrix and wide tables: nothing is asked there


class Extractor(ABC):
    """Takes one table apart; what is left to say is how its rows are read."""

    def __init__(self, table: Table, plan: SheetPlan, more: frozenset[str], result: Extract) -> None:
        self.table, self.more, self.result = table, more, result
        self.header = header_index(table, plan)
        self.plan = _fitted(table, plan, table.rows[self.header] if self.header is not None else None)
        self.index = {letters: position for position, letters in enumerate(table.letters)}

    def run(self) -> None:
        """Adds the table's records to the result."""
        if self.header is None:
            self.result.problems.append(
                Problem.at(
                    self.table.place,
                    _(
                        "The heading row that the mapping names was not found. Correct the mapping, or let it be guessed "
                        "again."
                    ),
                )
            )
            return
        lost = [
            column
            for column in self.plan.columns
            if column.letters not in self.index and column.field is not Field.IGNORE
        ]
        for column in lost:
            self.result.problems.append(
                Problem.at(
                    self.table.at(self.table.rows[self.header].number),
                    _(
                        "The column “%(letters)s” was expected here and is not in the file. Add it, or say on the page "
                        "“What the files mean”, or in the mapping file, which column it is."
                    )
                    % {"letters": column.heading or column.letters},
                )
            )
        self.plan = replace(self.plan, columns=tuple(column for column in self.plan.columns if column not in lost))
        rows = self.table.rows[self.header + 1 :]
        self.take(rows)

    @abstractmethod
    def take(self, rows: Sequence[Row]) -> None:
        """Adds the records in the rows below the heading."""

    def cell(self, place: Place, text: str, column: ColumnMapping, of: Record, names: dict[Field, str]) -> None:
        """One cell of a matrix or of a wide table."""
        if not text:
            self.result.blank_cells += 1
            text = ""
        elif is_placeholder(text, self.more):
            message = _("Cell %(column)s%(row)s is left out: “%(text)s” only keeps a place.") % {
                "column": place.column,
                "row": place.row,
                "text": text,
            }
            self.result.left_out.append(LeftOut(place, OmissionReason.PLACEHOLDER, message))
            return
        else:
            names = names | {column.cell: text}
        self.add(Record(place, of.framework, of.track, of.level if text else "", names))

    def add(self, record: Record) -> None:
        """Keeps a record; its competency belongs to the table's group, if that has one."""
        own = record.values.get(Field.GROUP, "")
        if self.plan.group and fold(own) != fold(self.plan.group) and (own or Field.COMPETENCY in record.values):
            named = f"{self.plan.group}: {own}" if own else self.plan.group
            record.values = {**record.values, Field.GROUP: named}
        self.result.records.append(record)

    def leave_out(self, place: Place, reason: OmissionReason, message: str) -> None:
        """Notes what is not taken in, and why."""
        self.result.left_out.append(LeftOut(place, reason, message))

    def complain(self, place: Place, message: str) -> None:
        """Notes a mistake in the input, whose row is left out."""
        self.result.problems.append(Problem.at(place, message))
        self.leave_out(place, OmissionReason.INCOMPLETE, message)


def header_index(table: Table, plan: SheetPlan) -> int | None:
    """Which row holds the headings: the one the plan names if its headings are there, else the one that has most of them."""
    if table.document:
        return 0
    wanted = {fold(column.heading) for column in plan.columns if column.heading and column.field is not Field.IGNORE}

    def hits(row: Row) -> int:
        return len(wanted & {fold(cell) for cell in row.cells if cell})

    named = next((position for position, row in enumerate(table.rows) if row.number == plan.header_row), None)
    if named is not None and (not wanted or hits(table.rows[named]) >= 0.5 * len(wanted)):
        return named
    best = max(range(min(len(table.rows), 40)), key=lambda position: hits(table.rows[position]), default=None)
    if best is not None and wanted and hits(table.rows[best]) >= 0.5 * len(wanted):
        return best
    return named


def _fitted(table: Table, plan: SheetPlan, header: Row | None) -> SheetPlan:
    """The plan with the letters that its columns have in this file, found by heading where it stands only once."""
    if header is None:
        return plan
    places: dict[str, list[str]] = {}
    for letters, cell in zip(table.letters, header.cells, strict=True):
        places.setdefault(fold(cell), []).append(letters)
    columns = []
    for column in plan.columns:
        found = places.get(fold(column.heading), []) if column.heading else []
        if column.letters in found or not column.heading:
            columns.append(column)
        elif len(found) == 1:
            columns.append(replace(column, letters=found[0]))
        else:
            columns.append(replace(column, letters=""))
    return replace(plan, columns=tuple(columns))
