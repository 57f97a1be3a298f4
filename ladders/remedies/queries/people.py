"""Everybody of the newest paid year as the planner and the measurements take them: paid amounts, and salaries of today."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.compensation.domain.position import Basis, Salaried
from ladders.compensation.models import Salary
from ladders.compensation.queries.pay_positions import standings
from ladders.compensation.queries.readers import people_whose_pay
from ladders.core.errors import DomainError
from ladders.insights.domain.pay_gap.article9 import CategoryGaps
from ladders.insights.models import PaidYear
from ladders.insights.queries.paid_people import PaidPopulation, explained, paid_population

from ..domain.effect import Member, gaps_of
from ..domain.states import MeasuredOn
from ..domain.targets import PlannedPay
from ..models import RemedyCase

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class CasePeople:
    """The people of a case's entity. `salaries` and `pay` hold today's of those who work here (`here`)."""

    year: int
    currency: str
    members: tuple[Member, ...]
    pay: Mapping[int, PlannedPay]
    salaries: Mapping[int, Salaried]
    here: frozenset[int]


def newest_year(case: RemedyCase) -> tuple[int, dt.date]:
    """The newest year of which the entity's payroll was brought in, and the day of that. Raises DomainError where there is
    none. 1 query."""
    rows = PaidYear.objects.filter(legal_entity=case.legal_entity).order_by().values("year")
    found = rows.annotate(at=Max("brought_at")).order_by("-year").first()
    if found is None:
        raise DomainError(_("What was paid is no longer here, so nothing can be measured. Bring it in again."))
    return int(found["year"]), timezone.localdate(found["at"])


def measured_gaps(user: Any, case: RemedyCase, on: MeasuredOn, today: dt.date) -> tuple[int, CategoryGaps | None]:
    """The year, and figure g of the case's category by the choices of its report: 7 queries, or 11 for today's salaries."""
    population, brought = _population(user, case)
    if on is MeasuredOn.PAID:
        members: tuple[Member, ...] = tuple(Member(row.employee, row.paid) for row in population.rows)
    else:
        members = people_today(population, brought, today).members
    gaps = gaps_of(members, case.name, case.report.chosen)
    check_not_one_of_few(user, case, members, gaps)
    return population.year, gaps


def one_of_few(user: Any, case: RemedyCase, members: Iterable[Member], gaps: CategoryGaps | None) -> bool:
    """True for whoever is counted in the category now, where few are left in it, and does not see everybody's pay. 2 queries."""
    if gaps is None or min(gaps.total.women, gaps.total.men) >= case.smallest_group or answers_freely(user, case):
        return False
    own = set(Employee.objects.filter(user=user.pk).values_list("pk", flat=True))
    return any(each.key in own and each.paid.category == case.name for each in members)


def check_not_one_of_few(user: Any, case: RemedyCase, members: Iterable[Member], gaps: CategoryGaps | None) -> None:
    """Raises DomainError for whoever is. Queries as `one_of_few`."""
    if one_of_few(user, case, members, gaps):
        raise DomainError(
            _(
                "You are one of few people who are left in this category: the gap, and your own pay, would tell another one’s."
                " Ask somebody who may see everybody’s pay."
            )
        )


def answers_freely(user: Any, case: RemedyCase) -> bool:
    """True where the planner may be asked anything: for whoever sees the pay of everybody of the newest paid year. 1 query."""
    paid = PaidYear.objects.filter(legal_entity=case.legal_entity).order_by("-year")
    newest = paid.filter(year=paid.values("year")[:1])
    return not newest.exclude(employee__in=people_whose_pay(user).values("pk")).exists()


def case_people(user: Any, case: RemedyCase, today: dt.date) -> CasePeople:
    """The people of the newest paid year, with what salaries have changed since: 11 queries, whatever their number."""
    population, brought = _population(user, case)
    return people_today(population, brought, today)


