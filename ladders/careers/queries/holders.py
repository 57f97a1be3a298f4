"""Who holds a level: the people behind a count, for whoever may know them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import Employee
from ladders.core.permissions import Permission
from ladders.placements.models import Placement
from ladders.placements.queries import followed_on, level_since

from .census import held_as

PAGE = 50


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody, and since when they hold the level."""

    person: Employee
    since: dt.date


@dataclass(frozen=True, slots=True)
class Holders:
    """One page by name; `after` is the key of the next page, None on the last."""

    rows: list[Holder]
    after: int | None


def holders_of(user: Any, level: UUID, day: dt.date, after: int | None = None) -> Holders:
    """The people whose grade this level decides on that day, in the reach of VIEW_DEAD_ENDS: at most 5 queries, and those for
    the user's roles. Pages continue behind a person."""
    placed = Placement.objects.primary().on(day).filter(level_key__in=held_as(level, day))
    around = Employee.objects.within(user, Permission.VIEW_DEAD_ENDS)
    people = around.working_on(day).filter(pk__in=placed.values("employee"))
    # Among all in reach: who was the last of a page may have moved on since.
    if after is not None and (last := around.filter(pk=after).values_list("sort_name", "pk").first()):
        people = people.filter(Q(sort_name__gt=last[0]) | Q(sort_name=last[0], pk__gt=last[1]), sort_name__gte=last[0])
    page = list(people.order_by("sort_name", "pk")[: PAGE + 1])
    shown = page[:PAGE]
    rows = placed.filter(employee__in=shown).order_by().values_list("employee_id", "level_key", "starts_on")
    gone = {key for _person, key, _day in rows if key != level}
    days = followed_on(gone) if gone else {}
    since = {person: level_since(starts_on, days.get(key)) for person, key, starts_on in rows}
    return Holders(
        [Holder(person, since[person.pk]) for person in shown if person.pk in since],
        shown[-1].pk if len(page) > PAGE else None,
    )
