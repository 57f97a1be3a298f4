"""Points and grade of a level: the point-factor method of job evaluation, as a pure function that explains itself.

A factor plan weights its factors (percent of the whole); each factor has degrees, each degree has points on one scale.
The points of a level are the weighted sum of the points of its degrees, rounded half up once, at the end:

    points = round(Σ weight_f × points(degree_f) / Σ weight_f)

Source of the method: the point-factor method as the ILO describes it ("Promoting equity: gender-neutral job
evaluation for equal pay", 2008, chapters 5 and 6). Nothing about a person, a team or a reporting line is an input:
what is not in these dataclasses cannot reach a grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from .decision_rights import RightShape

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class DegreeShape:
    """One step of a factor: its number (1 is the lowest), its points and the anchor text that describes it."""

    number: int
    points: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class FactorShape:
    """One factor of a plan. `key` stays the same through all plan versions; `weight` is in percent."""

    key: UUID
    code: str
    name: str
    weight: Decimal
    degrees: tuple[DegreeShape, ...]
    definition: str = ""
    covers: tuple[str, ...] = ()

    def degree(self, number: int) -> DegreeShape | None:
        """The degree of that number, or None where the factor has no such degree."""
        return next((degree for degree in self.degrees if degree.number == number), None)

    @property
    def lowest(self) -> int:
        """Points of the lowest degree (0 for a factor without degrees)."""
        return min((degree.points for degree in self.degrees), default=0)

    @property
    def highest(self) -> int:
        """Points of the highest degree (0 for a factor without degrees)."""
        return max((degree.points for degree in self.degrees), default=0)


@dataclass(frozen=True, slots=True)
class GradeShape:
    """A grade and the points at which it begins. It ends where the next begins: ranges can neither gap nor overlap."""

    code: str
    title: str
    points_from: int
    points_to: int | None = None  # inclusive; None where nothing is above
    rank: int = 0  # place on the organisation's scale, 1 is the lowest
    rights: tuple[RightShape, ...] = ()  # to decide, of everybody on it


@dataclass(frozen=True, slots=True)
class PlanShape:
    """A version of the factor plan with its grades, lowest grade first."""

    factors: tuple[FactorShape, ...]
    grades: tuple[GradeShape, ...]
    number: int = 0

    @property
    def total_weight(self) -> Decimal:
        """Sum of the weights; the divisor of the points formula."""
        return sum((factor.weight for factor in self.factors), Decimal(0))

    @property
    def lowest(self) -> int:
        """The fewest points a level can be given under this plan."""
        return _rounded(self._weighted(factor.lowest for factor in self.factors))

    @property
    def highest(self) -> int:
        """The most points a level can be given under this plan."""
        return _rounded(self._weighted(factor.highest for factor in self.factors))

    def _weighted(self, points: Iterable[int]) -> Decimal:
        total = self.total_weight
        if not total:
            return Decimal(0)
        return sum((f.weight * p for f, p in zip(self.factors, points, strict=True)), Decimal(0)) / total

    def grade_for(self, points: int) -> GradeShape | None:
        """The grade in whose range the points fall; None below the lowest grade or without grades."""
        found = None
        for grade in self.grades:
            if grade.points_from > points:
                break
            found = grade
        return found

    def grade(self, code: str) -> GradeShape | None:
        """The grade of that code, or None."""
        return next((grade for grade in self.grades if grade.code == code), None)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one factor gave: degree, its points, the factor's share of the whole, and the points it adds (unrounded)."""

    factor: FactorShape
    degree: DegreeShape | None
    share: Decimal  # 0..1
    points: Decimal


@dataclass(frozen=True, slots=True)
class EvaluationOutcome:
    """Points and grade of one evaluation with the reasons. Both are None until every factor has a degree."""

    points: int | None
    grade: GradeShape | None
    contributions: tuple[Contribution, ...]

    @property
    def complete(self) -> bool:
        """True when every factor has a degree."""
        return self.points is not None

    @property
    def missing(self) -> tuple[FactorShape, ...]:
        """The factors that have no degree yet."""
        return tuple(item.factor for item in self.contributions if item.degree is None)


def evaluate(plan: PlanShape, ratings: Mapping[UUID, int]) -> EvaluationOutcome:
    """Points and grade for `ratings` (factor key → degree number) under `plan`, with what each factor gave.

    Ratings of factors that the plan does not have are ignored; a rating of a degree that the factor does not have
    counts as missing. An evaluation with a missing factor has neither points nor grade: half a sum is no result.
    """
    total = plan.total_weight
    contributions = []
    for factor in plan.factors:
        number = ratings.get(factor.key)
        degree = factor.degree(number) if number is not None else None
        share = factor.weight / total if total else Decimal(0)
        contributions.append(Contribution(factor, degree, share, share * degree.points if degree else Decimal(0)))
    if not contributions or not total or any(item.degree is None for item in contributions):
        return EvaluationOutcome(None, None, tuple(contributions))
    weighted = sum((i.factor.weight * i.degree.points for i in contributions if i.degree), Decimal(0))
    points = _rounded(weighted / total)
    return EvaluationOutcome(points, plan.grade_for(points), tuple(contributions))


def effective_weights(plan: PlanShape) -> dict[UUID, Decimal]:
    """What share (0..1) of the reachable spread of points each factor really decides.

    A factor whose degrees lie close together decides less than its weight says; this shows it. Factor key → share,
    summing to 1 where any factor has a spread, all 0 otherwise.
    """
    spreads = {factor.key: factor.weight * (factor.highest - factor.lowest) for factor in plan.factors}
    total = sum(spreads.values(), Decimal(0))
    return {key: spread / total if total else Decimal(0) for key, spread in spreads.items()}


def _rounded(value: Decimal) -> int:
    """Half up, as people round: 622.5 is 623. Banker's rounding would surprise whoever checks by hand."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
