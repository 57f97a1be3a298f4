"""One owner named for several frameworks, and undone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Employee, User
from ladders.core.audit import opened
from ladders.core.models import AuditEntry
from ladders.frameworks.models import Framework
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, draft_framework
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
URL = "/frameworks/owners/"


@shared_rows
def olga() -> Employee:
    """Who answers for everything today."""
    return EmployeeFactory.create(number="Q1", name="Olga Wner")


@shared_rows
def frameworks(plan: FactorPlan, hr: User, olga: Employee) -> list[Framework]:
    """Three frameworks of Olga's."""
    found = [draft_framework(by=hr, name=name, owner=olga).framework for name in ("Alpha", "Beta", "Gamma")]
    Framework.objects.update(owner_title="Head of all")
    return found


def _owners() -> dict[str, tuple[str, str]]:
    return {row.name: (str(row.accountable), row.owner_title) for row in Framework.objects.all()}


def test_several_get_one_owner_with_one_entry_and_undo_brings_the_former_back(
    frameworks: list[Framework], hr_client: Client
) -> None:
    EmployeeFactory.create(number="Q2", name="Nina Ew")
    data = {"frameworks": [frameworks[0].pk, frameworks[2].pk], "owner": "Q2", "owner_title": "CTO"}
    page = hr_client.post(URL, data, follow=True)
    assert "Nina Ew answers for 2 frameworks now." in page.content.decode()
    former = ("Olga Wner", "Head of all")
    assert _owners() == {"Alpha": ("Nina Ew", "CTO"), "Beta": former, "Gamma": ("Nina Ew", "CTO")}
    (entry,) = opened(AuditEntry.objects.filter(verb="owners.named"))
    assert (entry.subject, entry.detail) == (
        "2 frameworks",
        {"Alpha": ["Olga Wner", "Nina Ew"], "Gamma": ["Olga Wner", "Nina Ew"]},
    )
    page = hr_client.post(reverse("framework-owners-undo"), follow=True)
    assert "Undone for 2 frameworks." in page.content.decode()
    assert set(_owners().values()) == {former}
    hr_client.post(reverse("framework-owners-undo"))
    assert AuditEntry.objects.filter(verb="owners.undone").count() == 1


def test_what_somebody_changed_since_is_not_undone(frameworks: list[Framework], hr_client: Client) -> None:
    third = EmployeeFactory.create(number="Q2", name="Nina Ew")
    hr_client.post(URL, {"frameworks": [row.pk for row in frameworks], "owner": "Q2"})
    Framework.objects.filter(name="Beta").update(owner=EmployeeFactory.create(name="Ben Eta"))
    page = hr_client.post(reverse("framework-owners-undo"), follow=True)
    assert "Beta changed since, so this cannot be undone as a whole." in page.content.decode()
    assert Framework.objects.get(name="Alpha").owner == third


@pytest.mark.parametrize("data", [{"owner": "Q1"}, {"frameworks": ["x"], "owner": "Q1"}, {"owner": "Nobody"}, {}])
def test_what_is_missing_stays_unwritten(
    frameworks: list[Framework], hr_client: Client, data: dict[str, object]
) -> None:
    owners = _owners()
    assert hr_client.post(URL, data).status_code == 422
    assert _owners() == owners


def test_an_owner_names_nobody_here(frameworks: list[Framework], olga: Employee) -> None:
    assert olga.user is not None
    assert signed_in(olga.user).get(URL).status_code == 403


@pytest.mark.parametrize("n", [1, 30])
def test_the_page_asks_as_often_for_any_number(
    plan: FactorPlan,
    hr: User,
    hr_client: Client,
    olga: Employee,
    n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Framework.objects.bulk_create(Framework(name=f"F{i}", slug=f"f{i}", owner=olga) for i in range(n))
    hr_client.get(URL)
    with django_assert_num_queries(3):
        hr_client.get(URL)
