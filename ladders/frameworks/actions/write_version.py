"""Writes a whole version from plain data. Templates, copies, new drafts and imports all come in through here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid4

from django.utils import timezone

from ladders.impact.domain.points import PlanShape
from ladders.impact.models import Grade

from ..domain.grading_status import grading
from ..domain.shapes import GradingMethod, LevelShape, VersionShape
from ..models import (
    Competency,
    CompetencyGroup,
    Expectation,
    FactorRating,
    JobEvaluation,
    Level,
    ProficiencyStep,
    Track,
    Version,
)


def write_parts(version: Version, shape: VersionShape, plan: PlanShape) -> None:
    """Fill an empty draft with everything `shape` holds. Levels with evaluations are graded by `plan`.

    A level that claims a grade without an evaluation or a source arrives ungraded: a grade must say where it is from.
    So does one slotted on a grade that `plan` no longer has.
    Runs in the caller's transaction, a fixed number of statements whatever the size.
    """
    grades = {grade.code: grade for grade in Grade.objects.all()}
    ProficiencyStep.objects.bulk_create(
        ProficiencyStep(version=version, number=step.number, name=step.name, description=step.description)
        for step in shape.scale
    )
    tracks = {
        item.key: Track(
            version=version,
            key=item.key,
            position=position,
            kind=item.kind.value,
            name=item.name,
            tagline=item.tagline,
            purpose=item.purpose,
        )
        for position, item in enumerate(shape.tracks)
    }
    Track.objects.bulk_create(tracks.values())
    levels = {
        item.key: _level(version, tracks[track.key], position, item, shape, plan, grades)
        for track in shape.tracks
        for position, item in enumerate(track.levels)
    }
    Level.objects.bulk_create(levels.values())
    competencies = _write_competencies(version, shape)
    Expectation.objects.bulk_create(
        Expectation(
            version=version,
            level=levels[level],
            competency=competencies[competency],
            proficiency=item.proficiency,
            descriptor=item.descriptor,
            examples=item.examples,
            builds_on=item.builds_on,
            links=item.links,
        )
        for (level, competency), item in shape.expectations.items()
    )
    _write_evaluations(version, shape, levels)


def _write_competencies(version: Version, shape: VersionShape) -> dict[UUID, Competency]:
    """By key; with their groups."""
    groups = {
        item.key: CompetencyGroup(
            version=version, key=item.key, position=position, name=item.name, kind=item.kind.value
        )
        for position, item in enumerate(shape.groups)
    }
    CompetencyGroup.objects.bulk_create(groups.values())
    competencies = {
        item.key: Competency(
            version=version,
            key=item.key,
            position=position,
            group=groups[item.group],
            name=item.name,
            description=item.description,
            links=item.links,
        )
        for position, item in enumerate(shape.competencies)
    }
    Competency.objects.bulk_create(competencies.values())
    return competencies


def _write_evaluations(version: Version, shape: VersionShape, levels: Mapping[UUID, Level]) -> None:
    evaluations = {
        level: JobEvaluation(
            version=version,
            level=levels[level],
            evaluators=list(item.evaluators),
            note=item.note,
            evaluated_on=item.on or timezone.localdate(),
            proposed=item.proposed,
        )
        for level, item in shape.evaluations.items()
    }
    JobEvaluation.objects.bulk_create(evaluations.values())
    FactorRating.objects.bulk_create(
        FactorRating(
            version=version,
            evaluation=evaluations[level],
            factor=factor,
            degree=rating.degree,
            rationale=rating.rationale,
        )
        for level, item in shape.evaluations.items()
        for factor, rating in item.ratings.items()
    )


def with_fresh_keys(shape: VersionShape) -> VersionShape:
    """The same content as a framework of its own: every track, level, group and competency under a new key."""
    fresh: dict[UUID, UUID] = {}

    def new(key: UUID) -> UUID:
        return fresh.setdefault(key, uuid4())

    return replace(
        shape,
        tracks=tuple(
            replace(
                track, key=new(track.key), levels=tuple(replace(level, key=new(level.key)) for level in track.levels)
            )
            for track in shape.tracks
        ),
        groups=tuple(replace(group, key=new(group.key)) for group in shape.groups),
        competencies=tuple(replace(item, key=new(item.key), group=new(item.group)) for item in shape.competencies),
        expectations={(new(level), new(item)): text for (level, item), text in shape.expectations.items()},
        evaluations={new(level): item for level, item in shape.evaluations.items()},
    )


def _level(
    version: Version,
    track: Track,
    position: int,
    item: LevelShape,
    shape: VersionShape,
    plan: PlanShape,
    grades: dict[str, Grade],
) -> Level:
    level = Level(
        version=version,
        track=track,
        key=item.key,
        position=position,
        code=item.code,
        title=item.title,
        summary=item.summary,
        scope=item.scope,
    )
    after = grading(plan, item, shape.evaluations.get(item.key))
    if after.method == GradingMethod.EVALUATED:
        level.method, level.points = after.method, after.points
        level.grade = grades.get(after.grade) if after.grade else None
    elif after.method == GradingMethod.SLOTTED and item.grade in grades and plan.grade(item.grade):
        level.method, level.grade, level.source = GradingMethod.SLOTTED, grades[item.grade], item.source
        level.evaluation_due = item.due
    return level
