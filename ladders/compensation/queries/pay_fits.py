"""Whose pay stands inside the bands of which grades, whatever level they hold, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection

from .pay_positions import PART, TIMES
from .readers import people_whose_pay

_FITS = """
SELECT e.id, coalesce(array_agg(g.code ORDER BY g.rank) FILTER (WHERE (s.amount + 0.005) * {times} > b.minimum * {part}
    AND (s.amount - 0.005) * {times} <= b.maximum * {part}), '{}')
FROM accounts_employee e
JOIN compensation_zonelocation zl ON zl.location = e.location AND e.location <> ''
JOIN compensation_payzone z ON z.id = zl.zone_id
JOIN compensation_salary s ON s.employee_id = e.id AND s.starts_on <= %(day)s
    AND (s.ends_on IS NULL OR s.ends_on >= %(day)s) AND s.currency = z.currency
JOIN compensation_band b ON b.zone_id = z.id AND b.starts_on <= %(day)s AND (b.ends_on IS NULL OR b.ends_on >= %(day)s)
JOIN impact_grade g ON g.id = b.grade_id
WHERE e.id = ANY(%(ids)s) GROUP BY e.id
""".replace("{times}", TIMES).replace("{part}", PART)


def fitting_grades(user: Any, employees: Collection[int], day: dt.date) -> dict[int, list[str]]:
    """Employee → codes of the grades whose band holds their full-time pay on that day: 2 queries.

    Only of people whose pay `user` may see, with a salary in the currency of their zone; whoever shows it calls `seen`.
    """
    ids = list(people_whose_pay(user).filter(pk__in=employees).values_list("pk", flat=True))
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FITS, {"day": day, "ids": ids})
        return dict(cursor.fetchall())