def _population(user: Any, case: RemedyCase) -> tuple[PaidPopulation, dt.date]:
    """All of them or nobody. Raises DomainError for whoever reaches a part: a gap of some people is no figure of the case."""
    year, brought = newest_year(case)
    paid = PaidYear.objects.filter(year=year, legal_entity=case.legal_entity).order_by()
    seen = PaidYear.objects.visible_to(user).values("pk")
    count = paid.aggregate(people=Count("pk"), reached=Count("pk", filter=Q(pk__in=seen)))
    if count["reached"] != count["people"]:
        raise DomainError(
            _(
                "Your role reaches %(reached)s of the %(people)s people who were paid in %(year)s. The gap is that of all of"
                " them: somebody whose role reaches everybody measures it."
            )
            % {**count, "year": year}
        )
    day = case.report.day if case.report.day.year == year else None
    return paid_population(None, year=year, legal_entity=case.legal_entity, day=day), brought


def people_today(population: PaidPopulation, brought: dt.date, today: dt.date) -> CasePeople:
    """Paid amounts, with the difference between each salary of today and what the person's salary was over that year.

    The salary of the year is the mean over its days, so that a raise within it counts for the part that was paid; days from
    that on which the payroll was `brought` in are in none of its amounts.
    """
    last = min(dt.date(population.year, 12, 31), brought - dt.timedelta(days=1))
    ids = [row.employee for row in population.rows]
    rows = _salary_rows(ids, population.year, today)
    positions = {each.pk: each for each in standings(today, ids)} if ids else {}
    members, salaries, pay = [], {}, {}
    for row in population.rows:
        found = explained([row])
        member = Member(row.employee, row.paid, found[0] if found else None)
        now = next((each.pay for each in rows[row.employee] if _holds(each, today)), None)
        position = positions.get(row.employee)
        if now is not None and position is not None:
            salaries[row.employee] = now
            payments = _payments(now)
            step = CENT if now.basis is Basis.HOUR else Decimal(1)
            pay[row.employee] = PlannedPay(
                now.annual, now.fte, payments, step, now.currency,
                position.minimum, position.maximum, position.zone_currency,
            )  # fmt: skip
            then = _mean_of_year(rows[row.employee], population.year, last, now.currency)
            if then is not None and now.currency == population.currency and then != now.annual:
                more = now.annual - then
                member = member.with_more((more * now.fte).quantize(CENT), more)
        members.append(member)
    return CasePeople(population.year, population.currency, tuple(members), pay, salaries, frozenset(positions))


def _salary_rows(ids: Collection[int], year: int, today: dt.date) -> Mapping[int, list[Salary]]:
    """Salaries from that year until today: 1 query."""
    since = Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=dt.date(year, 1, 1)))
    found: defaultdict[int, list[Salary]] = defaultdict(list)
    for row in Salary.objects.filter(since, employee__in=ids):
        found[row.employee_id].append(row)
    return found


def _holds(row: Salary, day: dt.date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)


def _payments(pay: Salaried) -> Decimal:
    """How many amounts a whole year pays, at the hours worked."""
    if pay.basis is Basis.HOUR:
        return pay.basis.a_year * (pay.full_time_hours or Decimal(1)) * pay.fte
    return Decimal(pay.basis.a_year)


def _mean_of_year(rows: list[Salary], year: int, last: dt.date, currency: str) -> Decimal | None:
    """The full-time salary over the days of the year until `last` that had one, else the first that is known since.

    So a raise counts for an organisation, too, that keeps salaries here since after that year. None without any in that
    currency.
    """
    first = dt.date(year, 1, 1)
    weighed, days = Decimal(0), 0
    for row in rows:
        begins, ends = max(row.starts_on, first), min(row.ends_on or last, last)
        if begins <= ends and row.currency == currency:
            length = (ends - begins).days + 1
            weighed += row.pay.annual * length
            days += length
    if days:
        return (weighed / days).quantize(CENT)
    since = [row for row in rows if row.currency == currency]
    return min(since, key=lambda row: row.starts_on).pay.annual if since else None
