"""A person's seasons in the order of time, from what they held, what they call it and what they plan. No Django.

Every day on which somebody held a level belongs to exactly one part; a day without a level belongs to none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .move_kinds import Season

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HeldLevel:
    """A primary placement: both days included, None is open. `season` follows from the track."""

    starts_on: dt.date
    ends_on: dt.date | None
    season: Season
    code: str
    title: str
    framework: str


@dataclass(frozen=True, slots=True)
class SecondLevel:
    """A second, partial level held beside the primary one."""

    starts_on: dt.date
    ends_on: dt.date | None
    season: Season
    code: str
    title: str
    share: int  # per cent
    tried: bool = False  # a try-out: it ends by itself


@dataclass(frozen=True, slots=True)
class Named:
    """What the person calls a stretch: until `ends_on`, or until the placement ends or the next name begins."""

    starts_on: dt.date
    ends_on: dt.date | None
    season: Season
    key: int = 0


@dataclass(frozen=True, slots=True)
class PlannedSeason:
    """A season the person has in mind. `starts_on` is None for "next"."""

    season: Season
    starts_on: dt.date | None = None
    note: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class SeasonPart:
    """A stretch of time in one season on one level."""

    starts_on: dt.date
    ends_on: dt.date | None
    season: Season
    code: str
    title: str
    framework: str
    named: int | None = None  # the key of the name, where the person chose the season
    beside: tuple[SecondLevel, ...] = ()

    def holds(self, day: dt.date) -> bool:
        """True on the days of this part."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Parts by time, the earliest first, and what is planned: "next" first, then by day."""

    parts: tuple[SeasonPart, ...]
    plans: tuple[PlannedSeason, ...] = ()

    def at(self, day: dt.date) -> SeasonPart | None:
        """The part of that day."""
        return next((part for part in self.parts if part.holds(day)), None)


def timeline(
    held: Iterable[HeldLevel],
    named: Iterable[Named] = (),
    plans: Iterable[PlannedSeason] = (),
    second: Iterable[SecondLevel] = (),
) -> Timeline:
    """Put together. `held` must not overlap (the database sees to that). Names outside of all placements are passed over."""
    names = sorted(named, key=lambda name: name.starts_on)
    seconds = sorted(second, key=lambda row: row.starts_on)
    parts: list[SeasonPart] = []
    for row in sorted(held, key=lambda row: row.starts_on):
        parts += _parts(row, names, seconds)
    ahead = sorted(plans, key=lambda plan: (plan.starts_on is not None, plan.starts_on or dt.date.min, plan.key))
    return Timeline(tuple(parts), tuple(ahead))


def _parts(row: HeldLevel, names: list[Named], seconds: list[SecondLevel]) -> list[SeasonPart]:
    last = row.ends_on or dt.date.max
    mine = [name for name in names if row.starts_on <= name.starts_on <= last]
    found: list[SeasonPart] = []
    day = row.starts_on
    for index, name in enumerate(mine):
        if day < name.starts_on:
            found.append(_part(row, day, name.starts_on - ONE_DAY, row.season, None, seconds))
        ends = min(name.ends_on or dt.date.max, last)
        if index + 1 < len(mine):
            ends = min(ends, mine[index + 1].starts_on - ONE_DAY)
        found.append(_part(row, name.starts_on, ends, name.season, name.key, seconds))
        if ends == dt.date.max:
            return found
        day = ends + ONE_DAY
    if day <= last:
        found.append(_part(row, day, last, row.season, None, seconds))
    return found


def _part(
    row: HeldLevel, first: dt.date, last: dt.date, season: Season, named: int | None, seconds: list[SecondLevel]
) -> SeasonPart:
    beside = tuple(each for each in seconds if each.starts_on <= last and first <= (each.ends_on or dt.date.max))
    ends = None if last == dt.date.max else last
    return SeasonPart(first, ends, season, row.code, row.title, row.framework, named, beside)
