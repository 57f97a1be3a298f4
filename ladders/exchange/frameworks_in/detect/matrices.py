"""Guesses how a matrix is laid out: competencies down, levels across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean, median

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.placeholders import is_placeholder
from ladders.exchange.tables.sheets import Row, Table, fold, is_number, one_line, without_symbols

from ..mapping.fields import Field
from ..mapping.table_mapping import ColumnMapping, Orientation, SheetPlan, SpecialRow
from . import vocabulary
from .headings import can_be, is_aside, meaning, names_level
from .level_names import NUMBERED
from .matrix_rows import find_special_rows, has_group_rows, row_label

HEADER_ROWS = 15
SUB_WORDS = {
    **dict.fromkeys(("proficiency", "rating", "step", "score"), Field.PROFICIENCY),
    **dict.fromkeys(
        ("descriptor", "description", "expectation", "expectations", "behaviours", "text"), Field.DESCRIPTOR
    ),
    **dict.fromkeys(("example", "examples", "evidence"), Field.EXAMPLES),
    **dict.fromkeys(("learning", "courses", "resources"), Field.LINKS),
    **dict.fromkeys(("builds", "builds on the level before"), Field.BUILDS),
}


def guess_matrix(table: Table) -> SheetPlan | None:
    """The plan of a matrix, or of something that looks like one and is none; None if it does not look like one."""
    index = _header(table)
    if index is None:
        return None
    header = table.rows[index]
    body = table.rows[index + 1 :]
    across = _level_columns(header, body)
    if len(across) < 1 or not body:
        return None
    if _is_skill_dictionary([header.cells[column] for column in across]):
        return SheetPlan(
            table.file, table.sheet, Orientation.SKIP,
            why=_("Its columns are steps of proficiency and no levels of a track, so it is a list of skills. If they are "
                  "levels, say so in the mapping."),
        )  # fmt: skip
    sub = _sub_header(header, body, across)
    columns = _columns(table, header, body[1:] if sub else body, across, sub)
    if columns is None:
        return None
    header_row = body[0].number if sub else header.number
    rows = body[1:] if sub else body
    columns = _with_tracks(table, index, columns)
    if sub:  # the heading row is then the lower one
        pairs = zip(columns, body[0].cells, strict=True)
        columns = tuple(replace(column, heading=one_line(cell)) for column, cell in pairs)
    plan = SheetPlan(table.file, table.sheet, Orientation.MATRIX, header_row, columns)
    special = tuple(find_special_rows(table, rows, plan))
    plan = replace(plan, special_rows=special)
    return replace(plan, group_rows=has_group_rows(table, rows, plan))


def _own(table: Table, row: Row) -> list[str]:
    """The row's cells without those that were filled from a merged neighbour in the same row's left."""
    return [
        "" if (row.number, letters) in table.merged and column and row.cells[column - 1] == cell else cell
        for column, (letters, cell) in enumerate(zip(table.letters, row.cells, strict=True))
    ]


def _header(table: Table) -> int | None:
    """The row with most names of levels, the first of several; else the first that could be a heading at all."""
    counts = []
    for index, row in enumerate(table.rows[:HEADER_ROWS]):
        cells = [cell for cell in _own(table, row) if cell]
        named = 0 if _counts(row, table.rows[index + 1 :]) else sum(names_level(cell) for cell in cells)
        counts.append(named if named >= 2 and named >= 0.4 * (len(cells) - 1) else 0)
    best = max(counts, default=0)
    if best:
        return counts.index(best)
    for index, row in enumerate(table.rows[:HEADER_ROWS]):
        if _plain_header(row, table.rows[index + 1 :]):
            return index
    return None


def _counts(row: Row, body: Sequence[Row]) -> bool:
    """Whether a row holds scores like the rows below it, beside a name, and no numbers of levels."""
    head = [cell for cell in row.cells[1:] if cell]
    if not row.cells[0] or meaning(row.cells[0]) or not head or not all(is_number(cell, 2) for cell in head):
        return False
    below = [cell for item in body for cell in item.cells[1:] if cell]
    return sum(is_number(cell, 2) for cell in below) >= 0.8 * len(below)


def _plain_header(row: Row, body: Sequence[Row]) -> bool:
    """Levels with names that tell nothing ("Engineer", "Consultant"): short texts over long ones, beside a column of names."""
    first = meaning(row.cells[0]) if row.cells[0] else None
    if not first or first[0] not in (Field.COMPETENCY, Field.GROUP) or len(body) < 2:
        return False
    rest = [
        column for column, cell in enumerate(row.cells) if column and cell and not meaning(cell) and not is_aside(cell)
    ]
    texts = [item.cells[column] for item in body for column in rest if item.cells[column]]
    heads = [row.cells[column] for column in rest]
    return (
        len(rest) >= 2
        and bool(texts)
        and max(map(len, heads)) <= 60
        and fmean(map(len, texts)) > fmean(map(len, heads))
    )


def _level_columns(header: Row, body: Sequence[Row]) -> list[int]:
    """The columns that are levels: named so, and what stands between them or is called alike."""
    cells = header.cells
    named = [column for column, cell in enumerate(cells) if cell and names_level(cell)]
    if len(named) < 2:
        return [
            column for column, cell in enumerate(cells)
            if column and cell and not meaning(cell) and not is_aside(cell)
        ]  # fmt: skip
    shared = _nouns(cells, named)
    usual = median(sum(bool(row.cells[column]) for row in body) for column in named)
    across, levels = [], frozenset(named)
    for column, cell in enumerate(cells):
        if column in levels:
            across.append(column)
        elif not cell or is_aside(cell) or meaning(cell):
            continue
        elif named[0] < column < named[-1] or shared & set(fold(cell).split()):
            across.append(column)
        elif column > named[-1] and len(cell.split()) <= 3:
            filled = sum(bool(row.cells[column]) for row in body)
            if filled >= 0.6 * usual:
                across.append(column)
    return across


def _nouns(cells: Sequence[str], named: Sequence[int]) -> set[str]:
    """Words of the level names that are no rank: `engineer`."""
    found = {word for column in named for word in fold(cells[column]).split()}
    return {
        word
        for word in found
        if word.isalpha() and len(word) > 2 and word not in vocabulary.SENIORITY | vocabulary.ASPECTS
    }


def _is_skill_dictionary(headings: Sequence[str]) -> bool:
    known = [fold(heading) in vocabulary.PROFICIENCY for heading in headings]
    return len(known) >= 3 and sum(known) >= 0.7 * len(known)


def _sub_header(header: Row, body: Sequence[Row], across: Sequence[int]) -> dict[int, Field]:
    """A second heading row that repeats `Proficiency | Descriptor` under each level: column → what its cells are."""
    if not body:
        return {}
    first, last = across[0], len(header.cells)
    cells = {column: fold(body[0].cells[column]) for column in range(first, last) if body[0].cells[column]}
    fields = {column: SUB_WORDS[cell] for column, cell in cells.items() if cell in SUB_WORDS}
    return fields if len(fields) >= 2 and len(fields) == len(cells) else {}


def _columns(
    table: Table, header: Row, body: Sequence[Row], across: Sequence[int], sub: dict[int, Field]
) -> tuple[ColumnMapping, ...] | None:
    """The meaning of all columns; None without a column of names."""
    labels = _label_fields(header, body, across)
    if Field.COMPETENCY not in labels.values():
        return None
    names = {fold(header.cells[column]): one_line(header.cells[column]) for column in across}
    columns, level, levels = [], "", frozenset(across)
    for index, (letters, heading) in enumerate(zip(table.letters, header.cells, strict=True)):
        heading = one_line(heading)
        if sub and index >= across[0]:
            level = heading if index in levels else level
            field = Field.LEVEL if index in sub else Field.IGNORE
            columns.append(ColumnMapping(letters, heading, field, level, cell=sub.get(index, Field.DESCRIPTOR)))
        elif index in labels:
            columns.append(ColumnMapping(letters, heading, labels[index]))
        elif (part := _part_of(heading, names)) is not None:
            columns.append(ColumnMapping(letters, heading, Field.LEVEL, part[0], cell=part[1]))
        elif index in levels:
            cell = _cell_field([row.cells[index] for row in body])
            columns.append(ColumnMapping(letters, heading, Field.LEVEL, heading, cell=cell))
        else:
            columns.append(ColumnMapping(letters, heading, Field.IGNORE))
    return tuple(columns if sub else _one_cell_field(columns))


def _part_of(heading: str, names: dict[str, str]) -> tuple[str, Field] | None:
    """`S4 proficiency` beside a column `S4`: the level and what the cells are."""
    folded = fold(heading).rstrip(")")
    for word, field in SUB_WORDS.items():
        if folded.endswith(word):
            level = names.get(folded.removesuffix(word).rstrip(" -–—:(/|,"))
            if level:
                return level, field
    return None


def _cell_field(cells: Sequence[str]) -> Field:
    """Whether a level's column holds texts or steps of proficiency."""
    filled = [cell for cell in cells if cell and not is_placeholder(cell)]
    short = sum(is_number(cell, 2) or fold(cell) in vocabulary.PROFICIENCY for cell in filled)
    return Field.PROFICIENCY if filled and short >= 0.8 * len(filled) else Field.DESCRIPTOR


