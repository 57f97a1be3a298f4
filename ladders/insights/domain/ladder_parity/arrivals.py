"""Who comes to a track, and from where: is it a path that people take, or one that they are hired into or left on?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .intervals import Interval, share_interval

HIRED: Final = ""  # where somebody came from who was hired


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who came to a track from another one, or from outside (HIRED)."""

    track: str
    came_from: str


@dataclass(frozen=True, slots=True)
class ArrivalShare:
    """How many of those who arrived on a track came from one place; the interval is exact, of 95 %."""

    track: str
    came_from: str
    people: int
    arrived: int  # on the track, from anywhere
    interval: Interval

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.people / self.arrived


def arrivals(moves: Iterable[Arrival]) -> tuple[ArrivalShare, ...]:
    """Per track the largest source first."""
    counts = Counter((move.track, move.came_from) for move in moves)
    everybody: Counter[str] = Counter()
    for (track, _source), people in counts.items():
        everybody[track] += people
    ordered = sorted(counts.items(), key=lambda entry: (entry[0][0], -entry[1], entry[0][1]))
    return tuple(
        ArrivalShare(track, source, people, everybody[track], share_interval(people, everybody[track]))
        for (track, source), people in ordered
    )
