"""Where somebody can go from where they are, and what each move asks of them. Pure functions over the atlas; no Django.

`available_moves` is a lookup for somebody who stands where their level stands, and little more for everybody else: what
is offered was compiled per level, and gaps are worked out when somebody looks at them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from ladders.frameworks.drawing import Band
from ladders.frameworks.shapes import CompetencyShape, GroupShape

from .atlas import Atlas, Offer, Place, missing, offer
from .kinds import MoveKind


@dataclass(frozen=True, slots=True)
class Person:
    """What moves depend on: the level held now, a second one, assessed proficiencies, and rights of return until a day.

    Where nothing is assessed, a person is taken to have what the levels they hold ask.
    """

    level: UUID | None
    second: tuple[UUID, ...] = ()
    assessed: Mapping[UUID, int] = field(default_factory=dict)
    rights: Mapping[UUID, dt.date] = field(default_factory=dict)


class Gap(NamedTuple):
    """One competency that the other level asks: the step one has, and the step it asks. `assumed`: not assessed, taken
    from the level held."""

    competency: CompetencyShape
    group: GroupShape | None
    has: int
    asks: int
    assumed: bool

    @property
    def steps(self) -> int:
        """Steps to grow; 0: it carries over."""
        return max(self.asks - self.has, 0)


class Move(NamedTuple):
    """A possible move of one person. `has`: competency → step; `until`: the day on which a right of return ends."""

    offer: Offer
    has: Mapping[UUID, int]
    until: dt.date | None = None

    @property
    def here(self) -> Place:
        """The level held now."""
        return self.offer.here

    @property
    def there(self) -> Place:
        """The other level."""
        return self.offer.there

    @property
    def kind(self) -> MoveKind:
        """A right of return comes before every other name."""
        return MoveKind.RETURN if self.until else self.offer.kind

    @property
    def change(self) -> int:
        """Grades up, or back where negative."""
        return self.offer.change

    @property
    def missing(self) -> int:
        """Steps to grow over all competencies."""
        return self.offer.missing if self.has is self.offer.here.asks else missing(self.has, self.offer.there.asks)

    @property
    def gaps(self) -> int:
        """In how many competencies there is something to grow."""
        get = self.has.get
        return sum([get(key, 0) < step for key, step in self.offer.there.asks.items()])

    @property
    def carried(self) -> int:
        """How many of the competencies that the other level asks carry over."""
        return len(self.offer.there.asks) - self.gaps

    def bands(self, bands: Mapping[str, Band]) -> tuple[Band | None, Band | None]:
        """Band now and then, of those that the reader may see (grade code → band)."""
        return bands.get(self.here.level.grade or ""), bands.get(self.there.level.grade or "")


def standing(person: Person, atlas: Atlas) -> Mapping[UUID, int]:
    """Competency → step: what was assessed, else the highest that one of the levels held asks."""
    places = [atlas.places[key] for key in (person.level, *person.second) if key in atlas.places]
    if len(places) == 1 and not person.assessed:
        return places[0].asks
    has: dict[UUID, int] = {}
    for place in places:
        for key, step in place.asks.items():
            if step > has.get(key, 0):
                has[key] = step
    has.update(person.assessed)
    return has


def available_moves(person: Person, atlas: Atlas, *, others: bool = False) -> tuple[Move, ...]:
    """Every possible move, in reading order: each level once, those of other frameworks after the own one's.

    others: also the levels of other frameworks on the same grade. Levels with a right of return are offered wherever
    they are. Nothing is offered to somebody whose level is not published.
    """
    here = atlas.places.get(person.level) if person.level else None
    if here is None:
        return ()
    has = standing(person, atlas)
    offers = atlas.offers[here.key]
    rights = person.rights
    if not rights and not others:
        return tuple([Move(each, has) for each in offers])
    found = [Move(each, has, rights.get(each.there.key)) for each in offers]
    seen = {each.there.key for each in offers} | {here.key}
    for each in atlas.elsewhere(here) if others else ():
        seen.add(each.there.key)
        found.append(Move(each, has, rights.get(each.there.key)))
    for key in rights:
        there = atlas.places.get(key)
        if there is not None and key not in seen:
            found.append(Move(_any(here, there), has, rights[key]))
    if any(move.until for move in found):
        order = {key: number for number, key in enumerate(atlas.places)}
        own = here.framework
        found.sort(key=lambda move: (move.there.framework != own, order[move.there.key]))
    return tuple(found)


def move_to(person: Person, atlas: Atlas, there: Place) -> Move | None:
    """The move to a level, possible now or further away; None where it is the level held, or one is not evaluated yet."""
    here = atlas.places.get(person.level) if person.level else None
    if here is None or here is there:
        return None
    if person.rights.get(there.key) is None and (here.rank is None or there.rank is None):
        return None
    return Move(_any(here, there), standing(person, atlas), person.rights.get(there.key))


def compared(move: Move, atlas: Atlas, assessed: Mapping[UUID, int]) -> Iterator[Gap]:
    """What the other level asks, competency by competency in reading order."""
    shape = atlas.chart_of(move.there).shape
    for competency in shape.competencies:
        step = move.there.asks.get(competency.key)
        if step is not None:
            own = move.has.get(competency.key, 0)
            group = shape.group_by_key.get(competency.group)
            yield Gap(competency, group, own, step, competency.key not in assessed)


def left_behind(move: Move, atlas: Atlas) -> Iterator[tuple[CompetencyShape, int]]:
    """What the present level asks more of than the other one, with the step; leading people is not among it."""
    chart = atlas.chart_of(move.here)
    for competency in chart.shape.competencies:
        step = move.here.asks.get(competency.key)
        if step is not None and competency.key not in chart.people and move.there.asks.get(competency.key, 0) < step:
            yield competency, step


def _any(here: Place, there: Place) -> Offer:
    """The move between any two levels; one to a level without a grade changes none that is known."""
    if here.rank is None or there.rank is None:
        return Offer(here, there, MoveKind.RETURN, 0, missing(here.asks, there.asks))
    return offer(here, there)
