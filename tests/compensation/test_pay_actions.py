"""Setting and protecting pay."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.compensation.actions.salaries import protect_pay, set_salary
from ladders.compensation.domain.position import Basis
from ladders.compensation.models import PayProtection, Salary
from ladders.core.audit import opened
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.core.permissions import Permission
from tests.compensation.payroll import pay, zone
from tests.factories import EmployeeFactory
from tests.rights import role_without

D = Decimal
JAN, APR, JUL = dt.date(2026, 1, 1), dt.date(2026, 4, 1), dt.date(2026, 7, 1)


@pytest.fixture
def person(db: None) -> Employee:
    """Somebody without a salary."""
    return EmployeeFactory.create(name="Ines Vale")


def raise_to(person: Employee, day: dt.date, amount: int, by: User, **fields: Any) -> Salary | None:
    """Set a salary of so many EUR a year."""
    values: dict[str, Any] = {"amount": D(amount), "currency": "EUR", "basis": Basis.YEAR} | fields
    return set_salary(employee=person, starts_on=day, by=by, **values)


def spans(person: Employee) -> list[tuple[dt.date, dt.date | None, int]]:
    """The salaries, earliest first."""
    rows = Salary.objects.filter(employee=person).order_by("starts_on")
    return [(row.starts_on, row.ends_on, int(row.amount)) for row in rows]


def test_a_salary_from_a_date_ends_the_one_before(person: Employee, hr: User) -> None:
    raise_to(person, JAN, 60_000, hr)
    raise_to(person, JUL, 65_000, hr)
    assert spans(person) == [(JAN, dt.date(2026, 6, 30), 60_000), (JUL, None, 65_000)]
    raise_to(person, APR, 62_000, hr)  # between: what is set for July stays
    assert spans(person) == [
        (JAN, dt.date(2026, 3, 31), 60_000),
        (APR, dt.date(2026, 6, 30), 62_000),
        (JUL, None, 65_000),
    ]


def test_the_same_day_is_replaced_and_its_history_kept(person: Employee, hr: User) -> None:
    first = raise_to(person, JAN, 60_000, hr)
    assert first is not None
    raise_to(person, JAN, 61_000, hr)
    assert spans(person) == [(JAN, None, 61_000)]
    events: Any = first.events  # type: ignore[attr-defined]
    assert [int(event.amount) for event in events.order_by("pgh_id")] == [60_000, 61_000]


def test_repeating_changes_nothing(person: Employee, hr: User) -> None:
    raise_to(person, JAN, 60_000, hr)
    assert raise_to(person, JAN, 60_000, hr) is None
    assert raise_to(person, JUL, 60_000, hr) is None
    assert spans(person) == [(JAN, None, 60_000)]
    assert AuditEntry.objects.filter(area="compensation").count() == 1


def test_no_amount_is_in_the_audit_trail(person: Employee, hr: User) -> None:
    raise_to(person, JAN, 61_234, hr)
    [entry] = opened(AuditEntry.objects.filter(area="compensation"))
    assert (entry.subject, entry.verb, entry.detail) == ("Ines Vale", "salary.set", {"from": [None, "2026-01-01"]})


def test_nobody_sets_their_own_pay(hr: User) -> None:
    with pytest.raises(DomainError, match="Nobody sets their own pay"):
        raise_to(Employee.objects.get(user=hr), JAN, 999_999, hr)
    assert not Salary.objects.exists()


def test_without_the_verb_nothing_is_set(person: Employee, employee: User) -> None:
    with pytest.raises(PermissionDenied):
        raise_to(person, JAN, 60_000, employee)
    assert not Salary.objects.exists()


def test_pay_by_the_hour_needs_the_hours(person: Employee, hr: User) -> None:
    with pytest.raises(DomainError, match="weekly hours"):
        raise_to(person, JAN, 30, hr, basis=Basis.HOUR)


def test_protection_is_a_promise_with_an_end(person: Employee, hr: User) -> None:
    values: dict[str, Any] = {
        "employee": person,
        "amount": D(90_000),
        "currency": "EUR",
        "follows": "Pay follows the band.",
        "reason": "Step back agreed in May.",
        "by": hr,
    }
    made = protect_pay(starts_on=JAN, ends_on=JUL, **values)
    assert (made.ends_on, made.follows) == (JUL, "Pay follows the band.")
    with pytest.raises(DomainError, match="protected already"):
        protect_pay(starts_on=JUL, ends_on=dt.date(2027, 1, 1), **values)
    with pytest.raises(DomainError, match="last day lies before"):
        protect_pay(starts_on=JUL, ends_on=JAN, **values)
    assert PayProtection.objects.count() == 1


def test_the_form_sets_it_and_says_so(person: Employee, hr_client: Client) -> None:
    address = reverse("salary-set", args=[person.pk])
    data = {"starts_on": "2026-07-01", "amount": "39200", "currency": "eur", "basis": "year", "fte": "0.4"}
    response = hr_client.post(address, data, follow=True)
    assert "The salary is set." in response.content.decode()
    salary = Salary.objects.get()
    assert (salary.amount, salary.currency, salary.fte, salary.annual) == (D(39_200), "EUR", D("0.4"), D("98000.00"))


def test_the_form_says_where_nothing_was_changed(person: Employee, hr_client: Client) -> None:
    address = reverse("salary-set", args=[person.pk])
    data = {"starts_on": "2026-07-01", "amount": "39200", "currency": "EUR", "basis": "year", "fte": "0.4"}
    hr_client.post(address, data, follow=True)
    entries = AuditEntry.objects.count()
    for again in (data, data | {"starts_on": "2026-09-01"}):
        text = hr_client.post(address, again, follow=True).content.decode()
        assert "Nothing was changed." in text
        assert "The salary is set." not in text
    assert (Salary.objects.count(), AuditEntry.objects.count()) == (1, entries)


def test_whoever_does_not_see_the_pay_is_not_told_that_a_guess_was_right(person: Employee, hr_client: Client) -> None:
    address = reverse("salary-set", args=[person.pk])
    data = {"starts_on": "2026-07-01", "amount": "39200", "currency": "EUR", "basis": "year", "fte": "0.4"}
    hr_client.post(address, data)
    with role_without(Role.HR_ADMIN, Permission.VIEW_PAY):
        hr_client.post(address, data)
        text = hr_client.get(reverse("home")).content.decode()
    assert "The salary is set." in text
    assert "Nothing was changed." not in text


def test_forms_begin_with_the_currency_of_the_salary_or_of_the_zone_where_there_is_none(hr_client: Client) -> None:
    zone("PL", "PLN", "Gdynia")
    person = EmployeeFactory.create(location="Gdynia")
    for name in ("salary-set", "pay-protect"):
        assert 'name="currency" value="PLN"' in hr_client.get(reverse(name, args=[person.pk])).content.decode(), name
    pay(person, 50_000)  # in euros
    for name in ("salary-set", "pay-protect"):
        assert 'name="currency" value="EUR"' in hr_client.get(reverse(name, args=[person.pk])).content.decode(), name


def test_the_form_begins_with_the_share_of_full_time_as_people_write_it(person: Employee, hr_client: Client) -> None:
    address = reverse("salary-set", args=[person.pk])
    data = {"starts_on": "2026-01-01", "amount": "39200", "currency": "EUR", "basis": "year", "fte": "0.8"}
    hr_client.post(address, data)
    assert 'name="fte" value="0.8"' in hr_client.get(address).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "EURO"},
        {"currency": "12€"},
        {"amount": "-5"},
        {"amount": "NaN"},
        {"amount": "1e30"},
        {"fte": "0"},
        {"fte": "2"},
        {"basis": "fortnit"},
        {"basis": "hour"},
        {"starts_on": "soon"},
    ],
)
def test_a_wrong_form_is_answered_at_the_field(wrong: dict[str, str], person: Employee, hr_client: Client) -> None:
    data = {"starts_on": "2026-07-01", "amount": "1", "currency": "EUR", "basis": "year", "fte": "1"} | wrong
    response = hr_client.post(reverse("salary-set", args=[person.pk]), data)
    assert response.status_code == 422
    assert "invalid-feedback" in response.content.decode()
    assert not Salary.objects.exists()


def test_protecting_through_the_page(person: Employee, hr_client: Client) -> None:
    pay(person, 120_000)
    address = reverse("pay-protect", args=[person.pk])
    data = {
        "starts_on": "2026-07-01",
        "ends_on": "2027-06-30",
        "amount": "120000",
        "currency": "EUR",
        "follows": "Pay then follows the band.",
        "reason": "Agreed",
    }
    assert hr_client.post(address, data | {"ends_on": "2026-01-01"}).status_code == 422
    assert not PayProtection.objects.exists()
    assert hr_client.post(address, data).status_code == 302
    assert hr_client.post(address, data).status_code == 422  # a second click overlaps, and is told so
    assert PayProtection.objects.count() == 1
