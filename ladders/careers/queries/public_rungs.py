"""How many people hold which rung, as everybody is told: once a month, and by five people or not at all."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from ..domain.empty_levels import RungCell, cells
from ..domain.published_index import Chart
from ..domain.suppression import steady
from ..models import RungRelease
from .census import everybody


def public_cells(chart: Chart, today: dt.date) -> tuple[dict[RungCell, int], dt.date]:
    """The counts of this month before small ones are kept back, and since when they stand: 1 query, and 4 more for whoever
    comes first in a month.

    A framework that is published in the month is counted when its rungs are first looked at.
    """
    day = today.replace(day=1)
    rows = RungRelease.objects.filter(framework=chart.id)
    found = rows.filter(day__gte=day).first()
    if found is None:
        last = rows.first()
        now = cells(chart.shape, chart.grades, everybody(today).published)
        counts = _kept(steady(_read(last.counts) if last else {}, now))
        found, _made = RungRelease.objects.get_or_create(framework_id=chart.id, day=day, defaults={"counts": counts})
    return _read(found.counts), found.day


def _kept(counts: dict[RungCell, int]) -> dict[str, int]:
    return {f"{track} {grade}": people for (grade, track), people in counts.items()}


def _read(counts: dict[str, int]) -> dict[RungCell, int]:
    pairs = ((key.partition(" "), people) for key, people in counts.items())
    return {(grade, UUID(track)): people for (track, _space, grade), people in pairs}
