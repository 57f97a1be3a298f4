"""What a new plan does to the levels there are: before it takes effect, and when it does. Pure: no Django in here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from ladders.impact.domain.points import PlanShape, evaluate

from .grading_status import EvaluatedLevel, Grading, grading
from .shapes import GradingMethod


class RegradingEffect(StrEnum):
    """What happens to one level, the hardest first."""

    STRANDED = "stranded"  # slotted on a grade that the new plan does not have: somebody has to decide
    LOST = "lost"  # a factor is not rated: neither points nor grade any more
    GRADE = "grade"
    POINTS = "points"  # other points, the same grade
    GAINED = "gained"  # everything the new plan asks for is rated: gets points and grade
    SLOTTED = "slotted"  # unaffected: its grade is from elsewhere
    SAME = "same"


CHANGES = (RegradingEffect.LOST, RegradingEffect.GRADE, RegradingEffect.POINTS, RegradingEffect.GAINED)


@dataclass(frozen=True, slots=True)
class Regraded:
    """One level under the new plan. `missing` names the factors without a degree where it loses its grade."""

    at: EvaluatedLevel
    after: Grading
    effect: RegradingEffect
    missing: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """True when points or grade differ."""
        return self.effect in CHANGES


def regrade(plan: PlanShape, levels: Iterable[EvaluatedLevel]) -> tuple[Regraded, ...]:
    """Every level under `plan`, in the order given."""
    return tuple(_one(plan, at) for at in levels)


def _one(plan: PlanShape, at: EvaluatedLevel) -> Regraded:
    after = grading(plan, at.level, at.evaluation)
    if after.method == GradingMethod.SLOTTED:
        stranded = at.level.grade is not None and plan.grade(at.level.grade) is None
        return Regraded(at, after, RegradingEffect.STRANDED if stranded else RegradingEffect.SLOTTED)
    missing: tuple[str, ...] = ()
    if after.method == GradingMethod.NONE:
        if at.level.points is None and at.level.grade is None:
            return Regraded(at, after, RegradingEffect.SAME)
        missing = tuple(factor.name for factor in evaluate(plan, at.degrees).missing)
        return Regraded(at, after, RegradingEffect.LOST, missing)
    if at.level.points is None:
        return Regraded(at, after, RegradingEffect.GAINED)
    if after.grade != at.level.grade:
        return Regraded(at, after, RegradingEffect.LOST if after.grade is None else RegradingEffect.GRADE)
    return Regraded(at, after, RegradingEffect.POINTS if after.points != at.level.points else RegradingEffect.SAME)


def counts(results: Iterable[Regraded]) -> dict[RegradingEffect, int]:
    """How many levels there are of each effect; all effects are named."""
    found = dict.fromkeys(RegradingEffect, 0)
    for item in results:
        found[item.effect] += 1
    return found


def mark_of(results: Iterable[Regraded]) -> str:
    """Changes when anything on the list of effects changes: who confirms a list confirms the one they have seen."""
    lines = sorted(
        f"{item.at.version} {item.at.level.key} {item.at.level.points} {item.at.level.grade} "
        f"{item.after.points} {item.after.grade} {item.effect}"
        for item in results
        if item.effect not in (RegradingEffect.SAME, RegradingEffect.SLOTTED)
    )
    return sha256("\n".join(lines).encode()).hexdigest()[:20]
