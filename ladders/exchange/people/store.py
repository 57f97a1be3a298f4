"""What is there before an import: people, accounts, lines, placements and levels, read without model instances."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from accounts.roles import Role
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level

from .planning import Known, LevelRef, Levels

PEOPLE = """
SELECT e.id, e.number, e.name, e.legal_entity, e.department, e.job_title, e.location, e.country, e.contract, e.weekly_hours,
       e.hired_on, e.left_on, u.id, u.email, u.is_active
FROM accounts_employee e LEFT JOIN accounts_user u ON u.id = e.user_id
"""
ADMINS = """
SELECT user_id FROM accounts_rolegrant
WHERE role = %s AND cardinality(legal_entities) = 0 AND cardinality(departments) = 0
"""
LINES = """
SELECT employee_id, id, manager_id, starts_on FROM reporting_reportingline
WHERE ends_on IS NULL OR ends_on >= %s
"""
PLACEMENTS = """
SELECT employee_id, id, level_key, starts_on, ends_on FROM placements_placement
WHERE "primary" AND (ends_on IS NULL OR ends_on >= %s) ORDER BY starts_on
"""
FREE_FROM = """
SELECT employee_id, max(ends_on) + 1 FROM placements_placement
WHERE "primary" AND ends_on < %s GROUP BY employee_id
"""
FREE_ACCOUNTS = """
SELECT u.email, u.id FROM accounts_user u
WHERE NOT EXISTS (SELECT FROM accounts_employee e WHERE e.user_id = u.id)
"""


def known_people(today: dt.date) -> dict[str, Known]:
    """Number → what is known, with the line and primary placement that hold today or later: 5 queries."""
    by_id: dict[int, Known] = {}
    known: dict[str, Known] = {}
    with connection.cursor() as cursor:
        cursor.execute(ADMINS, [Role.HR_ADMIN])
        admins = {user for (user,) in cursor.fetchall()}
        shared: dict[Any, Any] = {}  # equal texts and days are kept once
        cursor.execute(PEOPLE)
        while rows := cursor.fetchmany(5000):
            for row in rows:
                few: list[Any] = [shared.setdefault(value, value) for value in row[3:12]]
                account: list[Any] = [row[12], row[13] or "", bool(row[14]), row[12] in admins]
                person = Known(*[*row[:3], *few, *account])  # in the order of the fields
                known[person.number] = by_id[person.id] = person
        cursor.execute(LINES, [today])
        for employee, line, manager, starts in cursor.fetchall():
            person = by_id[employee]
            if person.line_from is not None and person.line_from > starts:
                continue  # the one that starts last counts
            person.line, person.manager, person.line_from = line, manager, starts
        cursor.execute(PLACEMENTS, [today])
        for employee, placement, key, starts, ends in cursor.fetchall():
            person = by_id[employee]
            if person.placed_on is not None and person.placed_on > starts:
                continue
            person.placement, person.placed_on, person.placed_until = placement, starts, ends
            person.level_key = shared.setdefault(key, key)
        cursor.execute(FREE_FROM, [today])
        for employee, day in cursor.fetchall():
            by_id[employee].free_from = day
    return known


def free_accounts() -> dict[str, int]:
    """Address → id of the accounts that belong to no employee: 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(FREE_ACCOUNTS)
        return dict(cursor.fetchall())


def published_levels() -> Levels:
    """All levels that people can be placed on: 1 query."""
    rows = Level.objects.filter(version__state=VersionState.PUBLISHED).select_related("version__framework")
    return Levels(
        (
            LevelRef(row.version.framework_id, row.version_id, row.pk, row.key, row.version.framework.name, row.code),
            row.version.framework.slug,
        )
        for row in rows.order_by("version__framework__name", "position")
    )
