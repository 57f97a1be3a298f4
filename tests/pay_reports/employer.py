"""An employer with a year of pay, for the tests of reports and of what builds on them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.core import jobs
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Level, Version
from ladders.insights.actions.paid_years import write_paid_years
from ladders.insights.actions.pay_equity import record_sexes, say_kind
from ladders.insights.domain.paid_kinds import Treatment
from ladders.insights.domain.pay_gap.people import Sex
from ladders.pay_reports.actions.drafts import have_figures_made, start_report
from ladders.pay_reports.models import Report
from ladders.placements.models import Placement
from tests.factories import EmployeeFactory, account, draft_framework

# Level, sex, basic and variable pay. In S5 women are paid a tenth less, in M6 alike. P6, of the same grade, has two women.
PAY: tuple[tuple[str, Sex, int, int], ...] = (
    *(("S5", Sex.WOMAN, 45_000 + 10 * place, 900) for place in range(6)),
    *(("S5", Sex.MAN, 50_000 + 10 * place, 1_000) for place in range(7)),
    *(("M6", Sex.WOMAN, 60_000 + 10 * place, 2_000) for place in range(6)),
    *(("M6", Sex.MAN, 60_000 + 10 * place, 2_000) for place in range(6)),
    *(("P6", Sex.WOMAN, 71_371 + place, 0) for place in range(2)),
    *(("P6", Sex.MAN, 70_000 + 10 * place, 0) for place in range(6)),
    ("S5", Sex.NOT_STATED, 47_000, 0),
)
HOURS = Decimal(1_700)
YEAR, ENTITY = 2026, "One"


@dataclass
class Employer:
    """People in the order of PAY, and who deals with their reports."""

    people: list[Employee]
    analyst: User
    hr: User
    representative: User
    colleague: User


def employer() -> Employer:
    """Everybody was there all year, on a level, and paid by one entity. Categories are the levels' grades by default."""
    analyst = account(name="Ana Lyst", user__roles=[Role.PAY_EQUITY_ANALYST])
    hr = account(name="Hana Ruiz", user__roles=[Role.HR_ADMIN])
    version = draft_framework(by=hr, name="Research")
    publish(version=version, seen=version.revision, by=hr)
    people = [EmployeeFactory.create(hired_on=dt.date(2020, 1, 1), legal_entity=ENTITY) for _row in PAY]
    place_all(version, dict(zip((each.pk for each in people), (row[0] for row in PAY), strict=True)))
    for name, treatment in (("Base", Treatment.BASIC), ("Bonus", Treatment.VARIABLE)):
        say_kind(name=name, treatment=treatment, by=None)
    record_sexes(
        sexes={each.pk: row[1] for each, row in zip(people, PAY, strict=True) if row[1] is not Sex.NOT_STATED},
        by=None,
        source="test",
    )
    pay_all({each.pk: row[2:] for each, row in zip(people, PAY, strict=True)})
    colleague = people[0].user
    assert colleague is not None
    representative = account(name="Rita Prese", user__roles=[Role.EMPLOYEE_REPRESENTATIVE])
    return Employer(people, analyst, hr, representative, colleague)


def place_all(version: Version, levels: dict[int, str], *, ends_on: dt.date | None = None) -> None:
    """On levels of a published version since 2020, by employee and level code."""
    found = {level.code: level for level in Level.objects.filter(version=version)}
    Placement.objects.bulk_create(
        Placement(
            employee_id=employee,
            framework=version.framework,
            version=version,
            level=found[code],
            level_key=found[code].key,
            starts_on=dt.date(2020, 1, 1),
            ends_on=ends_on,
        )
        for employee, code in levels.items()
    )


def pay_all(amounts: dict[int, tuple[int, int]], *, year: int = YEAR, entity: str = ENTITY) -> None:
    """Basic and variable pay of the year, by employee."""
    write_paid_years(
        year=year,
        gone=(),
        rows=[
            (employee, entity, "EUR", HOURS, {"base": Decimal(basic), "bonus": Decimal(variable)})
            for employee, (basic, variable) in amounts.items()
        ],
    )


def computed(by: User, *, year: int = YEAR, entity: str = ENTITY, why_again: str = "") -> Report:
    """A draft with its figures."""
    report = start_report(year=year, legal_entity=entity, why_again=why_again, by=by)
    jobs.run(have_figures_made(report=report, by=by).pk)
    report.refresh_from_db()
    return report


def newcomer(firm: Employer, level: str, *, entity: str = ENTITY) -> User:
    """An analyst who begins today, and is paid nothing yet."""
    person = EmployeeFactory.create(hired_on=timezone.localdate(), legal_entity=entity)
    version = Placement.objects.filter(employee=firm.people[0]).get().version
    assert version is not None
    place_all(version, {person.pk: level})
    Placement.objects.filter(employee=person).update(starts_on=timezone.localdate())
    assert person.user is not None
    RoleGrant.objects.create(user=person.user, role=Role.PAY_EQUITY_ANALYST)
    return person.user
