"""Sheets as they stand in a file, and whether they make a workbook of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..frameworks_out.formats import layout
from ..frameworks_out.formats.formats import WORKBOOK
from ..frameworks_out.formats.texts import normal


@dataclass(frozen=True)
class RawSheet:
    """A sheet as it stands in the file: its rows by number, cells from the column with the index `first` on."""

    name: str
    first: int
    rows: Mapping[int, Sequence[str]]

    def line(self, number: int) -> dict[int, str]:
        """The filled cells of a row by column, 0 for A."""
        cells = self.rows.get(number, ())
        return {self.first + index: text for index, cell in enumerate(cells) if (text := normal(cell))}

    def lines(self, start: int = 2) -> Iterator[tuple[int, dict[int, str]]]:
        """The filled rows from a number on."""
        for number in sorted(self.rows):
            if number >= start and (cells := self.line(number)):
                yield number, cells

    @property
    def mark(self) -> str:
        """The first cell."""
        return self.line(1).get(0, "")


def is_ours(sheets: Sequence[RawSheet]) -> bool:
    """Whether the workbook was written here and still has what makes it known again."""
    marks = {sheet.mark for sheet in sheets}
    return {WORKBOOK, layout.FRAMEWORK, layout.COMPETENCIES} <= marks
