"""How many people hold which level, for pages that count everybody: read once, and again only when something changed.

Counting 100,000 people on every page would be slow, so the counts of a day are kept per process, by level, legal entity and
department: numbers, nobody's name. Two short reads of the histories tell whether anybody was placed, moved, hired or has left
since; and because a change in a long transaction may be told late, nothing is kept longer than a minute.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from ladders.core.permissions import Permission
from ladders.core.statements import rows_of
from ladders.frameworks.queries.snapshot import Kept
from ladders.placements.queries import current_levels

SECONDS = 60  # the longest that a count is kept

# Changes have numbers that only grow; the last of each history says that there was none since.
_CHANGED = """
SELECT (SELECT max(pgh_id) FROM placements_placementevent), (SELECT max(pgh_id) FROM accounts_employeeevent),
       (SELECT json_agg(id ORDER BY id) FROM frameworks_version WHERE state = 'published')::text
"""
_COUNT = """
SELECT placement.level_key, person.legal_entity, person.department, count(*)
FROM placements_placement placement JOIN accounts_employee person ON person.id = placement.employee_id
WHERE placement."primary" AND placement.starts_on <= %(day)s AND (placement.ends_on IS NULL OR placement.ends_on >= %(day)s)
  AND (person.hired_on IS NULL OR person.hired_on <= %(day)s) AND (person.left_on IS NULL OR person.left_on >= %(day)s)
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class LevelCount:
    """People on one level in one department of one legal entity."""

    level: UUID  # the key of the level as it is published now, else as it was
    held: UUID  # the key that the placements carry
    published: bool
    legal_entity: str
    department: str
    people: int


@dataclass(frozen=True, slots=True)
class Count:
    """People by level. `published`: level key → people; `gone`: how many hold a level that is published nowhere."""

    published: Mapping[UUID, int]
    gone: int = 0


_kept: Kept[tuple[LevelCount, ...]] = Kept(4)


def forget() -> None:
    """Empty the cache: for tests."""
    _kept.clear()


def everybody(day: dt.date) -> Count:
    """All who work here on that day, each once, by the level that decides their grade: 1 query while nothing changed."""
    return _counted(_groups(day))


def in_reach(user: Any, day: dt.date) -> Count:
    """Those of them in the reach of VIEW_DEAD_ENDS: 1 query while nothing changed, and at most 2 for the user's roles."""
    scopes = user.scopes(Permission.VIEW_DEAD_ENDS) if user.holds(Permission.VIEW_DEAD_ENDS) else []
    return _counted(tuple(group for group in _groups(day) if any(scope.covers(group) for scope in scopes)))


def _counted(groups: tuple[LevelCount, ...]) -> Count:
    found: dict[UUID, int] = {}
    for group in groups:
        if group.published:
            found[group.level] = found.get(group.level, 0) + group.people
    return Count(found, sum(group.people for group in groups if not group.published))


def _groups(day: dt.date) -> tuple[LevelCount, ...]:
    key = (day, *rows_of(_CHANGED, [])[0], int(time.monotonic() // SECONDS))
    return _kept.get(key, lambda: _read(day))


def _read(day: dt.date) -> tuple[LevelCount, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"day": day})
        rows = cursor.fetchall()
    now = current_levels({row[0] for row in rows}) if rows else {}
    return tuple(
        LevelCount(now[key][0].key if key in now else key, key, key in now, legal_entity, department, people)
        for key, legal_entity, department, people in rows
    )
