"""A published report whose grade 5 reaches the threshold, with salaries, bands and everybody who has a part in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Employee, User
from ladders.compensation.models import PayZone
from ladders.impact.models import FactorPlan
from ladders.pay_reports.actions.publication import consult, explain_category, publish_report, sign
from ladders.pay_reports.models import Report
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


def published(report: Report, firm: Employer) -> Report:
    """As those who make and sign it bring it to everybody."""
    for category in report.categories.filter(reached=True):
        explain_category(category=category, text="We do not know yet.", by=firm.analyst)
    consult(report=report, by=firm.analyst)
    sign(report=report, signed_as="Managing director", by=firm.hr)
    return publish_report(report=report, by=firm.hr)


def remedies_at_work() -> Remedied:
    """Salaries are what was paid as basic pay, once a year; bands of grade 5 end at 52,000."""
    firm = employer()
    where = zone("DE", "EUR")
    band(where, "5", 40_000, 46_000, 52_000)
    Employee.objects.filter(pk__in=[each.pk for each in firm.people]).update(location="DE")
    for person, row in zip(firm.people, PAY, strict=True):
        pay(person, row[2])
    report = published(computed(firm.analyst), firm)
    return Remedied(firm, report, RemedyCase.objects.get(), where, timezone.localdate())


@shared_rows
def remedied(plan: FactorPlan) -> Remedied:
    """The whole of it, for tests that undo what they do."""
    return remedies_at_work()
