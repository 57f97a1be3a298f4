"""One owner named for several frameworks, and undone."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Employee, RoleGrant, User
from ladders.core.audit import opened
from ladders.core.batches import take_back
from ladders.core.models import AuditEntry, Batch
from ladders.frameworks.actions.owners import name_owners
from ladders.frameworks.models import Framework
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.core.test_several import confirmed, undo
from tests.factories import EmployeeFactory, draft_framework
from tests.pages import assert_clean
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
URL, SEVERAL = "/frameworks/owners/", "/frameworks/owners/several/"


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
    frameworks: list[Framework], hr: User, hr_client: Client
) -> None:
    EmployeeFactory.create(number="Q2", name="Nina Ew")
    sent = {"do": "name", "row": [frameworks[0].pk, frameworks[2].pk]}
    asked, page = confirmed(hr_client, SEVERAL, sent, owner="Q2", owner_title="CTO")
    assert asked.context["title"] == "Who answers for 2 frameworks?"
    assert asked.content.decode().count('<datalist id="people"></datalist>') == 1
    assert_clean(page)
    assert "You named the owner of 2 frameworks." in page.content.decode()
    former = ("Olga Wner", "Head of all")
    assert _owners() == {"Alpha": ("Nina Ew", "CTO"), "Beta": former, "Gamma": ("Nina Ew", "CTO")}
    (entry,) = opened(AuditEntry.objects.filter(verb="owners.named"))
    assert (entry.subject, entry.detail) == (
        "2 frameworks",
        {"Alpha": ["Olga Wner", "Nina Ew"], "Gamma": ["Olga Wner", "Nina Ew"]},
    )
    page = signed_in(hr).get(URL)  # another day, another session
    assert "Taken back for 2." in undo(hr_client, page)
    assert set(_owners().values()) == {former}
    hr_client.post(reverse("take-back-batch", args=[Batch.objects.get().pk]))
    assert AuditEntry.objects.filter(verb="owners.undone").count() == 1


def test_what_somebody_changed_since_stays_and_is_named(frameworks: list[Framework], hr_client: Client) -> None:
    EmployeeFactory.create(number="Q2", name="Nina Ew")
    sent = {"do": "name", "row": [row.pk for row in frameworks]}
    _asked, page = confirmed(hr_client, SEVERAL, sent, owner="Q2")
    Framework.objects.filter(name="Beta").update(owner=EmployeeFactory.create(name="Ben Eta"))
    said = undo(hr_client, page)
    assert "Taken back for 2." in said
    assert "These stay, because something was built on it since: Beta." in said
    former = ("Olga Wner", "Head of all")
    assert _owners() == {"Alpha": former, "Beta": ("Ben Eta", ""), "Gamma": former}


def test_an_owner_who_is_gone_meanwhile_is_not_named_again(
    frameworks: list[Framework], olga: Employee, hr_client: Client
) -> None:
    EmployeeFactory.create(number="Q2", name="Nina Ew")
    Framework.objects.filter(name="Beta").update(owner=None, owner_title="")
    sent = {"do": "name", "row": [row.pk for row in frameworks]}
    _asked, page = confirmed(hr_client, SEVERAL, sent, owner="Q2")
    batch = Batch.objects.get()
    batch.before["frameworks"][0][1][0] = 10**9
    batch.save()
    assert "built on it since: Alpha." in undo(hr_client, page)
    assert _owners() == {"Alpha": ("Nina Ew", ""), "Beta": ("None", ""), "Gamma": ("Olga Wner", "Head of all")}


def test_whoever_answers_already_is_not_named_anew(frameworks: list[Framework], hr_client: Client) -> None:
    sent = {"do": "name", "row": [frameworks[0].pk]}
    _asked, page = confirmed(hr_client, SEVERAL, sent, owner="Q1", owner_title="Head of all")
    assert "They answer for these frameworks already. Nothing was changed." in page.content.decode()
    assert page.context["batches"] == []
    assert not AuditEntry.objects.filter(verb="owners.named").exists()


@pytest.mark.parametrize("owner", ["", "Nobody", "x" * 300])
def test_what_is_missing_stays_unwritten(frameworks: list[Framework], hr_client: Client, owner: str) -> None:
    owners = _owners()
    _asked, page = confirmed(hr_client, SEVERAL, {"do": "name", "row": [frameworks[0].pk]}, owner=owner)
    assert page.status_code == 422
    assert _owners() == owners


def test_an_owner_names_nobody_here(frameworks: list[Framework], olga: Employee) -> None:
    assert olga.user is not None
    assert signed_in(olga.user).get(URL).status_code == 403
    assert signed_in(olga.user).post(SEVERAL, {"do": "name"}).status_code == 403


def test_the_function_alone_needs_the_role_too_to_be_changed_and_taken_back(
    frameworks: list[Framework], olga: Employee, hr: User
) -> None:
    """Nothing is decided about an owner who stays: no check of that asks for the role."""
    ids = [row.pk for row in frameworks]
    batch = name_owners(frameworks=ids, owner=olga, owner_title="CTO", by=hr)
    RoleGrant.objects.filter(user=hr).delete()
    by = User.objects.get(pk=hr.pk)
    with pytest.raises(PermissionDenied):
        take_back(batch=batch, by=by)
    for nobody in (by, olga.user):  # an owner has a page of their own for that
        with pytest.raises(PermissionDenied):
            name_owners(frameworks=ids, owner=olga, owner_title="Clown", by=nobody)
    assert set(_owners().values()) == {("Olga Wner", "CTO")}
    assert list(AuditEntry.objects.filter(verb__startswith="owners.").values_list("verb", flat=True)) == [
        "owners.named"
    ]


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
    with django_assert_num_queries(4):
        hr_client.get(URL)
