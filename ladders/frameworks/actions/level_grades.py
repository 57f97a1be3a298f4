"""Points and grade on a level's row: written in one place, from what the pure functions of `standing` found."""

from __future__ import annotations

from collections.abc import Collection

from ladders.impact.models import Grade

from ..domain.grading_status import Grading, grading
from ..domain.shapes import GradingMethod
from ..models import Level, Version
from ..queries.versions import evaluation_shapes, level_shape, plan_in_force


def write_grading(level: Level, after: Grading) -> None:
    """Write what `grading` found, and only where it differs. The level's texts and their revision are left alone."""
    if (level.method, level.points, level.grade.code if level.grade else None) == (
        after.method,
        after.points,
        after.grade,
    ):
        return
    level.method, level.points = after.method, after.points
    level.grade = Grade.objects.filter(code=after.grade).first() if after.grade else None
    if after.method != GradingMethod.SLOTTED:
        level.source, level.evaluation_due = "", None
    level.save(update_fields=["method", "points", "grade", "source", "evaluation_due"])


def grade_anew(version: Version, rows: Collection[int]) -> None:
    """Grade these levels of a draft by the plan in force, which may be another than when they were last written.

    A level slotted on a grade that this plan does not have loses it: somebody has to decide anew.
    """
    plan = plan_in_force()[1]
    keys = dict(Level.objects.filter(version=version).values_list("pk", "key"))
    evaluations = evaluation_shapes(version, keys)
    for level in Level.objects.filter(pk__in=rows).select_related("grade"):
        after = grading(plan, level_shape(level), evaluations.get(level.key))
        if after.method == GradingMethod.SLOTTED and (after.grade is None or plan.grade(after.grade) is None):
            after = Grading(GradingMethod.NONE, None, None)
        write_grading(level, after)
