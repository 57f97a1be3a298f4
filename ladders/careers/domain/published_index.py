"""All published frameworks as people move in them: compiled once, never changed, the same for everybody. No Django.

What is offered from a level is a rule about rows, not about tracks. From a level on a row of a framework these rows are
offered: its own, the nearest row above and below that holds levels, and the rows of its own track's next level up and
down. On an offered row every level of every track is offered alike. Nothing is learned from what people did before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from ladders.frameworks.domain.addresses import asked
from ladders.frameworks.domain.figures import expected_of
from ladders.frameworks.domain.lattice import lattice
from ladders.frameworks.domain.shapes import GroupKind, LevelShape, TrackKind, TrackShape, VersionShape
from ladders.impact.domain.points import GradeShape

from .move_kinds import MoveKind, Rung, kind_of


@dataclass(frozen=True, slots=True, eq=False)
class PublishedLevel:
    """A level of a published framework. `asks`: competency key → step of the framework's scale, where one is named.

    `rank` is the grade's place on the organisation's scale; None: not evaluated yet. `pairs` says the same as `asks` by
    the competencies' numbers in the chart: a UUID takes longer to look up than everything else that a move needs.
    """

    level: LevelShape
    track: TrackShape
    framework: int
    asks: Mapping[UUID, int]
    pairs: tuple[tuple[int, int], ...] = ()

    @property
    def key(self) -> UUID:
        """The level's key, kept through all versions."""
        return self.level.key

    @property
    def rank(self) -> int | None:
        """1 is the lowest grade."""
        return self.level.rank

    @property
    def management(self) -> bool:
        """True on a management track."""
        return self.track.kind == TrackKind.MANAGEMENT

    @property
    def rung(self) -> Rung:
        """Where it stands, for naming a move. Raises ValueError without a grade."""
        if self.level.rank is None:
            raise ValueError("A level without a grade has no place yet.")
        return Rung(self.level.key, self.track.key, self.track.kind, self.framework, self.level.rank)


class PossibleMove(NamedTuple):
    """A move that is possible for everybody on `here`. `change`: grades up (1), none (0), back (-1), by rank."""

    here: PublishedLevel
    there: PublishedLevel
    kind: MoveKind
    change: int
    missing: int  # steps to grow for somebody who has exactly what `here` asks


@dataclass(frozen=True, eq=False)
class Chart:
    """One framework: its levels in reading order, that is row by row from the highest grade, tracks from left to right."""

    id: int
    slug: str
    name: str
    shape: VersionShape
    grades: tuple[GradeShape, ...]
    places: tuple[PublishedLevel, ...]  # of levels with a grade
    waiting: tuple[PublishedLevel, ...]  # of levels that are not evaluated yet
    version: int = 0

    @cached_property
    def number(self) -> dict[UUID, int]:
        """Competency key → its number, from 0."""
        return {competency.key: number for number, competency in enumerate(self.shape.competencies)}

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """The rows that hold levels, lowest first."""
        return tuple(sorted({place.rank for place in self.places if place.rank is not None}))

    @cached_property
    def rows(self) -> dict[int, tuple[PublishedLevel, ...]]:
        """Rank → the levels on that row, left to right."""
        found: dict[int, list[PublishedLevel]] = {}
        for place in self.places:
            if place.rank is not None:
                found.setdefault(place.rank, []).append(place)
        return {rank: tuple(places) for rank, places in found.items()}

    @cached_property
    def people(self) -> frozenset[UUID]:
        """The competencies of leading people, which are kept apart from craft."""
        groups = {group.key for group in self.shape.groups if group.kind == GroupKind.PEOPLE}
        return frozenset(item.key for item in self.shape.competencies if item.group in groups)

    @cached_property
    def most(self) -> int:
        """The highest step of the scale."""
        return max((step.number for step in self.shape.scale), default=5)

    def offered_ranks(self, place: PublishedLevel) -> frozenset[int]:
        """The rows that are offered from a level; none where it has no grade."""
        rank = place.rank
        if rank is None:
            return frozenset()
        used = self.ranks
        index = bisect_left(used, rank)
        own = [level.rank for level in place.track.levels if level.rank is not None]
        found = {rank, *used[max(index - 1, 0) : index], *used[index + 1 : index + 2]}
        found |= {max((each for each in own if each < rank), default=rank)}
        found |= {min((each for each in own if each > rank), default=rank)}
        return frozenset(found)

    def offers(self, place: PublishedLevel) -> tuple[PossibleMove, ...]:
        """Every level on the rows that are offered, but the level itself, in reading order."""
        ranks = self.offered_ranks(place)
        return tuple(offer(place, other) for other in self.places if other.rank in ranks and other is not place)


