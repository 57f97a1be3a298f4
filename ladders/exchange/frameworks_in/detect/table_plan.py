"""A plan for a table whose layout a person says: guessed as far as that goes, and something to start from beyond it. Pure."""

from __future__ import annotations

from dataclasses import replace

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.sheets import Row, Table, one_line

from ..mapping.fields import Field
from ..mapping.table_mapping import ColumnMapping, Orientation, SheetPlan
from .columns import settle
from .headings import meaning
from .orientation import guess_sheet

CUT = 190
LEFT = _("You left this sheet out.")
BY_HAND = _("You chose how it is laid out.")


def replan(table: Table, orientation: Orientation, header_row: int | None = None) -> SheetPlan:
    """The plan of `table` laid out as `orientation`, with its headings in the row of that number."""
    if orientation is Orientation.SKIP:
        return SheetPlan(table.file, table.sheet, Orientation.SKIP, header_row or 1, why=LEFT)
    index = next((place for place, row in enumerate(table.rows) if row.number == header_row), None)
    guess = guess_sheet(table if index is None else table.with_rows(table.rows[index:]))
    if guess.orientation is orientation and (index is None or guess.header_row == header_row):
        return replace(guess, columns=tuple(map(_findable, guess.columns)))
    if not table.rows:
        return SheetPlan(table.file, table.sheet, orientation, header_row or 1, rule=BY_HAND)
    header = table.rows[index or 0] if index is not None else _widest(table)
    body = [row for row in table.rows if row.number > header.number]
    columns = tuple(map(_findable, _columns(table, orientation, header, body)))
    return SheetPlan(table.file, table.sheet, orientation, header.number, columns, rule=BY_HAND)


def complete(plan: SheetPlan, table: Table) -> SheetPlan:
    """The plan with a column for each one of the table, in the table's order; unknown ones mean nothing."""
    known = {column.letters: column for column in plan.columns}
    headings: dict[str, str] = {}
    for row in table.rows:
        if row.number == plan.header_row:
            headings = {letters: one_line(cell) for letters, cell in zip(table.letters, row.cells, strict=True)}
    shown = [
        known.pop(letters) if letters in known else ColumnMapping(letters, headings.get(letters, ""), Field.IGNORE)
        for letters in table.letters
    ]
    return replace(plan, columns=(*shown, *known.values()))


def _findable(column: ColumnMapping) -> ColumnMapping:
    """A heading that was cut for the sample is found by its letters."""
    return replace(column, heading="") if len(column.heading) >= CUT else column


def _widest(table: Table) -> Row:
    """The first of the rows with most cells."""
    return max(table.rows[:15], key=lambda row: sum(map(bool, row.cells)))


def _columns(table: Table, orientation: Orientation, header: Row, body: list[Row]) -> tuple[ColumnMapping, ...]:
    headings = [one_line(cell) for cell in header.cells]
    if orientation is Orientation.LONG:
        known = [meaning(cell) if cell else None for cell in headings]
        fields = settle(headings, known, [row.cells for row in body])
        return tuple(
            ColumnMapping(letters, heading, *field)
            for letters, heading, field in zip(table.letters, headings, fields, strict=True)
        )
    named = next((place for place, cell in enumerate(headings) if cell), 0)
    first, rest = (
        (Field.COMPETENCY, Field.LEVEL) if orientation is Orientation.MATRIX else (Field.LEVEL_TITLE, Field.EXPECTATION)
    )
    return tuple(
        ColumnMapping(letters, heading, first)
        if place == named
        else ColumnMapping(letters, heading, rest, heading)
        if heading
        else ColumnMapping(letters, heading, Field.IGNORE)
        for place, (letters, heading) in enumerate(zip(table.letters, headings, strict=True))
    )
