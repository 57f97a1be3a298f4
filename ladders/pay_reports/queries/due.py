"""Which employer has to report next, about which year and by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from accounts.models import Employee, reach_of
from ladders.core.conditions import everything
from ladders.core.permissions import Permission
from ladders.insights.domain.report_due import next_due
from ladders.insights.models import DIRECTIVE, CountryRules
from ladders.insights.queries.country_rules import countries_of, holding_rules

from ..models import OwedReport, Report, ReportState

LATE = dt.timedelta(days=92)  # so long a day that has passed without a report goes on being shown


@dataclass(frozen=True, slots=True)
class DueReport:
    """The next report of one employer, by the rules of its country as they are known today."""

    legal_entity: str
    employees: int
    year: int
    due_on: dt.date
    late: bool
    report: Report | None  # its newest edition, where somebody has begun
    certain: bool  # False: somebody still has to check the rules

    @property
    def done(self) -> bool:
        """True once it is published."""
        return self.report is not None and self.report.published


def due_reports(user: Any, today: dt.date) -> list[DueReport]:
    """Of every employer whose whole staff the user's role reaches and which has to report, the most urgent first: 4 queries.

    A day that passed without a published report comes first, for three months.
    """
    return _next_of(_staff(today, reach_of(user, Permission.VIEW_PAY_EQUITY)), today)


def reports_of_all(today: dt.date) -> list[DueReport]:
    """The same of every employer that has to report: 4 queries."""
    return _next_of(_staff(today, everything()), today)


def due_soon(user: Any, today: dt.date) -> list[DueReport]:
    """Those that Home counts: as they were worked out last, with the newest edition of each: 2 queries, and one for the reach."""
    rows = list(OwedReport.objects.visible_to(user).due(today))
    begun = _begun([row.legal_entity for row in rows])
    return [
        DueReport(
            row.legal_entity,
            row.employees,
            row.year,
            row.due_on,
            row.due_on < today,
            begun.get((row.legal_entity, row.year)),
            row.certain,
        )
        for row in rows
    ]


def _next_of(staff: dict[str, int], today: dt.date) -> list[DueReport]:
    if not staff:
        return []
    countries, rows = countries_of(staff, today), list(CountryRules.objects.order_by("starts_on"))
    begun = _begun(list(staff))
    found = []
    for entity, employees in staff.items():
        rules = holding_rules(rows, countries.get(entity, DIRECTIVE), today)
        coming = next_due(today, employees, rules.reporting)
        missed = next_due(today - LATE, employees, rules.reporting)
        if missed and missed[1] < today and not _published(begun.get((entity, missed[0]))):
            coming = missed
        if coming is not None:
            year, day = coming
            report = begun.get((entity, year))
            found.append(DueReport(entity, employees, year, day, day < today, report, rules.certain))
    return sorted(found, key=lambda each: (each.due_on, each.legal_entity))


def _published(report: Report | None) -> bool:
    return report is not None and report.state == ReportState.PUBLISHED


def _staff(today: dt.date, within: Q) -> dict[str, int]:
    """How many people each employer has today, where all of them are within that condition: 1 query."""
    reached = Count("pk", filter=within)
    rows = (
        Employee.objects.working_on(today)
        .order_by()
        .values("legal_entity")
        .annotate(people=Count("pk"), reached=reached)
        .filter(Q(people__gt=0), reached=Count("pk"))
    )
    return {row["legal_entity"]: row["people"] for row in rows}


def _begun(entities: list[str]) -> dict[tuple[str, int], Report]:
    """The newest edition of each employer and year: 1 query."""
    rows = Report.objects.filter(legal_entity__in=entities).order_by("pk")
    return {(row.legal_entity, row.year): row for row in rows}
