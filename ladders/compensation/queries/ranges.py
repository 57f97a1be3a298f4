"""The band that a level has for somebody, on a day: with an exception in its place and the market supplement on top.

The same arithmetic as `standings`, for a level that the person need not hold; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ladders.frameworks.models import Level

from ..domain.position import Range, RangeStatus, round_half_up
from ..models import Band, BandException, MarketSupplement, PayZone

HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class FoundBand:
    """The band in a zone (its name), or why there is none."""

    zone: str = ""
    band: Range | None = None
    missing: RangeStatus = RangeStatus.NO_BAND


def zone_of(location: str) -> PayZone | None:
    """The pay zone of a location: 1 query, none for no location."""
    return PayZone.objects.filter(locations__location=location).first() if location else None


def range_of(level: Level, zone: PayZone | None, day: dt.date) -> FoundBand:
    """The level's band in the zone on that day: at most 3 queries. `level` needs its version joined."""
    if level.grade_id is None:
        return FoundBand(zone.name if zone else "", None, RangeStatus.NO_GRADE)
    if zone is None:
        return FoundBand(missing=RangeStatus.NO_ZONE)
    row = Band.objects.filter(grade=level.grade_id, zone=zone).on(day).first()
    exception = BandException.objects.filter(level_key=level.key, zone=zone).approved().on(day).first()
    own = exception or row
    if own is None:
        return FoundBand(zone.name, None, RangeStatus.NO_BAND)
    supplement = MarketSupplement.objects.filter(framework=level.version.framework_id, zone=zone).on(day).first()
    rate = 1 + (supplement.percent if supplement else Decimal(0)) / HUNDRED
    low, middle, high = (round_half_up(amount * rate) for amount in (own.minimum, own.midpoint, own.maximum))
    return FoundBand(zone.name, Range(low, middle, high, zone.currency), RangeStatus.WITHIN)
