"""A published report whose grade 5 reaches the threshold, with salaries, bands and everybody who has a part in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Employee, User
from ladders.compensation.models import PayZone
from ladders.impact.models import FactorPlan
from ladders.pay_reports.models import Report, ReportState
from ladders.remedies.actions.cases import open_cases
from ladders.remedies.models import RemedyCase
from tests.compensation.payroll import band, pay, zone
from tests.pay_reports.employer import PAY, Employer, computed, employer
from tests.shared_rows import shared_rows


@dataclass
class Remedied:
    """The employer, the report, and the case of grade 5 (women are paid a tenth less)."""

    employer: Employer
    report: Report
    case: RemedyCase
    zone: PayZone
    day: dt.date

    @property
    def analyst(self) -> User:
        """Who makes reports and sees no single person's pay."""
        return self.employer.analyst

    @property
    def hr(self) -> User:
        """Who sets pay."""
        return self.employer.hr

    @property
    def people(self) -> list[Employee]:
        """In the order of PAY."""
        return self.employer.people


def published(report: Report, signer: User) -> Report:
    """As signing and publishing leave it."""
    now, row = timezone.now(), Report.objects.filter(pk=report.pk)
    row.update(state=ReportState.SIGNED, signed_at=now, signed_by=signer)
    row.update(state=ReportState.PUBLISHED, published_at=now, published_by=signer)
    report.refresh_from_db()
    return report


@shared_rows
def remedied(plan: FactorPlan) -> Remedied:
    """Salaries are what was paid as basic pay, once a year; bands of grade 5 end at 52,000."""
    firm = employer()
    where = zone("DE", "EUR")
    band(where, "5", 40_000, 46_000, 52_000)
    Employee.objects.filter(pk__in=[each.pk for each in firm.people]).update(location="DE")
    for person, row in zip(firm.people, PAY, strict=True):
        pay(person, row[2])
    report = published(computed(firm.analyst), firm.hr)
    (case,) = open_cases(report=report, by=firm.hr)
    return Remedied(firm, report, case, where, timezone.localdate())
