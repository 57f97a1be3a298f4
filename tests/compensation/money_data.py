"""Zones and bands for the tests of this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from ladders.compensation.domain.bands import Figures
from ladders.compensation.models import Band, PayPolicy, PayZone, ZoneLocation
from ladders.impact.models import Grade

D = Decimal
START = dt.date(2025, 1, 1)
FIVE = Figures(D(71000), D(85000), D(99000))
SIX = Figures(D(84000), D(100500), D(117000))


def zone(
    code: str = "DE-N", name: str = "Lübeck", currency: str = "EUR", locations: tuple[str, ...] = ("Lübeck",)
) -> PayZone:
    """A zone with its locations."""
    made = PayZone.objects.create(code=code, name=name, currency=currency)
    ZoneLocation.objects.bulk_create(ZoneLocation(zone=made, location=place) for place in locations)
    return made


def bands(
    where: PayZone, figures: Mapping[str, Figures], starts_on: dt.date = START, ends_on: dt.date | None = None
) -> None:
    """Bands of the zone, by grade code."""
    grades = {grade.code: grade for grade in Grade.objects.all()}
    Band.objects.bulk_create(
        Band(
            grade=grades[code],
            zone=where,
            starts_on=starts_on,
            ends_on=ends_on,
            minimum=own.minimum,
            midpoint=own.midpoint,
            maximum=own.maximum,
        )
        for code, own in figures.items()
    )


def ladder(count: int = 10) -> dict[str, Figures]:
    """Bands for the grades 1 … count, each above the one below."""
    return {
        str(number): Figures(D(20000 + 10000 * number), D(25000 + 11000 * number), D(30000 + 12000 * number))
        for number in range(1, count + 1)
    }


def policy(**values: object) -> PayPolicy:
    """The rules about pay."""
    return PayPolicy.objects.update_or_create(pk=1, defaults=values)[0]
