"""A framework version as plain data: what checks, comparison, the lattice and exports think about.

No Django in here: everything that reasons about frameworks works on these and is tested without a database. Keys are
the UUIDs that a track, level, group or competency keeps through all versions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final
from uuid import UUID


class TrackKind(StrEnum):
    """What a track grows. `SHARED` holds the levels before the tracks part."""

    SHARED = "shared"
    SPECIALIST = "specialist"
    PROJECT = "project"
    INFLUENCE = "influence"
    MANAGEMENT = "management"


class GroupKind(StrEnum):
    """What a competency group is about; leading people is kept apart from leading by influence."""

    GENERAL = "general"
    INFLUENCE = "influence"
    PEOPLE = "people"


class GradingMethod(StrEnum):
    """How a level came to its grade: by evaluation, slotted with a source, or not yet."""

    NONE = ""
    EVALUATED = "evaluated"
    SLOTTED = "slotted"


@dataclass(frozen=True, slots=True)
class StepShape:
    """One step of the proficiency scale; 1 is the lowest."""

    number: int
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class GroupShape:
    """A competency group."""

    key: UUID
    name: str
    kind: GroupKind = GroupKind.GENERAL


@dataclass(frozen=True, slots=True)
class CompetencyShape:
    """An ability, in the group with the key `group`. `links`: where it can be learnt, as `links` keeps it."""

    key: UUID
    name: str
    group: UUID
    description: str = ""
    links: str = ""


LEVEL_TEXTS: Final = ("code", "title", "summary", "scope")  # what a person writes of a level


@dataclass(frozen=True, slots=True)
class LevelShape:
    """A rung of a track. `rank` is the grade's place on the organisation's scale (1 is the lowest), None without grade."""

    key: UUID
    code: str
    title: str
    summary: str = ""
    scope: str = ""
    grade: str | None = None  # the grade's code
    rank: int | None = None
    points: int | None = None
    method: GradingMethod = GradingMethod.NONE
    source: str = ""  # of a slotted grade: Hay, Mercer, collective agreement, committee
    due: dt.date | None = None  # when a slotted level is to be evaluated


@dataclass(frozen=True, slots=True)
class TrackShape:
    """A parallel ladder, its levels lowest first."""

    key: UUID
    kind: TrackKind
    name: str
    levels: tuple[LevelShape, ...] = ()
    tagline: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class ExpectationShape:
    """What one level asks of one competency. `builds_on` reads "as the level before, and …"."""

    proficiency: int | None = None
    descriptor: str = ""
    examples: str = ""
    builds_on: bool = False
    links: str = ""

    @property
    def written(self) -> bool:
        """True when there is a text to read; a proficiency alone tells nobody what to do."""
        return bool(self.descriptor.strip())

    @property
    def asks(self) -> bool:
        """True when the level asks anything of the competency: a step of the scale, a text or examples."""
        return self.proficiency is not None or self.written or bool(self.examples.strip())


@dataclass(frozen=True, slots=True)
class RatingShape:
    """The degree of one factor, with its rationale."""

    degree: int
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class EvaluationShape:
    """A job evaluation: factor key → rating. `proposed` until a person confirmed what a template or file brought."""

    ratings: Mapping[UUID, RatingShape]
    evaluators: tuple[str, ...] = ()
    note: str = ""
    on: dt.date | None = None
    proposed: bool = False

    @property
    def degrees(self) -> dict[UUID, int]:
        """Factor key → degree, as `impact.points.evaluate` takes it."""
        return {factor: rating.degree for factor, rating in self.ratings.items()}


@dataclass(frozen=True)
class VersionShape:
    """One version of a framework, whole."""

    framework: str
    number: int
    state: str  # draft, published, retired
    owner: str = ""
    summary: str = ""
    statement: str = ""
    scale: tuple[StepShape, ...] = ()
    tracks: tuple[TrackShape, ...] = ()
    groups: tuple[GroupShape, ...] = ()
    competencies: tuple[CompetencyShape, ...] = ()  # in reading order: by group, then position
    expectations: Mapping[tuple[UUID, UUID], ExpectationShape] = field(default_factory=dict)  # (level, competency)
    evaluations: Mapping[UUID, EvaluationShape] = field(default_factory=dict)  # level → evaluation, where asked for

    @cached_property
    def levels(self) -> tuple[LevelShape, ...]:
        """All levels, track by track, lowest first."""
        return tuple(level for track in self.tracks for level in track.levels)

    @cached_property
    def parallel(self) -> int:
        """How many tracks there are to choose between: the shared start is none of them."""
        return sum(track.kind != TrackKind.SHARED for track in self.tracks)

    @cached_property
    def level_by_key(self) -> dict[UUID, LevelShape]:
        """Level key → level."""
        return {level.key: level for level in self.levels}

    @cached_property
    def track_by_level(self) -> dict[UUID, TrackShape]:
        """Level key → its track."""
        return {level.key: track for track in self.tracks for level in track.levels}

    @cached_property
    def group_by_key(self) -> dict[UUID, GroupShape]:
        """Group key → group."""
        return {group.key: group for group in self.groups}

    @cached_property
    def competency_by_key(self) -> dict[UUID, CompetencyShape]:
        """Competency key → competency."""
        return {competency.key: competency for competency in self.competencies}

    @cached_property
    def parallel_tracks(self) -> tuple[TrackShape, ...]:
        """The tracks beside each other: all but shared ones."""
        return tuple(track for track in self.tracks if track.kind != TrackKind.SHARED)

    def expectation(self, level: UUID, competency: UUID) -> ExpectationShape:
        """What the level asks of the competency; an empty one where nothing was written."""
        return self.expectations.get((level, competency), EMPTY)

    def level_before(self, level: UUID) -> LevelShape | None:
        """The level that "as the level before" means: the next lower one of the track, or the top of the shared track."""
        track = self.track_by_level[level]
        index = next(i for i, item in enumerate(track.levels) if item.key == level)
        if index:
            return track.levels[index - 1]
        if track.kind == TrackKind.SHARED:
            return None
        shared = [item for other in self.tracks if other.kind == TrackKind.SHARED for item in other.levels]
        return shared[-1] if shared else None


EMPTY = ExpectationShape()
