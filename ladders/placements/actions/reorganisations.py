"""People of a level that a publication gives another grade: HR has decided, and the publication carries it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Employee
from ladders.frameworks.models import Level, Reorganisation

from ..models import Placement, Source
from ..queries import people_on, with_followed
from .second_levels import give_way
from .trail import record_levels

ONE_DAY = dt.timedelta(days=1)


def lock_people(keys: Collection[UUID]) -> None:
    """Lock whoever holds one of these levels today or later, before their placements, as every writer does: 3 queries."""
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=people_on(keys))
    list(rows.order_by("pk").values_list("pk"))


def reorganise(decision: Reorganisation, level: Level, today: dt.date, by: Any) -> set[int]:
    """Whoever holds the decision's level holds `level` from today on, by the employer, with the decision's reason.

    What began before today ends yesterday and stays in the history; what begins today or later begins on the new level.
    Somebody who holds the new level in part already holds it once. Returns the employee ids of those whose first level it
    is, since that one decides grade and band; about 8 queries, whatever their number.
    """
    with transaction.atomic():
        rows = Placement.objects.lasting().filter(level_key__in=with_followed([decision.level_key]))
        rows = rows.exclude(ends_on__lt=today)
        found = rows.locked()
        changed = {row.employee_id for row in found if row.primary}
        if decision.level_key != level.key:
            found = _once(found, level, today, by)
        begun = [row for row in found if row.starts_on < today]
        Placement.objects.filter(pk__in=[row.pk for row in begun]).update(ends_on=today - ONE_DAY)
        Placement.objects.bulk_create(
            Placement(
                employee_id=row.employee_id,
                framework_id=row.framework_id,
                version_id=level.version_id,
                level=level,
                level_key=level.key,
                starts_on=today,
                ends_on=row.ends_on,
                primary=row.primary,
                share=row.share,
                source=Source.EMPLOYER,
                reason=decision.reason,
            )
            for row in begun
        )
        Placement.objects.filter(pk__in=[row.pk for row in found if row.starts_on >= today]).update(
            version_id=level.version_id,
            level=level,
            level_key=level.key,
            source=Source.EMPLOYER,
            reason=decision.reason,
        )
        changes = ((row.employee, (row.level, level), (row.starts_on, max(today, row.starts_on))) for row in found)
        record_levels(by, "reorganised", changes)
    return changed


def _once(found: list[Placement], level: Level, today: dt.date, by: Any) -> list[Placement]:
    """Those that move; a second level gives way where the person would hold the same level twice. 2 queries, and 2 for each
    that does."""
    people = [row.employee_id for row in found]
    there = Placement.objects.filter(employee__in=people, level_key__in=with_followed([level.key]))
    there = there.exclude(ends_on__lt=today)
    first = set(there.filter(primary=True).values_list("employee_id", flat=True))
    moving = [row for row in found if row.primary or row.employee_id not in first]
    doubled = [row for row in found if not row.primary and row.employee_id in first]
    whole = {row.employee_id for row in found if row.primary}
    beside = there.filter(primary=False, employee__in=whole).select_related("employee", "level")
    for row in (*doubled, *beside):
        give_way(row, today - ONE_DAY, row.employee, by)
    return moving
