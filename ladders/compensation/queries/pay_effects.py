"""Whom new bands, a supplement or an exception would leave below the minimum: these change nobody's pay by themselves, so what
they do to equal pay is what raising these people does."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from ladders.core.equal_pay import Change, EqualPayEffect, NewPayQuery, effect_of, sees_equal_pay
from ladders.placements.queries import successors

from ..domain.bands import Figures
from ..models import PayZone

# `{aim}` is the new minimum without, and `{supplement}` the percentage on top of it; `{near}` is what an index finds them by.
BELOW = """
SELECT p.employee_id, a.aim AS annual, p.zone_currency AS currency, NULL::uuid AS level_key, p.legal_entity,
    p.level_key AS had_level, p.grade_code AS had_grade, p.currency AS had_currency, p.annual AS had_annual
FROM compensation_payposition p
{joined} CROSS JOIN LATERAL (SELECT round(({aim}) * (1 + coalesce({supplement}, 0) / 100), 2) AS aim) AS a
WHERE p.zone_code = %(zone)s AND p.currency = p.zone_currency AND p.annual < a.aim AND {near}
"""
NEW_BANDS = BELOW.format(
    joined="JOIN unnest(%(codes)s::text[], %(minimums)s::numeric[]) AS n(code, minimum) ON n.code = p.grade_code",
    aim="n.minimum",
    supplement="p.supplement",
    near="""p.excepted_until IS NULL AND (p.annual / p.minimum IS NULL OR p.annual / p.minimum < (
        SELECT max(n.minimum / b.minimum) * 1.0001 FROM unnest(%(codes)s::text[], %(minimums)s::numeric[]) AS n(code, minimum)
        JOIN impact_grade g ON g.code = n.code JOIN compensation_band b ON b.grade_id = g.id AND b.zone_id = %(zone_id)s
            AND b.starts_on <= %(day)s AND (b.ends_on IS NULL OR b.ends_on >= %(day)s)
    ))""",
)
SUPPLEMENT = BELOW.format(
    joined="",
    aim="p.minimum / (1 + coalesce(p.supplement, 0) / 100)",
    supplement="%(percent)s::numeric",
    near="p.framework_id = %(framework)s AND p.annual / p.minimum < (1 + %(percent)s::numeric / 100) * 1.0001",
)
EXCEPTION = BELOW.format(
    joined="",
    aim="%(minimum)s::numeric",
    supplement="p.supplement",
    # An array, so that these people are looked up and nobody else is read.
    near="""p.level_key = %(level)s AND p.employee_id = ANY (ARRAY(
        SELECT employee_id FROM placements_placement WHERE level_key = ANY(%(levels)s::uuid[]) AND "primary"
    ))""",
)


def effect_of_bands(user: Any, zone: PayZone, after: Mapping[str, Figures]) -> EqualPayEffect | None:
    """Of bands of a zone (grade code → figures). None for whoever may not see it. People with an exception keep theirs.

    Queries as of `effect_of`; none for those without the verbs.
    """
    values = {"codes": list(after), "minimums": [own.minimum for own in after.values()]}
    return _effect(user, NEW_BANDS, zone, values)


def effect_of_supplement(user: Any, framework: int, zone: PayZone, percent: Decimal) -> EqualPayEffect | None:
    """Of a supplement on all bands of a framework in a zone, in the place of the one that holds today. Queries as above."""
    return _effect(user, SUPPLEMENT, zone, {"framework": framework, "percent": percent})


def effect_of_exception(user: Any, level: UUID, zone: PayZone, minimum: Decimal) -> EqualPayEffect | None:
    """Of a band of its own for one level in a zone. Queries as above, and 1 for levels whose people belong to this one."""
    if not sees_equal_pay(user):
        return None
    levels = [level, *(key for key, end in successors().items() if end == level)]
    return _effect(user, EXCEPTION, zone, {"level": level, "levels": levels, "minimum": minimum})


def _effect(user: Any, below: str, zone: PayZone, values: Mapping[str, Any]) -> EqualPayEffect | None:
    if not sees_equal_pay(user):
        return None
    return effect_of(
        user,
        Change(
            people=NewPayQuery(below, {"zone": zone.code, "zone_id": zone.pk, "day": timezone.localdate(), **values})
        ),
    )
