"""Looks at the cells of a worksheet as it streams by: formulas without a result, errors, numbers shown with leading zeros.

A parser that keeps one cell at a time needs time in step with the file, whatever is in it; patterns over the text did not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from .number_formats import Shape, shown

ODD = re.compile(rb"""<(?:\w{1,40}:)?f[\s>/]|\bt=["']e["']""")
OVERLAP = 64  # bytes; longer than what ODD finds
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
WHOLE = re.compile(r"(\d{1,15})(?:\.0+)?")
MOST_TEXT = 400  # characters of a value that are kept

Tell = Callable[..., None]


def may_be_odd(chunks: Iterable[bytes]) -> bool:
    """Whether a part may hold formulas or errors. Reads it to its end, which checks the sums."""
    found, before = False, b""
    for chunk in chunks:
        found = found or ODD.search(before + chunk) is not None
        before = chunk[-OVERLAP:]
    return found


def look_at_cells(chunks: Iterable[bytes], shapes: dict[str, Shape], tell: Tell) -> None:
    """Tell of each cell that is odd ("formula" or "error") or "padded": its row, column letters, and what it shows.

    Ends early where the XML is broken: the library that reads the workbook says so.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    reader = _Reader(shapes, tell)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.take
    stream_through(parser, chunks)


class StopReading(Exception):
    """Nothing more of a part is looked at."""


def refuse_doctype(*_what: object) -> None:
    """No sheet declares a document type: entities could stand for more text than there is memory."""
    raise StopReading


def stream_through(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    """Parse a part; ends early where its XML is broken or a handler raises StopReading."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, StopReading):
        return


class _Reader:
    def __init__(self, shapes: dict[str, Shape], tell: Tell) -> None:
        self.shapes, self.tell = shapes, tell
        self.cell: dict[str, str] | None = None
        self.formula = self.inline = self.in_value = False
        self.text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.cell, self.text = attributes, ""
            self.formula = self.inline = self.in_value = False
        elif self.cell is not None:
            self.formula |= name == "f"
            self.inline |= name == "is"
            self.in_value = name == "v"

    def take(self, text: str) -> None:
        if self.in_value and len(self.text) < MOST_TEXT:
            self.text += text[:MOST_TEXT]

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "v":
            self.in_value = False
        elif name == "c" and self.cell is not None:
            reference = REFERENCE.fullmatch(self.cell.get("r", ""))
            if reference:
                self.judge(self.cell, int(reference[2]), reference[1])
            self.cell = None

    def judge(self, cell: dict[str, str], row: int, column: str) -> None:
        kind = cell.get("t", "n")
        if kind == "e" and (self.text or self.formula):
            self.tell("error", row, column, self.text[:20])
        elif self.formula and not self.text and not self.inline:
            self.tell("formula", row, column, "")
        elif kind == "n" and (shape := self.shapes.get(cell.get("s", ""))) and (whole := WHOLE.fullmatch(self.text)):
            self.tell("padded", row, column, shown(int(whole[1]), shape))
