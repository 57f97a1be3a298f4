"""What is due next, as the list of reports says it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.insights.models import CountryRules
from ladders.pay_reports.actions.owed_reports import work_out
from ladders.pay_reports.models import OwedReport, Report
from ladders.pay_reports.models.due import AHEAD
from ladders.pay_reports.queries.due import due_reports, due_soon
from tests.factories import account
from tests.pages import squeezed

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 3, 1)


def staff(entity: str, size: int, country: str = "IE") -> None:
    Employee.objects.bulk_create(
        Employee(number=f"{entity}-{place}", name=f"{entity} {place}", legal_entity=entity, country=country)
        for place in range(size)
    )


@pytest.fixture
def analyst() -> User:
    staff("Large", 250)
    staff("Small", 120)
    staff("Tiny", 40)
    return account(name="Ana Lyst", legal_entity="Tiny", user__roles=[Role.PAY_EQUITY_ANALYST])


def said(user: User, today: dt.date) -> list[tuple[str, int, dt.date, bool]]:
    return [(each.legal_entity, each.year, each.due_on, each.late) for each in due_reports(user, today)]


def test_each_employer_by_its_size(analyst: User) -> None:
    assert said(analyst, TODAY) == [
        ("Large", 2026, dt.date(2027, 6, 7), False),
        ("Small", 2030, dt.date(2031, 6, 7), False),
    ]


def test_who_has_left_does_not_count(analyst: User) -> None:
    Employee.objects.filter(number="Large-0").update(left_on=TODAY - dt.timedelta(days=1))
    assert ("Large", 2029, dt.date(2030, 6, 7), False) in said(analyst, dt.date(2027, 9, 30))


def test_a_day_that_passed_is_overdue_until_the_report_is_published(analyst: User) -> None:
    after = dt.date(2027, 6, 20)
    assert said(analyst, after)[0] == ("Large", 2026, dt.date(2027, 6, 7), True)
    report = Report.objects.create(year=2026, legal_entity="Large", day="2026-12-31", made_by=analyst)
    first = due_reports(analyst, after)[0]
    assert (first.late, first.report, first.done) == (True, report, False)
    assert said(analyst, dt.date(2027, 10, 1))[0] == ("Large", 2027, dt.date(2028, 6, 7), False)


def test_rules_of_a_country_that_nobody_checked_say_so(analyst: User) -> None:
    CountryRules.objects.filter(country="DE").update(reports_begin_on=dt.date(2028, 3, 1))
    staff("Werk", 300, "DE")
    found = {each.legal_entity: each for each in due_reports(analyst, TODAY)}
    assert (found["Werk"].due_on, found["Werk"].certain) == (dt.date(2028, 3, 1), False)
    assert found["Large"].certain


def test_whose_rules_an_employer_of_several_countries_has(analyst: User) -> None:
    CountryRules.objects.filter(country="DE").update(reports_begin_on=dt.date(2028, 3, 1))
    staff("Two lands", 100, "DE")
    for place, (size, country) in enumerate(((160, "IE"), (90, "DE"))):
        Employee.objects.bulk_create(
            Employee(number=f"T{place}-{at}", name=f"T {at}", legal_entity="Two lands", country=country)
            for at in range(size)
        )
    found = {each.legal_entity: each.due_on for each in due_reports(analyst, TODAY)}
    assert found["Two lands"] == dt.date(2028, 3, 1)
    Employee.objects.filter(number__startswith="T1").update(left_on=TODAY - dt.timedelta(days=1))
    found = {each.legal_entity: each.due_on for each in due_reports(analyst, TODAY)}
    assert found["Two lands"] == dt.date(2027, 6, 7)


def test_only_whoever_reaches_the_whole_staff_is_told(analyst: User) -> None:
    part = account(name="Pat Ial", legal_entity="Tiny")
    part.grants.create(role=Role.PAY_EQUITY_ANALYST, legal_entities=["Small"], departments=[])
    assert [each[0] for each in said(User.objects.get(pk=part.pk), TODAY)] == ["Small"]
    department = account(name="Dee Part", legal_entity="Tiny")
    department.grants.create(role=Role.PAY_EQUITY_ANALYST, legal_entities=["Small"], departments=["Sales"])
    assert said(User.objects.get(pk=department.pk), TODAY) == []
    assert said(account(name="Col League", legal_entity="Tiny"), TODAY) == []


def test_the_list_says_it_in_a_constant_number_of_queries(
    analyst: User, client: Any, django_assert_max_num_queries: Any
) -> None:
    client.force_login(analyst)
    with django_assert_max_num_queries(9):
        body = squeezed(client.get(reverse("pay-reports")))
    year = timezone.localdate().year
    assert "What is due" in body
    assert f"7 June {max(year + (timezone.localdate() > dt.date(year, 6, 7)), 2027)}" in body
    for place in range(30):
        staff(f"Entity {place}", 100)
    with django_assert_max_num_queries(9):
        client.get(reverse("pay-reports"))
    client.force_login(account(name="Colleague", legal_entity="Tiny"))
    assert "What is due" not in squeezed(client.get(reverse("pay-reports")))


def test_what_home_counts_is_what_its_list_shows(client: Client, analyst: User) -> None:
    today = timezone.localdate()
    assert work_out(TODAY) == 2
    assert work_out(TODAY) == 0
    day = dt.date(2027, 6, 7)
    assert [row.legal_entity for row in OwedReport.objects.visible_to(analyst).due(TODAY)] == ["Large"]
    assert list(OwedReport.objects.visible_to(account(legal_entity="Tiny")).due(TODAY)) == []
    assert [(each.legal_entity, each.due_on, each.late) for each in due_soon(analyst, TODAY)] == [("Large", day, False)]
    assert list(OwedReport.objects.due(day - AHEAD - dt.timedelta(days=1))) == []
    OwedReport.objects.update(due_on=today)
    client.force_login(analyst, backend="accounts.backends.SignInBackend")
    assert "Large" in squeezed(client.get(reverse("pay-reports") + "?show=due"))
    Employee.objects.filter(legal_entity__in=["Large", "Small"]).update(left_on=dt.date(2020, 1, 1))
    assert work_out(TODAY) == 2
    assert OwedReport.objects.count() == 0


def test_of_an_employer_reached_in_part_nothing_is_told(analyst: User) -> None:
    work_out(TODAY)
    part = account(legal_entity="Tiny")
    part.grants.create(role=Role.PAY_EQUITY_ANALYST, legal_entities=["Large"], departments=["Research"])
    whole = account(legal_entity="Tiny")
    whole.grants.create(role=Role.PAY_EQUITY_ANALYST, legal_entities=["Large"])
    assert list(OwedReport.objects.visible_to(User.objects.get(pk=part.pk))) == []
    assert [row.legal_entity for row in OwedReport.objects.visible_to(User.objects.get(pk=whole.pk))] == ["Large"]
