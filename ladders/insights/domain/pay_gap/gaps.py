"""One gap: (men − women) ÷ men, of two means or two medians. The men's figure is always below the line, the sign is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _

from .choices import EvenMedian
from .people import LeftOut

PLACES: Final = 4  # of a percentage


class Measure(StrEnum):
    """What of a group is compared."""

    MEAN = "mean"
    MEDIAN = "median"


class GapNote(Labelled):
    """What has to be said beside a gap, or instead of one."""

    NOTHING_PAID = "nothing_paid", _("Nobody is paid any of this, so the gap is zero.")
    MEN_ZERO = "men_zero", _("Men’s figure is zero and women’s is not: there is no percentage of zero.")
    NO_WOMEN = "no_women", _("There are no women to compare.")
    NO_MEN = "no_men", _("There are no men to compare.")
    NOBODY = "nobody", _("There is nobody to compare.")


@dataclass(frozen=True, slots=True)
class Gap:
    """One figure that explains itself. `exact` is the gap as a fraction of the men's figure; None: `note` says why."""

    measure: Measure
    women: int  # how many are counted
    men: int
    women_amount: Decimal | None
    men_amount: Decimal | None
    exact: Fraction | None
    note: GapNote | None
    left_out: Counter[LeftOut]

    @property
    def percent(self) -> Decimal | None:
        """In percent of the men's figure, to four places, half up."""
        return None if self.exact is None else percent_of(self.exact)

    def reaches(self, threshold: Decimal) -> bool:
        """True where the gap is at least so many percent, whoever is paid less."""
        return self.exact is not None and abs(self.exact) * 100 >= Fraction(threshold)


def percent_of(share: Fraction) -> Decimal:
    """A fraction in percent, to four places, half away from zero."""
    scaled = share * 100 * 10**PLACES
    whole = Decimal(scaled.numerator) / Decimal(scaled.denominator)
    return whole.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-PLACES)


def mean_gap(women: Sequence[Decimal], men: Sequence[Decimal], left_out: Counter[LeftOut]) -> Gap:
    """Of two means."""
    sums = [sum(amounts, Decimal(0)) for amounts in (women, men)]
    means = [
        Fraction(total) / len(amounts) if amounts else None for total, amounts in zip(sums, (women, men), strict=True)
    ]
    shown = [total / len(amounts) if amounts else None for total, amounts in zip(sums, (women, men), strict=True)]
    return _gap(Measure.MEAN, (len(women), len(men)), means, shown, left_out)


def median_gap(women: Sequence[Decimal], men: Sequence[Decimal], even: EvenMedian, left_out: Counter[LeftOut]) -> Gap:
    """Of two medians."""
    shown = [median(amounts, even) if amounts else None for amounts in (women, men)]
    exact = [None if amount is None else Fraction(amount) for amount in shown]
    return _gap(Measure.MEDIAN, (len(women), len(men)), exact, shown, left_out)


def median(amounts: Sequence[Decimal], even: EvenMedian) -> Decimal:
    """The amount in the middle of at least one."""
    ordered, middle = sorted(amounts), (len(amounts) - 1) // 2
    if len(ordered) % 2 or even is EvenMedian.LOWER:
        return ordered[middle]
    return (ordered[middle] + ordered[middle + 1]) / 2


def _gap(
    measure: Measure,
    counts: tuple[int, int],
    figures: Sequence[Fraction | None],
    shown: Sequence[Decimal | None],
    left_out: Counter[LeftOut],
) -> Gap:
    women, men = figures
    exact, note = None, None
    if women is None or men is None:
        note = GapNote.NOBODY if women is men else GapNote.NO_WOMEN if women is None else GapNote.NO_MEN
    elif men:
        exact = (men - women) / men
    elif women:
        note = GapNote.MEN_ZERO
    else:
        exact, note = Fraction(0), GapNote.NOTHING_PAID
    return Gap(measure, *counts, shown[0], shown[1], exact, note, left_out)
