"""Whom new bands, a supplement or an exception would leave below the minimum: these change nobody's pay by themselves, so what
they do to equal pay is what raising these people does."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from ladders.core.equal_pay import Change, EqualPayEffect, NewPay, effect_of, sees_equal_pay

from ..domain.bands import Figures
from ..models import PayZone
from .pay_positions import refresh

# `{aim}` is the new minimum without, and `{supplement}` the percentage on top of it.
BELOW = """
SELECT p.employee_id, a.aim, p.zone_currency FROM compensation_payposition p
{joined} CROSS JOIN LATERAL (SELECT round(({aim}) * (1 + coalesce({supplement}, 0) / 100), 2) AS aim) AS a
WHERE p.zone_code = %(zone)s AND p.currency = p.zone_currency AND p.annual < a.aim AND {fits}
"""
NEW_BANDS = BELOW.format(
    joined="JOIN unnest(%(codes)s::text[], %(minimums)s::numeric[]) AS n(code, minimum) ON n.code = p.grade_code",
    aim="n.minimum",
    supplement="p.supplement",
    fits="p.excepted_until IS NULL",
)
SUPPLEMENT = BELOW.format(
    joined="",
    aim="p.minimum / (1 + coalesce(p.supplement, 0) / 100)",
    supplement="%(percent)s::numeric",
    fits="p.framework_id = %(framework)s",
)
EXCEPTION = BELOW.format(
    joined="", aim="%(minimum)s::numeric", supplement="p.supplement", fits="p.level_key = %(level)s"
)


def effect_of_bands(user: Any, zone: PayZone, after: Mapping[str, Figures]) -> EqualPayEffect | None:
    """Of bands of a zone (grade code → figures). None for whoever may not see it. People with an exception keep theirs.

    1 query beside those of `effect_of`; none for those without the verbs.
    """
    values = {"codes": list(after), "minimums": [own.minimum for own in after.values()]}
    return _effect(user, NEW_BANDS, zone, values)


def effect_of_supplement(user: Any, framework: int, zone: PayZone, percent: Decimal) -> EqualPayEffect | None:
    """Of a supplement on all bands of a framework in a zone, in the place of the one that holds today. Queries as above."""
    return _effect(user, SUPPLEMENT, zone, {"framework": framework, "percent": percent})


def effect_of_exception(user: Any, level: UUID, zone: PayZone, minimum: Decimal) -> EqualPayEffect | None:
    """Of a band of its own for one level in a zone. Queries as above."""
    return _effect(user, EXCEPTION, zone, {"level": level, "minimum": minimum})


def _effect(user: Any, below: str, zone: PayZone, values: Mapping[str, Any]) -> EqualPayEffect | None:
    if not sees_equal_pay(user):
        return None
    refresh()
    with connection.cursor() as cursor:
        cursor.execute(below, {"zone": zone.code, **values})
        people = {employee: NewPay(aim, currency) for employee, aim, currency in cursor.fetchall()}
    return effect_of(user, Change(people=people))
