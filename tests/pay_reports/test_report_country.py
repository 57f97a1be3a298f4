"""In which country an employer's people work, and whose rules a report of it begins with."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee
from ladders.impact.models import FactorPlan
from ladders.insights.models import CountryRules
from ladders.insights.queries.country_rules import countries_of, every_country_of
from ladders.pay_reports.models import Report
from tests.conftest import signed_in
from tests.pages import squeezed
from tests.shared_rows import shared_rows

from .employer import Employer, employer

pytestmark = pytest.mark.django_db
NEW = {"paid": "2026 One", "country": "-", "day": "", "why_again": ""}


@shared_rows
def firm(plan: FactorPlan) -> Employer:
    return employer()


def of_one() -> list[int]:
    return list(Employee.objects.filter(legal_entity="One").order_by("sort_name", "pk").values_list("pk", flat=True))


def test_who_has_left_says_nothing_about_the_country(firm: Employer) -> None:
    Employee.objects.update(country="AT", hired_on=dt.date(2012, 1, 1), left_on=None)
    left = Employee.objects.filter(pk=of_one()[0])
    left.update(country="DE", hired_on=dt.date(2005, 1, 1), left_on=dt.date(2010, 1, 1))
    today = timezone.localdate()
    assert (countries_of(["One"], today), every_country_of("One", today)) == ({"One": "AT"}, ["AT"])
    assert countries_of(["One"], dt.date(2009, 1, 1)) == {"One": "DE"}
    assert countries_of(["One", "Nobody’s"], dt.date(2011, 1, 1)) == {"One": "AT"}  # nobody works there: most ever did
    assert signed_in(firm.analyst).post(reverse("pay-report-new"), NEW).status_code == 302
    assert Report.objects.get().country == ""  # Austria has no rules of its own here


def test_people_in_several_countries_with_other_rules_make_the_form_ask(firm: Employer) -> None:
    assert set(CountryRules.objects.filter(country__in=["DE", "AT", "PL"]).values_list("country", flat=True)) == {"DE"}
    address, analyst, one = reverse("pay-report-new"), signed_in(firm.analyst), of_one()
    assert "Where people work in several countries with other rules, you choose one." in squeezed(analyst.get(address))
    Employee.objects.update(country="DE")
    Employee.objects.filter(pk__in=one[:2]).update(country="AT")
    Employee.objects.filter(pk=one[2]).update(country="PL")
    asked = analyst.post(address, NEW)
    assert asked.status_code == 422
    told = "People of One work in several countries with other rules: Germany, Austria, Poland. Choose the country whose rules"
    assert told in squeezed(asked)
    assert not Report.objects.exists()
    Employee.objects.filter(country="DE").update(country="AT")  # nor has Poland any: the rules are the same for all
    assert analyst.post(address, NEW).status_code == 302
    assert Report.objects.get().country == ""
