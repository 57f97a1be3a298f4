"""People on levels outside management to whom others report: for HR to know, never a reason to grade anything anew."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from accounts.models import Employee
from ladders.core.permissions import Permission
from ladders.frameworks.models import Level
from ladders.frameworks.shapes import TrackKind
from ladders.placements.queries import levels_on

from .models import ReportingLine


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody with direct reports whose level is on no management track."""

    employee: Employee
    level: Level
    reports: int


def leads_outside_management(user: Any, day: dt.date) -> list[Lead]:
    """Among the people in the reach of `user`, by name: 4 to 7 queries."""
    here = Employee.objects.working_on(day)
    counts: dict[int, int] = dict(
        ReportingLine.objects.on(day)
        .filter(employee__in=here.values("pk"))
        .values_list("manager")
        .annotate(reports=Count("pk"))
        .order_by("manager")
    )
    people = list(here.within(user, Permission.VIEW_PEOPLE).filter(pk__in=counts))
    levels = levels_on(day, [person.pk for person in people])
    return [
        Lead(person, levels[person.pk], counts[person.pk])
        for person in people
        if person.pk in levels and levels[person.pk].track.kind != TrackKind.MANAGEMENT
    ]
