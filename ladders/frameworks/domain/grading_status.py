"""How a level came to its grade, and what an evaluation makes of it under a plan. Pure: no Django in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ladders.impact.domain.points import PlanShape, evaluate

from .shapes import EvaluationShape, GradingMethod, LevelShape, TrackKind


class GradingStatus(StrEnum):
    """Where a level is on its way to a grade of its own."""

    CONFIRMED = "confirmed"  # evaluated here, with evaluators and reasons
    PROPOSED = "proposed"  # every factor has a degree, but nobody has confirmed them yet
    UNFINISHED = "unfinished"  # some factor has no degree: neither points nor grade
    SLOTTED = "slotted"  # a grade from another source, with a date by which to evaluate
    NONE = "none"


@dataclass(frozen=True, slots=True)
class EvaluatedLevel:
    """A level of any version with what an evaluation needs to know around it."""

    version: int  # id of the version's row
    framework: str
    slug: str
    number: int
    state: str  # draft, published, retired
    track: UUID
    track_name: str
    kind: TrackKind
    level: LevelShape
    evaluation: EvaluationShape | None = None

    @property
    def standing(self) -> GradingStatus:
        """Where it is on its way to a grade."""
        return standing_of(self.level, self.evaluation)

    @property
    def degrees(self) -> Mapping[UUID, int]:
        """Factor key → degree; empty without an evaluation."""
        return self.evaluation.degrees if self.evaluation else {}


@dataclass(frozen=True, slots=True)
class Grading:
    """What a level's row says about its grade. `grade` is a code; None below the lowest grade, or without points."""

    method: GradingMethod
    points: int | None
    grade: str | None


def standing_of(level: LevelShape, evaluation: EvaluationShape | None) -> GradingStatus:
    """Where the level is on its way to a grade."""
    if level.method == GradingMethod.SLOTTED:
        return GradingStatus.SLOTTED
    if evaluation is None:
        return GradingStatus.NONE
    if level.method != GradingMethod.EVALUATED:
        return GradingStatus.UNFINISHED
    return GradingStatus.PROPOSED if evaluation.proposed else GradingStatus.CONFIRMED


def grading(plan: PlanShape, level: LevelShape, evaluation: EvaluationShape | None) -> Grading:
    """What the level's grade should be under `plan`.

    A slotted grade has been decided somewhere, so a mere proposal does not displace it: a confirmed evaluation does.
    """
    if level.method == GradingMethod.SLOTTED and (evaluation is None or evaluation.proposed):
        return Grading(GradingMethod.SLOTTED, None, level.grade)
    outcome = evaluate(plan, evaluation.degrees) if evaluation else None
    if outcome is None or not outcome.complete:
        return Grading(GradingMethod.NONE, None, None)
    return Grading(GradingMethod.EVALUATED, outcome.points, outcome.grade.code if outcome.grade else None)
