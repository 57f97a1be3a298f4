"""Levels held mostly by women, beside levels graded equal or lower that are paid more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .pay_gap.gaps import percent_of


@dataclass(frozen=True, slots=True)
class PaidLevel:
    """One level with who holds it. `rank` is its grade's place in the order: higher is worth more."""

    name: str
    rank: int
    women: int
    men: int
    pay: Decimal  # the average of full-time pay, in one currency

    def mostly_women(self, threshold: Decimal) -> bool:
        """True where at least so many percent of its women and men are women."""
        both = self.women + self.men
        return both > 0 and 100 * self.women >= threshold * both


@dataclass(frozen=True, slots=True)
class UnequalPay:
    """Work worth at least as much, paid `percent` less than the other."""

    level: PaidLevel
    other: PaidLevel
    percent: Decimal


def equal_value_check(levels: Sequence[PaidLevel], threshold: Decimal) -> tuple[UnequalPay, ...]:
    """Each level of mostly women with each of others that is worth no more and paid more; the largest difference first."""
    women = [level for level in levels if level.mostly_women(threshold)]
    others = [level for level in levels if not level.mostly_women(threshold) and level.women + level.men]
    found = [
        UnequalPay(level, other, percent_of(1 - Fraction(level.pay) / Fraction(other.pay)))
        for level in women
        for other in others
        if other.rank <= level.rank and other.pay > level.pay
    ]
    return tuple(sorted(found, key=lambda each: (-each.percent, each.level.name, each.other.name)))
