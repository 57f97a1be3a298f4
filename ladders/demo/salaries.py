"""Salaries of the demo: invented, and made from the bands that hold for the people who are placed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from django.utils import timezone

from accounts.models import Employee
from ladders.compensation.domain.position import full_time_equivalent, round_half_up
from ladders.compensation.models import PayPolicy, PayProtection, Salary
from ladders.compensation.queries.pay_positions import standings

from .staff.headcount import FULL_TIME

SINCE: Final = dt.date(2026, 1, 1)
HUNDREDS: Final = Decimal(100)
HUNDREDTH: Final = Decimal("0.01")
# How far from minimum to maximum, in turn: one a little below the minimum, one above the maximum.
PLACES: Final = [
    Decimal(text)
    for text in ["0.42", "0.18", "0.65", "-0.06", "0.30", "0.88", "0.51", "1.09", "0.25", "0.74", "0.10", "0.58"]
]
PROGRESSION: Final = (
    "Every April we look at each salary. It moves within the band\n\n"
    "- with growing command of what the level asks, as the yearly conversation finds it,\n"
    "- faster the lower it stands in the band,\n"
    "- never by negotiation alone, and never by team size.\n\n"
    "It moves to another band when the level changes."
)


def load_salaries() -> int:
    """A salary for everybody who is placed and has a band; how many."""
    today = timezone.localdate()
    people = Employee.objects.working_on(today).order_by("number").in_bulk()
    made = 0
    for row in sorted(standings(today, list(people)), key=lambda row: row.employee_id):
        if row.minimum is None or row.maximum is None:
            continue
        person, place = people[row.employee_id], PLACES[made % len(PLACES)]
        full = FULL_TIME[person.location]
        share = round_half_up(full_time_equivalent(person.weekly_hours or full, full), HUNDREDTH)
        whole = round_half_up((row.minimum + (row.maximum - row.minimum) * place) / HUNDREDS, Decimal(1)) * HUNDREDS
        Salary.objects.create(
            employee_id=row.employee_id,
            starts_on=SINCE,
            amount=whole * share,
            currency=row.zone_currency,
            fte=share,
        )
        if whole > row.maximum:
            PayProtection.objects.create(
                employee_id=row.employee_id,
                starts_on=SINCE,
                ends_on=today + dt.timedelta(days=60),
                amount=whole,
                currency=row.zone_currency,
                follows="Pay stays where it is until the band has reached it.",
                reason="Agreed when the bands were introduced.",
            )
        made += 1
    PayPolicy.objects.update_or_create(pk=1, defaults={"progression": PROGRESSION})
    return made
