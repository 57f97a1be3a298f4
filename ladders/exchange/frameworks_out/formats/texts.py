"""Texts as files carry them: what every format can hold, and what no spreadsheet runs."""

from __future__ import annotations

import re

from ladders.exchange.tables.sheets import CONTROLS, LINE_ENDS, LONE_SURROGATES

NO_CHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
RUNS = re.compile(r"'*[=+\-@\t\r]")  # a spreadsheet would take it for a formula; apostrophes in front may be ours
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def normal(text: str) -> str:
    """The text as it goes out and comes in: line feeds only, no control characters, no white space around it.

    Forms save texts like this, so it changes nothing of what people write. Applied twice it is the same as once.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = LINE_ENDS.sub("\n", text).translate(CONTROLS)
    text = LONE_SURROGATES.sub("\ufffd", text)
    return NO_CHARACTERS.sub("\ufffd", text).strip()


def neutral(text: str) -> str:
    """The text for a cell of a csv: an apostrophe before what a spreadsheet would run. `plain` takes it off again."""
    return f"'{text}" if RUNS.match(text) else text


def plain(cell: str) -> str:
    """The text in a cell of a csv. One apostrophe is ours, further ones were in the text."""
    return cell[1:] if cell.startswith("'") and RUNS.match(cell) else cell


def escaped(text: str) -> str:
    """The text for a cell of a workbook, where `_x0041_` would be read as the letter A."""
    return ESCAPE.sub("_x005F_", text) if "_x" in text else text
