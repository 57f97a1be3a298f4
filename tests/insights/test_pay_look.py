"""What somebody looks at before signing it has an address, in which no amount stands: it can be gone back to and opened again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, QueryDict
from django.test import Client
from django.urls import reverse

from ladders.compensation.models import PayAccess, Salary
from ladders.core.kept_choices import MOST, choice_of, forget_choice, forget_choices, keep_choice
from ladders.frameworks.models import Version
from ladders.insights.text.pay_preview import women_beside_men
from tests.compensation.payroll import somebody, zone
from tests.conftest import signed_in
from tests.factories import draft_framework, hr_admin

pytestmark = pytest.mark.django_db

TYPED = {"starts_on": "2026-01-01", "amount": "55000", "currency": "EUR", "basis": "year", "fte": "1"}


def test_a_look_at_a_salary_has_an_address_without_the_amount(plan: object, hr_client: Client) -> None:
    person = somebody(draft_framework(by=hr_admin()).level_set.all()[0], 48_000)
    page = f"/pay/people/{person.pk}/salary/"

    def amount(client: Client, address: str) -> object:
        return client.get(address).context["form"]["amount"].value()

    looked = hr_client.post(page, TYPED | {"do": "look"})
    assert looked.status_code == 302
    first = looked["Location"]
    assert re.fullmatch(rf"{page}\?look=[\w-]+", first)
    other = hr_client.post(page, TYPED | {"amount": "50000", "do": "look"})["Location"]  # in another tab
    assert [amount(hr_client, address) for address in (first, other, first)] == ["55000", "50000", "55000"]
    assert "55000" not in json.dumps(dict(hr_client.session.items()))
    assert amount(signed_in(hr_admin()), first) is None  # another session knows nothing of it
    assert hr_client.post(first, TYPED | {"do": "look", "amount": "much"}).status_code == 422
    assert Salary.objects.filter(employee=person).count() == 1
    assert hr_client.post(first, TYPED | {"sure": "1"}).status_code == 302
    assert Salary.objects.filter(employee=person).count() == 2
    assert [amount(hr_client, address) for address in (first, other)] == [None, None]  # it is done, and kept no more


def requests_of(client: Client) -> tuple[SessionBase, Callable[..., HttpRequest]]:
    """The session of somebody, and what makes requests in it."""
    session = client.session

    def request(path: str, look: str = "", **sent: str) -> HttpRequest:
        made = HttpRequest()
        made.path, made.session, made.method = path, session, "POST" if sent else "GET"
        made.GET, made.POST = QueryDict(f"look={look}"), QueryDict(urlencode(sent))
        return made

    return session, request


def test_what_is_done_is_forgotten_with_what_it_came_from_and_no_other_tab(hr_client: Client) -> None:
    _session, request = requests_of(hr_client)

    def kept(look: str = "") -> str:
        return keep_choice(request("/a/", look, n="1")).partition("look=")[2]

    first, other = kept(), kept()
    second = kept(first)
    forget_choice(request("/b/", second))
    assert choice_of(request("/a/", second)) is not None
    forget_choice(request("/a/", second, n="1"))
    assert [choice_of(request("/a/", key)) is not None for key in (first, second, other)] == [False, False, True]


def test_nothing_is_set_by_following_an_address(plan: object, hr_client: Client) -> None:
    person = somebody(draft_framework(by=hr_admin()).level_set.all()[0], 48_000)
    session, request = requests_of(hr_client)
    address = keep_choice(request(f"/pay/people/{person.pk}/salary/", **TYPED, sure="1"))
    session.save()
    assert hr_client.get(address).status_code == 200
    assert Salary.objects.filter(employee=person).count() == 1
    assert hr_client.post(address, TYPED | {"sure": "1"}).status_code == 302
    assert Salary.objects.filter(employee=person).count() == 2
    looks = PayAccess.objects.filter(employee=person).count()
    assert hr_client.post(address, TYPED | {"sure": "1"}).status_code == 302  # "Nothing was changed" tells what it is
    assert PayAccess.objects.filter(employee=person).count() == looks + 1
    assert hr_client.post(address, TYPED).status_code == 302
    assert PayAccess.objects.filter(employee=person).count() == looks + 2  # once for each answer


def test_a_supplement_that_is_saved_leaves_the_look_of_another_tab(research: Version, hr_client: Client) -> None:
    place = zone()
    page = reverse("supplement-new")
    typed = {
        "framework": research.framework.pk, "zone": place.pk, "percent": "5", "criterion": "labour_market",
        "evidence": "Survey", "starts_on": "2026-01-01", "review_on": "2026-12-01", "ends_on": "2026-12-31",
    }  # fmt: skip
    mine, other = (hr_client.post(page, typed | {"percent": each, "do": "look"})["Location"] for each in ("5", "6"))
    assert hr_client.post(mine, typed | {"sure": "1"}).status_code == 302
    shown = [hr_client.get(address).context["form"]["percent"].value() for address in (mine, other)]
    assert shown == [None, "6"]


def test_what_is_kept_does_not_grow_and_belongs_to_its_page(hr_client: Client) -> None:
    _session, request = requests_of(hr_client)
    keys = [keep_choice(request("/a/", n=str(n))).partition("look=")[2] for n in range(MOST + 1)]
    kept = [choice_of(request("/a/", key)) for key in keys]
    assert [each and each["n"] for each in kept] == [None, *map(str, range(1, MOST + 1))]
    assert choice_of(request("/b/", keys[-1])) is None
    large = [keep_choice(request("/b/", text="x" * 150_000)).partition("look=")[2] for _each in range(2)]
    assert [choice_of(request("/b/", key)) is not None for key in large] == [False, True]
    assert choice_of(request("/a/", keys[-1])) is None
    forget_choices(request("/b/"))
    assert choice_of(request("/b/", large[-1])) is None


def test_one_woman_is_one_woman() -> None:
    assert women_beside_men(1, 0) == "women beside men: 1 woman, 0 men"
