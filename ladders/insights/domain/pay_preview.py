"""What a change does to the gap between women and men of a category, and to parity between tracks: worked out from sums alone.

Means of full-time pay: (men − women) ÷ men, as everywhere; a track stands beside everybody else of the category, on whichever
track. Sums are enough for means, so nobody's pay has to be read again for that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from .pay_gap.people import COMPARED, Sex

TENTH: Final = Decimal("0.1")
_Group = tuple[int, int]  # so many people, and what they are paid together, in cents


class Together(NamedTuple):
    """So many people, and what they are paid together, to the cent."""

    people: int = 0
    pay: Decimal = Decimal(0)

    def plus(self, other: Together) -> Together:
        """With those, too."""
        return Together(self.people + other.people, self.pay + other.pay)

    def minus(self, other: Together) -> Together:
        """Without those."""
        return Together(self.people - other.people, self.pay - other.pay)


class Category(NamedTuple):
    """A category of workers and a currency. `entity`: the legal entity that sets its pay; None: the whole group."""

    entity: str | None
    name: str
    currency: str


class Cell(NamedTuple):
    """People who are alike in all that counts here. `track`: kind of track, "" where levels belong to all tracks."""

    category: Category
    track: str
    sex: Sex


Sums = Mapping[Cell, Together]


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """Exact gaps in percent; None: too few people, or nobody to compare with. `tracks` has those with people only."""

    women: int
    men: int
    gap: Fraction | None
    tracks: Mapping[str, Fraction | None]


def figures(sums: Sums, smallest: Mapping[Category, int]) -> dict[Category, CategoryFigures]:
    """Of these categories, as the sums have them. `smallest`: people on each side of a comparison in each."""
    cells: defaultdict[Category, list[tuple[Cell, Together]]] = defaultdict(list)
    for cell, together in sums.items():
        if together.people:
            cells[cell.category].append((cell, together))
    return {category: _figures(cells[category], least) for category, least in smallest.items()}


def _figures(cells: Iterable[tuple[Cell, Together]], smallest: int) -> CategoryFigures:
    sexes: dict[Sex, _Group] = {Sex.WOMAN: (0, 0), Sex.MAN: (0, 0)}
    tracks: dict[str, _Group] = {}
    everybody = 0, 0
    for cell, together in cells:
        people, cents = together.people, int(together.pay * 100)
        if cell.sex in COMPARED:
            had = sexes[cell.sex]
            sexes[cell.sex] = had[0] + people, had[1] + cents
        if cell.track:
            had = tracks.get(cell.track, (0, 0))
            tracks[cell.track] = had[0] + people, had[1] + cents
            everybody = everybody[0] + people, everybody[1] + cents
    women, men = sexes[Sex.WOMAN], sexes[Sex.MAN]
    gaps = {
        name: _gap(own, (everybody[0] - own[0], everybody[1] - own[1]), smallest)
        for name, own in tracks.items()
        if own != everybody
    }
    return CategoryFigures(women[0], men[0], _gap(women, men, smallest), gaps)


def _gap(group: _Group, others: _Group, smallest: int) -> Fraction | None:
    """By how many percent the mean of the group is below that of the others: exact, since sums are in whole cents."""
    if min(group[0], others[0]) < smallest or not others[1]:
        return None
    own, theirs = group[1] * others[0], others[1] * group[0]
    return Fraction(100 * (theirs - own), theirs)


def changed(sums: Sums, changes: Iterable[tuple[Cell, Together, int]]) -> dict[Cell, Together]:
    """The sums with these added (1) or taken away (−1)."""
    found = dict(sums)
    for cell, together, sign in changes:
        before = found.get(cell, Together())
        found[cell] = before.plus(together) if sign > 0 else before.minus(together)
    return found


def touched(before: Sums, after: Sums) -> set[Category]:
    """The categories in which something differs."""
    return {cell.category for cell in {*before, *after} if before.get(cell) != after.get(cell)}


def reaches(gap: Fraction | None, threshold: Decimal) -> bool:
    """Whether the gap has to be explained: in either direction, from the exact figure."""
    return gap is not None and abs(gap) >= _exact(threshold)


def falls_behind(gap: Fraction | None, threshold: Decimal) -> bool:
    """Whether a track is paid so much less than the others."""
    return gap is not None and gap >= _exact(threshold)


_exact = lru_cache(64)(Fraction)


def shown(gap: Fraction | None) -> Decimal | None:
    """To a tenth of a percent, half up."""
    if gap is None:
        return None
    exact = Decimal(gap.numerator) / Decimal(gap.denominator)
    return exact.quantize(TENTH, ROUND_HALF_UP) + 0  # no minus before a zero
