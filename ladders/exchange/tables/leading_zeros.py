"""Employee numbers with and without leading zeros. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from ladders.core.sentences import gettext as _

from .lists import first_of
from .problems import Problems


def without_zeros(number: str) -> str:
    """A number without its leading zeros; "" for what is no number or nothing but zeros."""
    return number.lstrip("0") if number.isascii() and number.isdigit() else ""


def match_without_zeros(
    problems: Problems, rows: Iterable[Any], people: Collection[str], numbers: Callable[[], Iterable[str]]
) -> None:
    """A number that nobody has, but for leading zeros, is the one person's who has it; `people` are those in reach.

    Whoever else has it counts, too, also out of reach: pay never goes to the nearest of several. `numbers` are
    everybody's, asked for once and only where it is needed.
    """
    open_rows = [row for row in rows if row.number not in people and without_zeros(row.number)]
    if not open_rows:
        return
    alike: dict[str, list[str]] = {}
    everybody = set(numbers())
    for number in everybody:
        if bare := without_zeros(number):
            alike.setdefault(bare, []).append(number)
    taken: dict[str, str] = {}
    for row in open_rows:
        found = alike.get(without_zeros(row.number), [])
        if row.number not in everybody and len(found) == 1 and found[0] in people:
            taken[row.number] = found[0]
            row.number = found[0]
    if taken:
        told = first_of([f"{own} is {known}" for own, known in taken.items()], 10, "; ")
        problems.note(
            _("%(file)s: leading zeros are taken not to count: %(told)s. If not, say so.")
            % {"file": problems.file, "told": told}
        )
