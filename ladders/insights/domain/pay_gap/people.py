"""Who is compared, with what they were paid in one calendar year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _

from .choices import Basis, Choices, Movers, PartOfYear, Snapshot

# Of pay an hour and of pay scaled to a year: some cents an hour still make a percentage of four places.
FINENESS: Final = Decimal("1e-12")
NOTHING: Final = Decimal(0)
WHOLE: Final = Decimal(1)


class Sex(Labelled):
    """As it is recorded for pay reporting. Only the first two are compared; everybody is counted."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NEITHER = "neither", _("Neither")
    NOT_STATED = "not_stated", _("Not stated")


COMPARED: Final = (Sex.WOMAN, Sex.MAN)


class LeftOut(Labelled):
    """Why somebody is not part of a figure."""

    NOT_COMPARED = "not_compared", _("recorded as neither woman nor man, or not stated")
    AWAY_ON_DAY = "away_on_day", _("not employed on the day of the snapshot")
    MOVED = "moved", _("joined or left within the year")
    PART_OF_YEAR = "part_of_year", _("employed for a part of the year")
    NO_HOURS = "no_hours", _("without paid hours")
    NO_PAY = "no_pay", _("without pay in the year")
    NOT_RECEIVING = "not_receiving", _("receive no variable pay")
    NO_CATEGORY = "no_category", _("in no category of workers")


@dataclass(frozen=True, slots=True)
class PaidPerson:
    """One person and year. Amounts are in one currency; `year_share` is the share of the year employed, over 0 up to 1."""

    sex: Sex
    basic: Decimal
    variable: Decimal = NOTHING
    category: str = ""
    hours: Decimal | None = None  # paid hours of the year
    year_share: Decimal = WHOLE
    on_day: bool = True  # employed on the day of the snapshot
    moved: bool = False  # joined or left within the year


@dataclass(frozen=True, slots=True)
class ComparedPay:
    """One person as they are compared: amounts of the year or of an hour."""

    sex: Sex
    basic: Decimal
    variable: Decimal
    category: str

    @property
    def total(self) -> Decimal:
        """Basic and variable pay."""
        return self.basic + self.variable


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody who has a place in the figures, those of neither sex included, and how many were left out for what."""

    people: tuple[ComparedPay, ...]
    left_out: Counter[LeftOut]

    @property
    def not_compared(self) -> int:
        """How many keep a place in the order of pay, but are neither counted as women nor as men."""
        return sum(1 for person in self.people if person.sex not in COMPARED)


def population_of(people: Iterable[PaidPerson], choices: Choices) -> Population:
    """Whom the choices count, and at what pay."""
    kept: list[ComparedPay] = []
    left_out: Counter[LeftOut] = Counter()
    for person in people:
        found = compared_pay(person, choices)
        if isinstance(found, LeftOut):
            left_out[found] += 1
        else:
            kept.append(found)
    return Population(tuple(kept), left_out)


def compared_pay(person: PaidPerson, choices: Choices) -> ComparedPay | LeftOut:
    """One person as the choices count them, or why they are left out."""
    reason = _left_out(person, choices)
    if reason is not None:
        return reason
    basic, variable = person.basic, person.variable
    if choices.basis is Basis.HOURLY and person.hours:
        basic, variable = _divided(basic, person.hours), _divided(variable, person.hours)
    elif choices.part_of_year is PartOfYear.SCALED and person.year_share < WHOLE:
        basic, variable = _divided(basic, person.year_share), _divided(variable, person.year_share)
    return ComparedPay(person.sex, basic, variable, person.category)


def _left_out(person: PaidPerson, choices: Choices) -> LeftOut | None:
    """The first reason that holds."""
    if choices.snapshot is Snapshot.ON_DAY and not person.on_day:
        return LeftOut.AWAY_ON_DAY
    if choices.movers is Movers.LEFT_OUT and person.moved:
        return LeftOut.MOVED
    if choices.part_of_year is PartOfYear.LEFT_OUT and person.year_share < WHOLE:
        return LeftOut.PART_OF_YEAR
    if not person.basic and not person.variable:
        return LeftOut.NO_PAY
    if choices.basis is Basis.HOURLY and not person.hours:
        return LeftOut.NO_HOURS
    return None


def _divided(amount: Decimal, by: Decimal) -> Decimal:
    return (amount / by).quantize(FINENESS, ROUND_HALF_EVEN)
