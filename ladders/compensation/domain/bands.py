"""What bands are and how they change: pure functions on decimals and dates, without Django and without floats.

    spread                 = (maximum − minimum) / minimum
    midpoint progression   = (midpoint − midpoint below) / midpoint below
    overlap with below     = (maximum below − minimum) / (maximum − minimum), 0 where the two do not meet

Source of the three: WorldatWork, "The WorldatWork Handbook of Total Rewards", 2nd ed. 2021, on salary structures.
Amounts are rounded half up, to the cent or to a coarser step, once and at the end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Final, TypeVar

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _

CENT: Final = Decimal("0.01")
TENTH: Final = Decimal("0.1")
HUNDRED: Final = Decimal(100)
LARGEST: Final = Decimal("999999999999.99")
STEPS: Final = (CENT, Decimal(1), Decimal(10), Decimal(100), Decimal(500), Decimal(1000))
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
Amounts = tuple[Decimal, Decimal, Decimal]  # minimum, midpoint, maximum of a full-time year
K = TypeVar("K")


class Wrong(Labelled):
    """What keeps three amounts from being a band: the end of a sentence that begins with the grade."""

    NOT_POSITIVE = "not_positive", _("the minimum has to be more than nothing.")
    MIDPOINT_BELOW_MINIMUM = "midpoint_below_minimum", _("the midpoint lies below the minimum.")
    MAXIMUM_BELOW_MIDPOINT = "maximum_below_midpoint", _("the maximum lies below the midpoint.")
    TOO_LARGE = "too_large", _("the amounts are larger than can be kept.")


@dataclass(frozen=True, slots=True)
class Figures:
    """Minimum, midpoint and maximum of a full-time year, in the zone's currency."""

    minimum: Decimal
    midpoint: Decimal
    maximum: Decimal

    @property
    def wrong(self) -> tuple[Wrong, ...]:
        """Everything that keeps these from being a band."""
        found = []
        if self.minimum <= 0:
            found.append(Wrong.NOT_POSITIVE)
        if self.midpoint < self.minimum:
            found.append(Wrong.MIDPOINT_BELOW_MINIMUM)
        if self.maximum < self.midpoint:
            found.append(Wrong.MAXIMUM_BELOW_MIDPOINT)
        if max(self.minimum, self.midpoint, self.maximum) > LARGEST:
            found.append(Wrong.TOO_LARGE)
        return tuple(found)

    def each(self, change: Callable[[Decimal], Decimal]) -> Figures:
        """All three changed alike."""
        return Figures(change(self.minimum), change(self.midpoint), change(self.maximum))