def _one_cell_field(columns: list[ColumnMapping]) -> list[ColumnMapping]:
    """A level with a single column of steps among levels with texts was misread, so the majority decides."""

    def is_alone(column: ColumnMapping) -> bool:
        return column.field is Field.LEVEL and column.heading == column.of

    alone = [column for column in columns if is_alone(column)]
    steps = sum(column.cell is Field.PROFICIENCY for column in alone)
    cell = Field.PROFICIENCY if steps > len(alone) / 2 else Field.DESCRIPTOR
    return [
        replace(column, cell=cell) if is_alone(column) and column.cell is not cell else column for column in columns
    ]


def _label_fields(header: Row, body: Sequence[Row], across: Sequence[int]) -> dict[int, Field]:
    """The columns before the levels: group, competency, description."""
    found: dict[int, Field] = {}
    levels = frozenset(across)
    candidates = [
        column for column in range(len(header.cells))
        if column not in levels and (column < across[0] or _heading_field(header.cells[column]))
        and any(row.cells[column] for row in body)
    ]  # fmt: skip
    for column in candidates:
        field = _heading_field(header.cells[column])
        texts = [row.cells[column] for row in body if row.cells[column]]
        if field and field not in found.values() and (field is not Field.LINKS or can_be(field, texts)):
            found[column] = field
    if Field.COMPETENCY not in found.values():
        _find_names(found, candidates, body)
    unnamed = [column for column in candidates if column not in found and column < across[0]]
    names = next((column for column, field in found.items() if field is Field.COMPETENCY), None)
    for column in unnamed:
        cells = [row.cells[column] for row in body if row.cells[column]]
        if names is not None and column < names and Field.GROUP not in found.values() and fmean(map(len, cells)) <= 60:
            found[column] = Field.GROUP
        elif Field.COMPETENCY_DESCRIPTION not in found.values() and fmean(map(len, cells)) > 40:
            found[column] = Field.COMPETENCY_DESCRIPTION
    return found


