"""From what was paid to the figures of a draft."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Employee, RoleGrant
from accounts.roles import Role
from ladders.core.errors import DomainError
from ladders.impact.models import FactorPlan
from ladders.insights.actions.pay_equity import record_sexes
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.models import PaidYear
from ladders.pay_reports.actions.drafts import start_report
from ladders.pay_reports.models import Report
from ladders.pay_reports.text.sentences import next_level_said
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, UserFactory
from tests.pages import squeezed
from tests.shared_rows import shared_rows

from .employer import Employer, computed, employer

pytestmark = pytest.mark.django_db


@shared_rows
def firm(plan: FactorPlan) -> Employer:
    return employer()


def test_the_figures_of_a_year_are_worked_out_and_kept(firm: Employer) -> None:
    report = computed(firm.analyst)
    assert (report.people, report.currency, report.left_out) == (34, "EUR", {"not_compared": 1})
    assert (report.threshold_percent, report.smallest_group) == (Decimal(5), 5)
    rows = [(row.name, row.women, row.men, row.total_percent, row.reached) for row in report.categories.all()]
    assert rows == [
        ("5", 6, 7, Decimal("10.0039"), True),
        ("6", 8, 12, Decimal("2.5193"), False),
    ]
    assert report.figures.count() == 2 * (6 + 2 * 3)
    assert [row.place for row in report.quarters.filter(basis="annual")] == [1, 2, 3, 4]
    assert report.findings["adjusted"]["counted"] == 14


def test_only_whoever_reaches_everybody_starts_a_report(firm: Employer) -> None:
    local = UserFactory.create()
    RoleGrant.objects.create(user=local, role=Role.PAY_EQUITY_ANALYST, legal_entities=["One"], departments=["Lab"])
    Employee.objects.filter(pk=firm.people[0].pk).update(department="Lab")
    with pytest.raises(DomainError, match="Your role reaches 1 of the 34 people"):
        start_report(year=2026, legal_entity="One", by=local)
    with pytest.raises(PermissionDenied):
        start_report(year=2026, legal_entity="One", by=firm.representative)
    with pytest.raises(DomainError, match="Nothing was brought in"):
        start_report(year=2025, legal_entity="One", by=firm.analyst)
    with pytest.raises(DomainError, match="lies in the year"):
        start_report(year=2026, legal_entity="One", day=dt.date(2025, 12, 31), by=firm.analyst)
    assert not Report.objects.exists()
    start_report(year=2026, legal_entity="One", by=firm.analyst)
    with pytest.raises(DomainError, match="not published"):
        start_report(year=2026, legal_entity="One", by=firm.hr)
    assert not Report.objects.visible_to(local).exists()
    assert not Report.objects.visible_to(firm.representative).exists()
    whole = UserFactory.create()
    RoleGrant.objects.create(user=whole, role=Role.PAY_EQUITY_ANALYST, legal_entities=["One"])
    assert Report.objects.visible_to(whole).count() == 1
    PaidYear.objects.create(
        employee=EmployeeFactory.create(legal_entity="Two"), year=2026, legal_entity="One", currency="EUR"
    )
    assert Report.objects.visible_to(whole).count() == 0


def test_over_a_table_stands_only_who_is_left_out_of_every_figure_in_it(firm: Employer) -> None:
    head, rows = '<p class="soft small">Left out: ', '<span class="soft small">Left out: 9 receive no variable pay.'
    client = signed_in(firm.analyst)
    page = squeezed(client.get(reverse("pay-report", args=[computed(firm.analyst).pk])))
    assert page.count(f"{head}1 recorded as neither woman nor man, or not stated.") == 2
    Report.objects.all().delete()
    record_sexes(sexes={firm.people[-1].pk: Sex.MAN}, by=None, source="test")
    page = squeezed(client.get(reverse("pay-report", args=[computed(firm.analyst).pk])))
    assert (head in page, page.count(rows)) == (False, 4)


@pytest.mark.parametrize(
    ("rate", "interval", "said"),
    [
        (0.16, (0.08, 0.29), "16.0 in 100 a year (95 %: 8.0 to 29.0)"),
        (0.9, (0.11, 3.2), "90.0 in 100 a year (95 %: at least 11.0), from too few years to say more"),
        (0.0, (0.0, 8.806), "0.0 in 100 a year, from too few years to say more"),
        (2.4, (0.06, 13.3), "too few years to say"),
    ],
)
def test_odds_of_more_than_all_are_nobodys(rate: float, interval: tuple[float, float], said: str) -> None:
    row = {"track": "specialist", "grade": "5", "rate": rate, "rate_interval": interval}
    assert next_level_said(row | {"median_wait": None})["rate"] == said
