"""The person's own account page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import ContractType, Employee, User
from accounts.roles import Role
from accounts.words import ALLOWS, PURPOSES
from ladders.core.jobs import enqueue
from ladders.core.permissions import Permission
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, UserFactory
from tests.pages import assert_clean, squeezed


def test_what_one_is_and_may_here(hr_client: Client) -> None:
    answer = hr_client.get("/account/")
    assert_clean(answer)
    text = squeezed(answer)
    assert "<h1>Hana Ruiz</h1>" in text
    assert "Runs Ladders for the organisation" in text
    assert "Give and take roles" in text


def test_an_employee_without_a_role_is_told_so(employee_client: Client) -> None:
    text = squeezed(employee_client.get("/account/"))
    assert "You hold no role." in text
    assert "Give and take roles" not in text


@pytest.mark.django_db
def test_what_hr_has_on_record_is_shown_and_nobody_elses() -> None:
    EmployeeFactory.create(department="Secret department")
    mine: Employee = EmployeeFactory.create(
        number="Q7",
        department="Finance",
        legal_entity="Quill Ltd",
        location="Cork",
        country="IE",
        contract=ContractType.FIXED_TERM,
        weekly_hours=Decimal("40.00"),
        hired_on=dt.date(2020, 2, 1),
    )
    assert mine.user is not None
    text = squeezed(signed_in(mine.user).get("/account/"))
    facts = ["Q7", "Finance", "Quill Ltd", 'Cork <span class="code">IE</span>', "Fixed term", "40", "1 February 2020"]
    assert [fact for fact in facts if f"<dd>{fact}</dd>" not in text] == []
    assert "Secret department" not in text


@pytest.mark.django_db
def test_an_account_without_an_employee() -> None:
    answer = signed_in(UserFactory.create(name="")).get("/account/")
    assert_clean(answer)
    assert "belongs to nobody on HR’s list" in squeezed(answer)


def test_ones_own_work_is_found_from_here(employee: User) -> None:
    client = signed_in(employee)
    assert 'href="/jobs/"' not in squeezed(client.get("/account/"))
    enqueue("tests.count", title="Count", by=employee, args={"to": 1})
    assert 'href="/jobs/"' in squeezed(client.get("/account/"))


def test_queries(employee: User, django_assert_num_queries: Any) -> None:
    client = signed_in(employee)
    client.get("/account/")
    with django_assert_num_queries(4):  # session, user with employee and roles, ways to sign in, own work
        client.get("/account/")


def test_every_verb_and_role_has_words() -> None:
    assert set(ALLOWS) == set(Permission)
    assert set(PURPOSES) == set(Role)
