"""Which levels could be advertised in a zone, and with which range."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level

from ..domain.bands import band_in_force
from ..models import Band, BandException, MarketSupplement, PayZone
from ..money import range_text


@dataclass(frozen=True, slots=True)
class VacancyLine:
    """A published level. `range` is empty where its grade has no band in the zone."""

    framework: str
    slug: str
    ref: str
    track: str
    level: Level
    range: str


def vacancies_in(zone: PayZone, day: dt.date) -> list[VacancyLine]:
    """Every published level that has a grade, by framework and track: 4 queries."""
    rows = Level.objects.filter(version__state=VersionState.PUBLISHED, grade__isnull=False)
    rows = rows.select_related("grade", "track", "version__framework")
    bands = {row.grade_id: row for row in Band.objects.filter(zone=zone).on(day)}
    own = {(row.framework_id, row.level_key): row for row in BandException.objects.filter(zone=zone).approved().on(day)}
    extra: dict[int, Decimal] = dict(
        MarketSupplement.objects.filter(zone=zone).on(day).values_list("framework", "percent")
    )
    found = []
    for level in rows.order_by("version__framework__name", "track__position", "grade__rank", "code"):
        framework = level.version.framework
        band, exception = bands.get(level.grade_id or 0), own.get((framework.pk, level.key))
        figures = band_in_force(
            (band.minimum, band.midpoint, band.maximum) if band else None,
            (exception.minimum, exception.midpoint, exception.maximum) if exception else None,
            extra.get(framework.pk, Decimal(0)),
        )
        name, slug, ref = framework.name, framework.slug, str(level.key)
        found.append(VacancyLine(name, slug, ref, level.track.name, level, range_text(figures, zone.currency)))
    return found
