"""Whose pay somebody may see: the one place that decides it, for every page, export and query.

A person sees their own pay. A role with the verb adds the people in its reach. A room above adds people through
`team_read_by`: whether managers see their teams' pay is an organisation's setting, and who reports to whom is known
only above this room.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Employee, EmployeeQuerySet, reach_of
from ladders.core.conditions import among
from ladders.core.once import once
from ladders.core.permissions import Permission
from ladders.core.providers import Provider


@Provider
def team_read_by(user: Any, day: dt.date) -> QuerySet[Any] | None:
    """Whose pay the user sees on that day without a role that says so: employees' ids as a subquery; None: nobody's. No query."""
    return None


@Provider
def reads_a_team(user: Any, day: dt.date) -> bool:
    """Whether `team_read_by` names anybody: at most 1 query."""
    return False


def people_whose_pay(user: Any, day: dt.date | None = None) -> EmployeeQuerySet:
    """The people whose pay `user` may see on that day (None: today); nobody for a stranger."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Employee.objects.none()
    who = Q(user=user)
    if user.holds(Permission.VIEW_PAY):
        if user.reaches_all(Permission.VIEW_PAY):
            return Employee.objects.all()
        # Said of these very rows: “or one of those” as a query of its own has the database read everybody who works here.
        who |= reach_of(user, Permission.VIEW_PAY)
    if (team := team_read_by(user, day or timezone.localdate())) is not None:
        who |= among("pk", team)
    return Employee.objects.filter(who)


def sees_pay_of(user: Any, person: Employee) -> bool:
    """True where `person` is one of the people whose pay `user` may see: none or, where lines decide, 1 to 3 queries."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    if person.user_id == user.pk or user.reaches(Permission.VIEW_PAY, person):
        return True
    return _reads_by_line(user, person)


@once
def _reads_by_line(user: Any, person: Employee) -> bool:
    team = team_read_by(user, timezone.localdate())
    return team is not None and Employee.objects.filter(pk=person.pk, pk__in=team).exists()


def people_whose_log(user: Any) -> EmployeeQuerySet:
    """The people whose access log `user` may read: their own, and those in the reach of a role with the verb."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Employee.objects.none()
    if user.holds(Permission.VIEW_PAY_LOG) and user.reaches_all(Permission.VIEW_PAY_LOG):
        return Employee.objects.all()
    return Employee.objects.filter(Q(user=user) | reach_of(user, Permission.VIEW_PAY_LOG))


def sees_others(user: Any) -> bool:
    """True when the user may see the pay of anybody beside themselves: at most 1 query, and those of roles."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    if user.holds(Permission.VIEW_PAY):
        return True
    return reads_a_team(user, timezone.localdate())
