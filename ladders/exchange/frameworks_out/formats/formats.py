"""The formats that frameworks go out in, and the marks by which a file that this product wrote is known again.

What each carries of a version, both ways:
- JSON: everything.
- xlsx: all texts, order, kinds, groups, scale, proficiency, "builds on", examples, grades with source or points, ratings
  with rationale; keys, so that what was renamed is known again; fingerprints, so that edits on both sides can be told
  apart. Not: dates, evaluators and notes of evaluations.
- csv and Markdown: the same without keys and fingerprints.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

SCHEMA: Final = "urn:ladders:framework:1"  # JSON and Markdown name it under `$schema`
WORKBOOK: Final = "ladders:framework:1"  # the first cell of the hidden sheet
HIDDEN_SHEET: Final = "Ladders"
EVALUATED: Final = "Evaluated here"  # in place of the source of a slotted grade
SLOTTED: Final = "Slotted: "  # before a source that would read like the words above


class Format(StrEnum):
    """As the command and the address name them."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"

    @property
    def suffix(self) -> str:
        """The end of the file's name."""
        return "md" if self is Format.MARKDOWN else self.value

    @property
    def content_type(self) -> str:
        """What a browser is told."""
        return _TYPES[self]


_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.MARKDOWN: "text/markdown; charset=utf-8",
}


def grade_source(*, evaluated: bool, points: int | None, source: str) -> str:
    """Where a level's grade comes from, as one text for a cell."""
    if evaluated:
        return EVALUATED if points is None else f"{EVALUATED}, {points} points"
    return f"{SLOTTED}{source}" if source.startswith((EVALUATED, SLOTTED)) else source


def told_source(text: str) -> tuple[bool, int | None, str]:
    """The same backwards: whether evaluated, points, source."""
    if text.startswith(EVALUATED):
        number = text.removeprefix(EVALUATED).strip(" ,").removesuffix("points").strip()
        return True, int(number) if number.isdecimal() and len(number) < 7 else None, ""
    return False, None, text.removeprefix(SLOTTED)
