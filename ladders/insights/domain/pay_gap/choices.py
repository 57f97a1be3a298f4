"""What the Directive leaves open, decided once for a report and printed in its note on methods."""

from __future__ import annotations

from dataclasses import dataclass

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _


class Basis(Labelled):
    """Which pay is compared. An hour's is that of the year divided by the paid hours."""

    ANNUAL = "annual", _("that of the year")
    HOURLY = "hourly", _("that of an hour: the year’s pay ÷ paid hours")


class VariablePopulation(Labelled):
    """Over whom the gaps in variable pay (b and d) are reported. Both are worked out, since their signs can differ."""

    ALL = "all", _("everybody, with zero for those who receive none")
    RECIPIENTS = "recipients", _("those who receive any")


class EvenMedian(Labelled):
    """The median of an even number of people: the lower of the two in the middle, or the mean of both."""

    LOWER = "lower", _("the lower of the two amounts in the middle")
    MIDDLE = "middle", _("the mean of the two amounts in the middle")


class Remainder(Labelled):
    """Which quarters have one person more where the number is not divisible by four."""

    FROM_BELOW = "from_below", _("the lower ones first")  # lower, lower middle, upper middle
    FROM_ABOVE = "from_above", _("the upper ones first")


class PartOfYear(Labelled):
    """How the year's pay of people counts who were employed for a part of it. Pay an hour needs no scaling."""

    AS_PAID = "as_paid", _("as it was paid")
    SCALED = "scaled", _("scaled to a whole year")
    LEFT_OUT = "left_out", _("they are left out")


class Movers(Labelled):
    """Whether people who joined or left within the year are counted."""

    COUNTED = "counted", _("yes")
    LEFT_OUT = "left_out", _("no")


class Snapshot(Labelled):
    """Who is counted: whoever was paid within the year, or who was employed on one day of it."""

    WHOLE_YEAR = "whole_year", _("whoever was paid within the year")
    ON_DAY = "on_day", _("whoever was employed on the day of the snapshot")


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
