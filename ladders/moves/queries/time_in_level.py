"""How long somebody has been on their level, and how long the rules ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.months import months_after, months_between
from ladders.placements.models import Placement
from ladders.placements.queries import current_levels

from ..models import MoveRequest
from .requests import policy_for


@dataclass(frozen=True, slots=True)
class TimeInLevel:
    """How many months on the present level the rules ask for, how many have passed, and when it is enough (None: it is)."""

    asked: int
    passed: int
    ready_on: dt.date | None


def time_in_level(row: MoveRequest, today: dt.date) -> TimeInLevel | None:
    """Of a draft; None where the rules ask for none: at most 5 queries."""
    return time_on_level(row.person, policy_for(MoveKind(row.kind), row.framework_id).least_months_in_level, today)


def time_on_level(person: Employee, asked: int, today: dt.date) -> TimeInLevel | None:
    """How so many months stand for this person; None where none are asked for: 2 to 4 queries."""
    if not asked:
        return None
    since = held_since(person, today)
    ready_on = months_after(since, asked)
    return TimeInLevel(asked, months_between(since, today), ready_on if ready_on > today else None)


def held_since(person: Employee, today: dt.date) -> dt.date:
    """Since when the present level is held without a gap, over its successors, too: 2 to 4 queries."""
    rows = list(Placement.objects.primary().filter(employee=person, starts_on__lte=today).order_by("-starts_on"))
    now = current_levels({row.level_key for row in rows})
    since, key = today, None
    for row in rows:
        level = now.get(row.level_key)
        own = level[0].key if level else row.level_key
        if key is None:
            key = own
        elif own != key or (row.ends_on or today) < since - dt.timedelta(days=1):
            break
        since = row.starts_on
    return since
