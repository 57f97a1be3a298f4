"""People on levels outside management to whom others report: for HR to know, never a reason to grade anything anew."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Employee
from ladders.compensation.models import PayPosition
from ladders.compensation.queries.pay_positions import refresh
from ladders.core.permissions import Permission
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level
from ladders.placements.queries import levels_on

from ..models import ReportingLine

PAGE = 50


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody with direct reports whose level is on no management track."""

    employee: Employee
    level: Level
    reports: int


@dataclass(frozen=True, slots=True)
class Leads:
    """One page; `after` is the key of the next, None on the last. `number` is that of the people on all pages."""

    rows: list[Lead]
    after: int | None
    number: int


def leads_outside_management(user: Any, day: dt.date, after: int | None = None) -> Leads:
    """Among the people in the reach of `user`, by name, today's levels: at most 7 queries, 4 more after changes."""
    refresh(day)
    levels = Level.objects.exclude(version__state=VersionState.DRAFT).order_by("version__number")
    kinds = dict(levels.values_list("key", "track__kind"))  # the newest version speaks last
    placed = PayPosition.objects.filter(
        level_key__in=[key for key, kind in kinds.items() if kind != TrackKind.MANAGEMENT]
    )
    lines = ReportingLine.objects.on(day).filter(employee__in=Employee.objects.working_on(day))
    people = Employee.objects.working_on(day).within(user, Permission.VIEW_PEOPLE)
    people = people.filter(Exists(placed.filter(employee=OuterRef("pk"))), Exists(lines.filter(manager=OuterRef("pk"))))
    number = people.count()
    if after is not None and (
        last := Employee.objects.visible_to(user).filter(pk=after).values_list("sort_name", "pk").first()
    ):
        people = people.filter(Q(sort_name__gt=last[0]) | Q(sort_name=last[0], pk__gt=last[1]))
    page = list(people.order_by("sort_name", "pk")[: PAGE + 1])
    ids = [person.pk for person in page[:PAGE]]
    counts = dict(lines.filter(manager__in=ids).order_by().values_list("manager").annotate(reports=Count("pk")))
    held = levels_on(day, ids) if ids else {}
    rows = [Lead(person, held[person.pk], counts[person.pk]) for person in page[:PAGE]]
    return Leads(rows, page[PAGE - 1].pk if len(page) > PAGE else None, number)
