"""Geometry of the room's pictures, in a box 100 wide, so that templates draw SVG without arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from .points import FactorShape, GradeShape, PlanShape, effective_weights


@dataclass(frozen=True, slots=True)
class FactorBar:
    """A factor's weight as a bar: its share of the sum of weights, and the share of the spread that it decides."""

    factor: FactorShape
    share: Decimal  # percent of the sum of weights
    effective: Decimal  # percent of the reachable spread of points
    width: float  # of the bar, 0..100
    tick: float  # where the effective share ends, 0..100


@dataclass(frozen=True, slots=True)
class GradeBar:
    """A grade's range on the scale of points. `last` is the highest that can be given where nothing is above."""

    grade: GradeShape
    first: int
    last: int
    x: float
    width: float


def factor_bars(plan: PlanShape) -> tuple[FactorBar, ...]:
    """The bars of all factors on one scale: the longest fills the box."""
    total = plan.total_weight
    effective: Mapping[UUID, Decimal] = effective_weights(plan)
    shares = {f.key: f.weight / total if total else Decimal(0) for f in plan.factors}
    longest = max([*shares.values(), *effective.values()], default=Decimal(0)) or Decimal(1)
    return tuple(
        FactorBar(
            factor,
            _percent(shares[factor.key]),
            _percent(effective[factor.key]),
            round(float(shares[factor.key] / longest) * 100, 2),
            round(float(effective[factor.key] / longest) * 100, 2),
        )
        for factor in plan.factors
    )


def grade_bars(plan: PlanShape) -> tuple[GradeBar, ...]:
    """The ranges of all grades, highest first, on the scale from the fewest to the most points there are."""
    if not plan.grades:
        return ()
    low = min(plan.grades[0].points_from, plan.lowest) if plan.factors else plan.grades[0].points_from
    high = max(plan.grades[-1].points_from, plan.highest)
    span = max(high - low, 1)
    bars = []
    for grade in plan.grades:
        last = grade.points_to if grade.points_to is not None else high
        x = (grade.points_from - low) / span * 100
        bars.append(
            GradeBar(grade, grade.points_from, last, round(x, 2), round(max((last - low) / span * 100 - x, 1), 2))
        )
    return tuple(reversed(bars))


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal("0.1"))