def _heading_field(heading: str) -> Field | None:
    known = meaning(heading) if heading and not names_level(heading) else None
    if not known:
        return None
    if known[0] is Field.DESCRIPTOR:
        return Field.COMPETENCY_DESCRIPTION
    kept = (Field.COMPETENCY, Field.GROUP, Field.GROUP_KIND, Field.COMPETENCY_DESCRIPTION, Field.LINKS)
    return known[0] if known[0] in kept else None


def _find_names(found: dict[int, Field], candidates: Sequence[int], body: Sequence[Row]) -> None:
    """The competencies stand in the last column of short, mostly different texts; else the group is the competency."""
    best = None
    for column in candidates:
        cells = [row.cells[column] for row in body if row.cells[column]]
        short = bool(cells) and fmean(map(len, cells)) <= 80
        if column not in found and short and len(set(map(fold, cells))) >= 0.6 * len(cells):
            best = column
    if best is None:
        best = next((column for column, field in found.items() if field is Field.GROUP), None)
    if best is None:
        best = next((column for column in candidates if column not in found), None)
    if best is not None:
        found[best] = Field.COMPETENCY


def _with_tracks(table: Table, index: int, columns: tuple[ColumnMapping, ...]) -> tuple[ColumnMapping, ...]:
    """Names of tracks in a row above the levels, each over its columns."""
    levels = [position for position, column in enumerate(columns) if column.field is Field.LEVEL]
    for row in reversed(table.rows[max(0, index - 3) : index]):
        last, tracks = "", {}
        for position in levels:
            last = row.cells[position] or last
            tracks[position] = one_line(last)
        if len(set(tracks.values())) > 1 and all(tracks.values()):
            return tuple(
                replace(column, track=tracks[position]) if position in tracks else column
                for position, column in enumerate(columns)
            )
    return columns


