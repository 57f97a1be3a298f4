"""Plain data of the way in: tables of text cells that remember where they came from.

No Django in here. A cell is always text: trimmed, with line feeds as the only line ends and without control characters
(PostgreSQL refuses NUL). Row numbers and column letters are those that a person sees on opening the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from ladders.core.sentences import gettext as _

ODD_SPACES = {0xA0: " ", 0x202F: " ", 0x2007: " ", 0xFEFF: None, 0x200B: None, 0xAD: None}
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
LONE_SURROGATES = re.compile("[\ud800-\udfff]")
# Skin tones, variation selectors and the keycap's frame; other marks are accents and vowels of words.
PICTURE_PARTS = re.compile("[\U0001f3fb-\U0001f3ff\ufe00-\ufe0f\u20e3]")
TRANSLATION = ODD_SPACES | CONTROLS


def clean(text: str) -> str:
    """The text as it may be stored: trimmed, line feeds only, no control characters, no half characters."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = LINE_ENDS.sub("\n", text).translate(TRANSLATION)
    text = LONE_SURROGATES.sub("\ufffd", text)
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def one_line(text: str) -> str:
    """The text in one line, inner runs of white space as one blank: for names."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """What two names are compared by: case, accents' encoding, symbols in front and spacing do not count."""
    return _fold(text) if len(text) <= 200 else _folded(text)


@lru_cache(maxsize=50_000)
def _fold(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    return one_line(without_symbols(unicodedata.normalize("NFKC", text))).casefold()


def bare(text: str) -> str:
    """Letters and digits alone, folded: “Pers.-Nr.”, “pers nr” and “PersNr” are one heading."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


def no_rows(file: str) -> str:
    """What is said of a table that has headings and nothing below them."""
    return _("%(file)s has headings but no rows. Export it again with its rows, or bring another file.") % {
        "file": file
    }


def is_number(text: str, digits: int = 4) -> bool:
    """Whether a text is a whole number of at most so many digits, without sign."""
    return len(text) <= digits and text.isdecimal()


def without_symbols(text: str) -> str:
    """The text without pictures (emoji) around it; `🧠 Knowledge` → `Knowledge`. Left alone if nothing would remain."""
    kept = "".join(
        sign
        for sign in text
        if not PICTURE_PARTS.match(sign) and (unicodedata.category(sign) not in {"So", "Cf", "Cs"} or sign == "°")
    )
    return kept.strip() if any(sign.isalnum() for sign in kept) else text.strip()


def letters(index: int) -> str:
    """Spreadsheet letters of a column index: 0 → `A`, 26 → `AA`."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def index_of(column: str) -> int:
    """The column index of spreadsheet letters: `A` → 0, `AA` → 26."""
    index = 0
    for sign in column:
        index = index * 26 + ord(sign) - 64
    return index - 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. Row as seen by a person (1 is the first), column as letters or, in documents, a key."""

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        """For sentences: `matrix.xlsx, sheet “Levels”, row 4, column C`."""
        parts = [self.file]
        if self.sheet:
            parts.append(f"sheet “{self.sheet}”")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


class Severity(StrEnum):
    """An error stops the writing; a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know about the input; `message` is a sentence with the cure."""

    file: str
    sheet: str
    row: int | None
    column: str
    message: str
    severity: Severity = Severity.ERROR

    @classmethod
    def at(cls, place: Place, message: str, severity: Severity = Severity.ERROR) -> Problem:
        """A problem at a place."""
        return cls(place.file, place.sheet, place.row, place.column, message, severity)

    @property
    def where(self) -> str:
        """Sheet, row and column, as far as the sentence itself does not name them; "" where it does."""
        parts = []
        if self.sheet and f"“{self.sheet}”" not in self.message:
            parts.append(f"sheet “{self.sheet}”")
        if self.row and not re.search(rf"\b(?:row|line)s? {self.row}\b", self.message, re.IGNORECASE):
            parts.append(f"row {self.row}")
        if self.column and not re.search(
            rf"\bcolumn {re.escape(self.column)}\b|“{re.escape(self.column)}”", self.message
        ):
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def to_report(self) -> dict[str, Any]:
        """As a page shows it: the documented keys, how grave it is, and where it stands in words."""
        return {**self.to_json(), "severity": self.severity.value, "where": self.where}

    def to_json(self) -> dict[str, Any]:
        """The five documented keys."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "message": self.message,
        }


