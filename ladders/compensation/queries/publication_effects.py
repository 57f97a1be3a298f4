"""What a publication would do to pay: the same statement that says where people stand, with the draft's levels in it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from ladders.core.permissions import Permission
from ladders.frameworks.pay_provider import PayEffect
from ladders.placements.models import Placement
from ladders.placements.queries import successors

from ..money import money
from .pay_positions import STAND, parameters

SUMS = f"{STAND} SELECT zone_currency, standing, count(*), sum(cost) FROM measured GROUP BY 1, 2"
Sums = dict[str, dict[str, tuple[int, Decimal]]]  # currency → where people stand → how many, cost


def pay_effects(user: Any, levels: Mapping[UUID, int]) -> list[PayEffect] | None:
    """By currency, for whoever may see the pay of everybody; None for others, or without levels.

    6 queries, whatever the number of people.
    """
    if not levels or not (user.holds(Permission.VIEW_PAY) and user.reaches_all(Permission.VIEW_PAY)):
        return None
    today = timezone.localdate()
    after = dict(levels)
    after |= {key: levels[end] for key, end in successors().items() if end in levels and key not in levels}
    rows = Placement.objects.primary().on(today).filter(level_key__in=after).values_list("employee_id", "level_key")
    people = dict(rows)
    if not people:
        return []
    asked = parameters(today, set(people.values()), list(people))
    then = {key: after[key] for key in set(people.values())}
    was, becomes = _sums(asked), _sums({**asked, "keys": list(then), "levels": list(then.values())})
    return [
        PayEffect(
            currency,
            _counts(was, becomes, currency, "below"),
            _counts(was, becomes, currency, "above"),
            _counts(was, becomes, currency, "no_band"),
            (_cost(was, currency), _cost(becomes, currency)),
        )
        for currency in sorted({*was, *becomes} - {""})
    ]


def _sums(values: dict[str, Any]) -> Sums:
    found: Sums = {}
    with connection.cursor() as cursor:
        cursor.execute(SUMS, values)
        for currency, standing, count, cost in cursor.fetchall():
            found.setdefault(currency, {})[standing] = (count, cost)
    return found


def _counts(was: Sums, becomes: Sums, currency: str, standing: str) -> tuple[int, int]:
    before, after = (sums.get(currency, {}).get(standing, (0, Decimal(0)))[0] for sums in (was, becomes))
    return before, after


def _cost(sums: Sums, currency: str) -> str:
    return money(sum((cost for _count, cost in sums.get(currency, {}).values()), Decimal(0)), currency)
