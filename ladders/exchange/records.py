"""Tables and their plans into records: the same plain facts, however a table is laid out.

A record says what one place of the input says: the names of framework, track and level as the input writes them, and
fields. Which track and code they become is for `planning` and `drafting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .fields import CELL_FIELDS, LEVEL_FIELDS, LEVEL_NAMES, TRACK_FIELDS, Field
from .mapping import Column, Mapping, Orientation, SheetPlan
from .matrices import level_cells, row_label
from .placeholders import is_placeholder
from .sheets import LeftOut, Place, Problem, Reason, Row, Table, fold, one_line

FILLED_DOWN = (Field.FRAMEWORK, Field.TRACK, Field.LEVEL_CODE, Field.LEVEL_NUMBER, Field.LEVEL_TITLE, Field.GROUP)
NAMES = (*FILLED_DOWN, Field.COMPETENCY, Field.GRADE)


@dataclass(slots=True)
class Record:
    """What one place of the input says. `level` is the input's key of the level within its track, blank for none."""

    place: Place
    framework: str
    track: str
    level: str
    values: dict[Field, str]
    ratings: dict[str, tuple[str, str]] = field(default_factory=dict)  # factor → degree, rationale


@dataclass(slots=True)
class Extract:
    """All records of an import, and what did not become one."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    blank_cells: int = 0  # of matrix and wide tables: nothing is asked there


def extract(tables: Sequence[Table], mapping: Mapping) -> Extract:
    """The records in all tables."""
    result = Extract()
    more = frozenset(text.casefold() for text in mapping.placeholders)
    for table in tables:
        plan = mapping.plan_for(table.file, table.sheet)
        if plan is None:
            why = "The mapping says nothing about it. Choose what it holds, or leave it out."
            plan = SheetPlan(table.file, table.sheet, Orientation.SKIP, why=why)
        if plan.orientation is Orientation.SKIP:
            name = f"Sheet “{table.sheet}” of {table.file}" if table.sheet else table.file
            result.left_out.append(
                LeftOut(table.place, Reason.SKIPPED_SHEET, f"{name} is left out. {plan.why}".strip())
            )
            continue
        _Extractor(table, plan, more, result).run()
    return result


class _Extractor:
    """Takes one table apart."""

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
                    "The heading row that the mapping names was not found. Correct the mapping, or let it be guessed again.",
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
                    f"The column “{column.heading or column.letters}” that the mapping names is not in the file. "
                    "Add it, or correct the mapping.",
                )
            )
        self.plan = replace(self.plan, columns=tuple(column for column in self.plan.columns if column not in lost))
        rows = self.table.rows[self.header + 1 :]
        if self.plan.orientation is Orientation.MATRIX:
            self._matrix(rows)
        else:
            self._rows(rows, wide=self.plan.orientation is Orientation.WIDE)

    # --- Long and wide -------------------------------------------------------------------------------------------

    def _rows(self, rows: Sequence[Row], *, wide: bool) -> None:
        last: dict[Field, str] = {}
        columns = [column for column in self.plan.columns if column.field not in (Field.IGNORE, Field.EXPECTATION)]
        across = [column for column in self.plan.columns if column.field is Field.EXPECTATION]
        beyond = [position for letters, position in self.index.items() if not self._is_headed(letters)]
        for row in rows:
            if (
                not self.table.document
                and any(row.cells[position] for position in beyond)
                and self._is_torn(row, beyond)
            ):
                continue
            values, ratings = self._values(row, columns)
            if not self.table.document:
                self._fill_down(values, last)
            if self._is_placeholder_row(row, values):
                continue
            record = self._record(self.table.at(row), values, ratings)
            if wide:
                self._add(record)
                for column in across:
                    self._wide_cell(row, column, record)
            else:
                self._long_row(row, record)

    def _is_headed(self, letters: str) -> bool:
        header = self.table.rows[self.header or 0]
        return bool(header.cells[self.index[letters]]) or any(
            column.letters == letters and column.field is not Field.IGNORE for column in self.plan.columns
        )

    def _is_torn(self, row: Row, beyond: Sequence[int]) -> bool:
        """A row of a delimited file with more cells than headings: its texts have slipped."""
        if self.table.sheet:
            return False
        column = next(position for position in beyond if row.cells[position])
        place = self.table.at(row, column)
        message = (
            f"Row {row.number} has more cells than the heading row, so its texts have slipped. Put texts that hold the "
            "separating sign between quotation marks."
        )
        self.result.problems.append(Problem.at(place, message))
        self.result.left_out.append(LeftOut(place, Reason.INCOMPLETE, message))
        return True

    def _values(self, row: Row, columns: Sequence[Column]) -> tuple[dict[Field, str], dict[str, tuple[str, str]]]:
        values: dict[Field, str] = {}
        ratings: dict[str, tuple[str, str]] = {}
        for column in columns:
            text = row.cells[self.index[column.letters]]
            if not text:
                continue
            if column.field is Field.RATING:
                ratings[column.of] = (text, ratings.get(column.of, ("", ""))[1])
            elif column.field is Field.RATIONALE:
                ratings[column.of] = (ratings.get(column.of, ("", ""))[0], text)
            else:
                values[column.field] = one_line(text) if column.field in NAMES else text
        return values, ratings

    def _fill_down(self, values: dict[Field, str], last: dict[Field, str]) -> None:
        """A name that stands once, over blank cells, holds for the rows below it until the next one of its kind."""
        if not any(key in values for key in (Field.COMPETENCY, *CELL_FIELDS)) and not values.keys() & LEVEL_FIELDS:
            last.update(values)
            return
        for position, key in enumerate(FILLED_DOWN):
            if key in values:
                if values[key] != last.get(key):
                    for lower in FILLED_DOWN[position + 1 :]:
                        if lower is not Field.GROUP:
                            last.pop(lower, None)
                last[key] = values[key]
            elif key in last and not self._names_level(values, key):
                values[key] = last[key]

    def _names_level(self, values: dict[Field, str], key: Field) -> bool:
        """A level that is named by a title does not inherit the code of the level above."""
        return key in LEVEL_NAMES and any(name in values for name in LEVEL_NAMES)

    def _is_placeholder_row(self, row: Row, values: dict[Field, str]) -> bool:
        for key in (Field.FRAMEWORK, Field.TRACK, *LEVEL_NAMES, Field.COMPETENCY):
            if is_placeholder(values.get(key, ""), self.more):
                column = self.plan.column(key)
                place = replace(self.table.at(row), column=column.letters if column else "")
                message = f"Row {row.number} is left out: “{values[key]}” only keeps a place."
                self.result.left_out.append(LeftOut(place, Reason.PLACEHOLDER, message))
                return True
        return False

    def _record(self, place: Place, values: dict[Field, str], ratings: dict[str, tuple[str, str]]) -> Record:
        level = next((values[key] for key in LEVEL_NAMES if key in values), "")
        return Record(
            place,
            values.get(Field.FRAMEWORK, self.plan.framework),
            values.get(Field.TRACK, self.plan.track),
            level,
            {key: text for key, text in values.items() if not is_placeholder(text, self.more) or key in CELL_FIELDS},
            ratings,
        )

    def _long_row(self, row: Row, record: Record) -> None:
        written = [key for key in CELL_FIELDS if key in record.values]
        real = [key for key in written if not is_placeholder(record.values[key], self.more)]
        column = self.plan.column(Field.DESCRIPTOR) or self.plan.column(Field.PROFICIENCY)
        place = replace(record.place, column=column.letters if column else "")
        if written and not real:
            message = f"Row {row.number} is left out: “{record.values[written[0]]}” only keeps a place."
            self.result.left_out.append(LeftOut(place, Reason.PLACEHOLDER, message))
            record.values = {key: text for key, text in record.values.items() if key not in CELL_FIELDS}
            record.values.pop(Field.COMPETENCY, None)
            self._add(record)
            return
        if real and not (record.level and Field.COMPETENCY in record.values):
            missing = "level" if not record.level else "competency"
            message = f"Row {row.number} has a text, but names no {missing}. Add the {missing}, or delete the row."
            self.result.problems.append(Problem.at(place, message))
            self.result.left_out.append(LeftOut(place, Reason.INCOMPLETE, message))
            return
        record.values = {key: text for key, text in record.values.items() if key not in written or key in real}
        record.place = place if real else record.place
        self._add(record)

    def _wide_cell(self, row: Row, column: Column, of: Record) -> None:
        text = row.cells[self.index[column.letters]]
        names = {Field.COMPETENCY: column.of or column.heading}
        if column.group:
            names[Field.GROUP] = column.group
        self._cell(self.table.at(row, self.index[column.letters]), text, column, of, names)

    def _cell(self, place: Place, text: str, column: Column, of: Record, names: dict[Field, str]) -> None:
        """One cell of a matrix or of a wide table."""
        if not text:
            self.result.blank_cells += 1
            text = ""
        elif is_placeholder(text, self.more):
            message = f"Cell {place.column}{place.row} is left out: “{text}” only keeps a place."
            self.result.left_out.append(LeftOut(place, Reason.PLACEHOLDER, message))
            return
        else:
            names = names | {column.cell: text}
        self._add(Record(place, of.framework, of.track, of.level if text else "", names))

    # --- Matrix --------------------------------------------------------------------------------------------------

    def _matrix(self, rows: Sequence[Row]) -> None:
        special = {fold(row.label): row.field for row in self.plan.special_rows}
        levels = self._matrix_levels(rows, special)
        group = ""
        for number, row in enumerate(rows):
            label, alone = row_label(self.table, row, self.plan)
            cells = level_cells(self.table, row, self.plan)
            if fold(label) in special:
                if special[fold(label)] is Field.IGNORE:
                    message = f"Row {row.number}, “{one_line(label)}”, is no part of a framework and is left out."
                    self.result.left_out.append(LeftOut(self.table.at(row), Reason.SKIPPED_ROW, message))
                continue
            if self.plan.group_rows and not any(cells.values()) and label:
                if self._heads(rows[number + 1 :]):
                    group = one_line(label)
                else:
                    message = (
                        f"Row {row.number}, “{one_line(label)[:60]}”, has no text under any level and is left out."
                    )
                    self.result.left_out.append(LeftOut(self.table.at(row), Reason.INCOMPLETE, message))
                continue
            if not label or is_placeholder(label, self.more):
                self._nameless(row, cells)
                continue
            group = self._matrix_row(row, label, alone, group, cells, levels)

    def _heads(self, below: Sequence[Row]) -> bool:
        return any(any(level_cells(self.table, row, self.plan).values()) for row in below)

    def _nameless(self, row: Row, cells: dict[str, str]) -> None:
        filled = next((letters for letters, text in cells.items() if text and not is_placeholder(text, self.more)), "")
        if filled:
            place = replace(self.table.at(row), column=filled)
            message = f"Row {row.number} has texts, but names no competency. Add its name, or delete the row."
            self.result.problems.append(Problem.at(place, message))
            self.result.left_out.append(LeftOut(place, Reason.INCOMPLETE, message))

    def _matrix_row(
        self, row: Row, label: str, alone: bool, group: str, cells: dict[str, str], levels: dict[str, Record]
    ) -> str:
        """One competency with its cells; answers the group that holds for the rows below."""
        texts = {
            column.field: row.cells[self.index[column.letters]]
            for column in self.plan.columns
            if column.field in (Field.GROUP, Field.GROUP_KIND, Field.COMPETENCY_DESCRIPTION)
        }
        group = one_line(texts.get(Field.GROUP, "")) or group
        names = {Field.COMPETENCY: one_line(label)}
        if group and not (alone and fold(group) == fold(label)):
            names[Field.GROUP] = group
        described = {
            key: text for key, text in texts.items() if key is not Field.GROUP and text and not is_placeholder(text)
        }
        self._add(Record(self.table.at(row), self.plan.framework, self.plan.track, "", names | described))
        for column in self.plan.columns:
            if column.field is Field.LEVEL:
                place = self.table.at(row, self.index[column.letters])
                self._cell(place, cells[column.letters], column, levels[column.of], names)
        return group

    def _matrix_levels(self, rows: Sequence[Row], special: dict[str, Field]) -> dict[str, Record]:
        """The levels across, with what the special rows say about them."""
        levels: dict[str, Record] = {}
        header = self.table.rows[self.header or 0]
        for column in self.plan.columns:
            if column.field is Field.LEVEL and column.of not in levels:
                place = self.table.at(header, self.index[column.letters])
                levels[column.of] = Record(place, self.plan.framework, column.track or self.plan.track, column.of, {})
        for row, what in self._special(rows, special):
            for column in self.plan.columns:
                text = row.cells[self.index[column.letters]] if column.field is Field.LEVEL else ""
                if text and not is_placeholder(text, self.more):
                    self._describe(levels[column.of], what, text, row_label(self.table, row, self.plan)[0])
        for record in levels.values():
            record.track = record.values.pop(Field.TRACK, record.track)
            self._add(record)
        return levels

    def _special(self, rows: Sequence[Row], special: dict[str, Field]) -> Iterator[tuple[Row, Field]]:
        for row in rows:
            what = special.get(fold(row_label(self.table, row, self.plan)[0]), Field.IGNORE)
            if what is not Field.IGNORE:
                yield row, what

    def _describe(self, level: Record, what: Field, text: str, label: str) -> None:
        if what in (Field.RATING, Field.RATIONALE):
            factor = label.split(":", 1)[-1].strip()
            degree, why = level.ratings.get(factor, ("", ""))
            level.ratings[factor] = (text, why) if what is Field.RATING else (degree, text)
        elif what in LEVEL_FIELDS or what in TRACK_FIELDS:
            level.values.setdefault(what, one_line(text) if what in NAMES else text)

    def _add(self, record: Record) -> None:
        self.result.records.append(record)


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
