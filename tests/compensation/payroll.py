"""People with levels, bands and salaries, for tests of pay."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import Employee
from ladders.compensation.models import Band, PayProtection, PayZone, Salary, ZoneLocation
from ladders.frameworks.models import Level, Version
from ladders.impact.models import Grade
from ladders.placements.models import Placement
from tests.factories import EmployeeFactory

D = Decimal
START = dt.date(2024, 1, 1)
DAY = dt.date(2026, 6, 15)


def zone(code: str = "DE", currency: str = "EUR", *locations: str) -> PayZone:
    """A zone with its locations (by default a location of the zone's own code)."""
    made = PayZone.objects.create(code=code, name=f"Zone {code}", currency=currency)
    for location in locations or (code,):
        ZoneLocation.objects.create(zone=made, location=location)
    return made


def band(where: PayZone, grade: str, low: int, middle: int, high: int, **fields: Any) -> Band:
    """A band of a grade from 2024 on."""
    return Band.objects.create(
        zone=where,
        grade=Grade.objects.get(code=grade),
        **{"starts_on": START, "minimum": D(low), "midpoint": D(middle), "maximum": D(high)} | fields,
    )


def level(version: Version, code: str) -> Level:
    """A level of a version by its code."""
    return Level.objects.select_related("grade").get(version=version, code=code)


def place(person: Employee, rung: Level, **fields: Any) -> Placement:
    """Put a person on a level from 2024 on."""
    return Placement.objects.create(
        employee=person,
        framework=rung.version.framework,
        version=rung.version,
        level=rung,
        level_key=rung.key,
        **{"starts_on": START} | fields,
    )


def pay(person: Employee, amount: str | int, currency: str = "EUR", **fields: Any) -> Salary:
    """A salary from 2024 on."""
    return Salary.objects.create(employee=person, amount=D(amount), currency=currency, **{"starts_on": START} | fields)


def somebody(rung: Level | None = None, amount: str | int | None = None, **fields: Any) -> Employee:
    """A person in zone DE, on a level and with a salary where given."""
    person = EmployeeFactory.create(**{"location": "DE"} | fields)
    if rung is not None:
        place(person, rung)
    if amount is not None:
        pay(person, amount)
    return person


def protected(person: Employee, amount: str | int = 60_000, **fields: Any) -> PayProtection:
    """A promise of HR's from START for two years, in EUR."""
    values = {
        "starts_on": START,
        "ends_on": START + dt.timedelta(days=730),
        "currency": "EUR",
        "follows": "The band.",
        "reason": "As agreed",
    }
    return PayProtection.objects.create(employee=person, amount=Decimal(amount), **values | fields)
