"""What an export is made from: a version as plain data, with every text as files can carry it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from ladders.frameworks.domain.shapes import (
    EMPTY,
    CompetencyShape,
    EvaluationShape,
    ExpectationShape,
    GradingMethod,
    GroupShape,
    LevelShape,
    RatingShape,
    VersionShape,
)
from ladders.impact.domain.points import PlanShape

from .texts import normal


@dataclass(frozen=True)
class ExportSource:
    """A version and what belongs to it. Make it with `source_from`, so that its texts are ready for every format.

    `plan` is the plan that the version is graded by, `revision` counts the edits of a draft, `note` says what is new.
    """

    slug: str
    shape: VersionShape
    plan: PlanShape
    revision: int = 0
    note: str = ""
    published: dt.date | None = None

    @cached_property
    def factors(self) -> dict[UUID, str]:
        """Factor key → code, in the plan's order."""
        return {factor.key: factor.code for factor in self.plan.factors}

    @cached_property
    def by_group(self) -> dict[UUID, list[CompetencyShape]]:
        """Group key → its competencies in order; groups without any are there, too."""
        found: dict[UUID, list[CompetencyShape]] = {group.key: [] for group in self.shape.groups}
        for item in self.shape.competencies:
            found[item.group].append(item)
        return found

    @cached_property
    def competencies(self) -> list[tuple[GroupShape, CompetencyShape]]:
        """All competencies with their groups, in reading order."""
        return [(group, item) for group in self.shape.groups for item in self.by_group[group.key]]

    @cached_property
    def step_names(self) -> dict[int, str]:
        """Step of the scale → its name."""
        return {step.number: step.name for step in self.shape.scale}

    def asked(self, level: UUID) -> list[tuple[CompetencyShape, ExpectationShape]]:
        """What the level asks, in reading order; without what says nothing."""
        texts = self.shape.expectations
        return [(item, texts[level, item.key]) for _, item in self.competencies if (level, item.key) in texts]

    def ratings(self, level: UUID) -> dict[str, RatingShape]:
        """Factor code → rating of the level, in the plan's order. Factors that the plan does not have are gone."""
        found = self.shape.evaluations.get(level)
        given: Mapping[UUID, RatingShape] = found.ratings if found else {}
        return {code: given[key] for key, code in self.factors.items() if key in given}

    def unique_names(self) -> dict[UUID, str]:
        """Competency key → a name that only it has: its own, or with its group before it where names repeat."""
        twins = Counter(item.name for item in self.shape.competencies)
        return {
            item.key: item.name if twins[item.name] == 1 else f"{group.name} › {item.name}"
            for group, item in self.competencies
        }


def source_from(
    shape: VersionShape,
    plan: PlanShape,
    *,
    slug: str,
    revision: int = 0,
    note: str = "",
    published: dt.date | None = None,
    private: bool = True,
) -> ExportSource:
    """The source of an export. Without `private`, evaluators and notes of evaluations stay out: readers never see them."""
    return ExportSource(slug, carried(shape, private=private), plan, revision, normal(note), published)


def carried(shape: VersionShape, *, private: bool = True) -> VersionShape:
    """The version with every text `normal`, competencies by group, and without expectations that say nothing."""
    tracks = tuple(
        replace(
            track,
            name=normal(track.name),
            tagline=normal(track.tagline),
            purpose=normal(track.purpose),
            levels=tuple(_level(level) for level in track.levels),
        )
        for track in shape.tracks
    )
    order = {group.key: position for position, group in enumerate(shape.groups)}
    texts = {key: _expectation(item) for key, item in shape.expectations.items()}
    return replace(
        shape,
        framework=normal(shape.framework),
        summary=normal(shape.summary),
        statement=normal(shape.statement),
        scale=tuple(
            replace(step, name=normal(step.name), description=normal(step.description)) for step in shape.scale
        ),
        tracks=tracks,
        groups=tuple(replace(group, name=normal(group.name)) for group in shape.groups),
        competencies=tuple(
            replace(item, name=normal(item.name), description=normal(item.description), links=normal(item.links))
            for item in sorted(shape.competencies, key=lambda item: order[item.group])
        ),
        expectations={key: item for key, item in texts.items() if item != EMPTY},
        evaluations={key: _evaluation(item, private) for key, item in shape.evaluations.items()},
    )


def _level(level: LevelShape) -> LevelShape:
    return replace(
        level,
        code=normal(level.code),
        title=normal(level.title),
        summary=normal(level.summary),
        scope=normal(level.scope),
        source=normal(level.source) if level.method is GradingMethod.SLOTTED else "",
    )


def _expectation(item: ExpectationShape) -> ExpectationShape:
    return replace(item, descriptor=normal(item.descriptor), examples=normal(item.examples), links=normal(item.links))


def _evaluation(item: EvaluationShape, private: bool) -> EvaluationShape:
    return EvaluationShape(
        ratings={key: RatingShape(rating.degree, normal(rating.rationale)) for key, rating in item.ratings.items()},
        evaluators=tuple(map(normal, item.evaluators)) if private else (),
        note=normal(item.note) if private else "",
        on=item.on,
        proposed=item.proposed,
    )
