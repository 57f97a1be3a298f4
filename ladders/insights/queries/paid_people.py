"""Who was paid what in a year, as plain data for the methods. Only for whoever holds the pay equity verb."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission

from ..domain.adjusted_gap.pay_model import ExplainedPay
from ..domain.paid_kinds import year_share
from ..domain.pay_gap.people import PaidPerson, Sex
from ..models import CategoryDecision

# Everybody whom the entity (None: any) paid in the year, with the level held on a day, else the last one of the year.
PAID = """
WITH paid AS (
    SELECT y.employee_id, min(y.currency) AS currency, max(y.currency) AS other_currency, sum(y.hours) AS hours,
        coalesce(sum(a.basic), 0) AS basic, coalesce(sum(a.variable), 0) AS variable,
        count(*) FILTER (WHERE y.hours IS NULL) AS without_hours
    FROM insights_paidyear y LEFT JOIN (
        SELECT m.paid_year_id, sum(m.amount) FILTER (WHERE k.treatment = 'basic') AS basic,
            sum(m.amount) FILTER (WHERE k.treatment = 'variable') AS variable
        FROM insights_paidamount m JOIN insights_paidkind k ON k.id = m.kind_id GROUP BY m.paid_year_id
    ) a ON a.paid_year_id = y.id
    WHERE y.year = %(year)s AND (%(entity)s::text IS NULL OR y.legal_entity = %(entity)s)
        AND (%(people)s::bigint[] IS NULL OR y.employee_id = ANY(%(people)s))
    GROUP BY y.employee_id
), held AS (
    SELECT DISTINCT ON (p.employee_id) p.employee_id, l.grade_id, l.points, t.kind AS track
    FROM placements_placement p JOIN frameworks_level l ON l.id = p.level_id JOIN frameworks_track t ON t.id = l.track_id
    WHERE p."primary" AND p.starts_on <= %(last)s AND (p.ends_on IS NULL OR p.ends_on >= %(first)s)
        AND (%(people)s::bigint[] IS NULL OR p.employee_id = ANY(%(people)s))
    ORDER BY p.employee_id, (p.starts_on <= %(day)s AND (p.ends_on IS NULL OR p.ends_on >= %(day)s)) DESC, p.starts_on DESC
)
SELECT paid.employee_id, coalesce(s.sex, 'not_stated'), paid.basic, paid.variable,
    CASE WHEN paid.without_hours = 0 THEN paid.hours END, e.hired_on, e.left_on, e.weekly_hours,
    held.points, held.grade_id, g.code, coalesce(held.track, ''), coalesce(z.code, ''),
    paid.currency, paid.other_currency
