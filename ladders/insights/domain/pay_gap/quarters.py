"""The four quarters of pay, from the lowest to the highest, and the share of women and men in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from .choices import Remainder
from .gaps import percent_of
from .people import ComparedPay, Sex


@dataclass(frozen=True, slots=True)
class Quarter:
    """How many sit in it. Fractions, because people of equal pay at its edge are shared in proportion."""

    women: Fraction
    men: Fraction
    others: Fraction  # have a place in the order, and no part in the shares

    @property
    def percent_women(self) -> Decimal | None:
        """Of the women and men in it; None where there are none."""
        both = self.women + self.men
        return percent_of(self.women / both) if both else None


def sizes(people: int, remainder: Remainder) -> tuple[int, int, int, int]:
    """How many sit in each quarter, from the lowest."""
    each, more = divmod(people, 4)
    found = [each + (place < more) for place in range(4)]
    first, second, third, fourth = found if remainder is Remainder.FROM_BELOW else reversed(found)
    return first, second, third, fourth


def quarters_of(people: Sequence[ComparedPay], remainder: Remainder) -> tuple[Quarter, ...]:
    """Four quarters by headcount, ordered by total pay."""
    ordered = sorted((person.total, person.sex) for person in people)
    room = list(sizes(len(ordered), remainder))
    whole = [[0] * 3 for _quarter in room]  # almost everybody sits in one quarter; only edges need fractions
    parts = [[Fraction(0)] * 3 for _quarter in room]
    place = 0
    for _total, alike in groupby(ordered, key=lambda entry: entry[0]):
        counts = _counts(sex for _amount, sex in alike)
        waiting = everybody = sum(counts)
        while waiting:
            while not room[place]:
                place += 1
            taken = min(waiting, room[place])
            for index, count in enumerate(counts):
                if taken == everybody:
                    whole[place][index] += count
                else:
                    parts[place][index] += Fraction(count * taken, everybody)
            room[place] -= taken
            waiting -= taken
    return tuple(
        Quarter(*(Fraction(people) + share for people, share in zip(*each, strict=True)))
        for each in zip(whole, parts, strict=True)
    )


def _counts(sexes: Iterable[Sex]) -> tuple[int, int, int]:
    women = men = others = 0
    for sex in sexes:
        women += sex is Sex.WOMAN
        men += sex is Sex.MAN
        others += sex not in (Sex.WOMAN, Sex.MAN)
    return women, men, others
