"""A payroll of women and men on one level, and two people on another whose pay may not be told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.frameworks.actions.publication import publish
from ladders.impact.models import FactorPlan
from ladders.insights.actions.pay_equity import record_sexes, say_kind
from ladders.insights.domain.paid_kinds import Treatment
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.models import PaidAmount, PaidKind, PaidYear
from ladders.reporting.models import ReportingLine
from tests.compensation.payroll import band, level, somebody, zone
from tests.factories import EmployeeFactory, account, draft_framework
from tests.shared_rows import shared_rows

YEAR = 2025


@dataclass
class Payroll:
    """Women and men on one level, whose category all can be told; and two on another, whose cannot."""

    women: list[Employee]
    men: list[Employee]
    few: Employee
    hr: User
    helper: User
    manager: User

    @property
    def anna(self) -> Employee:
        """The first woman."""
        return self.women[0]


def user_of(person: Employee) -> User:
    assert person.user is not None
    return person.user


def paid(person: Employee, amount: int, hours: int | None = 1600) -> None:
    row = PaidYear.objects.create(
        employee=person, year=YEAR, legal_entity="One", currency="EUR", hours=hours and Decimal(hours)
    )
    PaidAmount.objects.create(paid_year=row, kind=PaidKind.objects.get(name="Base"), amount=Decimal(amount))


@shared_rows
def payroll(plan: FactorPlan) -> Payroll:
    version = draft_framework(by=account(user__roles=[Role.HR_ADMIN], name="Founder"))
    publish(version=version, seen=version.revision, by=User.objects.get(name="Founder"))
    band(zone(), "6", 40_000, 50_000, 60_000)
    say_kind(name="Base", treatment=Treatment.BASIC, by=None)
    rung, other = level(version, "S6"), level(version, "S5")
    fields = {"legal_entity": "One", "department": "Lab", "hired_on": dt.date(2020, 1, 1)}
    women = [somebody(rung, 48_000, name=f"Anna {number}", **fields) for number in range(6)]
    men = [somebody(rung, 56_000, name=f"Ben {number}", **fields) for number in range(6)]
    few = [somebody(other, 40_000, name=f"Few {number}", **fields) for number in range(2)]
    for number, person in enumerate(women):
        paid(person, 48_000 + 1_000 * number)
    for number, person in enumerate(men):
        paid(person, 56_000 + 1_000 * number)
    paid(few[0], 40_777)
    paid(few[1], 41_333)
    sexes = {each.pk: Sex.WOMAN for each in [*women, few[0]]} | {each.pk: Sex.MAN for each in [*men, few[1]]}
    record_sexes(sexes=sexes, by=None, source="test")
    boss = EmployeeFactory.create(name="Boss", legal_entity="One")
    for person in women:
        ReportingLine.objects.create(employee=person, manager=boss, starts_on=dt.date(2020, 1, 1))
    return Payroll(
        women,
        men,
        few[0],
        account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz"),
        account(user__roles=[Role.EMPLOYEE_REPRESENTATIVE], name="Rep Resent"),
        user_of(boss),
    )
