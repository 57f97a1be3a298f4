"""From what a file holds to a framework version as plain data. Pure: keys are new, nothing is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID, uuid4

from ladders.exchange.tables.sheets import fold
from ladders.frameworks.domain.shapes import (
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
from ladders.impact.domain.points import PlanShape

from .draft import DraftFramework, DraftLevel

UNGROUPED = "Competencies"


def shape_from(
    framework: DraftFramework,
    *,
    name: str,
    plan: PlanShape,
    scale: tuple[StepShape, ...],
    statement: str,
    due: dt.date,
    keep: bool = False,
) -> VersionShape:
    """The framework as a first version. `scale` and `statement` stand in where the file has none.

    A grade that the file gives is slotted with its source, to be evaluated by `due`; ratings come in as proposals.
    With `keep`, a file that this product wrote gives the version it was written from: keys and confirmed evaluations
    stay what they are.
    Tracks keep the order of the file, except that shared ones come first and management is never the first.
    """
    factors = {factor.code: factor.key for factor in plan.factors}
    groups, competencies = [], []
    keys: dict[tuple[str, str], UUID] = {}
    by_item: dict[int, UUID] = {}  # identity of the competency → its key
    for group in framework.groups:
        found = GroupShape(_key(group.key, keep), group.name or UNGROUPED, group.kind)
        groups.append(found)
        for item in group.competencies:
            key = _key(item.key, keep)
            keys.setdefault((fold(group.name), fold(item.name)), key)
            by_item[id(item)] = key
            competencies.append(CompetencyShape(key, item.name, found.key, item.description, item.links))
    expectations: dict[tuple[UUID, UUID], ExpectationShape] = {}
    evaluations: dict[UUID, EvaluationShape] = {}
    tracks = []
    for track in framework.tracks:
        levels = []
        for level in track.levels:
            shape = _level(level, plan, due, keep)
            levels.append(shape)
            for asked in level.expectations:
                named = fold(asked.group), fold(asked.competency)
                expectations[shape.key, by_item[id(asked.item)] if asked.item else keys[named]] = ExpectationShape(
                    asked.proficiency, asked.descriptor, asked.examples, asked.builds, asked.links
                )
            if ratings := _ratings(level, factors):
                evaluations[shape.key] = _evaluation(level, ratings, keep)
        tracks.append(
            TrackShape(_key(track.key, keep), track.kind, track.name, tuple(levels), track.tagline, track.purpose)
        )
    return VersionShape(
        framework=name,
        number=1,
        state="draft",
        summary=framework.summary,
        statement=framework.statement or statement,
        scale=_steps(framework) or scale,
        tracks=in_order(tracks),
        groups=tuple(groups),
        competencies=tuple(competencies),
        expectations=expectations,
        evaluations=evaluations,
    )


def with_one_start(framework: DraftFramework) -> DraftFramework:
    """The framework with one shared start at most: of several, each goes to the lower end of the track that it leads to.

    Several roles of one family may each have a start of their own, which then is shared by that role alone.
    """
    starts = [track for track in framework.tracks if track.kind is TrackKind.SHARED]
    if len(starts) < 2:
        return framework
    tracks = [replace(track) for track in framework.tracks if track.kind is not TrackKind.SHARED]
    for start in starts:
        same = [track for track in tracks if fold(track.source) == fold(start.source)]
        home = next((track for track in same if track.kind is not TrackKind.MANAGEMENT), None)
        if home is not None:
            home.levels = [*start.levels, *home.levels]
        else:
            tracks.append(replace(start, kind=TrackKind.SPECIALIST))
    return replace(framework, tracks=tracks)


def in_order(tracks: list[TrackShape]) -> tuple[TrackShape, ...]:
    """Shared first; the others as in the file, management after them where it would come first."""
    shared = [track for track in tracks if track.kind == TrackKind.SHARED]
    others = [track for track in tracks if track.kind != TrackKind.SHARED]
    if others and others[0].kind == TrackKind.MANAGEMENT:
        others.sort(key=lambda track: track.kind == TrackKind.MANAGEMENT)
    return (*shared, *others)


def _key(known: UUID | None, keep: bool) -> UUID:
    """The key from the file if it is to be kept, else a new one."""
    return known if keep and known else uuid4()


def _evaluation(level: DraftLevel, ratings: dict[UUID, RatingShape], keep: bool) -> EvaluationShape:
    """A proposal, unless the file is to be taken as it is: somebody here confirms what a file brings."""
    if not keep:
        return EvaluationShape(ratings, proposed=True)
    return EvaluationShape(
        ratings, level.evaluators, level.evaluation_note, level.evaluated_on, proposed=not level.confirmed
    )


def _steps(framework: DraftFramework) -> tuple[StepShape, ...]:
    return tuple(StepShape(number, step.name, step.description) for number, step in enumerate(framework.scale, start=1))


def _ratings(level: DraftLevel, factors: dict[str, UUID]) -> dict[UUID, RatingShape]:
    """Those of the level's ratings whose factors the plan has."""
    return {
        factors[code]: RatingShape(rating.degree, rating.why)
        for code, rating in level.ratings.items()
        if code in factors
    }


def _level(level: DraftLevel, plan: PlanShape, due: dt.date, keep: bool) -> LevelShape:
    """The level; slotted where the file gives a grade that the organisation has, and no ratings that it comes from."""
    grade = plan.grade(level.grade) if level.grade else None
    shape = LevelShape(
        key=_key(level.key, keep),
        code=level.code,
        title=level.title,
        summary=level.summary,
        scope=level.scope,
        grade=grade.code if grade else None,
        rank=grade.rank if grade else None,
    )
    if level.evaluated and (level.ratings or keep):
        return replace(shape, points=level.points, method=GradingMethod.EVALUATED)
    if grade is None:
        return shape
    source = level.grade_source or level.place.file
    return replace(shape, method=GradingMethod.SLOTTED, source=source, due=level.due or due)
