"""Which levels people held, one after the other: what the odds of the next level and the check of equal value are made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from ladders.insights.domain.ladder_parity.arrivals import HIRED, Arrival
from ladders.insights.domain.ladder_parity.next_level import Spell

HELD = """
SELECT p.employee_id, p.starts_on, p.ends_on, p.level_id
FROM placements_placement p WHERE p."primary" AND p.employee_id = ANY(%s) AND p.starts_on < %s
ORDER BY p.employee_id, p.starts_on
"""
LEVELS = """
SELECT l.id, l.key, l.code, l.title, t.kind, g.code, g.rank,
    g.rank < max(g.rank) OVER (PARTITION BY l.track_id) AS has_next
FROM frameworks_level l JOIN frameworks_track t ON t.id = l.track_id JOIN impact_grade g ON g.id = l.grade_id
"""


@dataclass(frozen=True, slots=True)
class LevelAsHeld:
    """A level as people hold it."""

    key: UUID
    code: str
    title: str
    track: str  # kind of track
    grade: str
    rank: int
    has_next: bool

    @property
    def name(self) -> str:
        """Code and title."""
        return f"{self.code} {self.title}"


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody on a level, from a day until before another; None: still there."""

    level: LevelAsHeld
    starts_on: dt.date
    after: dt.date | None


def held_levels(employees: Sequence[int], before: dt.date) -> dict[int, list[Held]]:
    """By employee, in order: what began before the day. A level that goes on in a later version is one. 2 queries."""
    with connection.cursor() as cursor:
        cursor.execute(LEVELS)
        levels = {row[0]: LevelAsHeld(*row[1:]) for row in cursor.fetchall()}
        cursor.execute(HELD, [list(employees), before])
        found: defaultdict[int, list[Held]] = defaultdict(list)
        for employee, starts_on, ends_on, level_id in cursor.fetchall():
            level = levels.get(level_id)
            if level is None:
                continue  # without a grade there is no next level
            after = ends_on + dt.timedelta(days=1) if ends_on else None
            past = found[employee]
            if (
                past
                and past[-1].after == starts_on
                and (past[-1].level.track, past[-1].level.grade)
                == (
                    level.track,
                    level.grade,
                )
            ):
                past[-1] = Held(level, past[-1].starts_on, after)
            else:
                past.append(Held(level, starts_on, after))
    return found


def spells_of(held: Iterable[list[Held]]) -> list[Spell]:
    """Times on a level that has a next one."""
    found = []
    for rows in held:
        for own, later in zip(rows, [*rows[1:], None], strict=True):
            if own.level.has_next:
                promoted = later is not None and later.level.rank > own.level.rank
                ends = later.starts_on if promoted and later else own.after
                found.append(Spell(own.level.track, own.level.grade, own.starts_on, ends, promoted))
    return found


def arrivals_of(held: Iterable[list[Held]], first: dt.date, after: dt.date) -> list[Arrival]:
    """Who came to another track, or was hired onto one, within these days."""
    found = []
    for rows in held:
        for former, own in zip([None, *rows[:-1]], rows, strict=True):
            if first <= own.starts_on < after and (former is None or former.level.track != own.level.track):
                found.append(Arrival(own.level.track, former.level.track if former else HIRED))
    return found


def on_day(rows: Sequence[Held], day: dt.date) -> LevelAsHeld | None:
    """The level of a day, else the last one before it, else the first."""
    before = [row for row in rows if row.starts_on <= day]
    return before[-1].level if before else rows[0].level if rows else None
