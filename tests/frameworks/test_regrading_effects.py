"""What a new plan does to levels, as a pure function."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from uuid import UUID

import pytest

from ladders.frameworks.domain.grading_status import EvaluatedLevel, Grading, GradingStatus
from ladders.frameworks.domain.regrading_effects import RegradingEffect, counts, mark_of, regrade
from ladders.frameworks.domain.shapes import EvaluationShape, GradingMethod, LevelShape, RatingShape, TrackKind
from ladders.impact.domain.points import DegreeShape, FactorShape, GradeShape, PlanShape

DEGREES = tuple(DegreeShape(n, 100 * n) for n in range(1, 6))
ONE = FactorShape(UUID(int=1), "one", "One", Decimal(60), DEGREES)
TWO = FactorShape(UUID(int=2), "two", "Two", Decimal(40), DEGREES)
GRADES = (GradeShape("1", "First", 100, 299), GradeShape("2", "Second", 300))
PLAN = PlanShape((ONE, TWO), GRADES)


def at(
    points: int | None, grade: str | None, one: int | None, two: int | None, method: str = "evaluated", **fields: bool
) -> EvaluatedLevel:
    """A level with a degree per factor."""
    degrees = {key: degree for key, degree in ((ONE.key, one), (TWO.key, two)) if degree}
    ratings = {key: RatingShape(degree) for key, degree in degrees.items()}
    level = LevelShape(UUID(int=9), "S7", "Seven", grade=grade, points=points, method=GradingMethod(method))
    evaluation = EvaluationShape(ratings, **fields) if degrees else None  # type: ignore[arg-type]
    return EvaluatedLevel(1, "F", "f", 1, "draft", UUID(int=8), "Specialist", TrackKind.SPECIALIST, level, evaluation)


EVALUATED, NONE, SLOTTED = GradingMethod.EVALUATED, GradingMethod.NONE, GradingMethod.SLOTTED


@pytest.mark.parametrize(
    ("level", "effect", "after", "missing"),
    [
        (at(300, "2", 3, 3), RegradingEffect.SAME, Grading(EVALUATED, 300, "2"), ()),
        (at(310, "2", 3, 3), RegradingEffect.POINTS, Grading(EVALUATED, 300, "2"), ()),
        (at(290, "1", 3, 3), RegradingEffect.GRADE, Grading(EVALUATED, 300, "2"), ()),
        (at(300, "2", 3, None), RegradingEffect.LOST, Grading(NONE, None, None), ("Two",)),
        (at(300, "2", 3, 6), RegradingEffect.LOST, Grading(NONE, None, None), ("Two",)),
        (at(None, None, 3, 3, ""), RegradingEffect.GAINED, Grading(EVALUATED, 300, "2"), ()),
        (at(None, None, 3, None, ""), RegradingEffect.SAME, Grading(NONE, None, None), ()),
        (at(None, None, None, None, ""), RegradingEffect.SAME, Grading(NONE, None, None), ()),
        (at(None, "1", None, None, "slotted"), RegradingEffect.SLOTTED, Grading(SLOTTED, None, "1"), ()),
        (at(None, "1", 3, 3, "slotted", proposed=True), RegradingEffect.SLOTTED, Grading(SLOTTED, None, "1"), ()),
        (at(None, "7", None, None, "slotted"), RegradingEffect.STRANDED, Grading(SLOTTED, None, "7"), ()),
    ],
)
def test_effects(level: EvaluatedLevel, effect: RegradingEffect, after: Grading, missing: tuple[str, ...]) -> None:
    (result,) = regrade(PLAN, [level])
    assert (result.effect, result.after, result.missing) == (effect, after, missing)


def test_below_the_lowest_grade_a_level_loses_it() -> None:
    plan = dataclasses.replace(PLAN, grades=GRADES[1:])
    (result,) = regrade(plan, [at(200, "1", 2, 2)])
    assert (result.effect, result.after) == (RegradingEffect.LOST, Grading(EVALUATED, 200, None))


def test_counts_name_every_effect() -> None:
    results = regrade(PLAN, [at(300, "2", 3, 3), at(290, "1", 3, 3), at(310, "2", 3, 3), at(311, "2", 3, 3)])
    assert counts(results) == {
        **dict.fromkeys(RegradingEffect, 0),
        RegradingEffect.SAME: 1,
        RegradingEffect.GRADE: 1,
        RegradingEffect.POINTS: 2,
    }


def test_the_mark_changes_with_the_list_and_with_nothing_else() -> None:
    moved, same = at(290, "1", 3, 3), at(300, "2", 3, 3)
    mark = mark_of(regrade(PLAN, [moved]))
    assert mark_of(regrade(PLAN, [moved, same])) == mark
    assert mark_of(regrade(PLAN, [moved, at(310, "2", 3, 3)])) != mark
    assert mark_of(regrade(PLAN, [at(291, "1", 3, 3)])) != mark


@pytest.mark.parametrize(
    ("level", "standing"),
    [
        (at(300, "2", 3, 3), GradingStatus.CONFIRMED),
        (at(300, "2", 3, 3, proposed=True), GradingStatus.PROPOSED),
        (at(None, None, 3, None, ""), GradingStatus.UNFINISHED),
        (at(None, "1", 3, 3, "slotted"), GradingStatus.SLOTTED),
        (at(None, None, None, None, ""), GradingStatus.NONE),
    ],
)
def test_standing(level: EvaluatedLevel, standing: GradingStatus) -> None:
    assert level.standing == standing
