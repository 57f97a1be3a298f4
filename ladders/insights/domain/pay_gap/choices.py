"""What the Directive leaves open, decided once for a report and printed in its note on methods."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Which pay is compared. An hour's is that of the year divided by the paid hours."""

    ANNUAL = "annual"
    HOURLY = "hourly"


class VariablePopulation(StrEnum):
    """Over whom the gaps in variable pay (b and d) are reported. Both are worked out, since their signs can differ."""

    ALL = "all"
    RECIPIENTS = "recipients"


class EvenMedian(StrEnum):
    """The median of an even number of people: the lower of the two in the middle, or the mean of both."""

    LOWER = "lower"
    MIDDLE = "middle"


class Remainder(StrEnum):
    """Which quarters have one person more where the number is not divisible by four."""

    FROM_BELOW = "from_below"  # lower, lower middle, upper middle
    FROM_ABOVE = "from_above"  # upper, upper middle, lower middle


class PartOfYear(StrEnum):
    """How the year's pay of people counts who were employed for a part of it. Pay an hour needs no scaling."""

    AS_PAID = "as_paid"
    SCALED = "scaled"  # to a whole year
    LEFT_OUT = "left_out"


class Movers(StrEnum):
    """Whether people who joined or left within the year are counted."""

    COUNTED = "counted"
    LEFT_OUT = "left_out"


class Snapshot(StrEnum):
    """Who is counted: whoever was paid within the year, or who was employed on one day of it."""

    WHOLE_YEAR = "whole_year"
    ON_DAY = "on_day"


@dataclass(frozen=True, slots=True)
class Choices:
    """One answer to each question. People of equal pay at the edge of two quarters are always shared in proportion."""

    basis: Basis = Basis.ANNUAL
    variable_population: VariablePopulation = VariablePopulation.ALL
    even_median: EvenMedian = EvenMedian.MIDDLE
    remainder: Remainder = Remainder.FROM_BELOW
    part_of_year: PartOfYear = PartOfYear.SCALED
    movers: Movers = Movers.COUNTED
    snapshot: Snapshot = Snapshot.WHOLE_YEAR
