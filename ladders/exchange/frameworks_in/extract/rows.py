"""Tables with a row for each level × competency, or for each level with competencies across, into records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.placeholders import is_placeholder
from ladders.exchange.tables.sheets import OmissionReason, Place, Row, one_line

from ..mapping.fields import CELL_FIELDS, LEVEL_FIELDS, LEVEL_NAMES, Field
from ..mapping.table_mapping import ColumnMapping, Orientation
from .records import NAMES, Extractor, Record

FILLED_DOWN = (Field.FRAMEWORK, Field.TRACK, Field.LEVEL_CODE, Field.LEVEL_NUMBER, Field.LEVEL_TITLE, Field.GROUP)


class RowExtractor(Extractor):
    """Reads long and wide tables."""

    def take(self, rows: Sequence[Row]) -> None:
        wide = self.plan.orientation is Orientation.WIDE
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
                self.add(record)
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
        message = _(
            "Row %(row)s has more cells than the heading row, so its texts have slipped. Put texts that hold "
            "the separating sign between quotation marks."
        ) % {"row": row.number}
        self.complain(place, message)
        return True

    def _values(
        self, row: Row, columns: Sequence[ColumnMapping]
    ) -> tuple[dict[Field, str], dict[str, tuple[str, str]]]:
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
                message = _("Row %(row)s is left out: “%(text)s” only keeps a place.") % {
                    "row": row.number,
                    "text": values[key],
                }
                self.leave_out(place, OmissionReason.PLACEHOLDER, message)
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
            ordered=self.table.document or self.plan.orientation is Orientation.WIDE,
        )

    def _long_row(self, row: Row, record: Record) -> None:
        written = [key for key in CELL_FIELDS if key in record.values]
        real = [key for key in written if not is_placeholder(record.values[key], self.more)]
        column = self.plan.column(Field.DESCRIPTOR) or self.plan.column(Field.PROFICIENCY)
        place = replace(record.place, column=column.letters if column else "")
        if written and not real:
            message = _("Row %(row)s is left out: “%(text)s” only keeps a place.") % {
                "row": row.number,
                "text": record.values[written[0]],
            }
            self.leave_out(place, OmissionReason.PLACEHOLDER, message)
            record.values = {key: text for key, text in record.values.items() if key not in CELL_FIELDS}
            record.values.pop(Field.COMPETENCY, None)
            self.add(record)
            return
        if real and not (record.level and Field.COMPETENCY in record.values):
            missing = "level" if not record.level else "competency"
            message = _("Row %(row)s has a text, but names no %(missing)s. Add the %(missing)s, or delete the row.") % {
                "row": row.number,
                "missing": missing,
            }
            self.complain(place, message)
            return
        record.values = {key: text for key, text in record.values.items() if key not in written or key in real}
        record.place = place if real else record.place
        self.add(record)

    def _wide_cell(self, row: Row, column: ColumnMapping, of: Record) -> None:
        text = row.cells[self.index[column.letters]]
        names = {Field.COMPETENCY: column.of or column.heading}
        if column.group:
            names[Field.GROUP] = column.group
        self.cell(self.table.at(row, self.index[column.letters]), text, column, of, names)
