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

from ladders.frameworks.domain.lattice_drawing import DrawnBand
from ladders.frameworks.domain.shapes import CompetencyShape, GroupShape

from .move_kinds import MoveKind
from .published_index import PossibleMove, PublishedIndex, PublishedLevel, missing, offer


@dataclass(frozen=True, slots=True)
class Mover:
    """What moves depend on: the level held now, a second one, assessed proficiencies, and rights of return until a day.

    Where nothing is assessed, a person is taken to have what the levels they hold ask.
    """

    level: UUID | None
    second: tuple[UUID, ...] = ()
    assessed: Mapping[UUID, int] = field(default_factory=dict)
    rights: Mapping[UUID, dt.date] = field(default_factory=dict)


class ProficiencyProfile:
    """What somebody can do: the step of each competency by its key, 0 where there is none.

    What was assessed counts, else the highest that one of the levels held asks. Nothing of it changes once it is made.
    """

    __slots__ = ("_assessed", "_atlas", "_places", "_vectors", "plain")

    def __init__(self, atlas: PublishedIndex, places: tuple[PublishedLevel, ...], assessed: Mapping[UUID, int]) -> None:
        self._atlas, self._places, self._assessed = atlas, places, assessed
        self._vectors: dict[int, list[int]] = {}
        self.plain = len(places) == 1 and not assessed  # exactly what one level asks

    def vector(self, framework: int) -> list[int]:
        """The steps of a framework's competencies, by their numbers."""
        found = self._vectors.get(framework)
        if found is None:
            number = self._atlas.by_id[framework].number
            found = [0] * len(number)
            for place in self._places:
                if place.framework == framework:
                    for at, step in place.pairs:
                        if step > found[at]:
                            found[at] = step
            for key, step in self._assessed.items():
                own = number.get(key)
                if own is not None:
                    found[own] = step
            self._vectors[framework] = found
        return found

    def __getitem__(self, key: UUID) -> int:
        if key in self._assessed:
            return self._assessed[key]
        return max((place.asks.get(key, 0) for place in self._places), default=0)


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
    """A possible move of one person, with what they have for it. `until`: the day on which a right of return ends."""

    offer: PossibleMove
    has: ProficiencyProfile
    until: dt.date | None = None

    @property
    def here(self) -> PublishedLevel:
        """The level held now."""
        return self.offer.here

    @property
    def there(self) -> PublishedLevel:
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
        offer, has = self.offer, self.has
        if has.plain:
            return offer.missing
        there = offer.there
        own = has.vector(there.framework)
        return sum([step - own[at] for at, step in there.pairs if own[at] < step])

    @property
    def gaps(self) -> int:
        """In how many competencies there is something to grow."""
        own = self.has.vector(self.there.framework)
        return sum(own[at] < step for at, step in self.there.pairs)

    @property
    def carried(self) -> int:
        """How many of the competencies that the other level asks carry over."""
        return len(self.there.pairs) - self.gaps

    def bands(self, bands: Mapping[str, DrawnBand]) -> tuple[DrawnBand | None, DrawnBand | None]:
        """Band now and then, of those that the reader may see (grade code → band)."""
        return bands.get(self.here.level.grade or ""), bands.get(self.there.level.grade or "")


class LevelStart(NamedTuple):
    """What is the same for everybody on a level."""

    here: PublishedLevel
    offers: tuple[PossibleMove, ...]
    moves: tuple[Move, ...]  # of somebody who has exactly what the level asks
    standing: ProficiencyProfile


def start(atlas: PublishedIndex, level: UUID | None) -> LevelStart | None:
    """Worked out once per level; None where the level is not published."""
    if level is None:
        return None
    found: LevelStart | None = atlas.memo.get(level)
    if found is None and (here := atlas.places.get(level)) is not None:
        offers = atlas.offers[level]
        own = ProficiencyProfile(atlas, (here,), {})
        own.vector(here.framework)
        found = atlas.memo[level] = LevelStart(here, offers, tuple(Move(each, own) for each in offers), own)
    return found


