"""Where somebody stands, on their Home: level, time in it, season, and where to look next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ladders.core.home import Card, Part
from ladders.frameworks.domain.shapes import TrackKind
from ladders.placements.models import Placement
from ladders.placements.queries import held

from .domain.move_kinds import SEASON_OF, Season
from .models import SEASONS, NamedSeason
from .words import time_since


def cards(user: Any, day: dt.date) -> Iterator[Card]:
    """The level held today: 3 queries, at most 5 where it was removed; 1 for whoever holds none, 0 where nobody works here."""
    employee = getattr(user, "employee", None)
    if employee is None:
        return
    rows = Placement.objects.primary().on(day).filter(employee=employee)
    now = next(iter(held(rows.select_related("level__grade", "level__track", "version__framework"))), None)
    context: dict[str, Any] = {"held": now}
    if now:
        context["time"] = time_since(now.since, day)
        named = NamedSeason.objects.filter(employee=employee, starts_on__gte=now.placement.starts_on)
        own = named.filter(starts_on__lte=day).order_by("-starts_on").first()
        holds = own is not None and (own.ends_on is None or own.ends_on >= day)
        season = Season(own.season) if own and holds else SEASON_OF[TrackKind(now.level.track.kind)]
        context["season"] = dict(SEASONS)[season.value]
    yield Card(Part.YOU, "careers/_home.html", context)
