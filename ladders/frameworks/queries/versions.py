"""Reads over several models, each with a stated number of queries."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from ladders.impact.domain.decision_rights import RightsChange, RightShape, changed_rights, rights_of
from ladders.impact.domain.points import GradeShape, PlanShape
from ladders.impact.models import Factor, FactorPlan, GradeRange, PlanState

from ..domain.shapes import (
    CompetencyShape,
    EvaluationShape,
    ExpectationShape,
    GradingMethod,
    GroupKind,
    GroupShape,
    LevelShape,
    RatingShape,
    StepShape,
    TrackKind,
    TrackShape,
    VersionShape,
)
from ..models import Expectation, FactorRating, JobEvaluation, Level, Version

OF_WORK = ("complexity", "contribution")  # codes of the factors by which specialists rise: difficulty and outcome


def shape_of(version: Version, *, evaluations: bool = False) -> VersionShape:
    """The version as plain data: 6 queries, 8 with evaluations (and one more for a framework or owner not joined)."""
    framework = version.framework
    levels: dict[int, list[LevelShape]] = {}
    level_keys: dict[int, UUID] = {}
    for level in Level.objects.filter(version=version).select_related("grade"):
        levels.setdefault(level.track_id, []).append(level_shape(level))
        level_keys[level.pk] = level.key
    tracks = tuple(
        TrackShape(
            key=track.key,
            kind=TrackKind(track.kind),
            name=track.name,
            tagline=track.tagline,
            purpose=track.purpose,
            levels=tuple(levels.get(track.pk, ())),
        )
        for track in version.track_set.all()
    )
    groups = list(version.competencygroup_set.all())
    by_group: dict[int, list[CompetencyShape]] = {group.pk: [] for group in groups}
    group_keys = {group.pk: group.key for group in groups}
    competency_keys: dict[int, UUID] = {}
    # A draft may be edited between two of these reads: what belongs to something not read yet is left to the next look.
    for item in version.competency_set.all():
        if item.group_id in by_group:
            by_group[item.group_id].append(
                CompetencyShape(item.key, item.name, group_keys[item.group_id], item.description, item.links)
            )
            competency_keys[item.pk] = item.key
    expectations = {
        (level_keys[level], competency_keys[competency]): ExpectationShape(step, text, examples, builds, links)
        for level, competency, step, text, examples, builds, links in Expectation.objects.filter(version=version)
        # A cell that was cleared keeps its row, which counts its edits; to readers there is nothing.
        .exclude(proficiency=None, descriptor="", examples="", builds_on=False, links="")
        .values_list("level_id", "competency_id", "proficiency", "descriptor", "examples", "builds_on", "links")
        if level in level_keys and competency in competency_keys
    }
    return VersionShape(
        framework=framework.name,
        number=version.number,
        state=version.state,
        owner=owner_line(version),
        summary=version.summary,
        statement=version.statement,
        scale=tuple(StepShape(step.number, step.name, step.description) for step in version.steps.all()),
        tracks=tracks,
        groups=tuple(GroupShape(group.key, group.name, GroupKind(group.kind)) for group in groups),
        competencies=tuple(item for group in groups for item in by_group[group.pk]),
        expectations=expectations,
        evaluations=evaluation_shapes(version, level_keys) if evaluations else {},
    )


def level_shape(level: Level) -> LevelShape:
    """One level as plain data; its grade should be joined."""
    return LevelShape(
        key=level.key,
        code=level.code,
        title=level.title,
        summary=level.summary,
        scope=level.scope,
        grade=level.grade.code if level.grade else None,
        rank=level.grade.rank if level.grade else None,
        points=level.points,
        method=GradingMethod(level.method),
        source=level.source,
        due=level.evaluation_due,
    )


def evaluation_shapes(version: Version, level_keys: dict[int, UUID]) -> dict[UUID, EvaluationShape]:
    """Level key → evaluation of every evaluated level of the version: 2 queries."""
    ratings: dict[int, dict[UUID, RatingShape]] = {}
    for rating in FactorRating.objects.filter(version=version):
        ratings.setdefault(rating.evaluation_id, {})[rating.factor] = RatingShape(rating.degree, rating.rationale)
    return {
        level_keys[evaluation.level_id]: EvaluationShape(
            ratings=ratings.get(evaluation.pk, {}),
            evaluators=tuple(evaluation.evaluators),
            note=evaluation.note,
            on=evaluation.evaluated_on,
            proposed=evaluation.proposed,
        )
        for evaluation in JobEvaluation.objects.filter(version=version)
        if evaluation.level_id in level_keys
    }


def owner_line(version: Version) -> str:
    """Who answers for the framework: name and function; empty where nobody is named yet. The owner should be joined."""
    framework = version.framework
    parts = [str(framework.owner or framework.owner_account or ""), framework.owner_title]
    return ", ".join(part for part in parts if part)


def plan_in_force() -> tuple[FactorPlan | None, PlanShape]:
    """The plan that drafts are graded by, with its plain data: 4 queries. An empty plan where none is in force yet."""
    plan = FactorPlan.objects.with_parts().in_force()
    return plan, plan.shape() if plan else PlanShape((), ())


def grades_in_force() -> tuple[GradeShape, ...]:
    """The grades of the plan in force, lowest first: one query."""
    ranges = list(GradeRange.objects.filter(plan__state=PlanState.ACTIVE).select_related("grade"))
    tops = [*(following.points_from - 1 for following in ranges[1:]), None]
    return tuple(
        GradeShape(item.grade.code, item.title, item.points_from, top, item.grade.rank, rights_of(item.rights))
        for item, top in zip(ranges, tops[: len(ranges)], strict=True)
    )


def factors_of_work() -> dict[UUID, str]:
    """Key → name of the factors by which specialists rise, in the plan in force: one query. None in a plan without them."""
    return dict(Factor.objects.filter(plan__state=PlanState.ACTIVE, code__in=OF_WORK).values_list("key", "name"))


def rights_changed(old: Version, new: Version, grades: Collection[str | None]) -> tuple[RightsChange, ...]:
    """What differs in the decision rights of these grades between two versions: 1 query. A draft goes by the plan in force."""
    of_either = Q(plan__state=PlanState.ACTIVE) | Q(plan__in=[old.plan_id, new.plan_id])
    rows = list(GradeRange.objects.filter(of_either, grade__code__in=grades).select_related("grade", "plan"))

    def rights(version: Version) -> dict[str, tuple[RightShape, ...]]:
        return {
            row.grade.code: rights_of(row.rights)
            for row in rows
            if (row.plan_id == version.plan_id if version.plan_id else row.plan.state == PlanState.ACTIVE)
        }

    return changed_rights(rights(old), rights(new))
