"""The odds of the next level, per track and grade: promotions ÷ years that eligible people spent there, and the median wait.

The wait is that of Kaplan and Meier (1958), with late entry: who still waits counts as waiting, not as never promoted. Its
interval is that of Brookmeyer and Crowley (1982) with log(−log) errors; the one of the odds is exact (Garwood 1936).
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .intervals import Interval, rate_interval

YEAR: Final = 365.25  # days
NORMAL: Final = 1.959963984540054  # of 95 %


@dataclass(frozen=True, slots=True)
class Spell:
    """Somebody on a level that has a next one. `ends_on` is the first day after it, None: still there."""

    track: str
    grade: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    promoted: bool = False  # it ended by a promotion


@dataclass(frozen=True, slots=True)
class NextLevel:
    """One track and grade. `rate`: promotions a person and year; waits in years, None: fewer than half were promoted."""

    track: str
    grade: str
    people: int  # spells that were looked at
    promotions: int
    person_years: float
    rate: float
    rate_interval: Interval
    median_wait: float | None
    wait_interval: Interval | None


@dataclass(frozen=True, slots=True)
class SpellSeen:
    """A spell within the days looked at, in days since its start."""

    entry: int
    leave: int
    promoted: bool


def next_levels(spells: Iterable[Spell], first: dt.date, after: dt.date) -> tuple[NextLevel, ...]:
    """From the day `first` until before the day `after`, in order of track and grade."""
    seen: defaultdict[tuple[str, str], list[SpellSeen]] = defaultdict(list)
    for spell in spells:
        begins, ends = max(spell.starts_on, first), min(spell.ends_on or after, after)
        if begins < ends:
            promoted = spell.promoted and spell.ends_on is not None and spell.ends_on <= after
            days = (begins - spell.starts_on).days, (ends - spell.starts_on).days
            seen[spell.track, spell.grade].append(SpellSeen(*days, promoted))
    return tuple(_next_level(track, grade, rows) for (track, grade), rows in sorted(seen.items()))


def _next_level(track: str, grade: str, rows: Sequence[SpellSeen]) -> NextLevel:
    promotions = sum(1 for row in rows if row.promoted)
    years = sum(row.leave - row.entry for row in rows) / YEAR
    wait, interval = median_wait(rows)
    return NextLevel(
        track, grade, len(rows), promotions, years, promotions / years, rate_interval(promotions, years), wait, interval
    )


def median_wait(rows: Sequence[SpellSeen]) -> tuple[float | None, Interval | None]:
    """In years: when half are promoted, as far as waiting people let one say; with the interval of log(−log) errors."""
    staying, spread = 1.0, 0.0
    middle = low = high = None
    for day in sorted({row.leave for row in rows if row.promoted}):
        waiting = sum(1 for row in rows if row.entry < day <= row.leave)
        promoted = sum(1 for row in rows if row.promoted and row.leave == day)
        staying *= 1 - promoted / waiting
        if promoted < waiting:
            spread += promoted / (waiting * (waiting - promoted))
        if middle is None and staying <= 0.5:
            middle = day / YEAR
        lower, upper = _band(staying, spread)
        if low is None and lower <= 0.5:
            low = day / YEAR
        if high is None and upper <= 0.5:
            high = day / YEAR
    if middle is None:
        return None, None
    return middle, Interval(low if low is not None else 0.0, high)


def _band(staying: float, spread: float) -> tuple[float, float]:
    """Both ends of the share still waiting. Where nobody waits any more, nothing bounds it from above."""
    if staying <= 0:
        return 0.0, 1.0
    error = NORMAL * math.sqrt(spread) / abs(math.log(staying))
    return staying ** math.exp(error), staying ** math.exp(-error)
