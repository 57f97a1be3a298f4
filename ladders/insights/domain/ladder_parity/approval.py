"""Loyalty or impact? What goes with an approved request: time in level, or how little the next level still asks for.

Least squares of approved (1) or not (0) on both, with HC3 errors: a linear probability model, which always has an answer and
whose coefficients are shares of requests. Either is also said for one standard deviation, so that the two can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import pstdev

from ..adjusted_gap.regression import Coefficient, fitted


@dataclass(frozen=True, slots=True)
class Asked:
    """One answered request: years in the level, and how many proficiencies were assessed below the next level."""

    years_in_level: float
    assessed_gaps: float
    approved: bool


@dataclass(frozen=True, slots=True)
class ApprovalPredictor:
    """What one more unit goes with: `coefficient.value` 0.1 is ten of a hundred requests more that are approved."""

    coefficient: Coefficient
    spread: float  # standard deviation among the requests

    @property
    def strength(self) -> float:
        """What one standard deviation goes with, without its sign."""
        return abs(self.coefficient.value) * self.spread

    @property
    def certain(self) -> bool:
        """True where the interval does not hold zero."""
        return not self.coefficient.low <= 0 <= self.coefficient.high


@dataclass(frozen=True, slots=True)
class ApprovalModel:
    """Both predictors; None where the data cannot tell one from the other."""

    years_in_level: ApprovalPredictor | None
    assessed_gaps: ApprovalPredictor | None
    requests: int
    approved: int

    @property
    def loyalty(self) -> bool | None:
        """True where time in level goes further than assessed gaps, and chance rarely would; None where neither does."""
        years, gaps = self.years_in_level, self.assessed_gaps
        if years is None or gaps is None or not (years.certain or gaps.certain):
            return None
        return years.certain and (not gaps.certain or years.strength > gaps.strength)


def approval_model(requests: Sequence[Asked]) -> ApprovalModel | None:
    """None where there are too few requests, or all were answered alike."""
    if len({request.approved for request in requests}) < 2:
        return None
    columns = {
        "years": [request.years_in_level for request in requests],
        "gaps": [request.assessed_gaps for request in requests],
    }
    model = fitted(columns, [float(request.approved) for request in requests], list(columns))
    if model is None:
        return None
    found = {
        name: ApprovalPredictor(each, pstdev(columns[name])) if (each := model.coefficients[name]) else None
        for name in columns
    }
    approved = sum(request.approved for request in requests)
    return ApprovalModel(found["years"], found["gaps"], len(requests), approved)