FROM paid JOIN accounts_employee e ON e.id = paid.employee_id
LEFT JOIN insights_recordedsex s ON s.employee_id = paid.employee_id
LEFT JOIN held ON held.employee_id = paid.employee_id
LEFT JOIN impact_grade g ON g.id = held.grade_id
LEFT JOIN compensation_zonelocation zl ON zl.location = e.location
LEFT JOIN compensation_payzone z ON z.id = zl.zone_id
ORDER BY paid.employee_id
"""


@dataclass(frozen=True, slots=True)
class PaidRow:
    """One person and year with all that the methods ask for. `category` is "" without a grade."""

    employee: int
    sex: Sex
    basic: Decimal
    variable: Decimal
    hours: Decimal | None
    year_share: Decimal
    on_day: bool
    moved: bool
    category: str
    grade: str
    points: int | None
    track: str  # kind of track
    zone: str
    years: float  # with the employer at the end of the year
    weekly_hours: Decimal | None

    @property
    def paid(self) -> PaidPerson:
        """For the figures of Article 9."""
        return PaidPerson(
            self.sex,
            self.basic,
            self.variable,
            self.category,
            self.hours,
            self.year_share,
            self.on_day,
            self.moved,
        )


@dataclass(frozen=True, slots=True)
class PaidPopulation:
    """Everybody of a year, and the currency of all amounts ("" for nobody)."""

    year: int
    day: dt.date
    rows: tuple[PaidRow, ...]
    currency: str
    decision: CategoryDecision | None  # by which the categories are made; None: each grade is one


def paid_population(
    user: Any,
    *,
    year: int,
    legal_entity: str | None = None,
    day: dt.date | None = None,
    decision: CategoryDecision | None = None,
) -> PaidPopulation:
    """Everybody in the user's reach (None: everybody) whom the entity (None: any) paid in that year; `day` of the snapshot, else
    the last. `decision`: of the categories on that day, where it is known already.

    At most 4 queries. Raises DomainError where amounts are in several currencies: they are never converted.
    """
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    on = day or last
    people = None
    if user is not None:
        people = list(Employee.objects.within(user, Permission.VIEW_PAY_EQUITY).order_by().values_list("pk", flat=True))
    decision = decision or category_decision(legal_entity or "", on)
    names: Mapping[int, str] = dict(decision.grades.values_list("grade_id", "name")) if decision else {}
    with connection.cursor() as cursor:
        cursor.execute(
            PAID, {"year": year, "entity": legal_entity, "people": people, "first": first, "last": last, "day": on}
        )
        found = cursor.fetchall()
    currencies = {row[-2] for row in found} | {row[-1] for row in found}
    if len(currencies) > 1:
        raise DomainError(
            _("People were paid in several currencies: %(currencies)s. Report on each legal entity by itself.")
            % {"currencies": ", ".join(sorted(currencies))}
        )
    rows = tuple(_row(row, year, on, names) for row in found)
    return PaidPopulation(year, on, rows, next(iter(currencies), ""), decision)


def category_decision(legal_entity: str, day: dt.date) -> CategoryDecision | None:
    """The one that holds on a day: the latest about the entity, else about the whole group. 1 query."""
    rows = CategoryDecision.objects.filter(legal_entity__in=[legal_entity, ""], decided_on__lte=day)
    return max(rows, key=lambda row: (bool(row.legal_entity), row.decided_on, row.pk), default=None)


def years_paid() -> list[tuple[int, str, int]]:
    """Year, legal entity and how many people were brought in, the latest first: 1 query. No amounts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT year, legal_entity, count(*) FROM insights_paidyear GROUP BY 1, 2 ORDER BY year DESC, legal_entity"
        )
        return [(int(year), str(entity), int(people)) for year, entity, people in cursor.fetchall()]


def explained(rows: Iterable[PaidRow], full_time_hours: Decimal = Decimal(40)) -> list[ExplainedPay]:
    """The same people for a regression: pay scaled to a whole year of full time. Nobody without a category is in it."""
    found = []
    for row in rows:
        share = min((row.weekly_hours or full_time_hours) / full_time_hours, Decimal(1))
        worked = share * row.year_share
        if not worked or not row.category:
            continue
        found.append(
            ExplainedPay(
                row.sex,
                float((row.basic + row.variable) / worked),
                row.category,
                row.zone,
                None if row.points is None else float(row.points),
                row.years,
                float(share),
                row.track,
            )
        )
    return found


def _row(found: tuple[Any, ...], year: int, day: dt.date, names: Mapping[int, str]) -> PaidRow:
    employee, sex, basic, variable, hours, hired, left, weekly, points, grade_id, grade, track, zone, *_currencies = (
        found
    )
    end = dt.date(year, 12, 31)
    category = names.get(grade_id, grade or "")
    return PaidRow(
        employee,
        Sex(sex),
        basic,
        variable,
        hours,
        year_share(year, hired, left),
        (hired is None or hired <= day) and (left is None or left >= day),
        (hired is not None and hired.year == year and hired > dt.date(year, 1, 1)) or (left is not None and left < end),
        category,
        grade or "",
        points,
        track,
        zone,
        max((min(left or end, end) - hired).days, 0) / (366 if calendar.isleap(year) else 365) if hired else 0.0,
        weekly,
    )