def guess_sheet_of_one(table: Table) -> SheetPlan | None:
    """The plan of a sheet about one competency: levels across, statements below them, answers or gaps between."""
    for index, row in enumerate(table.rows[:HEADER_ROWS]):
        levels = [column for column, cell in enumerate(row.cells) if cell]
        named = [column for column in levels if names_level(row.cells[column]) or NUMBERED.fullmatch(row.cells[column])]
        body = table.rows[index + 1 :]
        if len(levels) < 2 or len(named) < 0.6 * len(levels) or not body:
            continue
        texts = [item.cells[column] for item in body for column in levels if item.cells[column]]
        among = frozenset(levels)
        others = [
            cell for item in body for column, cell in enumerate(item.cells) if column not in among and cell
        ]  # fmt: skip
        if len(texts) < len(levels) or fmean(map(len, texts)) < 8 or fmean([0, *map(len, others)]) > 25:
            continue
        if any(item.cells[column] for item in body for column in range(levels[0])):
            continue  # a column of names stands before the levels
        titles = [cell for item in table.rows[:index] for cell in item.cells if cell]
        name = one_line(without_symbols(table.sheet)) or (one_line(titles[0]) if titles else "")
        if not name:
            continue
        columns = tuple(
            ColumnMapping(letters, one_line(cell), Field.LEVEL, one_line(cell)) if column in levels
            else ColumnMapping(letters, one_line(cell), Field.IGNORE)
            for column, (letters, cell) in enumerate(zip(table.letters, row.cells, strict=True))
        )  # fmt: skip
        plan = SheetPlan(table.file, table.sheet, Orientation.MATRIX, row.number, columns, competency=name)
        return replace(plan, special_rows=_subtitle(table, row, body, levels, plan))
    return None


def _subtitle(
    table: Table, header: Row, body: Sequence[Row], levels: Sequence[int], plan: SheetPlan
) -> tuple[SpecialRow, ...]:
    """Short words for each level right below its name, with a gap before the statements."""
    first = body[0]
    apart = len(body) > 1 and first.number == header.number + 1 and body[1].number > first.number + 1
    only = all(cell == "" for column, cell in enumerate(first.cells) if column not in levels)
    if not (apart and only):
        return ()
    return (SpecialRow(row_label(table, first, plan)[0], Field.LEVEL_SUMMARY),)
