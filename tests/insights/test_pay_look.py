"""What somebody looks at before signing it has an address, in which no amount stands: it can be gone back to and opened again."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest, QueryDict
from django.test import Client

from ladders.compensation.models import Salary
from ladders.core.kept_choices import MOST, choice_of, forget_choices, keep_choice
from ladders.insights.text.pay_preview import women_beside_men
from tests.compensation.payroll import somebody
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


def test_what_is_kept_does_not_grow_and_belongs_to_its_page(hr_client: Client) -> None:
    session = hr_client.session

    def request(path: str, look: str = "", **sent: str) -> HttpRequest:
        made = HttpRequest()
        made.path, made.session, made.method = path, session, "POST" if sent else "GET"
        made.GET, made.POST = QueryDict(f"look={look}"), QueryDict(urlencode(sent))
        return made

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
