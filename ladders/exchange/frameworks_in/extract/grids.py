"""A matrix, competencies down and levels across, into records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.placeholders import is_placeholder
from ladders.exchange.tables.sheets import OmissionReason, Row, fold, one_line

from ..detect.matrix_rows import level_cells, row_label
from ..mapping.fields import LEVEL_FIELDS, TRACK_FIELDS, Field
from .records import NAMES, Extractor, Record


class GridExtractor(Extractor):
    """Reads a matrix."""

    def take(self, rows: Sequence[Row]) -> None:
        special = {fold(row.label): row.field for row in self.plan.special_rows}
        levels = self._matrix_levels(rows, special)
        group = ""
        if self.plan.competency:
            self._introduce()
        for number, row in enumerate(rows):
            label, alone = row_label(self.table, row, self.plan)
            cells = level_cells(self.table, row, self.plan)
            if fold(label) in special:
                if special[fold(label)] is Field.IGNORE:
                    message = _("Row %(row)s, “%(label)s”, is no part of a framework and is left out.") % {
                        "row": row.number,
                        "label": one_line(label),
                    }
                    self.leave_out(self.table.at(row), OmissionReason.SKIPPED_ROW, message)
                continue
            if self.plan.group_rows and not any(cells.values()) and label:
                if self._heads(rows[number + 1 :]):
                    group = one_line(label)
                else:
                    message = _("Row %(row)s, “%(label)s”, has no text under any level and is left out.") % {
                        "row": row.number,
                        "label": one_line(label)[:60],
                    }
                    self.leave_out(self.table.at(row), OmissionReason.INCOMPLETE, message)
                continue
            if not label or is_placeholder(label, self.more):
                self._nameless(row, cells)
                continue
            group = self._matrix_row(row, label, alone, group, cells, levels)

    def _introduce(self) -> None:
        """What stands above the headings of a sheet about one competency: its meaning, unless it is its name."""
        above = [row for row in self.table.rows[: self.header or 0] if sum(map(bool, row.cells)) == 1]
        texts = [next(cell for cell in row.cells if cell) for row in above]
        told = "\n".join(text for text in texts if fold(text) != fold(self.plan.competency))
        names = {Field.COMPETENCY: self.plan.competency}
        if told and not is_placeholder(told):
            names[Field.COMPETENCY_DESCRIPTION] = told
        self.add(Record(self.table.place, self.plan.framework, self.plan.track, "", names))

    def _heads(self, below: Sequence[Row]) -> bool:
        return any(any(level_cells(self.table, row, self.plan).values()) for row in below)

    def _nameless(self, row: Row, cells: dict[str, str]) -> None:
        filled = next((letters for letters, text in cells.items() if text and not is_placeholder(text, self.more)), "")
        if filled:
            place = replace(self.table.at(row), column=filled)
            message = _("Row %(row)s has texts, but names no competency. Add its name, or delete the row.") % {
                "row": row.number
            }
            self.complain(place, message)

    def _matrix_row(
        self, row: Row, label: str, alone: bool, group: str, cells: dict[str, str], levels: dict[str, Record]
    ) -> str:
        """One competency with its cells; answers the group that holds for the rows below."""
        texts = {
            column.field: row.cells[self.index[column.letters]]
            for column in self.plan.columns
            if column.field in (Field.GROUP, Field.GROUP_KIND, Field.COMPETENCY_DESCRIPTION, Field.LINKS)
        }
        group = one_line(texts.get(Field.GROUP, "")) or group
        names = {Field.COMPETENCY: self.plan.competency or one_line(label)}
        if group and not (alone and fold(group) == fold(label)):
            names[Field.GROUP] = group
        described = {
            key: text for key, text in texts.items() if key is not Field.GROUP and text and not is_placeholder(text)
        }
        self.add(Record(self.table.at(row), self.plan.framework, self.plan.track, "", names | described))
        for column in self.plan.columns:
            if column.field is Field.LEVEL:
                place = self.table.at(row, self.index[column.letters])
                self.cell(place, cells[column.letters], column, levels[column.of], names)
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
            self.add(record)
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
