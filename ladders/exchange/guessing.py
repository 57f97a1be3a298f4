"""Guesses what tables mean: their orientation and columns. `planning` guesses tracks and levels from what they hold.

Guesses rest on headings first and on the cells second; a person corrects them on the mapping page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from . import words
from .columns import Known, are_texts, call_level, settle, settle_level, values_of
from .fields import CELL_FIELDS, LEVEL_FIELDS, Field
from .headings import CAMEL, is_aside, meaning, names_level, special_row
from .mapping import Column, Orientation, SheetPlan
from .matrices import guess_matrix
from .naming import tidy
from .sheets import Table, fold, one_line, without_symbols

HEADER_ROWS = 15  # among the first rows of a sheet, one is the heading
SAMPLE = 2_000  # rows looked at


def guess_sheets(tables: Sequence[Table]) -> tuple[SheetPlan, ...]:
    """A plan for each table."""
    plans = [guess_sheet(table) for table in tables]
    used = [index for index, plan in enumerate(plans) if plan.orientation is not Orientation.SKIP]
    if len(used) > 1:
        _name_by_source(tables, plans, used)
    return tuple(plans)


def guess_sheet(table: Table) -> SheetPlan:
    """The most likely plan of one table: long, matrix, wide, or skipped with a sentence."""
    if len(table.rows) < 2:
        return _skip(table, "It has a single row. A framework needs a heading row and rows below it.")
    for guess in (_guess_long, _guess_wide, guess_matrix):
        plan = guess(table)
        if plan:
            return plan
    if _lists_people(table):
        return _skip(table, "It looks like a list of people or of pay and not like a framework. Choose another file.")
    return _skip(
        table,
        "Neither columns such as level, competency and descriptor, nor levels side by side were found in it. If it does "
        "hold a framework, say in the mapping what its columns mean.",
    )


def _skip(table: Table, why: str) -> SheetPlan:
    return SheetPlan(table.file, table.sheet, Orientation.SKIP, why=why)


def _lists_people(table: Table) -> bool:
    headings = " ".join(CAMEL.sub(" ", cell) for row in table.rows[:2] for cell in row.cells if len(cell) < 40)
    return len(set(fold(headings).replace("_", " ").split()) & words.PEOPLE_WORDS) >= 2


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
        present = {field for field, _ in fields}
        named = present & {Field.LEVEL_CODE, Field.LEVEL_TITLE, Field.LEVEL_NUMBER}
        texts = present & set(CELL_FIELDS)
        if not named or Field.COMPETENCY not in present or not texts:
            continue
        score = len(present - {Field.IGNORE})
        if best is None or score > best[0]:
            columns = tuple(
                Column(letters, one_line(heading), field, of)
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
            if item and item[0] in _WIDE_FIELDS and item[0] not in {field for field, _ in settled.values()}:
                settled[column] = item
        for column, item in enumerate(known):
            if item and item[0] is Field.LEVEL:
                settle_level(column, settled, body)
        names = {Field.LEVEL_CODE, Field.LEVEL_TITLE, Field.LEVEL_NUMBER}
        if not names & {field for field, _ in settled.values()}:
            call_level(settled, known, body)
        keys = [column for column, (field, _) in settled.items() if field in names or field is Field.TRACK]
        if not names & {settled[key][0] for key in keys}:
            continue
        rest = [
            column for column in filled
            if column not in settled and not is_aside(row.cells[column]) and are_texts(values_of(body, column))
        ]  # fmt: skip
        levels = {tuple(fold(item[key]) for key in keys) for item in body}
        if len(rest) < 2 or len(levels) < 0.8 * len(body) or any(names_level(row.cells[column]) for column in rest):
            continue
        named = [key for key in keys if settled[key][0] in names]
        if min(named) > min(rest) or len({fold(row.cells[column]) for column in rest}) < len(rest):
            continue
        groups = _groups_above(table, index, rest)
        columns = tuple(
            Column(letters, one_line(heading), *settled[column])
            if column in settled
            else Column(letters, one_line(heading), Field.EXPECTATION, one_line(heading), group=groups.get(column, ""))
            if column in rest
            else Column(letters, one_line(heading), Field.IGNORE)
            for column, (letters, heading) in enumerate(zip(table.letters, row.cells, strict=True))
        )
        return SheetPlan(table.file, table.sheet, Orientation.WIDE, row.number, columns)
    return None


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


def _name_by_source(tables: Sequence[Table], plans: list[SheetPlan], used: Sequence[int]) -> None:
    """Several sheets or files: each is a track, or a family if it is called like one or holds tracks itself."""
    several_files = len({tables[index].file for index in used}) > 1
    names = {index: source_name(tables[index], several_files) for index in used}
    families = sum(set(fold(name).split()) & words.FAMILY_NAMES != set() for name in names.values()) == len(names)
    grouped = any(tables[index].document and plans[index].column(Field.FRAMEWORK) for index in used)
    for index in used:
        plan = plans[index]
        has_track = plan.column(Field.TRACK) is not None or any(column.track for column in plan.columns)
        has_framework = plan.column(Field.FRAMEWORK) is not None
        if tables[index].document:
            alone = grouped and not has_framework  # others say which family they belong to, this is one by itself
            title = _first_track(tables[index], plan) or names[index]
            plans[index] = replace(plan, track="" if has_track else title, framework=tidy(title) if alone else "")
        elif has_track or families:
            plans[index] = replace(plan, framework="" if has_framework else names[index])
        else:
            plans[index] = replace(plan, track=names[index])


def _first_track(table: Table, plan: SheetPlan) -> str:
    column = plan.column(Field.TRACK)
    index = table.letters.index(column.letters) if column else -1
    return next((row.cells[index] for row in table.rows[1:] if row.cells[index]), "") if column else ""


def source_name(table: Table, by_file: bool) -> str:
    """What a sheet is called for a reader: its own name, or the file's if that says more."""
    stem = one_line(PurePath(table.file).stem.replace("_", " ").replace("-", " "))
    sheet = one_line(without_symbols(table.sheet))
    if sheet and not is_generic(sheet):
        return (
            f"{sentence_case(stem)}: {sheet}"
            if by_file and not is_generic(stem) and fold(stem) != fold(sheet)
            else sheet
        )
    return sentence_case(stem)


def is_generic(name: str) -> bool:
    """Whether a name of a sheet or file says nothing about what is in it."""
    parts = fold(name).replace("-", " ").replace("_", " ").split()
    return all(part.strip("0123456789().v") in words.GENERIC_NAMES | {""} for part in parts)


def sentence_case(name: str) -> str:
    """First letter in upper case, the rest as it is."""
    return name[:1].upper() + name[1:]
