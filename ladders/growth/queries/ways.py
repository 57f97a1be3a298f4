"""Moves that somebody made, and who may be asked about a way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee
from ladders.careers.plan_links import Walker
from ladders.frameworks.labels import level_label
from ladders.placements.models import Placement
from ladders.placements.queries import successors

from ..models import WalkedWay

MOST = 8  # names beside a level


@dataclass(frozen=True, slots=True)
class MoveMade:
    """A move of somebody: from one level to another, on a day."""

    level_key: UUID
    level: str
    from_key: UUID
    from_level: str
    moved_on: dt.date


def moves_made(person: Employee) -> list[MoveMade]:
    """Each level they moved to, with the last time they did, latest first: 1 query.

    A first level is no move, and a planned one is none yet.
    """
    begun = Placement.objects.primary().filter(employee=person, starts_on__lte=timezone.localdate())
    rows = begun.select_related("level").order_by("starts_on", "id")
    found: dict[UUID, MoveMade] = {}
    before: Placement | None = None
    for row in rows:
        if before is not None and before.level_key != row.level_key:
            found[row.level_key] = MoveMade(
                row.level_key,
                level_label(row.level)[:170],
                before.level_key,
                level_label(before.level)[:170],
                row.starts_on,
            )
        before = row
    return sorted(found.values(), key=lambda each: each.moved_on, reverse=True)


def walkers(person: Employee, level: UUID, here: UUID, day: dt.date) -> list[Walker]:
    """Who may be asked about the way to that level: those first who came from where the reader stands. 3 queries.

    Whoever moved to a level that it followed, walked that way, too.
    """
    now = successors()
    levels = {level, *(key for key, end in now.items() if end == level)}
    rows = WalkedWay.objects.visible_to(person.user, day).filter(level_key__in=levels).exclude(employee=person)
    ordered = sorted(rows.select_related("employee")[:100], key=lambda row: now.get(row.from_key, row.from_key) != here)
    once: dict[int, WalkedWay] = {}  # somebody may have moved to both levels
    for row in ordered:
        once.setdefault(row.employee_id, row)
    return [
        Walker(row.employee.name, row.from_level, row.moved_on, reverse("growth-way-ask", args=[row.pk]))
        for row in list(once.values())[:MOST]
    ]
