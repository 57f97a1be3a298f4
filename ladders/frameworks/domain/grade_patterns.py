"""Lines that give many levels their grades: patterns on code or title, lists, pay ranges. Pure: no Django in here.

A pattern is what stands in a code or a title, with `{n}` for a number (after a space also a Roman one, as in "Engineer III")
and `*` for anything: `IC{n} → {n+3}`, `*Lead* → 8`. It must match the whole, in whatever case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ladders.impact.domain.points import PlanShape

MOST_LINES = 500
MOST_ROWS = 2_000  # of a pasted table
LONGEST = 200  # characters of a line
WIDEST = 2_000  # of a line of a pasted table
STARS = 2  # more make matching slow, and nobody can say what they match
_ARROW = re.compile(r"\s*(?:→|⇒|->|=>|=|\t|;)\s*")
_PLACE = re.compile(r"\{\s*n\s*(?:([+-])\s*(\d{1,2}))?\s*\}")
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True)
class GradeLine:
    """One line: what it is for, and what it gives. `right` is empty where the line could not be read."""

    number: int
    left: str
    right: str

    @property
    def text(self) -> str:
        """As it is shown."""
        return f"{self.left} → {self.right}" if self.right else self.left

    @property
    def readable(self) -> bool:
        """True for a line with two sides that can be looked for."""
        return bool(self.left and self.right) and self.left.count("*") <= STARS and len(_PLACE.findall(self.left)) <= 1

    @property
    def exact(self) -> bool:
        """True for a line that names one code or title: such a line is an exception to the patterns."""
        return "*" not in self.left and not _PLACE.search(self.left)

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        found, end = "", 0
        left = fold(self.left)
        for place in _PLACE.finditer(left):
            roman = r"|[ivx]{1,5}" if place.start() == 0 or left[place.start() - 1] == " " else ""
            found += _literal(left[end : place.start()]) + rf"(?P<n>\d{{1,3}}{roman})"
            end = place.end()
        return re.compile(found + _literal(left[end:]))

    def grade_for(self, *names: str) -> str | None:
        """What the line gives to whatever has one of these names (code, title); None where none of them matches."""
        for name in names:
            if name and (match := self._regex.fullmatch(fold(name))):
                number = _number(match.groupdict().get("n") or "")
                return _PLACE.sub(lambda place, n=number: _counted(n, place), self.right)  # type: ignore[misc]
        return None


def read_lines(text: str) -> list[GradeLine]:
    """The lines of a text that hold something. Between the sides stands an arrow, an equals sign, a tab or a semicolon."""
    found = []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        line = line.strip()
        if not line:
            continue
        sides = [" ".join(side.split()) for side in _ARROW.split(line[:LONGEST], maxsplit=1)]
        found.append(GradeLine(number, sides[0], sides[1] if len(sides) == 2 else ""))
    return found


def column_named(text: str, wanted: str) -> list[tuple[int, list[str]]]:
    """A pasted table as lines of two cells: its first column, and the one of that heading, else of that number, else the second.

    A line of headings is left out. Raises LookupError where there is no such column.
    """
    rows = read_columns(text)
    headings = [fold(cell) for cell in rows[0][1]] if rows else []
    widest = max((len(cells) for _number, cells in rows), default=0)
    if fold(wanted) in headings[1:]:
        place = headings.index(fold(wanted), 1)
    elif not wanted:
        place = 1
    elif wanted.isdecimal() and len(wanted) < 4 and 1 < int(wanted) <= widest:
        place = int(wanted) - 1
    else:
        raise LookupError(wanted)
    if headings[place:] and (headings[place] == fold(wanted) or headings[place].endswith("grade")):
        rows = rows[1:]
    return [(number, [cells[0], cells[place] if place < len(cells) else ""]) for number, cells in rows]


def read_columns(text: str) -> list[tuple[int, list[str]]]:
    """Lines of a pasted table with their numbers: cells between tabs, semicolons or, where there are neither, commas."""
    found = []
    for number, line in enumerate(text.splitlines()[:MOST_ROWS], 1):
        line = line.strip()[:WIDEST]
        if not line:
            continue
        mark = next((mark for mark in ("\t", ";", "→", "->", ",") if mark in line), None)
        cells = [cell.strip() for cell in (line.split(mark) if mark else [line])]
        found.append((number, cells))
    return found


def fold(name: str) -> str:
    """A name for comparing: without case, and with single spaces."""
    return " ".join(name.casefold().split())


def grade_named(plan: PlanShape, text: str) -> str | None:
    """The code of the grade that a text names: "6", "G6", "grade 6". None where it names none, or could be several."""
    wanted = fold(text).removeprefix("grade").strip()
    codes = [grade.code for grade in plan.grades]
    if same := [code for code in codes if fold(code) == wanted]:
        return same[0]
    number = wanted.removeprefix("g")
    near = [code for code in codes if fold(code).removeprefix("g") == number] if number.isdecimal() else []
    return near[0] if len(near) == 1 else None


def matching(lines: Iterable[GradeLine], *names: str) -> list[tuple[GradeLine, str]]:
    """The lines that match one of these names, each with what it gives. Where one names it exactly, patterns step back."""
    found = [(line, given) for line in lines if line.readable and (given := line.grade_for(*names)) is not None]
    return [item for item in found if item[0].exact] or found


def unused(lines: Sequence[GradeLine], names: Iterable[Sequence[str]]) -> list[GradeLine]:
    """The lines that match nothing at all."""
    everything = list(names)
    return [
        line for line in lines if line.readable and not any(line.grade_for(*each) is not None for each in everything)
    ]


def _literal(text: str) -> str:
    return ".*".join(re.escape(part).replace(r"\ ", r"\s+") for part in text.split("*"))


def _number(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    values = [_ROMAN[letter] for letter in text if letter in _ROMAN]
    if not values:
        return None
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _counted(number: int | None, place: re.Match[str]) -> str:
    if number is None:
        return "?"
    sign, by = place.groups()
    return str(number + int(by or 0) * (-1 if sign == "-" else 1))
