"""From what a file holds to a framework version as plain data. Pure: keys are new, nothing is written."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from ladders.frameworks.shapes import (
    CompetencyShape,
    EvaluationShape,
    ExpectationShape,
    GradingMethod,
    GroupShape,
    LevelShape,
    RatingShape,
    StepShape,
    TrackKind,
    TrackShape,
    VersionShape,
)
from ladders.impact.points import PlanShape

from .draft import DraftFramework, DraftLevel
from .sheets import fold

UNGROUPED = "Competencies"


def shape_from(
    framework: DraftFramework, *, name: str, plan: PlanShape, scale: tuple[StepShape, ...], statement: str, due: dt.date
) -> VersionShape:
    """The framework as a first version. `scale` and `statement` stand in where the file has none.

    A grade that the file gives is slotted with its source, to be evaluated by `due`; ratings come in as proposals.
    Tracks keep the order of the file, except that shared ones come first and management is never the first.
    """
    factors = {factor.code: factor.key for factor in plan.factors}
    steps = tuple(
        StepShape(number, step.name, step.description) for number, step in enumerate(framework.scale, start=1)
    )
    groups: list[GroupShape] = []
    competencies: list[CompetencyShape] = []
    keys: dict[tuple[str, str], UUID] = {}
    for group in framework.groups:
        found = GroupShape(uuid4(), group.name or UNGROUPED, group.kind)
        groups.append(found)
        for item in group.competencies:
            keys[fold(group.name), fold(item.name)] = key = uuid4()
            competencies.append(CompetencyShape(key, item.name, found.key, item.description))
    expectations: dict[tuple[UUID, UUID], ExpectationShape] = {}
    evaluations: dict[UUID, EvaluationShape] = {}
    tracks = []
    for track in framework.tracks:
        levels = []
        for level in track.levels:
            shape = _level(level, plan, due)
            levels.append(shape)
            for asked in level.expectations:
                expectations[shape.key, keys[fold(asked.group), fold(asked.competency)]] = ExpectationShape(
                    asked.proficiency, asked.descriptor, asked.examples, asked.builds
                )
            ratings = {
                factors[code]: RatingShape(rating.degree, rating.why)
                for code, rating in level.ratings.items()
                if code in factors
            }
            if ratings:
                evaluations[shape.key] = EvaluationShape(ratings, proposed=True)
        tracks.append(TrackShape(uuid4(), track.kind, track.name, tuple(levels), track.tagline, track.purpose))
    return VersionShape(
        framework=name,
        number=1,
        state="draft",
        summary=framework.summary,
        statement=framework.statement or statement,
        scale=steps or scale,
        tracks=_in_order(tracks),
        groups=tuple(groups),
        competencies=tuple(competencies),
        expectations=expectations,
        evaluations=evaluations,
    )


def _in_order(tracks: list[TrackShape]) -> tuple[TrackShape, ...]:
    """Shared first; the others as in the file, management after them where it would come first."""
    shared = [track for track in tracks if track.kind == TrackKind.SHARED]
    others = [track for track in tracks if track.kind != TrackKind.SHARED]
    if others and others[0].kind == TrackKind.MANAGEMENT:
        others.sort(key=lambda track: track.kind == TrackKind.MANAGEMENT)
    return (*shared, *others)


def _level(level: DraftLevel, plan: PlanShape, due: dt.date) -> LevelShape:
    """The level; slotted where the file gives a grade that the organisation has."""
    grade = plan.grade(level.grade) if level.grade else None
    return LevelShape(
        key=uuid4(),
        code=level.code,
        title=level.title,
        summary=level.summary,
        scope=level.scope,
        grade=grade.code if grade else None,
        rank=grade.rank if grade else None,
        method=GradingMethod.SLOTTED if grade else GradingMethod.NONE,
        source=(level.grade_source or level.place.file) if grade else "",
        due=due if grade else None,
    )
