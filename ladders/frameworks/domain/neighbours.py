"""The levels beside which a level is evaluated: on the same row, and next to it on its track. Pure: no Django in here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from ladders.impact.domain.points import GradeShape, PlanShape

from .calibration import far_from, medians
from .grading_status import EvaluatedLevel
from .shapes import EvaluationShape, GradingMethod, LevelShape, RatingShape, TrackKind


class NeighbourPosition(StrEnum):
    """Where a neighbour stands, in the order of the columns."""

    BELOW = "below"  # the level before it on its track, or the top of the shared start
    HERE = "here"
    BESIDE = "beside"  # the same grade, on any track
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class NeighbourColumn:
    """One column. `far`: factor key → the row's median, where this level sticks out of its row."""

    at: EvaluatedLevel
    place: NeighbourPosition
    far: Mapping[UUID, int] = field(default_factory=dict)


def neighbours(
    levels: Sequence[EvaluatedLevel], key: UUID, grade: str | None, degrees: Mapping[UUID, int]
) -> tuple[NeighbourColumn, ...]:
    """The columns around the level `key` of one version, as it would stand with `degrees` on `grade`.

    `levels` are all levels of the version, tracks in order and lowest first. A level that has no grade has none beside
    it. Raises StopIteration where the level is not among them.
    """
    stored = next(at for at in levels if at.level.key == key)
    evaluation = EvaluationShape({factor: RatingShape(degree) for factor, degree in degrees.items()})
    method = GradingMethod.EVALUATED if grade else stored.level.method
    here = replace(
        stored, level=replace(stored.level, grade=grade or stored.level.grade, method=method), evaluation=evaluation
    )
    now = [here if at.level.key == key else at for at in levels]
    below, above = _on_track(now, here)
    beside = [
        at for at in now if here.level.grade is not None and at.level.grade == here.level.grade and at.level.key != key
    ]
    columns = [
        *((at, NeighbourPosition.BELOW) for at in below if at not in beside),
        (here, NeighbourPosition.HERE),
        *((at, NeighbourPosition.BESIDE) for at in beside),
        *((at, NeighbourPosition.ABOVE) for at in above if at not in beside),
    ]
    middle = medians(now)
    return tuple(NeighbourColumn(at, place, far_from(middle, at.level.grade, at.degrees)) for at, place in columns)


def rows_around(
    plan: PlanShape, levels: Sequence[EvaluatedLevel], here: LevelShape
) -> tuple[tuple[GradeShape, tuple[EvaluatedLevel, ...]], ...]:
    """The levels of the next row above and of the next below, whatever their track. Empty where `here` has no grade."""
    places = {grade.code: place for place, grade in enumerate(plan.grades)}
    place = places.get(here.grade or "")
    if place is None:
        return ()
    near = [plan.grades[near] for near in (place + 1, place - 1) if 0 <= near < len(plan.grades)]
    return tuple((grade, tuple(at for at in levels if at.level.grade == grade.code)) for grade in near)


def _on_track(
    levels: Sequence[EvaluatedLevel], here: EvaluatedLevel
) -> tuple[list[EvaluatedLevel], list[EvaluatedLevel]]:
    """The level before and the one after it, each as a list of none or one."""
    track = [at for at in levels if at.track == here.track]
    place = next(n for n, at in enumerate(track) if at.level.key == here.level.key)
    below = track[place - 1 : place] if place else []
    if not place and here.kind != TrackKind.SHARED:
        below = [at for at in levels if at.kind == TrackKind.SHARED][-1:]
    return below, track[place + 1 : place + 2]
