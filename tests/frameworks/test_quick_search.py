"""One search: what a person may open is found, by kind; nothing out of reach is found or counted, whatever is typed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Framework
from ladders.frameworks.product_pages import PAGES, pages_matching
from ladders.impact.models import FactorPlan
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.frameworks.published import published
from tests.route_kinds import STRANGER
from tests.routes import ROUTES

pytestmark = pytest.mark.django_db
DAY = dt.date(2020, 1, 1)


def found(client: Client, words: str) -> dict[str, list[str]]:
    """Kind → what was found of it."""
    groups = client.get(reverse("search-quick"), {"q": words}).context["groups"]
    return {group.key: [item.label for item in group.items] for group in groups}


def line(employee: Employee, manager: Employee) -> None:
    ReportingLine.objects.create(employee=employee, manager=manager, starts_on=DAY)


@pytest.fixture
def crew() -> dict[str, Employee]:
    """Head leads Lead leads Quill One; Quill Two and Quill Three stand elsewhere."""
    made = {
        name: EmployeeFactory.create(name=name, number=f"Q{number}", department=department)
        for number, (name, department) in enumerate(
            [("Head", "Lab"), ("Lead", "Lab"), ("Quill One", "Lab"), ("Quill Two", "Lab"), ("Quill Three", "Else")]
        )
    }
    line(made["Lead"], made["Head"])
    line(made["Quill One"], made["Lead"])
    return made


def test_people_are_found_by_whoever_may_open_their_page(crew: dict[str, Employee]) -> None:
    hr = account(user__roles=[Role.HR_ADMIN])
    partner = account(user__roles=[Role.HR_ADMIN])
    RoleGrant.objects.filter(user=partner).update(departments=["Lab"])
    told = {
        "hr": (hr, ["Quill One", "Quill Three", "Quill Two"]),
        "partner": (User.objects.get(pk=partner.pk), ["Quill One", "Quill Two"]),
        "superior": (crew["Head"].user, ["Quill One"]),
        "manager": (crew["Lead"].user, ["Quill One"]),
        "self": (crew["Quill Two"].user, ["Quill Two"]),
        "stranger": (account(), None),
    }
    for who, (user, names) in told.items():
        assert user is not None
        client = signed_in(user)
        assert found(client, "quill").get("people") == names, who
        body = client.get(reverse("search-quick"), {"q": "quill"}).content.decode()
        named = [name for name in crew if name.startswith("Quill") and name in body]
        assert named == [name for name in crew if name in (names or ())], who
        whole = client.get(reverse("search"), {"q": "quill"}).context["people"]
        assert [item.label for item in whole] == (names or []), who
        for item in whole:
            assert client.get(item.url).status_code == 200
        by_number = found(client, crew["Quill Three"].number)
        assert by_number.get("people") == (["Quill Three"] if who == "hr" else None), who


def test_who_led_somebody_once_or_has_left_finds_nobody(crew: dict[str, Employee]) -> None:
    ReportingLine.objects.filter(employee=crew["Quill One"]).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    assert crew["Lead"].user is not None
    assert "people" not in found(signed_in(crew["Lead"].user), "quill")


@pytest.mark.parametrize("role", [None, *Role])
def test_pages_are_those_that_open(role: Role | None) -> None:
    client = signed_in(account(user__roles=[role] if role else []))
    seen = set()
    for words in ("p", "r", "b", "a", "i", "s", "m", "e", "d", "g", "f", "w", "h", "c", "n"):
        groups = client.get(reverse("search-quick"), {"q": words}).context["groups"]
        seen |= {item.url for group in groups if group.key == "pages" for item in group.items}
    assert {url: client.get(url).status_code for url in seen if client.get(url).status_code not in (200, 302)} == {}
    assert (reverse("people") in {item.url for item in _pages(client, "people")}) == (role == Role.HR_ADMIN)
    assert reverse("my-path") in {item.url for item in _pages(client, "my path")}


# Pages that open without an id and are no place of their own: parts of a page, forms behind a button, descriptions of files.
BEHIND_A_BUTTON = {
    "evidence-new", "feedback-ask", "factor-add", "plan-draft", "plan-grades", "plan-preview", "invite", "zone-new",
    "supplement-new", "exception-new", "move-policy-own", "decider-group-new", "pay-report-new", "country-rules-new",
    "pay-categories-decide", "people-suggestions", "search", "search-quick", "second-factor", "unsent", "schema",
    "personal-data-schema", "pay-report-schema", "people-several", "roles-several", "framework-owners-several",
    "exceptions-several",
}  # fmt: skip


def test_every_page_of_the_product_is_found_by_its_name(hr: User) -> None:
    named = {page.address for page in PAGES}
    alone = {name for name, route in ROUTES.items() if "GET" in route.verbs and not (route.ids or route.library)}
    signed_out = {name for name in alone if STRANGER in ROUTES[name].may}
    assert alone - named == (BEHIND_A_BUTTON | signed_out) & alone
    assert named - alone == set()
    assert len(named) == len(PAGES)
    for page in PAGES:
        if page.verb is None or hr.has_perm(page.verb):
            assert page.title in [item.title for item in pages_matching(hr, str(page.title), 50)] or page.leads


@pytest.mark.parametrize("role", Role)
def test_every_page_that_is_found_by_a_role_opens(role: Role) -> None:
    user = account(user__roles=[role])
    client = signed_in(user)
    found = [page.address for page in PAGES if page.verb and user.has_perm(page.verb)]
    assert found
    answers = {address: client.get(reverse(address)).status_code for address in found}
    assert {address: code for address, code in answers.items() if code not in (200, 302)} == {}


def _pages(client: Client, words: str) -> list[Any]:
    groups = client.get(reverse("search-quick"), {"q": words}).context["groups"]
    return [item for group in groups if group.key == "pages" for item in group.items]


def test_published_frameworks_are_found_and_drafts_are_not(plan: FactorPlan, hr: User, employee_client: Client) -> None:
    published(hr)
    start_draft(framework=published(hr, "Reserve").framework, by=hr)
    Framework.objects.create(name="Resting", slug="resting")
    assert found(employee_client, "s6")["levels"] == ["Specialist 6", "Specialist 6"]
    assert found(employee_client, "res")["frameworks"] == ["Research", "Reserve"]
    body = employee_client.get(reverse("search-quick"), {"q": "<b>S6"}).content.decode()
    assert "<b>S6" not in body


@pytest.mark.parametrize("count", [1, 30])
def test_it_asks_as_often_for_one_as_for_thirty(crew: dict[str, Employee], count: int) -> None:
    for number in range(count):
        line(EmployeeFactory.create(name=f"Quill More{number}"), crew["Lead"])
    assert crew["Lead"].user is not None
    client = signed_in(crew["Lead"].user)
    for address, queries in ((reverse("search-quick"), 8), (reverse("search"), 8)):
        with CaptureQueriesContext(connection) as made:
            client.get(address, {"q": "quill"})
        assert len(made) <= 12
        assert len(made) == queries


def test_the_guide_is_found_by_its_headings_and_by_its_words(employee_client: Client) -> None:
    groups = employee_client.get(reverse("search-quick"), {"q": "people"}).context["groups"]
    [guide] = [group.items for group in groups if group.key == "guide"]
    assert guide
    for item in guide:
        assert employee_client.get(item.url.partition("#")[0]).status_code == 200
    assert "guide" in found(employee_client, "workbook")
    assert found(employee_client, "xyzzy plugh") == {}
