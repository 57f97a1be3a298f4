"""Where the person who asks stands today: their levels, proficiencies and rights, over the atlas of what is published.

This is read for oneself, and for those with whom the person shares it. That somebody looked is written nowhere: nothing here
writes, logs or counts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Employee
from ladders.core.statements import rows_of
from ladders.placements.queries import current_levels

from ..domain.available_moves import Mover
from ..domain.published_index import Chart, PublishedIndex, PublishedLevel
from ..move_terms import Right, rights_of
from .proficiencies import proficiencies
from .published_cache import PUBLISHED, atlas_of, identities

# In SQL and in one statement, because it stands before every page of this room.
_ASKING = f"""
SELECT ({PUBLISHED})::text,
       (SELECT json_agg(json_build_array(p.level_key, p.primary, p.share, l.code, l.title, p.source = 'try_out', p.ends_on)
                         ORDER BY p.primary DESC, p.id)
        FROM placements_placement AS p JOIN frameworks_level AS l ON l.id = p.level_id
        WHERE p.employee_id = %(employee)s
          AND p.starts_on <= %(today)s AND (p.ends_on IS NULL OR p.ends_on >= %(today)s))::text,
       (SELECT json_agg(json_build_array(level_key, note) ORDER BY id) FROM careers_seat)::text
"""


@dataclass(frozen=True, slots=True)
class MyLevel:
    """A level held today: as it is now (None: it is no longer published and has no successor), and what it was called."""

    place: PublishedLevel | None
    code: str
    title: str
    primary: bool
    share: int
    tried_until: dt.date | None = None  # a try-out's last day: it counts for nothing, and asks nothing


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything that my path starts from. `seats`: level key → note, of levels that need a vacant seat."""

    employee: Employee | None
    day: dt.date
    atlas: PublishedIndex
    held: tuple[MyLevel, ...]
    person: Mover
    rights: tuple[Right, ...]
    seats: Mapping[UUID, str]

    @property
    def here(self) -> PublishedLevel | None:
        """The primary level, as it is now."""
        return next((held.place for held in self.held if held.primary), None)

    @property
    def lost(self) -> MyLevel | None:
        """The primary level, where it is no longer published."""
        return next((held for held in self.held if held.primary and held.place is None), None)

    @property
    def chart(self) -> Chart | None:
        """The framework of the primary level."""
        return self.atlas.chart_of(self.here) if self.here else None

    @property
    def second(self) -> MyLevel | None:
        """The second level, where one is held and published."""
        return next((held for held in self.held if not held.primary and held.place and not held.tried_until), None)

    @property
    def tried(self) -> MyLevel | None:
        """The level that is tried out today."""
        return next((held for held in self.held if held.tried_until), None)

    def right(self, level: UUID) -> Right | None:
        """The right of return to that level that lasts longest."""
        found = [right for right in self.rights if level in right.levels]
        return max(found, key=lambda right: right.until, default=None)


def mine(user: Any, day: dt.date, *, gaps: bool = True, rights: bool = True) -> Mine:
    """Where this user stands: 1 query beside those for rights and proficiencies; more where a held level was removed.

    gaps: read proficiencies too, which only pages that show gaps need; rights: read the rights of return.
    """
    return of(getattr(user, "employee", None), day, gaps=gaps, rights=rights)


def of(employee: Employee | None, day: dt.date, *, gaps: bool = True, rights: bool = True) -> Mine:
    """The same of anybody. Whoever shows it to somebody else asks `sharing.shared_with` for their moves first."""
    asked = {"employee": employee.pk if employee else None, "today": day}
    published, placements, seats = rows_of(_ASKING, asked)[0]
    atlas = atlas_of(identities(published))
    held = tuple(_held(atlas, json.loads(placements or "[]")))
    own = rights_of(employee, day) if employee and rights else ()
    return Mine(
        employee,
        day,
        atlas,
        held,
        _person(employee if gaps else None, held, own),
        own,
        {UUID(key): note for key, note in json.loads(seats or "[]")},
    )


def _held(atlas: PublishedIndex, rows: list[list[Any]]) -> list[MyLevel]:
    keys = {UUID(row[0]) for row in rows}
    gone = {key for key in keys if key not in atlas.places}
    successors = {key: level.key for key, (level, _moved) in current_levels(gone).items()} if gone else {}
    found = []
    for key, primary, share, code, title, tried, until in rows:
        place = atlas.places.get(successors.get(UUID(key), UUID(key)))
        code, title = (place.level.code, place.level.title) if place else (code, title)
        last = dt.date.fromisoformat(until) if tried else None
        found.append(MyLevel(place, code, title, primary, share, last))
    return found


def _person(employee: Employee | None, held: tuple[MyLevel, ...], rights: tuple[Right, ...]) -> Mover:
    until: dict[UUID, dt.date] = {}
    for right in rights:
        for level in right.levels:
            until[level] = max(until.get(level, right.until), right.until)
    return Mover(
        level=next((each.place.key for each in held if each.primary and each.place), None),
        second=tuple(each.place.key for each in held if not each.primary and each.place and not each.tried_until),
        assessed=proficiencies(employee) if employee else {},
        rights=until,
    )