def rounded(amount: Decimal, step: Decimal = CENT) -> Decimal:
    """The multiple of `step` next to the amount, half up (away from zero), in cents."""
    with localcontext(_EXACT):
        return ((amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step).quantize(CENT)


def percentage(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` of `whole` in per cent, to a tenth; None where there is no whole."""
    if not whole:
        return None
    with localcontext(_EXACT):
        return (part * HUNDRED / whole).quantize(TENTH, rounding=ROUND_HALF_UP)


def middle(minimum: Decimal, maximum: Decimal) -> Decimal:
    """Half way, to the cent: the midpoint of a range that names none."""
    with localcontext(_EXACT):
        return rounded((minimum + maximum) / 2)


def spread(figures: Figures) -> Decimal | None:
    """How far the range reaches above its minimum, in per cent."""
    return percentage(figures.maximum - figures.minimum, figures.minimum)


def progression(below: Figures, figures: Figures) -> Decimal | None:
    """How far the midpoint lies above the midpoint below it, in per cent."""
    return percentage(figures.midpoint - below.midpoint, below.midpoint)


def overlap(below: Figures, figures: Figures) -> Decimal | None:
    """How much of the range is also in the range below it, in per cent of this range; None where this is one point."""
    shared = min(below.maximum, figures.maximum) - max(below.minimum, figures.minimum)
    return percentage(max(shared, Decimal(0)), figures.maximum - figures.minimum)


def adjusted(figures: Figures, percent: Decimal, step: Decimal = CENT) -> Figures:
    """All three raised (or lowered) by `percent`, rounded to `step`."""
    with localcontext(_EXACT):
        factor = 1 + percent / HUNDRED
        return figures.each(lambda amount: rounded(amount * factor, step))


def band_in_force(band: Amounts | None, exception: Amounts | None, supplement: Decimal) -> Figures | None:
    """What counts for a level: its exception in the band's place, and the market supplement (in per cent) on top, each amount
    to the cent. `supplemented` says the same in SQL (`pay_positions.py`). None without a band."""
    amounts = exception or band
    return adjusted(Figures(*amounts), supplement) if amounts else None


def multiplied(figures: Figures, factor: Decimal, step: Decimal = CENT) -> Figures:
    """All three times `factor`, rounded to `step`."""
    with localcontext(_EXACT):
        return figures.each(lambda amount: rounded(amount * factor, step))


def to_market(figures: Figures, market: Decimal, step: Decimal = CENT) -> Figures:
    """The midpoint at the market's amount, minimum and maximum as far from it (in proportion) as they were."""
    with localcontext(_EXACT):
        factor = market / figures.midpoint
        moved = figures.each(lambda amount: rounded(amount * factor, step))
    return Figures(moved.minimum, rounded(market, step), moved.maximum)


# --- Periods


@dataclass(frozen=True, slots=True)
class Period:
    """Figures that hold from a day until another (None: no end is known), both included."""

    starts_on: dt.date
    ends_on: dt.date | None
    figures: Figures

    def holds(self, day: dt.date) -> bool:
        """True on its days."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class PastError(ValueError):
    """A change would rewrite days that are over."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What putting new figures on a time line means: `shortened` ends on the day before, `replaced` goes, `added` comes."""

    added: Period
    shortened: Period | None = None
    replaced: Period | None = None

    @property
    def day_before(self) -> dt.date:
        """The last day of the shortened period."""
        return self.added.starts_on - dt.timedelta(days=1)


def as_of(periods: Iterable[Period], day: dt.date) -> Period | None:
    """The period that holds on that day."""
    return next((period for period in periods if period.holds(day)), None)


def place(periods: Sequence[Period], starts_on: dt.date, figures: Figures, *, today: dt.date) -> Placed:
    """Put figures on the time line of one grade and zone, from `starts_on`.

    The running period closes the day before, one that starts on that very day is replaced, and later ones that are
    scheduled already stay: the new one ends before the next. A day that is over keeps its figures: raises PastError
    where one would change. Days that are over and have no figures yet may be filled, as long as nothing follows them.
    """
    running = as_of(periods, starts_on)
    later = [period.starts_on for period in periods if period.starts_on > starts_on]
    if starts_on < today and (running is not None or later):
        raise PastError
    ends_on = min(later) - dt.timedelta(days=1) if later else None
    if ends_on is None and running is not None and running.ends_on is not None:
        ends_on = running.ends_on  # what was to end still ends
    added = Period(starts_on, ends_on, figures)
    if running is None:
        return Placed(added)
    if running.starts_on == starts_on:
        return Placed(added, replaced=running)
    return Placed(added, shortened=running)


# --- A whole structure


@dataclass(frozen=True, slots=True)
class GradeBand:
    """A grade in a structure, with what it is to the next lower grade that has a band."""

    rank: int
    code: str
    title: str
    figures: Figures | None
    before: Figures | None = None  # what a preview compares with
    spread: Decimal | None = None
    progression: Decimal | None = None
    overlap: Decimal | None = None

    @property
    def changed(self) -> bool:
        """True where a preview differs from what holds now."""
        return self.figures is not None and self.figures != self.before

    @property
    def falling(self) -> bool:
        """True where the midpoint does not lie above the one below: a higher grade that pays no more."""
        return self.progression is not None and self.progression <= 0


@dataclass(frozen=True, slots=True)
class GradeName:
    """A grade as far as bands need it."""

    rank: int
    code: str
    title: str = ""


def structure(
    grades: Iterable[GradeName],
    figures: Mapping[str, Figures],
    before: Mapping[str, Figures] | None = None,
) -> tuple[GradeBand, ...]:
    """All grades from the highest down, with spread, midpoint progression and overlap. `figures` is by grade code."""
    rows: list[GradeBand] = []
    below: Figures | None = None
    for grade in sorted(grades, key=lambda item: item.rank):
        own = figures.get(grade.code)
        rows.append(
            GradeBand(
                grade.rank,
                grade.code,
                grade.title,
                own,
                (before or {}).get(grade.code),
                spread(own) if own else None,
                progression(below, own) if own and below else None,
                overlap(below, own) if own and below else None,
            )
        )
        below = own or below
    return tuple(reversed(rows))