def standing(person: Mover, atlas: PublishedIndex) -> ProficiencyProfile:
    """What the person can do."""
    found = start(atlas, person.level)
    if found is not None and not person.assessed and not person.second:
        return found.standing
    places = [found.here] if found else []
    places += [atlas.places[key] for key in person.second if key in atlas.places]
    return ProficiencyProfile(atlas, tuple(places), person.assessed)


def available_moves(person: Mover, atlas: PublishedIndex, *, others: bool = False) -> tuple[Move, ...]:
    """Every possible move, in reading order: each level once, those of other frameworks after the own one's.

    others: also the levels of other frameworks on the same grade. Levels with a right of return are offered wherever
    they are, and so is a second level, as the whole. Nothing is offered to somebody whose level is not published.
    """
    found = start(atlas, person.level)
    if found is None:
        return ()
    rights = person.rights
    has = standing(person, atlas)
    own = _to_second(person, atlas, found.here)
    if not rights and not others and not own:
        return found.moves if has is found.standing else tuple([Move(each, has) for each in found.offers])
    moves = [Move(each, has, rights.get(each.there.key)) for each in found.offers]
    seen = {each.there.key for each in found.offers} | {found.here.key}
    for each in atlas.elsewhere(found.here) if others else ():
        seen.add(each.there.key)
        moves.append(Move(each, has, rights.get(each.there.key)))
    for key in rights:
        there = atlas.places.get(key)
        if there is not None and key not in seen:
            moves.append(Move(any_offer(found.here, there), has, rights[key]))
    moves += [Move(each, has) for each in own if each.there.key not in seen and each.there.key not in rights]
    if rights or own:
        order = {key: number for number, key in enumerate(atlas.places)}
        framework = found.here.framework
        moves.sort(key=lambda move: (move.there.framework != framework, order[move.there.key]))
    return tuple(moves)


def _to_second(person: Mover, atlas: PublishedIndex, here: PublishedLevel) -> list[PossibleMove]:
    """The moves that make a level held in part the whole."""
    places = (atlas.places.get(key) for key in person.second if key != here.key)
    return [offer(here, there) for there in places if there is not None and there.rank and here.rank]


def move_to(person: Mover, atlas: PublishedIndex, there: PublishedLevel) -> Move | None:
    """The move to a level, possible now or further away; None where it is the level held, or one is not evaluated yet."""
    here = atlas.places.get(person.level) if person.level else None
    if here is None or here is there:
        return None
    if person.rights.get(there.key) is None and (here.rank is None or there.rank is None):
        return None
    return Move(any_offer(here, there), standing(person, atlas), person.rights.get(there.key))


def compared(move: Move, atlas: PublishedIndex, assessed: Mapping[UUID, int]) -> Iterator[Gap]:
    """What the other level asks, competency by competency in reading order."""
    shape = atlas.chart_of(move.there).shape
    own = move.has.vector(move.there.framework)
    for at, step in move.there.pairs:
        competency = shape.competencies[at]
        group = shape.group_by_key.get(competency.group)
        yield Gap(competency, group, own[at], step, competency.key not in assessed)


def left_behind(
    here: PublishedLevel, there: PublishedLevel, atlas: PublishedIndex
) -> Iterator[tuple[CompetencyShape, int]]:
    """What the level `here` asks more of than the other one, with the step; leading people is not among it."""
    chart = atlas.chart_of(here)
    for at, step in here.pairs:
        competency = chart.shape.competencies[at]
        if competency.key not in chart.people and there.asks.get(competency.key, 0) < step:
            yield competency, step


def any_offer(here: PublishedLevel, there: PublishedLevel) -> PossibleMove:
    """The move between any two levels; one to a level without a grade changes none that is known."""
    if here.rank is None or there.rank is None:
        return PossibleMove(here, there, MoveKind.RETURN, 0, missing(here.asks, there.asks))
    return offer(here, there)