def warning(place: Place, message: str) -> Problem:
    """A problem that does not stop anything."""
    return Problem.at(place, message, Severity.WARNING)


class OmissionReason(StrEnum):
    """Why something was left out."""

    PLACEHOLDER = "placeholder"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    INCOMPLETE = "incomplete"
    HEADING = "heading"
    SKIPPED_SHEET = "skipped sheet"
    SKIPPED_ROW = "skipped row"
    UNREADABLE = "unreadable file"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the input that is not taken in, with a sentence that says why."""

    place: Place
    reason: OmissionReason
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file and its cells, as many as the table has columns."""

    number: int
    cells: tuple[str, ...]

    def __reduce__(self) -> tuple[type[Row], tuple[int, tuple[str, ...]]]:
        """A file has very many, which come out of the reading process: in half the time of the usual way."""
        return Row, (self.number, self.cells)


@dataclass(frozen=True)
class Table:
    """A sheet as text: blank rows and blank edges are gone, numbers and letters are still those of the file.

    `merged` holds (row number, column letters) of the cells that were filled from a merged neighbour. `document` is
    true for what was no table at first (YAML, JSON, Markdown): there a column's letters are its heading.
    """

    file: str
    sheet: str
    letters: tuple[str, ...]
    rows: tuple[Row, ...]
    merged: frozenset[tuple[int, str]] = field(default_factory=frozenset)
    document: bool = False

    @property
    def place(self) -> Place:
        """The table as a whole."""
        return Place(self.file, self.sheet)

    def at(self, row: Row | int, column: int | None = None) -> Place:
        """The place of a row, or of its cell in the column with this index."""
        number = row if isinstance(row, int) else row.number
        return Place(self.file, self.sheet, number, "" if column is None else self.letters[column])

    def with_rows(self, rows: Iterable[Row]) -> Table:
        """The same table with fewer rows."""
        return replace(self, rows=tuple(rows))


def plain(cell: str) -> str:
    """A cell without the apostrophe that exports put before `=`, `+`, `-` and `@`, so that no spreadsheet runs it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in set("=+-@") else cell


def _plain(cells: Sequence[str]) -> Iterable[str]:
    """The same for a row; nearly none has an apostrophe, which one look tells."""
    return map(plain, cells) if "'" in "".join(cells) else cells


def _filled(rows: Sequence[tuple[int, Sequence[str]]], index: int) -> bool:
    return any(index < len(cells) and cells[index] for _number, cells in rows)


def make_table(
    file: str,
    sheet: str,
    rows: Iterable[tuple[int, Sequence[str]]],
    *,
    first_column: int = 0,
    merged: Iterable[tuple[int, int]] = (),
) -> Table:
    """A table of clean cells without blank rows and without blank columns at its edges.

    `rows` holds pairs of row number and cells, whose first one stands in column `first_column`; `merged` holds (row
    number, column index) of filled cells.
    """
    filled = [(number, cells) for number, cells in rows if any(cells)]
    width = max((len(cells) for _number, cells in filled), default=0)
    start = next((index for index in range(width) if _filled(filled, index)), 0)
    end = next((index + 1 for index in reversed(range(width)) if _filled(filled, index)), 0)
    blank = ("",) * width
    return Table(
        file=file,
        sheet=sheet,
        letters=tuple(letters(first_column + index) for index in range(start, end)),
        rows=tuple(Row(number, (*_plain(cells), *blank[len(cells) :])[start:end]) for number, cells in filled),
        merged=frozenset((number, letters(column)) for number, column in merged),
    )
