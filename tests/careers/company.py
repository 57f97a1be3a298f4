"""A small company for the tests of teams, dead ends and paper rungs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.frameworks.models import Level, Version
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from tests.factories import EmployeeFactory, account

SINCE = dt.date(2025, 1, 1)


def today() -> dt.date:
    """Today, here."""
    return timezone.localdate()


def place(version: Version, code: str, *people: Employee, since: dt.date = SINCE, until: dt.date | None = None) -> None:
    """These people hold that level."""
    level = Level.objects.get(version=version, code=code)
    Placement.objects.bulk_create(
        Placement(
            employee=person,
            framework_id=version.framework_id,
            version=version,
            level=level,
            level_key=level.key,
            starts_on=since,
            ends_on=until,
        )
        for person in people
    )


def crowd(version: Version, **counts: int) -> dict[str, list[Employee]]:
    """`S5=7` puts seven people of the department "Lab" on S5."""
    found = {}
    for code, count in counts.items():
        people = [
            Employee(number=f"{code}-{n}", name=f"{code} {n}", sort_name=f"{code} {n}", department="Lab")
            for n in range(count)
        ]
        found[code] = Employee.objects.bulk_create(people)
        place(version, code, *found[code])
    return found


def report(employee: Employee, manager: Employee, *, since: dt.date = SINCE, until: dt.date | None = None) -> None:
    """`employee` reports to `manager`."""
    ReportingLine.objects.create(employee=employee, manager=manager, starts_on=since, ends_on=until)


def person(name: str, **fields: Any) -> Employee:
    """Somebody with a sign-in."""
    found: Employee = EmployeeFactory.create(name=name, **fields)
    return found


def local_hr(*departments: str) -> User:
    """HR of some departments."""
    user = account(user__roles=[Role.HR_ADMIN], name="Lo Cal")
    user.grants.update(departments=list(departments))
    return user
