"""Numbers that an OpenDocument spreadsheet shows with leading zeros, told as the sheet streams by.

A cell has a style, or that of its row, or that of its column; a style has a number format, or that of its parent. Where
no style tells, what the cell shows does: 17 that is shown as 00017.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.parsers import expat

from .cells import MOST_TEXT, WHOLE, StopReading, refuse_doctype, stream_through
from .number_formats import Shape, shape_of, shown

MAX_STYLES = 100_000
MAX_PARENTS = 10  # of a style; a circle ends there
MAX_REPEATED = 10_000  # cells of one text: no column of numbers repeats one so often
MAY_PAD = re.compile(rb"""min-integer-digits=["'](?:[2-9]|\d\d)|<text:p>0\d""")
DEFINES_FORMAT = ("number-style", "currency-style", "percentage-style", "date-style", "time-style")

Tell = Callable[..., bool]


def tell_padded(styles: Iterable[bytes], content: Iterable[bytes], tell: Tell) -> None:
    """Tell of each cell that is shown with leading zeros: sheet, row, column letters, and what it shows; until `tell`
    answers False. Ends early where the XML is broken: the library that reads the workbook says so."""
    reader = _Reader(tell)
    for chunks in (styles, content):
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = refuse_doctype
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.take
        stream_through(parser, chunks)


class _Styles:
    """The formats of cells, by the names of their styles."""

    def __init__(self) -> None:
        self.formats: dict[str, Shape | None] = {}
        self.cells: dict[str, tuple[str, str]] = {}  # style → format, parent
        self.known: dict[str, Shape | None] = {}

    def shape(self, name: str) -> Shape | None:
        if name not in self.known:
            self.known[name] = self._look(name)
        return self.known[name]

    def _look(self, name: str) -> Shape | None:
        for _step in range(MAX_PARENTS):
            number_format, parent = self.cells.get(name, ("", ""))
            if number_format:
                return self.formats.get(number_format)
            name = parent
        return None


class _Reader:
    def __init__(self, tell: Tell) -> None:
        self.tell, self.styles = tell, _Styles()
        self.path: list[str] = []
        self.format, self.code = "", ""  # the number format that is being defined
        self.sheet, self.row, self.column = "", 0, 0
        self.row_count, self.row_style = 1, ""
        self.columns: list[tuple[int, str]] = []  # first column that is beyond, style
        self.cell: dict[str, str] | None = None
        self.text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        self.path.append(name)
        if self.format or name in DEFINES_FORMAT:
            self._start_format(name, said)
        elif name == "style" and said.get("family") == "table-cell":
            if len(self.styles.cells) < MAX_STYLES:
                self.styles.cells[said.get("name", "")] = (
                    said.get("data-style-name", ""),
                    said.get("parent-style-name", ""),
                )
        elif name == "table" and self.path[-2:-1] == ["spreadsheet"]:
            self.sheet, self.row, self.columns = said.get("name", ""), 0, []
        elif name == "table-column":
            before = self.columns[-1][0] if self.columns else 0
            self.columns.append((before + _count(said, "columns"), said.get("default-cell-style-name", "")))
        elif name == "table-row":
            self.row_count, self.row_style = _count(said, "rows"), said.get("default-cell-style-name", "")
            self.column = 0
        elif name in ("table-cell", "covered-table-cell"):
            self.cell, self.text = said, ""

    def take(self, text: str) -> None:
        if self.path[-2:] == ["number-style", "text"]:
            self.code += "".join(f'"{sign}"' for sign in text[:MOST_TEXT] if sign != '"')
        elif self.cell is not None and self.path[-1] == "p" and self.path[-2].endswith("table-cell"):
            self.text += text[: MOST_TEXT - len(self.text)]  # not that of a note on the cell

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self.path.pop()
        if name in DEFINES_FORMAT and self.format:
            self.styles.formats[self.format] = shape_of(self.code)
            self.format = ""
        elif name == "table-row":
            self.row += self.row_count
        elif name.endswith("table-cell") and self.cell is not None:
            many = _count(self.cell, "columns")
            if self.cell.get("value-type") == "float" and (whole := WHOLE.fullmatch(self.cell.get("value", ""))):
                self._judge(int(whole[1]), self.cell.get("style-name", ""), many)
            self.column += many
            self.cell = None

    def _start_format(self, name: str, said: dict[str, str]) -> None:
        if name in DEFINES_FORMAT:
            self.format, self.code = said.get("name", ""), "" if name == "number-style" else "%"
        elif name == "number" and said.get("grouping") != "true" and said.get("decimal-places", "0") == "0":
            digits = said.get("min-integer-digits", "1")
            self.code += "0" * min(int(digits), 40) if digits.isdecimal() and len(digits) < 4 else "#"
        elif name != "text":
            self.code += "" if name in ("text-properties", "map") else "%"  # a fraction, a day: nothing of zeros alone

    def _judge(self, whole: int, style: str, many: int) -> None:
        style = style or self.row_style
        column = next((own for beyond, own in self.columns if self.column < beyond), "")
        shape = self.styles.shape(style or column)
        if shape is not None:
            text = shown(whole, shape)
        elif len(self.text) > 1 and self.text.startswith("0") and self.text.isdecimal() and int(self.text) == whole:
            text = self.text
        else:
            return
        if many * self.row_count > MAX_REPEATED:
            return
        for row, place in self._places(many):
            if not self.tell(self.sheet, row, place, text):
                raise StopReading

    def _places(self, many: int) -> Iterator[tuple[int, int]]:
        for row in range(self.row, self.row + self.row_count):
            for column in range(self.column, self.column + many):
                yield row + 1, column


def _count(said: dict[str, Any], of: str) -> int:
    text = said.get(f"number-{of}-repeated", "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1
