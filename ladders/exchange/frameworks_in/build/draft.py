"""What an import amounts to, as plain data with places: the one shape that planner, applier and previews work on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ladders.exchange.tables.sheets import Place
from ladders.frameworks.domain.shapes import GroupKind, TrackKind


@dataclass(slots=True)
class DraftExpectation:
    """What a level asks of a competency. `proficiency` counts from 1, the lowest step of the framework's scale."""

    group: str
    competency: str
    place: Place
    proficiency: int | None = None
    descriptor: str = ""
    examples: str = ""
    links: str = ""
    builds: bool = False  # "as the level before, and …"
    key: UUID | None = None  # the competency's, in a file that this product wrote
    item: DraftCompetency | None = None  # the competency itself, where names alone could be mistaken


@dataclass(slots=True)
class DraftRating:
    """The degree of one factor in a level's evaluation, and why."""

    degree: int
    why: str = ""


@dataclass(slots=True)
class DraftLevel:
    """A rung. `source` is the input's name for it, `number` the input's own numbering (levels of one number on several
    tracks stand side by side), `order` its place on the track from 0. `grade` is slotted: given, with its source."""

    source: str
    code: str
    title: str
    place: Place
    number: int | None = None
    order: int = 0
    summary: str = ""
    scope: str = ""
    grade: str = ""
    grade_source: str = ""
    ratings: dict[str, DraftRating] = field(default_factory=dict)
    expectations: list[DraftExpectation] = field(default_factory=list)
    rows: set[tuple[str, str, int]] = field(default_factory=set)  # file, sheet and row of all that was said of it
    # Only in a file that this product wrote:
    key: UUID | None = None
    evaluated: bool = False  # the grade comes from the ratings and from no other source
    points: int | None = None
    due: dt.date | None = None  # of a slotted grade
    evaluators: tuple[str, ...] = ()
    evaluation_note: str = ""
    evaluated_on: dt.date | None = None
    confirmed: bool = False  # somebody had confirmed the evaluation where the file was written


@dataclass(slots=True)
class DraftTrack:
    """A track, its levels lowest first. `source` is the input's name for it."""

    source: str
    name: str
    kind: TrackKind
    place: Place
    tagline: str = ""
    purpose: str = ""
    levels: list[DraftLevel] = field(default_factory=list)
    key: UUID | None = None


@dataclass(slots=True)
class DraftCompetency:
    """An ability, in the order of the input."""

    name: str
    place: Place
    description: str = ""
    links: str = ""
    key: UUID | None = None


@dataclass(slots=True)
class DraftGroup:
    """A competency group. The name is blank where the input has no groups."""

    name: str
    kind: GroupKind = GroupKind.GENERAL
    competencies: list[DraftCompetency] = field(default_factory=list)
    key: UUID | None = None


@dataclass(slots=True)
class DraftStep:
    """One step of the proficiency scale."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file that this product wrote came from: the framework's slug, the version, how often it had been edited.

    `fingerprints` (see `fingerprints.py`) tell what everything said then, where the file carries them.
    """

    slug: str
    version: int
    state: str = ""
    revision: int = 0
    fingerprints: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class DraftFramework:
    """One framework. The name is blank where the input names none: then the import's own name holds."""

    name: str
    place: Place
    summary: str = ""
    statement: str = ""
    scale: list[DraftStep] = field(default_factory=list)  # lowest first; empty: the product's default scale
    tracks: list[DraftTrack] = field(default_factory=list)
    groups: list[DraftGroup] = field(default_factory=list)
    origin: Origin | None = None  # of a file that this product wrote: names and texts are then exact

    @property
    def levels(self) -> list[DraftLevel]:
        """All levels, track by track."""
        return [level for track in self.tracks for level in track.levels]


@dataclass(slots=True)
class Draft:
    """All frameworks of an import."""

    frameworks: list[DraftFramework] = field(default_factory=list)

    @property
    def tracks(self) -> list[DraftTrack]:
        """All tracks, framework by framework."""
        return [track for framework in self.frameworks for track in framework.tracks]

    @property
    def levels(self) -> list[DraftLevel]:
        """All levels, track by track."""
        return [level for track in self.tracks for level in track.levels]

    @property
    def expectations(self) -> list[DraftExpectation]:
        """All expectations, level by level."""
        return [expectation for level in self.levels for expectation in level.expectations]

    @property
    def competency_names(self) -> list[str]:
        """The names of all competencies; one that several frameworks use counts once."""
        from ladders.exchange.tables.sheets import fold

        names = {
            (fold(group.name), fold(competency.name)): competency.name
            for framework in self.frameworks
            for group in framework.groups
            for competency in group.competencies
        }
        return list(names.values())
