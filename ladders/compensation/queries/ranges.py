"""The band that a level has for somebody, on a day: with an exception in its place and the market supplement on top.

The same arithmetic as `standings`, for a level that the person need not hold; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from ladders.core.once import once
from ladders.frameworks.models import Level

from ..domain.bands import Amounts, Figures, band_in_force
from ..domain.position import Range, RangeStatus
from ..models import Band, BandException, MarketSupplement, PayZone

_NOTHING: Final = (Decimal(0), Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class FoundBand:
    """The band in a zone (its name), or why there is none."""

    zone: str = ""
    band: Range | None = None
    missing: RangeStatus = RangeStatus.NO_BAND


@once
def zone_of(location: str) -> PayZone | None:
    """The pay zone of a location: 1 query, none for no location."""
    return PayZone.objects.filter(locations__location=location).first() if location else None


def range_of(level: Level, zone: PayZone | None, day: dt.date) -> FoundBand:
    """The level's band in the zone on that day: at most 1 query. `level` needs its version joined."""
    return ranges_of([level], zone, day)[0]


def ranges_of(levels: Sequence[Level], zone: PayZone | None, day: dt.date) -> list[FoundBand]:
    """The same of several levels, beside them: at most 1 query, however many."""
    if zone is None:
        missing = [RangeStatus.NO_ZONE if level.grade_id else RangeStatus.NO_GRADE for level in levels]
        return [FoundBand(missing=why) for why in missing]
    held = _held(levels, zone, day)
    return [
        _found(
            zone,
            level,
            band_in_force(
                held.get(("band", str(level.grade_id))),
                held.get(("exception", str(level.key))),
                held.get(("supplement", str(level.version.framework_id)), _NOTHING)[0],
            ),
        )
        for level in levels
    ]


def _held(levels: Sequence[Level], zone: PayZone, day: dt.date) -> dict[tuple[str, str], Amounts]:
    """What is in force there: kind of row and what it belongs to → its three amounts (a percentage thrice): 1 query."""
    grades = {level.grade_id for level in levels} - {None}
    frameworks = {level.version.framework_id for level in levels}
    bands = Band.objects.filter(grade__in=grades, zone=zone).on(day)
    exceptions = BandException.objects.filter(level_key__in=[level.key for level in levels], zone=zone).approved()
    supplements = MarketSupplement.objects.filter(framework__in=frameworks, zone=zone).on(day)
    rows = _figures(bands, "band", "grade", "minimum", "midpoint", "maximum").union(
        _figures(exceptions.on(day), "exception", "level_key", "minimum", "midpoint", "maximum"),
        _figures(supplements, "supplement", "framework", "percent", "percent", "percent"),
        all=True,
    )
    return {(kind, of): (low, middle, high) for kind, of, low, middle, high in rows}


def _figures(rows: QuerySet[Any], kind: str, of: str, *fields: str) -> QuerySet[Any, Any]:
    figures = {f"figure{place}": F(field) for place, field in enumerate(fields)}
    named: QuerySet[Any, Any] = rows.order_by().annotate(row=Value(kind), of=Cast(of, CharField()), **figures)
    return named.values_list("row", "of", *figures)


def _found(zone: PayZone, level: Level, own: Figures | None) -> FoundBand:
    if level.grade_id is None:
        return FoundBand(zone.name, None, RangeStatus.NO_GRADE)
    if own is None:
        return FoundBand(zone.name, None, RangeStatus.NO_BAND)
    return FoundBand(zone.name, Range(own.minimum, own.midpoint, own.maximum, zone.currency), RangeStatus.WITHIN)
