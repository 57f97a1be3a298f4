"""What of a report shows sums of pay, as questions for the module that decides about small groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ladders.insights.domain.small_groups import PayQuestion

EVERYBODY = "all"


def category_key(name: str) -> str:
    """What the ledger calls the line of a category."""
    return f"category: {name}"


def questions_of(
    employees: Sequence[int], women: Sequence[bool], places: Sequence[int], names: Iterable[tuple[int, str]]
) -> list[PayQuestion]:
    """The total and each category (place, name), women and men in this order. The three sequences run side by side."""
    sides: defaultdict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    everybody: tuple[list[int], list[int]] = ([], [])
    for employee, woman, place in zip(employees, women, places, strict=True):
        for group in (everybody, sides[place]):
            group[0 if woman else 1].append(employee)
    lines = [(EVERYBODY, everybody), *((category_key(name), sides[place]) for place, name in names)]
    return [PayQuestion(key, (frozenset(own), frozenset(others))) for key, (own, others) in lines]
