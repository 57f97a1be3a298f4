"""Whether a manager sees the pay of the people who report to them: the organisation decides, this room knows who they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, QuerySet

from ladders.compensation.models import PayPolicy

from .models import ReportingLine


def team_pay(user: Any, day: dt.date) -> QuerySet[Any] | None:
    """Ids of the people who report to `user` on that day, none where the setting lets no manager see pay. No query."""
    employee = getattr(user, "employee", None)
    if employee is None:
        return None
    lets = PayPolicy.objects.filter(pk=1, managers_see_pay=True)
    return ReportingLine.objects.on(day).filter(Exists(lets), manager=employee).values_list("employee", flat=True)


def team_read(user: Any, day: dt.date) -> list[int]:
    """The same, read, where a list that was taken is compared with what may be read today: 1 query."""
    return list(team) if (team := team_pay(user, day)) is not None else []
