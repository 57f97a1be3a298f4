"""What pay equity is told, through its pages: kinds, categories, rules of countries, what was paid; by whom, and who not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.core.models import AuditEntry
from ladders.exchange.people.write import import_people
from ladders.impact.library import install_default_plan
from ladders.impact.models import Grade
from ladders.insights.actions.pay_equity import say_kind
from ladders.insights.domain.paid_kinds import Treatment
from ladders.insights.models import CategoryDecision, CountryRules, PaidAmount, PaidKind, PaidYear, UnknownSexWord
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.pages import squeezed
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 3, 1)


def paid(person: Employee, amounts: dict[str, int], *, year: int = 2026, entity: str = "One") -> None:
    row = PaidYear.objects.create(employee=person, year=year, legal_entity=entity, currency="EUR")
    for name, amount in amounts.items():
        PaidAmount.objects.create(paid_year=row, kind=PaidKind.objects.get(name=name), amount=Decimal(amount))


@shared_rows
def company() -> list[Employee]:
    say_kind(name="Base", treatment=Treatment.BASIC, by=None)
    say_kind(name="Travel", treatment=Treatment.LEFT_OUT, rule="refund of expenses", by=None)
    people = [EmployeeFactory.create(legal_entity="One") for _each in range(6)]
    for number, person in enumerate(people):
        paid(person, {"Base": 40_000 + number} | ({"Travel": 777} if number < 2 else {}))
    paid(people[0], {"Base": 39_000}, year=2025)
    return people


@pytest.fixture
def analyst(company: list[Employee]) -> User:
    return account(user__roles=[Role.PAY_EQUITY_ANALYST], name="Ana Lyst")


@pytest.fixture
def local(company: list[Employee]) -> User:
    """Reports on equal pay of one legal entity."""
    user = account(name="Lo Cal")
    RoleGrant.objects.create(user=user, role=Role.PAY_EQUITY_ANALYST, legal_entities=["One"])
    return user


def body(client: Client, name: str, *args: Any, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return squeezed(response)


def test_years_are_counted_and_sums_are_for_who_may_see_pay(
    company: list[Employee], analyst: User, django_assert_num_queries: Any
) -> None:
    shown = body(signed_in(analyst), "pay-data")
    assert "6 people were paid." in shown
    assert "Last written on" in shown
    assert "240,015" not in shown
    hr = signed_in(account(user__roles=[Role.HR_ADMIN]))
    whole = body(hr, "pay-data")
    assert "240,015 EUR" in whole
    assert "fewer than 5 people" in whole  # the two who travelled
    assert "1,554" not in whole
    assert "1 person was paid." in body(hr, "pay-data", year="2025")
    with django_assert_num_queries(7):  # session and user, reach, 5 of its own
        hr.get(reverse("pay-data"))
    for number in range(30):
        paid(EmployeeFactory.create(legal_entity="One"), {"Base": 50_000 + number})
    with django_assert_num_queries(7):
        hr.get(reverse("pay-data"))
    elsewhere = account()
    RoleGrant.objects.create(user=elsewhere, role=Role.PAY_EQUITY_ANALYST, legal_entities=["Two"])
    assert "Nothing imported yet" in body(signed_in(elsewhere), "pay-data")


def test_a_kind_is_counted_otherwise_and_what_was_said_stays(
    company: list[Employee], analyst: User, local: User, django_assert_num_queries: Any
) -> None:
    travel = PaidKind.objects.get(name="Travel")
    client = signed_in(analyst)
    page = body(client, "pay-kind", travel.pk)
    assert "2026: 2 people received it" in page
    assert "left out" in page
    say = reverse("pay-kind-say", args=[travel.pk])
    assert client.post(say, {"treatment": "left_out", "rule": " "}).status_code == 422
    assert client.post(say, {"treatment": "variable", "rule": ""}).status_code == 302
    page = body(client, "pay-kind", travel.pk)
    assert "Counts as complementary or variable pay." in page
    assert "complementary or variable pay, before left out" in page
    assert "Ana Lyst" in page.split("What was said before")[1]
    listed = body(client, "pay-kinds")
    assert "2026: 6" in listed
    assert "2025: 1" in listed
    with django_assert_num_queries(4):
        client.get(reverse("pay-kinds"))

    here = signed_in(local)
    assert "Count it otherwise" not in body(here, "pay-kind", travel.pk)
    assert here.post(say, {"treatment": "basic"}).status_code == 403
    travel.refresh_from_db()
    assert travel.treatment == "variable"


def test_categories_are_decided_read_by_representatives_and_never_changed(analyst: User, local: User) -> None:
    install_default_plan()
    low, high, top = Grade.objects.order_by("rank")[3:6]
    client, here = signed_in(analyst), signed_in(local)
    decide = reverse("pay-categories-decide")
    assert "Each grade is a category" in body(client, "pay-categories")
    said = {"decided_on": "2026-01-01", "reason": "One scale", "opinion": "We agree"}
    names = {f"grade-{low.pk}": "Senior", f"grade-{high.pk}": "Senior"}
    assert here.post(decide, said | names).status_code == 403  # the group is more than their part
    assert client.post(decide, said | names | {f"grade-{low.pk}": top.code}).status_code == 422
    assert client.post(decide, {"decided_on": "2026-01-01"} | names).status_code == 422
    assert not CategoryDecision.objects.exists()
    for _twice in range(2):
        told = client.post(decide, said | names, follow=True)
        assert "Figures made from now on use it, where their snapshot is on 1 January 2026 or later." in squeezed(told)
    assert CategoryDecision.objects.count() == 1
    assert here.post(f"{decide}?entity=One", said | {"reason": "A plant", f"grade-{top.pk}": "Lead"}).status_code == 302
    assert client.post(decide, said | names | {"decided_on": "2026-02-01", f"grade-{high.pk}": ""}).status_code == 302

    representative = signed_in(account(user__roles=[Role.EMPLOYEE_REPRESENTATIVE], name="Rep"))
    read = body(representative, "pay-categories")
    assert "We agree" in read
    assert "Decide for" not in read
    assert f"Grade {high.code}: by itself, before Senior" in read
    plant = read.split("One, from 1 January 2026")[1].split("</section>")[0]
    assert f"Grade {top.code}: Lead, before by itself" in plant
    assert f"Grade {low.code}: by itself, before Senior" in plant  # as the group had decided
    assert read.count("holds now") == 2
    assert representative.post(decide, said | names).status_code == 403
    assert CategoryDecision.objects.count() == 3
    assert "Decide for One" in body(here, "pay-categories")
    assert "Decide for the whole group" not in body(here, "pay-categories")


def test_rules_of_a_country_follow_one_another(analyst: User, local: User) -> None:
    client = signed_in(analyst)
    page = body(client, "country-rules")
    assert "Directive (EU) 2023/970" in page
    assert "Germany" in page
    assert "to be checked" in page
    new = reverse("country-rules-new")
    rules = {
        "country": "FR", "starts_on": "2027-01-01", "ends_on": "", "threshold_percent": "5", "smallest_group": "5",
        "remedy_months": "6", "answer_months": "1", "yearly_from": "250", "triennial_from": "100",
        "mostly_women_percent": "60", "source": "Code du travail", "certain": "on",
    }  # fmt: skip
    assert client.post(new, rules).status_code == 302
    assert client.post(new, rules | {"starts_on": "2028-01-01", "answer_months": "2"}).status_code == 302
    refused = client.post(new, rules | {"starts_on": "2027-05-01"})
    assert refused.status_code == 422
    assert "From 1 January 2027 to 31 December 2027 the country has other rules already" in refused.content.decode()
    assert client.post(new, rules | {"country": "IT", "source": " "}).status_code == 422
    assert client.post(new, rules | {"country": "IT", "triennial_from": "300"}).status_code == 422
    first = CountryRules.objects.get(country="FR", answer_months=1)
    edit = reverse("country-rules-edit", args=[first.pk])
    changed = rules | {"ends_on": "2027-12-31", "threshold_percent": "4"}
    assert client.post(edit, changed).status_code == 302
    page = body(client, "country-rules-edit", first.pk)
    assert "4, before 5" in page
    assert "Ana Lyst" in page
    entry = AuditEntry.objects.filter(verb="rules.saved").latest("pk")
    assert entry.detail == {"threshold_percent": ["5", "4"]}
    assert signed_in(local).post(edit, changed).status_code == 403
    assert list(CountryRules.objects.filter(country="FR").values_list("starts_on", "ends_on", "answer_months")) == [
        (dt.date(2028, 1, 1), None, 2),
        (dt.date(2027, 1, 1), dt.date(2027, 12, 31), 1),
    ]


def test_new_rules_are_of_the_country_that_somebody_chose(analyst: User) -> None:
    client = signed_in(analyst)
    new = reverse("country-rules-new")
    page = body(client, "country-rules-new")
    assert '<option value="-" selected>Choose a country</option>' in page
    assert 'name="threshold_percent" value="5"' in page
    for no_country in ("Pseudo-Accents", "Pseudo-Bidi", "Unknown Region", "Eurozone", "European Union"):
        assert no_country not in page
    assert page.index(">Åland Islands<") < page.index(">Albania<")
    rules = {
        "country": "-", "starts_on": "2027-01-01", "threshold_percent": "5", "smallest_group": "5", "source": "Law",
        "remedy_months": "6", "answer_months": "1", "yearly_from": "250", "triennial_from": "100",
        "mostly_women_percent": "60",
    }  # fmt: skip
    refused = client.post(new, rules)
    assert (refused.status_code, CountryRules.objects.filter(starts_on=dt.date(2027, 1, 1)).count()) == (422, 0)
    assert "Choose the country, or the Directive." in refused.content.decode()
    directive = client.get(f"{new}?country=").content.decode()
    assert "Choose a country" not in directive
    assert f'href="{new}?country="' in body(client, "country-rules")
    assert client.post(f"{new}?country=", rules | {"country": ""}).status_code == 302
    assert CountryRules.objects.get(starts_on=dt.date(2027, 1, 1)).country == ""


def test_words_for_sex_that_nobody_knows_are_counted_and_shown(analyst: User) -> None:
    file = b"Personalnummer;Name;Geschlecht\n1;Ann Ohm;w\n2;Bo Tak;V\n3;Cy Lin;V\n4;Di Mar;\n"
    import_people(files=[("people.csv", file)], by=None)
    page = body(signed_in(analyst), "pay-data")
    assert "“V” in 2 rows" in page
    assert "<dt>Woman</dt><dd>1</dd>" in page
    assert UnknownSexWord.objects.get().people == 2
    import_people(files=[("people.csv", file.replace(b"V", b"m"))], by=None)
    assert "whose meaning nobody has said yet" not in body(signed_in(analyst), "pay-data")
    names = b"".join(b"%d;Person %d;Name%d\n" % (number, number, number) for number in range(10, 40))
    import_people(files=[("people.csv", file + names)], by=None)
    page = body(signed_in(analyst), "pay-data")
    assert "very many different words in 32 rows: this is hardly a column of sexes" in page
    assert "Name12" not in page
    assert UnknownSexWord.objects.get().word == ""