@dataclass(frozen=True, eq=False)
class PublishedIndex:
    """All charts. `identity` is what they were compiled from: equal identities mean equal content."""

    charts: tuple[Chart, ...]
    identity: Hashable = None
    memo: dict[UUID, Any] = field(default_factory=dict, repr=False)  # what `moving` works out once per level

    @cached_property
    def places(self) -> dict[UUID, PublishedLevel]:
        """Level key → place, of every level that is published."""
        return {place.key: place for chart in self.charts for place in (*chart.places, *chart.waiting)}

    @cached_property
    def by_id(self) -> dict[int, Chart]:
        """Framework id → chart."""
        return {chart.id: chart for chart in self.charts}

    @cached_property
    def by_slug(self) -> dict[str, Chart]:
        """Framework slug → chart."""
        return {chart.slug: chart for chart in self.charts}

    @cached_property
    def offers(self) -> dict[UUID, tuple[PossibleMove, ...]]:
        """Level key → what is offered from it inside its framework."""
        return {place.key: chart.offers(place) for chart in self.charts for place in (*chart.places, *chart.waiting)}

    @cached_property
    def ways_in(self) -> dict[UUID, int]:
        """Level key → from how many levels it is offered. A level without a grade is offered from none."""
        found = dict.fromkeys(self.places, 0)
        for offers in self.offers.values():
            for each in offers:
                found[each.there.key] += 1
        return found

    def chart_of(self, place: PublishedLevel) -> Chart:
        """The framework of a place."""
        return self.by_id[place.framework]

    def elsewhere(self, place: PublishedLevel) -> tuple[PossibleMove, ...]:
        """Levels of other frameworks on the same grade, framework by framework."""
        if place.rank is None:
            return ()
        others = (chart for chart in self.charts if chart.id != place.framework)
        return tuple(offer(place, there) for chart in others for there in chart.rows.get(place.rank, ()))


def offer(here: PublishedLevel, there: PublishedLevel) -> PossibleMove:
    """The move between two levels that have a grade."""
    change = there.rung.rank - here.rung.rank
    return PossibleMove(here, there, kind_of(here.rung, there.rung), change, missing(here.asks, there.asks))


def missing(has: Mapping[UUID, int], asks: Mapping[UUID, int]) -> int:
    """How many steps there are to grow, over all competencies."""
    return sum(max(step - has.get(key, 0), 0) for key, step in asks.items())


def chart(
    framework: int, slug: str, name: str, shape: VersionShape, grades: Sequence[GradeShape], version: int = 0
) -> Chart:
    """Compile one published version."""
    drawn = lattice(shape, grades)
    placed = [level for row in drawn.rows for cell in (*row.cells, row.shared) for level in cell]
    return Chart(
        framework,
        slug,
        name,
        shape,
        tuple(grades),
        tuple(_place(framework, shape, level) for level in placed if level.rank is not None),
        tuple(_place(framework, shape, level) for level in _without_rank(shape.levels)),
        version,
    )


def _without_rank(levels: Iterable[LevelShape]) -> Iterable[LevelShape]:
    return (level for level in levels if level.rank is None)


def _place(framework: int, shape: VersionShape, level: LevelShape) -> PublishedLevel:
    expected = {competency.key for competency in expected_of(shape, level.key)}
    asks, pairs = {}, []
    for number, competency in enumerate(shape.competencies):
        step = asked(shape, level.key, competency).proficiency if competency.key in expected else None
        if step is not None:
            asks[competency.key] = step
            pairs.append((number, step))
    return PublishedLevel(level, shape.track_by_level[level.key], framework, asks, tuple(pairs))
