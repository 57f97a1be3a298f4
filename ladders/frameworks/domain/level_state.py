"""What a level's grade rests on, whole: what acts on many levels at once writes it, and undoing brings it back. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from ladders.core.json_data import JsonData
from ladders.impact.domain.points import PlanShape

from .grading_status import grading
from .shapes import EvaluationShape, GradingMethod, LevelShape


@dataclass(frozen=True, slots=True)
class LevelState(JsonData):
    """Grade, how it came about, and the evaluation. `grade` is a code."""

    method: GradingMethod = GradingMethod.NONE
    grade: str | None = None
    points: int | None = None
    source: str = ""
    due: dt.date | None = None
    evaluation: EvaluationShape | None = None


def state_of(level: LevelShape, evaluation: EvaluationShape | None) -> LevelState:
    """The state of a level as it is."""
    return LevelState(level.method, level.grade, level.points, level.source, level.due, evaluation)


def rated(plan: PlanShape, level: LevelShape, evaluation: EvaluationShape | None) -> LevelState:
    """The state that follows where this becomes the evaluation of the level. A given grade stays until one is confirmed."""
    after = grading(plan, level, evaluation)
    kept = after.method == GradingMethod.SLOTTED
    return LevelState(
        after.method,
        after.grade,
        after.points,
        level.source if kept else "",
        level.due if kept else None,
        evaluation,
    )


def slotted(state: LevelState, grade: str, source: str, due: dt.date) -> LevelState:
    """The state with a grade given from a source."""
    return replace(state, method=GradingMethod.SLOTTED, grade=grade, points=None, source=source, due=due)


def rising(ranks: Sequence[int | None]) -> list[int]:
    """The order of a track's levels in which grades rise, as places of the order there is: who need not move does not.

    A level without a grade stays above the one it stood above.
    """
    carried, height = [], 0
    for rank in ranks:
        height = height if rank is None else rank
        carried.append(height)
    return sorted(range(len(ranks)), key=lambda place: carried[place])


def changed_since(after: Mapping[UUID, LevelState], now: Mapping[UUID, LevelState]) -> list[UUID]:
    """The levels that are no longer as they were left, or are gone."""
    return [key for key, state in after.items() if now.get(key) != state]
