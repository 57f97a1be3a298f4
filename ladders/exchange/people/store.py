"""What is there before an import: people, accounts, lines, placements and levels, read without model instances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level
from ladders.placements.models import Source
from ladders.placements.queries import successors

from ..tables.former_codes import FormerCode
from .shapes import KnownPerson, LevelRef, Levels

PEOPLE = """
SELECT e.id, e.number, e.name, e.legal_entity, e.department, e.job_title, e.location, e.country, e.contract, e.weekly_hours,
       e.hired_on, e.left_on, u.id, u.email, u.is_active
FROM accounts_employee e LEFT JOIN accounts_user u ON u.id = e.user_id
"""
ADMINS = """
SELECT g.user_id, u.is_active AND NOT EXISTS (SELECT FROM accounts_employee e WHERE e.user_id = u.id)
FROM accounts_rolegrant g JOIN accounts_user u ON u.id = g.user_id
WHERE g.role = %s AND cardinality(g.legal_entities) = 0 AND cardinality(g.departments) = 0
"""
LINES = """
SELECT employee_id, id, manager_id, starts_on, ends_on FROM reporting_reportingline
WHERE ends_on IS NULL OR ends_on >= %s
"""
PLACEMENTS = """
SELECT employee_id, id, level_key, starts_on, ends_on, source FROM placements_placement
WHERE "primary" AND (ends_on IS NULL OR ends_on >= %s) ORDER BY starts_on
"""
FREE_FROM = """
SELECT DISTINCT ON (employee_id) employee_id, ends_on + 1, level_key FROM placements_placement
WHERE "primary" AND ends_on < %s ORDER BY employee_id, ends_on DESC
"""
FREE_ACCOUNTS = """
SELECT u.email, u.id FROM accounts_user u
WHERE NOT EXISTS (SELECT FROM accounts_employee e WHERE e.user_id = u.id)
"""


def known_people(today: dt.date) -> tuple[dict[str, KnownPerson], bool]:
    """Number → what is known, with the line and primary placements that hold today or later: 5 queries.

    And whether accounts without an employee are HR admins of the whole organisation.
    """
    by_id: dict[int, KnownPerson] = {}
    known: dict[str, KnownPerson] = {}
    with connection.cursor() as cursor:
        cursor.execute(ADMINS, [Role.HR_ADMIN])
        grants = dict(cursor.fetchall())
        shared: dict[Any, Any] = {}  # equal texts and days are kept once
        cursor.execute(PEOPLE)
        while rows := cursor.fetchmany(5000):
            for row in rows:
                few: list[Any] = [shared.setdefault(value, value) for value in row[3:12]]
                account: list[Any] = [row[12], row[13] or "", bool(row[14]), row[12] in grants]
                person = KnownPerson(*[*row[:3], *few, *account])  # in the order of the fields
                known[person.number] = by_id[person.id] = person
        cursor.execute(LINES, [today])
        for employee, line, manager, starts, ends in cursor.fetchall():
            person = by_id[employee]
            if person.line_from is not None and person.line_from > starts:
                continue  # the one that starts last counts
            person.line, person.manager, person.line_from, person.line_until = line, manager, starts, ends
        cursor.execute(PLACEMENTS, [today])
        for employee, placement, key, starts, ends, source in cursor.fetchall():
            person, key = by_id[employee], shared.setdefault(key, key)
            if person.placement is None:
                person.placement, person.placed_on, person.placed_until = placement, starts, ends
                person.level_key, person.placed_here = key, source != Source.IMPORT
            elif person.next_on is None:
                person.next, person.next_key, person.next_on = placement, key, starts
                person.next_here = source != Source.IMPORT
        cursor.execute(FREE_FROM, [today])
        for employee, day, key in cursor.fetchall():
            by_id[employee].free_from, by_id[employee].last_key = day, shared.setdefault(key, key)
    return known, any(grants.values())


def free_accounts() -> dict[str, int]:
    """Address → id of the accounts that belong to no employee: 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(FREE_ACCOUNTS)
        return dict(cursor.fetchall())


def published_levels() -> Levels:
    """All levels that people can be placed on, and every code that they, or levels they followed, ever had: 3 queries."""
    rows = Level.objects.filter(version__state=VersionState.PUBLISHED).select_related("version__framework")
    return Levels(
        (
            (
                LevelRef(
                    row.version.framework_id, row.version_id, row.pk, row.key, row.version.framework.name, row.code
                ),
                row.version.framework.slug,
            )
            for row in rows.order_by("version__framework__name", "position")
        ),
        former_codes(),
    )


def former_codes() -> Iterator[FormerCode]:
    """The codes of all levels in versions that were replaced, the latest first: 2 queries."""
    ends = successors()
    rows = Level.objects.filter(version__state=VersionState.RETIRED).order_by("-version__number")
    for key, code, retired in rows.values_list("key", "code", "version__retired_at"):
        yield FormerCode(key, code, ends.get(key, key), timezone.localdate(retired))
