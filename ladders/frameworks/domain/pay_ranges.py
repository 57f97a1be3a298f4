"""What levels are paid, as people type and paste it: a name and one or two amounts a line. Pure.

Between the amounts stand a tab, a semicolon, a dash, "to", a comma and a space, or spaces alone; between thousands spaces
may stand, too: of `P6 80 000 110 000` both amounts are found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from ladders.core.amounts import AmountColumn, AmountError, column_of, readings

from .grade_patterns import LONGEST, MOST_LINES
from .grade_proposals import RangeLine

MOST_AMOUNTS = 3  # from and to, with a middle between them
_WIDEST = 10  # times its lower end, what is still a range of pay
_NAMED = re.compile(r"(.+?)\s*(?:\t|;|→|->)\s*(.+)")
_SHORT = re.compile(r"(\S+?):?\s+(\D?\s?\d.*)")
_BETWEEN = re.compile(r"\s*(?:\t|;|–|—|,\s|\bto\b|\bbis\b|(?<=\s)-(?=\s)|(?<=\d)-(?=\d))\s*")
_AFTER_NAME = re.compile(r"[\s:;,=→–>-]+")
_MANY_DIGITS = re.compile(r"\D?\d{4}.*|\D?\d{1,3}[.,'’]\d{3}.*")
_APART = re.compile(r"\d\s+\d")
_THOUSANDS = re.compile(r"\D*\d{1,3}(?:\s\d{3})+(?!\d)\D?(?:\d{1,2})?\D*")


def read_ranges(text: str, names: Iterable[str]) -> list[RangeLine]:
    """The lines that hold something; `names` are the codes and titles that lines may begin with."""
    known = _beginning(names)
    cells = [_cells(line.strip()[:LONGEST], known) for line in text.splitlines()[:MOST_LINES] if line.strip()]
    column = column_of(amount for _name, amounts in cells for amount in amounts)
    return [_line(name, amounts, column) for name, amounts in cells]


def _line(name: str, amounts: Sequence[str], column: AmountColumn) -> RangeLine:
    try:
        read: list[Decimal] = [column.read(text) for text in amounts] if all(map(_readings, amounts)) else []
    except AmountError:
        read = []
    low, high = (min(read), max(read)) if read else (None, None)
    return RangeLine(name, " – ".join(amounts), low, high)


def _beginning(names: Iterable[str]) -> Callable[[str], tuple[str, str] | None]:
    """Splits a line that begins with one of these names, the longest that fits, into the name and the rest."""
    words = {r"\s+".join(map(re.escape, name.split())) for name in names if name.strip()}
    if not words:
        return lambda line: None
    pattern = re.compile(rf"({'|'.join(sorted(words, key=len, reverse=True))})(?!-?\w)", re.IGNORECASE)

    def split(line: str) -> tuple[str, str] | None:
        found = pattern.match(line)
        return (found[1], _AFTER_NAME.sub("", line[found.end() :], count=1)) if found else None

    return split


def _cells(line: str, known: Callable[[str], tuple[str, str] | None]) -> tuple[str, list[str]]:
    """Name and amounts: by a name that is known, else up to a tab, a semicolon or an arrow, else up to the first space."""
    matches = [found.groups() for pattern in (_NAMED, _SHORT) if (found := pattern.fullmatch(line))]
    ways = [way for way in (known(line), *matches) if way]
    for name, rest in ways:
        if amounts := _amounts(rest):
            return name.strip(), amounts
    name, rest = ways[0] if ways else (line, "")
    return name.strip(), [rest.strip()] if rest.strip() else []


def _amounts(text: str) -> list[str]:
    """The amounts of a line, as they are written; none where something in it is no amount."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    if len(parts) == 1:
        parts = _beside(parts[0])
    return parts if len(parts) <= MOST_AMOUNTS and all(map(_readings, parts)) else []


def _beside(text: str) -> list[str]:
    """One amount, or those that only spaces part. Spaces between thousands part nothing: where both could be meant, a text of up
    to three groups is one amount, and of longer ones the places count at which amounts make a range of pay."""
    groups = text.split()
    if len(groups) <= MOST_AMOUNTS and all(_MANY_DIGITS.fullmatch(group) and readings(group) for group in groups):
        return groups
    if len(groups) <= MOST_AMOUNTS and _readings(text):
        return [text]
    fitting = [
        parts
        for number in range(1, MOST_AMOUNTS)
        for cuts in combinations(range(1, len(groups)), number)
        if _is_range(parts := [" ".join(groups[start:end]) for start, end in pairwise((0, *cuts, len(groups)))])
    ]
    return fitting[0] if len(fitting) == 1 else [text]


def _readings(text: str) -> list[Decimal]:
    """What it can be; nothing where spaces stand elsewhere than between thousands."""
    fits = not _APART.search(text) or _THOUSANDS.fullmatch(text)
    return list(readings(text).values()) if fits else []


def _is_range(amounts: Sequence[str]) -> bool:
    if any(amount.startswith("0") for amount in amounts[1:]):
        return False  # the end of a number
    read = [max(found) for amount in amounts if (found := _readings(amount))]
    return len(read) == len(amounts) and min(read) > 0 and max(read) < _WIDEST * min(read)
