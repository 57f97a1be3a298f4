"""Which tracks ask for the mix of work that somebody wants. No Django, and no judgement of the person.

Four sources: mastery, outcomes, systems, people. Each has a load now and a load that is wanted, from 1 (little) to 5 (much).
Every kind of track asks much of one source and little of the others, all alike, so that no track is favoured. A track
fits the better, the less its mix differs from the wanted one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _
from ladders.frameworks.domain.shapes import TrackKind

LEAST, MOST = 1, 5
M = TypeVar("M")


class EnergySource(Labelled):
    """Where energy can come from."""

    MASTERY = "mastery", _("Mastery")
    OUTCOMES = "outcomes", _("Outcomes")
    SYSTEMS = "systems", _("Systems")
    PEOPLE = "people", _("People")


MAIN: dict[TrackKind, EnergySource] = {
    TrackKind.SPECIALIST: EnergySource.MASTERY,
    TrackKind.PROJECT: EnergySource.OUTCOMES,
    TrackKind.INFLUENCE: EnergySource.SYSTEMS,
    TrackKind.MANAGEMENT: EnergySource.PEOPLE,
}
MUCH, LITTLE, SOME = 5, 2, 3  # what a track asks of its main source, of the others, and shared levels of all four


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is now and how much is wanted, 1 to 5."""

    now: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How a kind of track meets what is wanted. `score` orders moves and is shown to nobody: 0 is the best."""

    score: int
    more: tuple[EnergySource, ...] = ()  # much is wanted, more than now, and much is asked here
    keep: tuple[EnergySource, ...] = ()  # much is wanted, as there is now, and much is asked here
    less: tuple[EnergySource, ...] = ()  # less is wanted than now, and little is asked here
    against: tuple[EnergySource, ...] = ()  # less is wanted than now, and much is asked here
    beyond: tuple[EnergySource, ...] = ()  # little is wanted, no less than now, and much is asked here


def asked(kind: TrackKind) -> dict[EnergySource, int]:
    """What a kind of track asks of each source."""
    main = MAIN.get(kind)
    return {source: SOME if main is None else MUCH if source == main else LITTLE for source in EnergySource}


def fit(loads: Mapping[EnergySource, Load], kind: TrackKind) -> Fit:
    """How one kind of track meets the wanted mix."""
    mix = asked(kind)
    main = MAIN.get(kind)
    own = loads.get(main) if main else None
    here = (main,) if main and own else ()
    much = own is not None and own.wanted >= MUCH - 1
    fewer = own is not None and own.wanted < own.now
    return Fit(
        score=-sum(abs(load.wanted - mix[source]) for source, load in loads.items()),
        more=here if much and own and own.wanted > own.now else (),
        keep=here if much and own and own.wanted <= own.now else (),
        less=tuple(s for s, load in loads.items() if load.wanted < load.now and s != main and main is not None),
        against=here if fewer and not much else (),
        beyond=here if own and own.wanted <= LITTLE and not fewer else (),
    )


def fits(loads: Mapping[EnergySource, Load]) -> dict[TrackKind, Fit]:
    """Every kind of track."""
    return {kind: fit(loads, kind) for kind in TrackKind}


def energy_order(loads: Mapping[EnergySource, Load], moves: Iterable[M], kind: Callable[[M], TrackKind]) -> list[M]:
    """The moves, those first whose track meets what is wanted; alike ones keep their order. None is left out."""
    by_kind = fits(loads)
    return sorted(moves, key=lambda move: -by_kind[kind(move)].score)
