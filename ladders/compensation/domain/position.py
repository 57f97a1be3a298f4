"""Where a salary stands in a band: a pure function that explains itself.

Every amount is a Decimal, and nothing here takes a float. A salary is first made a full-time year's pay, rounded half up
to cents once; every figure that follows starts from that shown amount, so whoever checks by hand gets the same:

    year:   amount / full-time equivalent
    month:  amount × 12 / full-time equivalent            (× 13 or × 14 where a 13th or a 14th salary is paid)
    week:   amount × 52 / full-time equivalent
    hour:   amount × weekly hours of full-time work × 52     (an hour's pay is the same for part of a week)

    compa-ratio        = annual / midpoint
    range penetration  = (annual − minimum) / (maximum − minimum)

An amount is written in cents, so 85,000 a year is 7,083.33 a month, of which twelve make 84,999.96. Whoever is paid an end
of a band, rounded to the cents of what they are paid by, stands at that end. Pay is outside the band only where no full-time
year within it rounds to that amount:

    below   (amount + half a cent), made a year, ≤ minimum
    above   (amount − half a cent), made a year, > maximum

Source of the two figures: WorldatWork, "The WorldatWork Handbook of Total Rewards", 2nd ed. 2021, on position in range.
Currencies are never converted: a salary in another currency than the band's has no position, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum
from typing import Final

CENT: Final = Decimal("0.01")
HALF_CENT: Final = CENT / 2  # by so much an amount differs at most from what it was rounded from
TENTH: Final = Decimal("0.1")
HUNDRED: Final = Decimal(100)
WEEKS: Final = 52
_EXACT = Context(prec=50, rounding=ROUND_HALF_UP)


class Basis(StrEnum):
    """What period an amount is for."""

    YEAR = "year"
    MONTH = "month"
    MONTH_13 = "month13"  # a month's pay, paid 13 times a year
    MONTH_14 = "month14"
    WEEK = "week"
    HOUR = "hour"

    @property
    def a_year(self) -> int:
        """How often a full-time year pays the amount (for HOUR: a week's hours of it)."""
        return PAYMENTS[self]


PAYMENTS: Final = {
    Basis.YEAR: 1,
    Basis.MONTH: 12,
    Basis.MONTH_13: 13,
    Basis.MONTH_14: 14,
    Basis.WEEK: WEEKS,
    Basis.HOUR: WEEKS,
}


class RangeStatus(StrEnum):
    """Where a person's pay stands, or what keeps it from standing anywhere."""

    BELOW = "below"  # below the minimum
    WITHIN = "within"
    ABOVE = "above"  # above the maximum: red-circled
    OTHER_CURRENCY = "other_currency"
    NO_SALARY = "no_salary"
    NO_BAND = "no_band"  # grade and zone are known, and no band is in force
    NO_ZONE = "no_zone"  # the location belongs to no pay zone
    NO_GRADE = "no_grade"
    NO_LEVEL = "no_level"

    @property
    def placed(self) -> bool:
        """True where there is a position in a range."""
        return self in (RangeStatus.BELOW, RangeStatus.WITHIN, RangeStatus.ABOVE)


@dataclass(frozen=True, slots=True)
class Range:
    """A band as it counts: minimum ≤ midpoint ≤ maximum of a full-time year, in one currency."""

    minimum: Decimal
    midpoint: Decimal
    maximum: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Salaried:
    """What somebody is paid. `fte` is in 0 < fte ≤ 1; `full_time_hours` (a week's) is needed for an hour's pay alone."""

    amount: Decimal
    currency: str
    basis: Basis = Basis.YEAR
    fte: Decimal = Decimal(1)
    full_time_hours: Decimal | None = None

    @property
    def annual(self) -> Decimal:
        """A full-time year's pay, to the cent."""
        return annualise(self.amount, self.basis, self.fte, self.full_time_hours)

    @property
    def ratio(self) -> tuple[Decimal, Decimal]:
        """What the amount is multiplied with and divided by to be a full-time year, exactly."""
        if self.basis is Basis.HOUR:
            return (self.full_time_hours or Decimal(0)) * self.basis.a_year, Decimal(1)
        return Decimal(self.basis.a_year), self.fte

    def side_of(self, band: Range) -> RangeStatus:
        """Whether it is below, within or above a band in its currency, as exactly as an amount in cents can say."""
        if self.less_than(band.minimum):
            return RangeStatus.BELOW
        return RangeStatus.ABOVE if self.more_than(band.maximum) else RangeStatus.WITHIN

    def less_than(self, annual: Decimal) -> bool:
        """Whether it is less than a full-time year of this, and not only for the rounding of what is paid."""
        times, part = self.ratio
        with localcontext(_EXACT):
            return (self.amount + HALF_CENT) * times <= annual * part

    def more_than(self, annual: Decimal) -> bool:
        """Whether it is more than a full-time year of this, and not only for the rounding of what is paid."""
        times, part = self.ratio
        with localcontext(_EXACT):
            return (self.amount - HALF_CENT) * times > annual * part


@dataclass(frozen=True, slots=True)
class Position:
    """Where a full-time year's pay stands. Ratios are cut (not rounded) to 6 places, so that rounding
    them for show is the only rounding they get; None where there is none."""

    standing: RangeStatus
    annual: Decimal | None = None
    compa_ratio: Decimal | None = None
    penetration: Decimal | None = None  # 0.424242 is 42.4 %; None too where minimum and maximum are one
    to_minimum: Decimal = Decimal("0.00")  # what a full-time year lacks to the minimum
    over_maximum: Decimal = Decimal("0.00")


def round_half_up(value: Decimal, step: Decimal = CENT) -> Decimal:
    """Half away from zero, as people and PostgreSQL's `round(numeric)` round."""
    return value.quantize(step, rounding=ROUND_HALF_UP, context=_EXACT)


def annualise(amount: Decimal, basis: Basis, fte: Decimal = Decimal(1), hours: Decimal | None = None) -> Decimal:
    """A full-time year's pay, rounded half up to cents. Raises ValueError for an equivalent or hours that cannot be."""
    if not 0 < fte <= 1:
        raise ValueError("A full-time equivalent lies above 0 and is at most 1.")
    with localcontext(_EXACT):
        if basis is Basis.HOUR:
            if hours is None or hours <= 0:
                raise ValueError("Pay by the hour needs the weekly hours of full-time work.")
            whole = amount * hours * basis.a_year
        else:
            whole = amount * basis.a_year / fte
        return round_half_up(whole)


def full_time_equivalent(hours: Decimal, full_time_hours: Decimal) -> Decimal:
    """Hours of hours, to 9 places, at most 1 (more than full time is full time: overtime is not part of a salary)."""
    if hours <= 0 or full_time_hours <= 0:
        raise ValueError("Weekly hours are more than 0.")
    with localcontext(_EXACT):
        return min(Decimal(1), round_half_up(hours / full_time_hours, Decimal("0.000000001")))


def position(pay: Salaried | None, band: Range | None) -> Position:
    """Where the pay stands in the band."""
    if band is None:
        return Position(RangeStatus.NO_BAND, pay.annual if pay else None)
    if pay is None:
        return Position(RangeStatus.NO_SALARY)
    annual = pay.annual
    if pay.currency != band.currency:
        return Position(RangeStatus.OTHER_CURRENCY, annual)
    standing = pay.side_of(band)
    counted = min(max(annual, band.minimum), band.maximum) if standing is RangeStatus.WITHIN else annual
    return Position(
        standing,
        annual,
        _ratio(annual, band.midpoint),
        _ratio(counted - band.minimum, band.maximum - band.minimum),
        band.minimum - annual if standing is RangeStatus.BELOW else Decimal("0.00"),
        annual - band.maximum if standing is RangeStatus.ABOVE else Decimal("0.00"),
    )


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    with localcontext(_EXACT):
        return (part / whole).quantize(Decimal("0.000001"), rounding=ROUND_DOWN) if whole else None
