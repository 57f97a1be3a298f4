"""The seven figures of Article 9(1) of Directive (EU) 2023/970, for one employer and one calendar year.

a mean gap, b mean gap in variable pay, c median gap, d median gap in variable pay, e who receives variable pay, f the
quarters, g the mean gap per category of workers, by basic and by variable pay.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .choices import Choices
from .gaps import Gap, mean_gap, median_gap, percent_of
from .people import ComparedPay, LeftOut, PaidPerson, Population, Sex, population_of
from .quarters import Quarter, quarters_of


@dataclass(frozen=True, slots=True)
class Receiving:
    """How many of one sex receive variable pay."""

    receiving: int
    everybody: int

    @property
    def percent(self) -> Decimal | None:
        """None where there is nobody of that sex."""
        return percent_of(Fraction(self.receiving, self.everybody)) if self.everybody else None


@dataclass(frozen=True, slots=True)
class CategoryGaps:
    """Figure g for one category of workers."""

    category: str
    total: Gap
    basic: Gap
    variable: Gap

    def reaches(self, threshold: Decimal) -> bool:
        """True where the average pay differs by at least so many percent: what Article 10 asks about."""
        return self.total.reaches(threshold)


@dataclass(frozen=True, slots=True)
class Article9:
    """All seven, with the gaps in variable pay over everybody and over those who receive any."""

    choices: Choices
    left_out: Counter[LeftOut]  # of all figures
    mean: Gap
    mean_variable_all: Gap
    mean_variable_recipients: Gap
    median: Gap
    median_variable_all: Gap
    median_variable_recipients: Gap
    women_receiving: Receiving
    men_receiving: Receiving
    quarters: tuple[Quarter, ...]
    categories: tuple[CategoryGaps, ...]  # in the order of their names


def article9(people: Iterable[PaidPerson], choices: Choices) -> Article9:
    """All figures of one employer and year; the order of people makes no difference."""
    return article9_of(population_of(people, choices), choices)


def article9_of(population: Population, choices: Choices) -> Article9:
    """The same of people who are compared already, by the same choices."""
    out = population.left_out + Counter({LeftOut.NOT_COMPARED: population.not_compared})
    women, men = (_of(population.people, sex) for sex in (Sex.WOMAN, Sex.MAN))
    totals = [each.total for each in women], [each.total for each in men]
    variables = [each.variable for each in women], [each.variable for each in men]
    receiving = [each for each in variables[0] if each], [each for each in variables[1] if each]
    without = sum(map(len, variables)) - sum(map(len, receiving))
    out_receiving = out + Counter({LeftOut.NOT_RECEIVING: without})
    even = choices.even_median
    return Article9(
        choices,
        out,
        mean_gap(*totals, out),
        mean_gap(*variables, out),
        mean_gap(*receiving, out_receiving),
        median_gap(*totals, even, out),
        median_gap(*variables, even, out),
        median_gap(*receiving, even, out_receiving),
        Receiving(len(receiving[0]), len(women)),
        Receiving(len(receiving[1]), len(men)),
        quarters_of(population.people, choices.remainder),
        category_gaps(population),
    )


def category_gaps(population: Population) -> tuple[CategoryGaps, ...]:
    """Figure g: each category by itself. What is left out is counted within it."""
    by_category: defaultdict[str, list[ComparedPay]] = defaultdict(list)
    for person in population.people:
        if person.category:
            by_category[person.category].append(person)
    found = []
    for category, people in sorted(by_category.items()):
        women, men = _of(people, Sex.WOMAN), _of(people, Sex.MAN)
        out = +Counter({LeftOut.NOT_COMPARED: len(people) - len(women) - len(men)})
        found.append(
            CategoryGaps(
                category,
                mean_gap([each.total for each in women], [each.total for each in men], out),
                mean_gap([each.basic for each in women], [each.basic for each in men], out),
                mean_gap([each.variable for each in women], [each.variable for each in men], out),
            )
        )
    return tuple(found)


def _of(people: Sequence[ComparedPay], sex: Sex) -> list[ComparedPay]:
    return [person for person in people if person.sex is sex]
