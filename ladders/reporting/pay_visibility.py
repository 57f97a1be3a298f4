"""Whether a manager sees the pay of the people who report to them: the organisation decides, this room knows who they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, QuerySet

from ladders.compensation.models import PayPolicy
from ladders.core.statements import Statement

from .models import ReportingLine


def team_pay(user: Any, day: dt.date) -> QuerySet[Any] | None:
    """Ids of the people who report to `user` on that day, none where the setting lets no manager see pay. No query."""
    employee = getattr(user, "employee", None)
    if employee is None:
        return None
    return _team(employee.pk, day)


def _team(manager: int, day: dt.date) -> QuerySet[Any]:
    lets = PayPolicy.objects.filter(pk=1, managers_see_pay=True)
    return ReportingLine.objects.on(day).filter(Exists(lets), manager=manager).values_list("employee", flat=True)


_first_of_team = Statement(lambda manager, day: _team(manager, day).order_by()[:1], int, dt.date)


def reads_team_pay(user: Any, day: dt.date) -> bool:
    """Whether there is anybody of `team_pay`: 1 query."""
    employee = getattr(user, "employee", None)
    return employee is not None and _first_of_team.one(employee.pk, day) is not None


def team_read(user: Any, day: dt.date) -> list[int]:
    """The same, read, where a list that was taken is compared with what may be read today: 1 query."""
    return list(team) if (team := team_pay(user, day)) is not None else []
