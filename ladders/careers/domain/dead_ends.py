"""Where the frameworks themselves end somebody's way: what no person did and only an owner can mend. No Django."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from ladders.frameworks.domain.reach import only_through_management, without_way_in
from ladders.frameworks.domain.shapes import TrackKind

from .published_index import Chart, PublishedIndex, PublishedLevel


@dataclass(frozen=True, slots=True)
class DeadEnds:
    """What to mend, in reading order."""

    only_management: tuple[PublishedLevel, ...]  # levels from which every level further up is a management level
    through_management: tuple[PublishedLevel, ...]  # levels that every way from the start leads to through management
    nobody: tuple[PublishedLevel, ...]  # levels that nobody can reach: offered from nowhere, or without a way in
    waiting: tuple[PublishedLevel, ...]  # levels that are not evaluated yet, so that nobody can be offered them
    no_way_across: tuple[Chart, ...]  # frameworks in which no row holds levels of two tracks


def dead_ends(atlas: PublishedIndex) -> DeadEnds:
    """All of them. Counts of the people concerned belong to whoever knows the people: see the levels' keys."""
    through, nobody = [], []
    for chart in atlas.charts:
        through += [atlas.places[level.key] for level in only_through_management(chart.shape)]
        lost = {level.key for level in without_way_in(chart.shape)}
        nobody += [place for place in chart.places if place.key in lost or not reachable(atlas, place.key)]
    return DeadEnds(
        tuple(place for chart in atlas.charts for place in chart.places if only_management_next(atlas, place)),
        tuple(through),
        tuple(nobody),
        tuple(place for chart in atlas.charts for place in chart.waiting),
        tuple(chart for chart in atlas.charts if not way_across(chart)),
    )


@lru_cache(maxsize=8)
def number_of_ends(atlas: PublishedIndex, seats: frozenset[UUID]) -> int:
    """How many there are in all, those behind vacant seats included; a level counts once for each way that ends at it."""
    found = dead_ends(atlas)
    levels = (found.only_management, found.through_management, found.nobody, found.waiting, only_vacant(atlas, seats))
    return sum(map(len, levels)) + len(found.no_way_across)


def only_vacant(atlas: PublishedIndex, seats: Collection[UUID]) -> tuple[PublishedLevel, ...]:
    """Levels from which every level further up needs a vacant seat, in reading order. `seats`: keys of those that do."""
    found = []
    for chart in atlas.charts:
        for place in chart.places:
            up = [each.there.key for each in atlas.offers[place.key] if each.change > 0]
            if up and all(key in seats for key in up):
                found.append(place)
    return tuple(found)


def only_management_next(atlas: PublishedIndex, place: PublishedLevel) -> bool:
    """True where something is offered further up and all of it is management, seen from another track."""
    up = [each.there for each in atlas.offers[place.key] if each.change > 0]
    return not place.management and bool(up) and all(there.management for there in up)


def reachable(atlas: PublishedIndex, level: UUID) -> bool:
    """True where the level is offered from another one, or is where careers begin: on the framework's lowest row."""
    place = atlas.places[level]
    lowest = atlas.chart_of(place).ranks[:1]
    return bool(atlas.ways_in[level]) or (place.rank is not None and place.rank in lowest)


def way_across(chart: Chart) -> bool:
    """True where a lateral move to another track exists."""
    return any(
        len({place.track.key for place in places if place.track.kind != TrackKind.SHARED}) > 1
        for places in chart.rows.values()
    )
