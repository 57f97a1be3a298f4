"""Writes the demo's many, a statement for each table: who they are, where they stand, what they earn and were paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Employee, User
from accounts.names import sort_key
from ladders.compensation.models import Salary
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level
from ladders.insights.actions.paid_years import PaidLine, write_paid_years
from ladders.insights.actions.pay_equity import record_sexes, say_kind
from ladders.insights.domain.paid_kinds import Treatment, folded_kind, year_share
from ladders.insights.domain.pay_gap.people import Sex
from ladders.placements.models import Placement, Source
from ladders.reporting.models import ReportingLine

from .generator import YEARS, Colleague, colleagues
from .headcount import FULL_TIME
from .pay import CENT, KINDS, RAISE, WEEKS, paid_in, rate
from .requests import write_requests

Levels = Mapping[tuple[str, str], Level]


@dataclass(frozen=True, slots=True)
class Staff:
    """The many with their rows, by number."""

    people: list[Colleague]
    rows: dict[str, Employee]


def load_staff(content: dict[str, Any]) -> None:
    """Everybody beyond the people of the organisation's file, and what was paid to all in the last three calendar years."""
    year = timezone.localdate().year
    people = colleagues(year)
    staff = Staff(people, _employees(people))
    levels = {
        (level.version.framework.name, level.code): level
        for level in Level.objects.filter(version__state=VersionState.PUBLISHED).select_related(
            "version__framework", "track", "grade"
        )
    }
    _placements(staff, levels)
    _lines(staff, content)
    write_requests(staff.people, staff.rows, levels, year)
    _salaries(staff, year)
    _sexes(staff, content)
    _paid(staff, content, year)


def _employees(people: list[Colleague]) -> dict[str, Employee]:
    nobodys = make_password(None)
    users = User.objects.bulk_create(
        User(
            email=f"{each.number.lower()}@quillmere.example",
            name=each.name,
            sort_name=sort_key(each.name),
            is_active=each.left_on is None,
            password=nobodys,
        )
        for each in people
    )
    rows = Employee.objects.bulk_create(
        Employee(
            number=each.number,
            user=user,
            name=each.name,
            sort_name=sort_key(each.name),
            legal_entity=each.site.entity,
            department=each.department,
            location=each.site.location,
            country=each.site.country,
            contract="permanent",
            weekly_hours=each.hours,
            hired_on=each.hired_on,
            left_on=each.left_on,
        )
        for each, user in zip(people, users, strict=True)
    )
    return {row.number: row for row in rows}


def _placements(staff: Staff, levels: Levels) -> None:
    rows = []
    for each in staff.people:
        for turn, held in enumerate(each.held):
            level = levels[each.framework, held.code]
            rows.append(
                Placement(
                    employee=staff.rows[each.number],
                    framework_id=level.version.framework_id,
                    version=level.version,
                    level=level,
                    level_key=level.key,
                    starts_on=held.starts_on,
                    ends_on=held.ends_on,
                    source=Source.MOVE if turn else Source.IMPORT,
                )
            )
    Placement.objects.bulk_create(rows)


def _lines(staff: Staff, content: dict[str, Any]) -> None:
    """Whoever has nobody above them in their department reports to who leads the organisation."""
    head = Employee.objects.get(number=next(each["head"] for each in content["departments"]))
    rows = []
    for each in staff.people:
        manager = staff.rows.get(each.manager, head)
        assert manager.hired_on is not None
        starts_on = max(each.hired_on, manager.hired_on)
        if each.left_on is None or starts_on <= each.left_on:
            rows.append(
                ReportingLine(
                    employee=staff.rows[each.number], manager=manager, starts_on=starts_on, ends_on=each.left_on
                )
            )
    ReportingLine.objects.bulk_create(rows)


def _salaries(staff: Staff, year: int) -> None:
    Salary.objects.bulk_create(
        Salary(
            employee=staff.rows[each.number],
            starts_on=max(dt.date(year, 1, 1), each.hired_on),
            amount=rate(each, each.code, 0) * each.share,
            currency="EUR",
            fte=each.share,
        )
        for each in staff.people
        if each.left_on is None
    )


def _sexes(staff: Staff, content: dict[str, Any]) -> None:
    named = dict(Employee.objects.exclude(number__in=staff.rows).values_list("number", "pk"))
    sexes = {staff.rows[each.number].pk: each.sex for each in staff.people}
    sexes |= {named[number]: Sex(sex) for sex, numbers in content["recorded_sex"].items() for number in numbers}
    record_sexes(sexes=sexes, by=None, source="people.csv")


def _paid(staff: Staff, content: dict[str, Any], year: int) -> None:
    for name, (treatment, rule) in KINDS.items():
        say_kind(name=name, treatment=Treatment(treatment), rule=rule, by=None)
    numbers = {each["number"] for each in content["people"]}
    salaries = Salary.objects.filter(employee__number__in=numbers).select_related("employee")
    named = {row.employee_id: row for row in salaries.order_by("employee_id", "starts_on")}
    for ago in range(YEARS, 0, -1):
        lines: list[PaidLine] = []
        for each in staff.people:
            if (found := paid_in(each, year - ago, ago)) is not None:
                hours, amounts = found
                folded = {folded_kind(kind): amount for kind, amount in amounts.items()}
                lines.append((staff.rows[each.number].pk, each.site.entity, "EUR", hours, folded))
        lines += [line for row in named.values() if (line := _named_line(row, year - ago, ago)) is not None]
        write_paid_years(year=year - ago, gone=[], rows=lines)


def _named_line(salary: Salary, year: int, ago: int) -> PaidLine | None:
    """What somebody of the organisation's file was paid: today's salary, by their hours and days, a little less each year ago."""
    person = salary.employee
    share = year_share(year, person.hired_on, person.left_on)
    if not share:
        return None
    full = FULL_TIME[person.location]
    weekly = person.weekly_hours or full
    basic = salary.annual * min(weekly / full, Decimal(1)) * share * RAISE**ago
    hours = weekly * WEEKS * share
    kinds = {folded_kind("Base salary"): basic.quantize(CENT)}
    return person.pk, person.legal_entity, salary.currency, hours.quantize(CENT), kinds
