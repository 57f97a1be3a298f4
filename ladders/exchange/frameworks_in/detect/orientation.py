"""Guesses what tables mean: their orientation and columns. `planning` guesses tracks and levels from what they hold.

Guesses rest on headings first and on the cells second; a person corrects them on the mapping page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.sheets import Table, fold, one_line

from ..mapping.fields import CELL_FIELDS, LEVEL_FIELDS, Field
from ..mapping.table_mapping import ColumnMapping, Orientation, SheetPlan
from . import vocabulary
from .columns import Known, are_texts, call_level, settle, settle_level, values_of
from .headings import CAMEL, can_be, is_aside, meaning, names_level, special_row
from .matrices import guess_matrix, guess_sheet_of_one
from .sheet_roles import leave_out_asides, name_by_source

HEADER_ROWS = 15  # among the first rows of a sheet, one is the heading
SAMPLE = 2_000  # rows looked at


def guess_sheets(tables: Sequence[Table]) -> tuple[SheetPlan, ...]:
    """A plan for each table."""
    plans = [guess_sheet(table) for table in tables]
    used = [index for index, plan in enumerate(plans) if plan.orientation is not Orientation.SKIP]
    if len(used) > 1:
        leave_out_asides(tables, plans, used)
        used = [index for index in used if plans[index].orientation is not Orientation.SKIP]
        name_by_source(tables, plans, used)
    return tuple(plans)


def guess_sheet(table: Table) -> SheetPlan:
    """The most likely plan of one table: long, matrix, wide, or skipped with a sentence."""
    if len(table.rows) < 2:
        return _skip(table, _("It has a single row. A framework needs a heading row and rows below it."))
    if _holds_scores(table):
        return _skip(
            table, _("It holds scores and weights and no texts. If it does hold a framework, say how it is laid out.")
        )
    for guess, rule in _READERS:
        if table.document and guess in _ACROSS:
            continue  # what stands inside what is told by columns, never across them
        plan = guess(table)
        if plan:
            return replace(plan, rule="" if plan.why else rule)
    if _lists_people(table):
        return _skip(
            table, _("It looks like a list of people or of pay and not like a framework. Choose another file.")
        )
    if lacks := _lacking(table):
        return _skip(table, lacks)
    return _skip(
        table,
        _(
            "Neither columns such as level, competency and descriptor, nor levels side by side were found in "
            "it. If it does hold a framework, say in the mapping what its columns mean."
        ),
    )


def _lacking(table: Table) -> str:
    """What is missing in a table that has two of the three things that a long one needs; "" for none of that kind."""
    for row in table.rows[:HEADER_ROWS]:
        known = {found[0] for cell in row.cells if cell and (found := meaning(cell))}
        has = {
            _("a level"): bool(known & {Field.LEVEL, *LEVEL_FIELDS}),
            _("the name of a competency"): Field.COMPETENCY in known,
            _("the text of what is asked"): bool(known & set(CELL_FIELDS)),
        }
        if sum(has.values()) == 2:
            lacks = next(name for name, there in has.items() if not there)
            heading = {_("a level"): "level", _("the name of a competency"): "competency"}.get(lacks, "descriptor")
            there = " and ".join(name for name, there in has.items() if there)
            return _(
                "Its columns hold %(there)s, and none holds %(lacks)s. Add it, in a column called “%(heading)s”."
            ) % {"there": there, "lacks": lacks, "heading": heading}
    return ""


def _skip(table: Table, why: str) -> SheetPlan:
    return SheetPlan(table.file, table.sheet, Orientation.SKIP, why=why)


def _lists_people(table: Table) -> bool:
    headings = " ".join(CAMEL.sub(" ", cell) for row in table.rows[:2] for cell in row.cells if len(cell) < 40)
    return len(set(fold(headings).replace("_", " ").split()) & vocabulary.PEOPLE_WORDS) >= 2


def _holds_scores(table: Table) -> bool:
    """Whether a table counts: weights, achieved levels, totals, and at most one column of names beside them."""
    for index, row in enumerate(table.rows[:HEADER_ROWS]):
        heads = [set(fold(cell).split()) for cell in row.cells if cell]
        if len(heads) < 2 or sum(bool(head & vocabulary.SCORE_WORDS) for head in heads) < max(2, 0.4 * len(heads)):
            continue
        cells = [cell for item in table.rows[index + 1 :] for cell in item.cells[1:] if cell]
        numbers = sum(any(sign.isdigit() for sign in cell) and not any(map(str.isalpha, cell)) for cell in cells)
        if not cells or numbers >= 0.6 * len(cells):
            return True
    return False


def _guess_levels(table: Table) -> SheetPlan | None:
    """A list of levels and nothing else: titles or codes, with grades, numbers, tracks or summaries beside."""
    if _lists_people(table):
        return None
    for row in table.rows[:HEADER_ROWS]:
        body = [item.cells for item in table.rows if item.number > row.number][:SAMPLE]
        known = [_about_levels(cell) if cell else None for cell in row.cells]
        if len(body) < 2 or sum(item is not None for item in known) < 2:
            continue
        settled: dict[int, tuple[Field, str]] = {}
        for column, item in enumerate(known):
            fits = item and item[0] in _WIDE_FIELDS and item[0] not in {field for field, _rank in settled.values()}
            if item and fits and can_be(item[0], values_of(body, column)):
                settled[column] = item
        for column, item in enumerate(known):
            if item and item[0] is Field.LEVEL:
                settle_level(column, settled, body)
        fields = {field for field, _rank in settled.values()}
        names = {Field.LEVEL_CODE, Field.LEVEL_TITLE, Field.LEVEL_NUMBER}
        if not fields & names or len(fields & LEVEL_FIELDS) < 2:
            continue
        rest = [column for column, cell in enumerate(row.cells) if cell and column not in settled]
        if any(
            item and item[0] in {Field.COMPETENCY, *CELL_FIELDS} - {Field.LINKS}
            for item in (known[column] for column in rest)
        ):
            continue
        if any(
            names_level(row.cells[column]) or are_texts(values_of(body, column))
            for column in rest
            if not is_aside(row.cells[column])
        ):
            continue
        keys = [column for column, (field, _rank) in settled.items() if field in names or field is Field.TRACK]
        levels = [tuple(fold(item[key]) for key in keys) for item in body]
        if len(set(levels)) < len(levels):
            continue
        columns = tuple(
            ColumnMapping(letters, one_line(cell), *settled.get(column, (Field.IGNORE, "")))
            for column, (letters, cell) in enumerate(zip(table.letters, row.cells, strict=True))
        )
        return SheetPlan(table.file, table.sheet, Orientation.WIDE, row.number, columns)
    return None


def _guess_long(table: Table) -> SheetPlan | None:
    """One row per level × competency: headings that name a level, a competency and a text."""
    best: tuple[int, SheetPlan] | None = None
    for index, row in enumerate(table.rows[:HEADER_ROWS]):
        known = [meaning(cell) if cell else None for cell in row.cells]
        if sum(item is not None for item in known) < 2 or sum(map(bool, row.cells)) < 3:
            continue
        body = [item.cells for item in table.rows[index + 1 : index + 1 + SAMPLE]]
        if not body:
            continue
        fields = settle(row.cells, known, body)
        present = {field for field, _rank in fields}
        named = present & {Field.LEVEL_CODE, Field.LEVEL_TITLE, Field.LEVEL_NUMBER}
        texts = present & set(CELL_FIELDS)
        if not named or Field.COMPETENCY not in present or not texts:
            continue
        score = len(present - {Field.IGNORE})
        if best is None or score > best[0]:
            columns = tuple(
                ColumnMapping(letters, one_line(heading), field, of)
                for letters, heading, (field, of) in zip(table.letters, row.cells, fields, strict=True)
            )
            best = score, SheetPlan(table.file, table.sheet, Orientation.LONG, row.number, columns)
    return best[1] if best else None


def _guess_wide(table: Table) -> SheetPlan | None:
    """One row per level, competencies across."""
    for index, row in enumerate(table.rows[:HEADER_ROWS]):
        filled = [column for column, cell in enumerate(row.cells) if cell]
        body = [item.cells for item in table.rows[index + 1 : index + 1 + SAMPLE]]
        if len(filled) < 3 or len(body) < 2:
            continue
        known = [_about_levels(cell) if cell else None for cell in row.cells]
        settled: dict[int, tuple[Field, str]] = {}
        for column, item in enumerate(known):
            if item and item[0] in _WIDE_FIELDS and item[0] not in {field for field, _rank in settled.values()}:
                if not can_be(item[0], values_of(body, column)):
                    continue
                settled[column] = item
        for column, item in enumerate(known):
            if item and item[0] is Field.LEVEL:
                settle_level(column, settled, body)
        names = {Field.LEVEL_CODE, Field.LEVEL_TITLE, Field.LEVEL_NUMBER}
        if not names & {field for field, _rank in settled.values()}:
            call_level(settled, known, body)
        keys = [column for column, (field, _rank) in settled.items() if field in names or field is Field.TRACK]
        if not names & {settled[key][0] for key in keys}:
            continue
        rest = [
            column for column in filled
            if column not in settled and not is_aside(row.cells[column]) and are_texts(values_of(body, column))
        ]  # fmt: skip
        if len(rest) < 2:  # “Reach” and “Purpose” may be competencies as well
            for column in [column for column, item in settled.items() if item[0] in _ALSO_SKILLS]:
                if are_texts(values_of(body, column)):
                    del settled[column]
                    rest = sorted([*rest, column])
        levels = {tuple(fold(item[key]) for key in keys) for item in body}
        if len(rest) < 2 or len(levels) < 0.8 * len(body) or any(names_level(row.cells[column]) for column in rest):
            continue
        named = [key for key in keys if settled[key][0] in names]
        if min(named) > min(rest) or len({fold(row.cells[column]) for column in rest}) < len(rest):
            continue
        groups = _groups_above(table, index, rest)
        columns = tuple(
            ColumnMapping(letters, one_line(heading), *settled[column])
            if column in settled
            else ColumnMapping(
                letters, one_line(heading), Field.EXPECTATION, one_line(heading), group=groups.get(column, "")
            )
            if column in rest
            else ColumnMapping(letters, one_line(heading), Field.IGNORE)
            for column, (letters, heading) in enumerate(zip(table.letters, row.cells, strict=True))
        )
        return SheetPlan(table.file, table.sheet, Orientation.WIDE, row.number, columns)
    return None


_READERS = (
    (_guess_long, _("Its headings name a level, a competency and a text, so each row is one expectation.")),
    (
        _guess_wide,
        _("Each row names another level, and texts stand below the other headings: those are the competencies."),
    ),
    (_guess_levels, _("Its headings are about levels, so it is a list of levels without expectations.")),
    (guess_matrix, _("Levels stand side by side in one row, and texts below them: each row is a competency.")),
    (
        guess_sheet_of_one,
        _("Levels stand side by side with statements below and no column of names: the whole sheet is one competency."),
    ),
)
_ACROSS = (guess_matrix, guess_sheet_of_one)
_ALSO_SKILLS = (Field.LEVEL_SCOPE, Field.LEVEL_SUMMARY)
_WIDE_FIELDS = LEVEL_FIELDS | {Field.FRAMEWORK, Field.TRACK, Field.TRACK_KIND, Field.RATING, Field.RATIONALE}


def _about_levels(heading: str) -> Known:
    """The meaning of a heading where each row is a level: a summary is then the level's."""
    found, special = meaning(heading), special_row(heading)
    if found and found[0] is Field.DESCRIPTOR and special and special[0] in LEVEL_FIELDS:
        return special[0], ""
    return found


def _groups_above(table: Table, index: int, columns: Sequence[int]) -> dict[int, str]:
    """Headings of groups in the row above, each over its columns."""
    if not index:
        return {}
    above, groups, last = table.rows[index - 1].cells, {}, ""
    for column in columns:
        last = above[column] or last
        groups[column] = one_line(last)
    return groups if len(set(groups.values())) > 1 else {}
