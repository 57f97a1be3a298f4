"""A framework that everybody reads names somebody who works here; where they have left, HR is told on Home."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Employee, User
from ladders.frameworks.models import Framework
from ladders.frameworks.queries.shelves import without_owner
from ladders.impact.models import FactorPlan
from tests.factories import EmployeeFactory
from tests.frameworks.published import published
from tests.pages import squeezed

pytestmark = pytest.mark.django_db
SHELF = "/frameworks/?show=no_owner"


def test_a_framework_whose_owner_has_left_is_named_on_home(
    plan: FactorPlan, hr: User, hr_client: Client, employee_client: Client
) -> None:
    today = timezone.localdate()
    olga = EmployeeFactory.create(name="Olga Wner")
    published(hr, owner=olga)
    published(hr, name="Finance", owner=EmployeeFactory.create(name="Ines Here"))
    assert not without_owner(hr, today).exists()
    assert "no longer works here" not in squeezed(hr_client.get("/"))
    Employee.objects.filter(pk=olga.pk).update(left_on=today)
    assert not without_owner(hr, today).exists()  # it is their last day
    Employee.objects.filter(pk=olga.pk).update(left_on=today - dt.timedelta(days=1))
    assert [each.name for each in without_owner(hr, today)] == ["Research"]
    assert "framework whose owner no longer works here" in squeezed(hr_client.get("/"))
    shelf = squeezed(hr_client.get(SHELF))
    assert ("Research" in shelf, "Ines Here" in shelf) == (True, False)
    assert "no longer works here" not in squeezed(employee_client.get("/"))


def test_nobody_at_all_and_a_closed_account_count_alike(plan: FactorPlan, hr: User) -> None:
    today = timezone.localdate()
    row = published(hr).framework
    Framework.objects.filter(pk=row.pk).update(owner=None)
    assert without_owner(hr, today).exists()
    account = User.objects.create_user("head@example.org", name="Head")
    Framework.objects.filter(pk=row.pk).update(owner_account=account)
    assert not without_owner(hr, today).exists()
    User.objects.filter(pk=account.pk).update(is_active=False)
    assert without_owner(hr, today).exists()
