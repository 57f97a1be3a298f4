"""The rows of a matrix: what each is called, what it says under each level, and which are about levels or head a group."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ladders.exchange.tables.placeholders import is_placeholder
from ladders.exchange.tables.sheets import Row, Table, fold, is_number, one_line

from ..mapping.fields import Field
from ..mapping.table_mapping import SheetPlan, SpecialRow
from .headings import can_be, names_level, special_row


def row_label(table: Table, row: Row, plan: SheetPlan) -> tuple[str, bool]:
    """What a row of a matrix is called, and whether that stands in the group's column with no competency beside it."""
    cells = dict(zip(table.letters, row.cells, strict=True))
    if plan.competency:  # no column of names: a row is known by its first text
        levels = (cells.get(column.letters, "") for column in plan.columns if column.field is Field.LEVEL)
        return next((text for text in levels if text), ""), False
    name, group = plan.column(Field.COMPETENCY), plan.column(Field.GROUP)
    label = cells.get(name.letters, "") if name else ""
    heading = cells.get(group.letters, "") if group else ""
    if label and heading == label:
        return label, True  # merged over both columns
    return (label, False) if label else (heading, True)


def level_cells(table: Table, row: Row, plan: SheetPlan) -> dict[str, str]:
    """Letters → text of the row's cells under levels; blank where a label merged over the row reaches into them."""
    label, _ = row_label(table, row, plan)
    cells = dict(zip(table.letters, row.cells, strict=True))
    return {
        column.letters: "" if (row.number, column.letters) in table.merged and cells[column.letters] == label
        else cells.get(column.letters, "")
        for column in plan.columns if column.field is Field.LEVEL
    }  # fmt: skip


def find_special_rows(table: Table, rows: Sequence[Row], plan: SheetPlan) -> list[SpecialRow]:
    """Rows that describe levels. Words that may be competencies too count only above the first competency."""
    found: list[SpecialRow] = []
    on_top = True
    for row in rows:
        label, alone = row_label(table, row, plan)
        known = _said_of_levels(table, row, plan, label)
        taken = (
            known
            and known[0] not in (Field.IGNORE, Field.RATING, Field.RATIONALE)
            and known[0] in {r.field for r in found}
        )
        if known and not taken and (on_top or alone or not known[1]):
            found.append(SpecialRow(one_line(label), known[0]))
        elif label:
            on_top = False
    return found


def _said_of_levels(table: Table, row: Row, plan: SheetPlan, label: str) -> tuple[Field, bool] | None:
    """What the row's label says about levels, if its cells can be that: a competency may be named “Code”."""
    known = special_row(label) if label else None
    if known is None:
        return None
    texts = [text for text in level_cells(table, row, plan).values() if text and not is_placeholder(text)]
    field = known[0]
    if field is Field.LEVEL_NUMBER and texts and not all(is_number(text, 3) for text in texts):
        field = Field.LEVEL_CODE if can_be(Field.LEVEL_CODE, texts) else Field.LEVEL_TITLE
    # Where the headings name the levels already, words that look like neither titles nor grades are what somebody does.
    guessed = field is Field.GRADE or (field is Field.LEVEL_TITLE and known[0] is Field.LEVEL_NUMBER)
    if guessed and _named_by_headings(table, plan) and not any(map(_has_sign, texts)):
        return None
    return (field, known[1]) if can_be(field, texts) else None


def _has_sign(text: str) -> bool:
    """Whether a text has what titles, codes and grades have: a capital letter or a digit."""
    return any(sign.isdigit() or sign.isupper() for sign in text)


def _named_by_headings(table: Table, plan: SheetPlan) -> bool:
    """Whether the headings over the levels are names of levels themselves: Junior, Senior, Staff."""
    row = next((row for row in table.rows if row.number == plan.header_row), None)
    if row is None:
        return False
    cells = dict(zip(table.letters, row.cells, strict=True))
    headings = [cells.get(column.letters, "") for column in plan.columns if column.field is Field.LEVEL]
    return bool(headings) and sum(map(names_level, headings)) >= 0.5 * len(headings)


def has_group_rows(table: Table, rows: Sequence[Row], plan: SheetPlan) -> bool:
    """Whether rows with nothing but a label are the headings of groups."""
    if plan.column(Field.GROUP):
        return False
    special = {fold(row.label) for row in plan.special_rows}
    bare = []
    for row in rows:
        label, _ = row_label(table, row, plan)
        if fold(label) not in special:
            bare.append(bool(label) and not any(level_cells(table, row, plan).values()))
    headings = sum(one and not other for one, other in pairwise([*bare, True]))
    return bool(headings) and headings <= len(bare) / 2
