"""The table that the benchmarks print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WORDS = {True: "ok", False: "MISSED", None: ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: what, how much, what it may be at most (or at least), what we aim for."""

    work: str
    measured: str
    bound: str = ""
    aim: str = ""
    within: bool | None = None


def table(lines: Sequence[Line]) -> str:
    """The lines as aligned text."""
    rows = [("", "measured", "bound", "aim", "")]
    rows += [(line.work, line.measured, line.bound, line.aim, WORDS[line.within]) for line in lines]
    columns = [[row[i] for row in rows] for i in range(5)]
    # A remark without a measurement may be as long as it likes.
    widths = [max(len(c) for c, row in zip(column, rows, strict=True) if row[1]) for column in columns]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
