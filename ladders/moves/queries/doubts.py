"""A salary that looks wrong beside the move it belongs to: HR is asked before it is confirmed."""

from __future__ import annotations

import datetime as dt

from ladders.compensation.domain.position import Basis, Salaried
from ladders.compensation.doubts import salary_doubts
from ladders.compensation.models import PayProtection, Salary
from ladders.compensation.queries.ranges import range_of, zone_of
from ladders.placements.queries import current_levels

from ..models import MoveRequest


def doubts_about(row: MoveRequest, pay: Salaried, on: dt.date) -> list[str]:
    """Beside what the person has until then, and the band of the level that they move to: 7 queries at most."""
    if pay.basis == Basis.HOUR and not pay.full_time_hours:
        return []  # refused anyway
    person = row.person
    before = Salary.objects.filter(employee=person, starts_on__lt=on).order_by("-starts_on").first()
    level = current_levels([row.to_key]).get(row.to_key, (None, False))[0]
    band = range_of(level, zone_of(person.location), on).band if level is not None else None
    return salary_doubts(
        pay,
        on,
        before=before.pay if before else None,
        band=band,
        left_on=person.left_on,
        protection=PayProtection.objects.filter(employee=person).on(on).first(),
    )
