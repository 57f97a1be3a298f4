"""Over random organisations: reporting lines removed, shuffled or multiplied change no grade, no band, no compa-ratio."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Employee, RoleGrant, User
from ladders.compensation.models import PayPolicy, PayPosition, PayZone
from ladders.compensation.queries.pay_positions import is_stale, refresh, standings
from ladders.frameworks.models import Level, Version
from ladders.impact.library import install_default_plan
from ladders.reporting.models import ReportingLine
from ladders.reporting.queries.leads import leads_outside_management
from tests.built import calls_of
from tests.compensation.payroll import DAY, START, band, level, pay, place, somebody, zone
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, hr_admin
from tests.frameworks.published import published

D = Decimal
CODES = ("E3", "S5", "S6", "P5", "P6", "I5", "I6", "M5", "M6")
PEOPLE = 8

people = st.tuples(
    st.sampled_from([None, *CODES]), st.none() | st.integers(40_000, 150_000), st.sampled_from(["DE", "US", ""])
)
# Who reports to whom: for each person the index of a manager, or None.
lines = st.lists(st.none() | st.integers(0, PEOPLE - 1), min_size=PEOPLE, max_size=PEOPLE)


class TestHeadcount(TestCase):
    """Everything about grades and pay, with reporting lines of any kind."""

    def setUp(self) -> None:
        """Two zones with bands."""
        install_default_plan()
        version: Version = published(by=hr_admin())
        self.levels: dict[str, Level] = {code: level(version, code) for code in CODES}
        for code, currency in (("DE", "EUR"), ("US", "USD")):
            where = zone(code, currency)
            band(where, "5", 70_000, 84_000, 98_000)
            band(where, "6", 84_000, 100_500, 117_000)

    @settings(max_examples=25, deadline=None)
    @given(st.lists(people, min_size=PEOPLE, max_size=PEOPLE), lines, lines, st.integers(1, 4))
    def test_no_line_changes_what_anybody_is_worth(
        self, company: list[tuple[Any, Any, str]], first: list[Any], second: list[Any], times: int
    ) -> None:
        """The same figures with no lines, with some, with others, and with teams made larger."""
        staff = []
        for code, amount, location in company:
            person = EmployeeFactory.create(location=location, user=None)
            if code:
                place(person, self.levels[code])
            if amount:
                pay(person, amount)
            staff.append(person)
        without = self.figures(staff)
        refresh(DAY)
        for wanted in (first, second):
            ReportingLine.objects.all().delete()
            self.report(staff, wanted)
            assert self.figures(staff) == without
        helpers = [EmployeeFactory.create(user=None) for _ in range(times * 3)]
        for index, helper in enumerate(helpers):
            ReportingLine.objects.create(employee=helper, manager=staff[index % PEOPLE], starts_on=START)
        assert self.figures(staff) == without
        refresh(DAY)
        kept = PayPosition.objects.filter(employee__in=staff).order_by("employee_id").values()
        assert [{**row, "sort_name": ""} for row in kept] == without

    def figures(self, staff: list[Employee]) -> list[dict[str, Any]]:
        """Grade, band, salary and position of everybody."""
        rows = sorted(standings(DAY, [person.pk for person in staff]), key=lambda row: row.employee_id)
        names = [field.attname for field in PayPosition._meta.concrete_fields]
        return [{name: getattr(row, name) for name in names} | {"sort_name": ""} for row in rows]

    def report(self, staff: list[Employee], managers: list[int | None]) -> None:
        """Lines to these managers; nobody reports to themselves."""
        for person, index in zip(staff, managers, strict=True):
            if index is not None and staff[index] != person:
                ReportingLine.objects.create(employee=person, manager=staff[index], starts_on=START)


def test_a_reporting_line_does_not_even_mark_pay_as_out_of_date(research: Version, germany: PayZone) -> None:
    person, manager = somebody(level(research, "S6"), 90_000), somebody(level(research, "M6"), 90_000)
    refresh(DAY)
    ReportingLine.objects.create(employee=person, manager=manager, starts_on=START)
    assert not is_stale(DAY)


def test_people_outside_management_with_reports_are_listed(
    research: Version, germany: PayZone, hr: User, hr_client: Client, employee_client: Client
) -> None:
    staff = somebody(level(research, "S6"), name="Lin Staff", number="L1")
    head = somebody(level(research, "M6"), name="Mo Head")
    for manager in (staff, staff, head):
        ReportingLine.objects.create(employee=EmployeeFactory.create(), manager=manager, starts_on=START)
    left = EmployeeFactory.create(left_on=dt.date(2025, 1, 1))
    ReportingLine.objects.create(employee=left, manager=staff, starts_on=START)
    leads = leads_outside_management(hr, DAY).rows
    assert [(lead.employee.number, lead.level.code, lead.reports) for lead in leads] == [("L1", "S6", 2)]
    body = hr_client.get(reverse("leads-outside-management")).content.decode()
    assert ("Lin Staff" in body, "Mo Head" in body) == (True, False)
    assert employee_client.get(reverse("leads-outside-management")).status_code == 403
    # Who it is about is kept until somebody reports to somebody else, is placed, hired or leaves.
    newer = somebody(level(research, "S6"), name="Nea Staff", number="L2")
    ReportingLine.objects.filter(manager=staff, employee=left).update(manager=newer)
    assert len(leads_outside_management(hr, DAY).rows) == 1  # that one has left
    ReportingLine.objects.create(employee=head, manager=newer, starts_on=START)
    assert [lead.employee.number for lead in leads_outside_management(hr, DAY).rows] == ["L1", "L2"]
    first = leads_outside_management(hr, DAY, staff.pk)
    assert ([lead.employee.number for lead in first.rows], first.number) == (["L2"], 2)
    ReportingLine.objects.filter(manager=staff).delete()  # who was the last of a page is no longer among them
    further = leads_outside_management(hr, DAY, staff.pk)
    assert [lead.employee.number for lead in further.rows] == ["L2"]
    ReportingLine.objects.filter(manager=newer).delete()
    ReportingLine.objects.create(employee=EmployeeFactory.create(), manager=staff, starts_on=START)
    assert leads_outside_management(hr, DAY, newer.pk).rows == []
    ReportingLine.objects.create(employee=head, manager=newer, starts_on=START)
    Employee.objects.filter(pk=head.pk).update(left_on=dt.date(2025, 1, 1))
    assert [lead.employee.number for lead in leads_outside_management(hr, DAY).rows] == ["L1"]


def test_whoever_reaches_everybody_asks_of_nobody_whether_they_are_in_reach(
    research: Version, germany: PayZone, hr: User
) -> None:
    near, far = (
        somebody(level(research, "S6"), name=name, department=department)
        for name, department in (("Ann Aby", "Lab"), ("Bo Zed", "Works"))
    )
    for manager in (near, far):
        ReportingLine.objects.create(employee=EmployeeFactory.create(), manager=manager, starts_on=START)
    some = hr_admin()
    RoleGrant.objects.filter(user=some).update(departments=["Lab"])
    some, nobody = User.objects.get(pk=some.pk), User.objects.create_user("nobody@example.org", name="No Body")
    for user, names, asked in ((hr, ["Ann Aby", "Bo Zed"], 0), (some, ["Ann Aby"], 2), (nobody, [], 0)):
        found = leads_outside_management(user, DAY)
        assert ([lead.employee.name for lead in found.rows], found.number) == (names, len(names))
        assert calls_of(partial(leads_outside_management, user, DAY), "accounts/scopes.py", "covers") == asked


def test_the_setting_lets_a_manager_into_the_pay_of_the_team(research: Version, germany: PayZone) -> None:
    person, manager = somebody(level(research, "S6"), 91_357), somebody(level(research, "M6"))
    ReportingLine.objects.create(employee=person, manager=manager, starts_on=START)
    assert manager.user is not None
    client, address = signed_in(manager.user), reverse("person-pay", args=[person.pk])
    assert client.get(address).status_code == 404
    PayPolicy.objects.update_or_create(pk=1, defaults={"managers_see_pay": True})
    assert "91,357" in client.get(address).content.decode()
