"""What raises would make of the figures: the methods of the report itself, over the same people with what they would be paid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ladders.insights.domain.adjusted_gap.pay_model import AdjustedGap, ExplainedPay, Worth, adjusted_gap
from ladders.insights.domain.pay_gap.article9 import CategoryGaps, category_gaps
from ladders.insights.domain.pay_gap.choices import Choices
from ladders.insights.domain.pay_gap.people import PaidPerson, Sex, population_of

from .raises import NOTHING, Candidate, Raise, cost, planned_raises

POINTS = 24  # of a curve, beside its beginning


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the year that is measured. `explained` None: nobody can say what explains their pay."""

    key: int
    paid: PaidPerson
    explained: ExplainedPay | None = None

    def with_more(self, a_year: Decimal, full_time: Decimal) -> Member:
        """The same person with so much more a whole year at the hours worked, all of it basic pay."""
        paid = replace(self.paid, basic=self.paid.basic + a_year * self.paid.year_share)
        explained = self.explained
        if explained is not None:
            explained = replace(explained, pay=explained.pay + float(full_time))
        return Member(self.key, paid, explained)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What one budget brings: what it costs in every whole year, who is raised, and the gap of the category then."""

    budget: Decimal | None  # None: whatever it takes
    cost: Decimal
    people: frozenset[int]
    gaps: CategoryGaps | None  # None: nobody of the category is left in the figures

    @property
    def raised(self) -> int:
        """How many are raised."""
        return len(self.people)


def raised(members: Iterable[Member], raises: Iterable[Raise]) -> tuple[Member, ...]:
    """Everybody, with what they would be paid."""
    more: Mapping[int, Raise] = {each.key: each for each in raises}
    return tuple(
        each.with_more(found.a_year, found.full_time) if (found := more.get(each.key)) else each for each in members
    )


def gaps_of(members: Iterable[Member], category: str, choices: Choices) -> CategoryGaps | None:
    """Figure g of the category; None where it has nobody."""
    population = population_of((each.paid for each in members if each.paid.category == category), choices)
    return next(iter(category_gaps(population)), None)


def adjusted_of(members: Iterable[Member], worth: Worth) -> AdjustedGap | None:
    """The gap that remains between people of equal impact, over everybody; None where the data cannot tell."""
    return adjusted_gap([each.explained for each in members if each.explained is not None], worth)


def less_paid(gaps: CategoryGaps | None) -> Sex | None:
    """The sex that is paid less in the category; None where there is no gap."""
    if gaps is None or not gaps.total.exact:
        return None
    return Sex.WOMAN if gaps.total.exact > 0 else Sex.MAN


def point(
    members: Sequence[Member],
    candidates: Sequence[Candidate],
    budget: Decimal | None,
    category: str,
    choices: Choices,
) -> CurvePoint:
    """What this budget brings."""
    raises = planned_raises(candidates, budget)
    people = frozenset(each.key for each in raises)
    return CurvePoint(budget, cost(raises), people, gaps_of(raised(members, raises), category, choices))


def curve(
    members: Sequence[Member], candidates: Sequence[Candidate], category: str, choices: Choices, points: int = POINTS
) -> tuple[CurvePoint, ...]:
    """From nothing spent to everybody at their target, in equal steps of whole amounts."""
    of_category = [each for each in members if each.paid.category == category]
    full = cost(planned_raises(candidates))
    budgets = sorted({(full * step / points).to_integral_value() for step in range(points)} | {Decimal(0)})
    ends = [budget for budget in budgets if budget < full] if full else []
    steps: list[Decimal | None] = [*ends, None]
    return tuple(point(of_category, candidates, budget, category, choices) for budget in steps)


def least_budget(
    members: Sequence[Member],
    candidates: Sequence[Candidate],
    category: str,
    choices: Choices,
    threshold: Decimal,
) -> CurvePoint | None:
    """The least whole amount a year that brings the gap below the threshold; None where no raise of these does.

    For candidates of the sex that is paid less alone: then the gap shrinks with every amount that is spent.
    """
    of_category = [each for each in members if each.paid.category == category]

    def spent(budget: Decimal | None) -> CurvePoint:
        return point(of_category, candidates, budget, category, choices)

    now, full = spent(NOTHING), spent(None)
    if now.gaps is None or now.gaps.total.exact is None:
        return None
    first = now.gaps.total.exact > 0

    def below(found: CurvePoint) -> bool:
        exact = found.gaps.total.exact if found.gaps else None
        return exact is not None and (exact if first else -exact) * 100 < threshold

    if below(now):
        return now
    if not below(full):
        return None
    low, high = 0, int(cost(planned_raises(candidates))) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if below(spent(Decimal(middle))) else (middle, high)
    return spent(Decimal(high))
