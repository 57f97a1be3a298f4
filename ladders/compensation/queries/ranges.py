"""The band that a level has for somebody, on a day: with an exception in its place and the market supplement on top.

The same arithmetic as `standings`, for a level that the person need not hold; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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
    return ranges_of([level], zone, day)[0]


def ranges_of(levels: Sequence[Level], zone: PayZone | None, day: dt.date) -> list[FoundBand]:
    """The same of several levels, beside them: at most 3 queries, however many."""
    if zone is None:
        missing = [RangeStatus.NO_ZONE if level.grade_id else RangeStatus.NO_GRADE for level in levels]
        return [FoundBand(missing=why) for why in missing]
    grades = {level.grade_id for level in levels}
    bands = {row.grade_id: row for row in Band.objects.filter(grade__in=grades - {None}, zone=zone).on(day)}
    exceptions = BandException.objects.filter(level_key__in=[level.key for level in levels], zone=zone)
    excepted = {row.level_key: row for row in exceptions.approved().on(day)}
    frameworks = {level.version.framework_id for level in levels}
    supplements = MarketSupplement.objects.filter(framework__in=frameworks, zone=zone).on(day)
    percents = dict(supplements.values_list("framework", "percent"))
    return [
        _found(
            zone,
            level,
            excepted.get(level.key) or bands.get(level.grade_id),
            percents.get(level.version.framework_id, Decimal(0)),
        )
        for level in levels
    ]


def _found(zone: PayZone, level: Level, own: Band | BandException | None, percent: Decimal) -> FoundBand:
    if level.grade_id is None:
        return FoundBand(zone.name, None, RangeStatus.NO_GRADE)
    if own is None:
        return FoundBand(zone.name, None, RangeStatus.NO_BAND)
    rate = 1 + percent / HUNDRED
    low, middle, high = (round_half_up(amount * rate) for amount in (own.minimum, own.midpoint, own.maximum))
    return FoundBand(zone.name, Range(low, middle, high, zone.currency), RangeStatus.WITHIN)
