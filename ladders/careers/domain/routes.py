"""How to get from one level to another: ways over the lattice of which every step is a possible move. No Django.

A route goes towards its end and never away from it: on a way up no step leads down, and the other way round. Routes with
the fewest gaps come first, then those with the smallest, then the shortest; which tracks they use plays no part.
Candidates come from Yen's algorithm as networkx has it, by what each step asks beyond the one before; each is then
measured exactly, with what has been grown on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from uuid import UUID

import networkx as nx

from .available_moves import Move, Mover, ProficiencyProfile, any_offer, standing
from .published_index import PossibleMove, PublishedIndex, PublishedLevel

CANDIDATES = 60  # ways that are measured at most
LONGER = 2  # steps more than the shortest way has
_STEP = 1000  # weight of a step to grow; a move by itself weighs 1


@dataclass(frozen=True, slots=True)
class Route:
    """Moves one after another. `missing`: steps to grow on the whole way; `gaps`: in how many competencies."""

    moves: tuple[Move, ...]
    missing: int
    gaps: int

    @property
    def levels(self) -> tuple[UUID, ...]:
        """The keys of the levels on the way, without the first."""
        return tuple(move.there.key for move in self.moves)


def routes(person: Mover, atlas: PublishedIndex, to: UUID, *, count: int = 4) -> tuple[Route, ...]:
    """The best ways from where the person is to the level `to`, at most `count`; none where there is no way.

    From the first level on, what a step asked counts as grown for the steps after it.
    """
    here = atlas.places.get(person.level) if person.level else None
    there = atlas.places.get(to)
    if here is None or there is None or here is there:
        return ()
    has = standing(person, atlas)
    graph = _graph(person, atlas, here, there, has)
    if here.key not in graph or there.key not in graph or not nx.has_path(graph, here.key, there.key):
        return ()
    shortest = nx.shortest_path_length(graph, here.key, there.key)
    ways = islice(nx.shortest_simple_paths(graph, here.key, there.key, weight="weight"), CANDIDATES)
    found = [
        _measured(person, atlas, [graph.edges[pair]["offer"] for pair in pairwise(way)], has)
        for way in ways
        if len(way) - 1 <= shortest + LONGER
    ]
    order = {key: number for number, key in enumerate(atlas.places)}
    found.sort(key=lambda route: (route.gaps, route.missing, len(route.moves), [order[key] for key in route.levels]))
    return tuple(found[:count])


def _graph(
    person: Mover, atlas: PublishedIndex, here: PublishedLevel, there: PublishedLevel, has: ProficiencyProfile
) -> nx.DiGraph:
    """Possible moves between `here` and `there` as edges, weighted by what they ask beyond what one has by then."""
    graph = nx.DiGraph()
    for each in _offers(person, atlas, here, there):
        asks, before = each.there.asks, each.here.asks
        steps = sum(max(step - max(before.get(key, 0), has[key]), 0) for key, step in asks.items())
        graph.add_edge(each.here.key, each.there.key, weight=_STEP * steps + 1, offer=each)
    return graph


def _offers(
    person: Mover, atlas: PublishedIndex, here: PublishedLevel, there: PublishedLevel
) -> Iterator[PossibleMove]:
    for key in person.rights:
        place = atlas.places.get(key)
        if place is not None and place is not here:
            yield any_offer(here, place)
    if here.rank is None or there.rank is None:
        return
    for key in person.second:
        place = atlas.places.get(key)
        if place is not None and place.rank is not None and place is not here:
            yield any_offer(here, place)
    low, high = sorted((here.rank, there.rank))
    up = there.rank >= here.rank
    charts = {here.framework, there.framework}
    for key, offers in atlas.offers.items():
        place = atlas.places[key]
        if place.framework not in charts:
            continue
        across = atlas.elsewhere(place) if len(charts) > 1 and place.framework == here.framework else ()
        for each in (*offers, *across):
            rank = each.there.rank
            towards = each.change >= 0 if up else each.change <= 0
            inside = rank is not None and low <= rank <= high and each.there.framework in charts
            if inside and towards and place.rank is not None and low <= place.rank <= high:
                yield each


def _measured(person: Mover, atlas: PublishedIndex, offers: list[PossibleMove], has: ProficiencyProfile) -> Route:
    """The moves with what one has before each of them."""
    moves: list[Move] = []
    grown: dict[UUID, int] = {}
    places = tuple(atlas.places[key] for key in (person.level, *person.second) if key in atlas.places)
    for number, each in enumerate(offers):
        own = ProficiencyProfile(atlas, places, {**person.assessed, **grown}) if moves else has
        moves.append(Move(each, own, person.rights.get(each.there.key) if number == 0 else None))
        for key, step in each.there.asks.items():
            grown[key] = max(grown.get(key, has[key]), step)
    gaps = sum(step > has[key] for key, step in grown.items())
    return Route(tuple(moves), sum(move.missing for move in moves), gaps)
