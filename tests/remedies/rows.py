"""One of everything that this room keeps, for the test that walks all addresses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Employee, User
from ladders.pay_reports.models import Report, ReportCategory
from ladders.remedies.models import Justification, Measure, PlannedRaise, RemedyCase, RemedyPlan


def one_case(entity: str, person: Employee, amount: int, by: User) -> dict[str, Any]:
    """Ids of a case with a measure, a justification by somebody else, and a plan that raises the person."""
    today = timezone.localdate()
    report = Report.objects.create(year=2024, legal_entity=entity, day=dt.date(2024, 12, 31), made_by=by)
    category = ReportCategory.objects.create(
        report=report, place=99, name="Case", women=9, men=9, total_percent=Decimal(7), reached=True
    )
    case = RemedyCase.objects.create(
        category=category,
        legal_entity=report.legal_entity,
        name="Case",
        gap_percent=Decimal(7),
        threshold_percent=Decimal(5),
        opened_on=today,
        remedy_until=today + dt.timedelta(180),
    )
    plan = RemedyPlan.objects.create(
        case=case,
        by=by,
        target="grade",
        whom="less_paid",
        starts_on=today,
        year=report.year,
        currency="EUR",
        cost=Decimal(1000),
        cost_this_year=Decimal(10),
        raised=1,
        asked=1,
        women=9,
        men=9,
    )
    PlannedRaise.objects.create(
        plan=plan, employee=person, before=amount, basis="year", fte=1, payments=1, more=1000, a_year=1000
    )
    measure = Measure.objects.create(case=case, text="Raise", owner=by, due_on=today, by=by)
    reason = Justification.objects.create(case=case, criterion="skills", text="x", evidence="y", by=by)
    return {"remedy": case.pk, "remedy plan": plan.pk, "remedy measure": measure.pk, "remedy reason": reason.pk}
