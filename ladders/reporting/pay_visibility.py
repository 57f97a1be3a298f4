"""Whether a manager sees the pay of the people who report to them: the organisation decides, this room knows who they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from ladders.compensation.models import PayPolicy

from .models import ReportingLine


def team_pay(user: Any, day: dt.date) -> QuerySet[Any] | None:
    """Ids of the people who report to `user` on that day, where the setting lets managers see pay; else None. 2 queries."""
    employee = getattr(user, "employee", None)
    if employee is None or not PayPolicy.current().managers_see_pay:
        return None
    team = ReportingLine.objects.on(day).filter(manager=employee)
    return team.values("employee") if team.exists() else None
