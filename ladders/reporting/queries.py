"""Reads of several tables, each with its number of queries."""

from __future__ import annotations

import datetime as dt

from accounts.models import Employee

from .models import ReportingLine


def team_of(employee: Employee, day: dt.date) -> list[Employee]:
    """Who reports to `employee` on that day and works here then, by name: 1 query."""
    lines = ReportingLine.objects.on(day).filter(manager=employee)
    return list(Employee.objects.working_on(day).filter(pk__in=lines.values("employee")))


def manager_of(employee: Employee, day: dt.date) -> Employee | None:
    """Whom `employee` reports to on that day: 1 query."""
    line = ReportingLine.objects.on(day).filter(employee=employee).select_related("manager").first()
    return line.manager if line else None


def managers_on(day: dt.date) -> dict[int, int]:
    """Employee id → manager's id on that day, of everybody: 1 query."""
    return dict(ReportingLine.objects.on(day).values_list("employee_id", "manager_id"))
