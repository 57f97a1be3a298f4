"""How long what is kept, and what goes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from accounts.models import Employee
from ladders.core.retention import RetentionKind, retention_kinds

from ..domain.leavers import ELSEWHERE, USUAL, USUAL_ELSEWHERE
from ..models import RetentionTime

AHEAD = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Going:
    """What goes of one kind: `now` with the next daily run, `soon` within 30 days after it; the rest is `kept`.

    `first_on` is the day on which the oldest of those kept reaches its time; None where nothing is kept.
    """

    kind: RetentionKind
    amount: int
    now: int
    soon: int
    kept: int
    first_on: dt.date | None

    @property
    def words(self) -> str:
        """How long it is kept."""
        return self.kind.words(self.amount)


def times() -> dict[str, int]:
    """Kind → how long it is kept, in its own unit: 1 query."""
    set_here = dict(RetentionTime.objects.values_list("kind", "amount"))
    return {kind.name: set_here.get(kind.name, kind.usual) for kind in retention_kinds()}


LEAVERS = "leavers:"  # before the country, among the kinds


def leaver_years() -> dict[str, int]:
    """Country → full years for which what is known of a leaver is kept, ELSEWHERE last: 1 query."""
    rows = RetentionTime.objects.filter(kind__startswith=LEAVERS).values_list("kind", "amount")
    set_here = {kind.removeprefix(LEAVERS): amount for kind, amount in rows}
    return {**USUAL, ELSEWHERE: USUAL_ELSEWHERE} | set_here


def leaver_countries() -> list[str]:
    """Countries that have years of their own or people, ELSEWHERE last: 2 queries."""
    people = Employee.objects.exclude(country="").order_by().values_list("country", flat=True).distinct()
    return [*sorted({*people, *leaver_years()} - {ELSEWHERE}), ELSEWHERE]


def going(now: dt.datetime) -> list[Going]:
    """What goes of every kind: 1 query, and 3 for each table."""
    amounts = times()
    return [_going(kind, amounts[kind.name], now) for kind in retention_kinds()]


def _going(kind: RetentionKind, amount: int, now: dt.datetime) -> Going:
    limit, later = kind.limit(amount, now), kind.limit(amount, now + AHEAD)
    gone = soon = kept = 0
    oldest: list[dt.datetime] = []
    for table in kind.tables:
        old, old_later = table.before(limit).count(), table.before(later).count()
        rest: dict[str, Any] = table.rows().aggregate(n=Count("pk"))
        gone, soon, kept = gone + old, soon + old_later - old, kept + rest["n"] - old
        first = table.rows().exclude(pk__in=table.before(limit).values("pk")).aggregate(first=Min(table.since))["first"]
        if first is not None:
            oldest.append(_moment(first))
    first_on = timezone.localdate(min(oldest) + (now - limit)) if oldest else None
    return Going(kind, amount, gone, soon, kept, first_on)


def _moment(value: dt.date | dt.datetime) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    return timezone.make_aware(dt.datetime.combine(value, dt.time.min))
