"""Page of a person, their pay and their moves lead to each other, and no link ends before a closed door."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account


def links(user: User, address: str) -> set[str]:
    return {link.url for link in signed_in(user).get(address).context["elsewhere"]}


def test_each_leads_to_the_others_for_hr(hr: User) -> None:
    ada = EmployeeFactory.create(name="Ada", number="E 7&8")
    page, pay = reverse("person", args=[ada.pk]), reverse("person-pay", args=[ada.pk])
    moves = reverse("moves-all") + "?q=E+7%268&state=any"
    assert links(hr, page) == {pay, moves}
    assert links(hr, pay) == {page, moves}
    for address in (page, pay, moves):
        assert signed_in(hr).get(address).status_code == 200
    body = signed_in(hr).get(page).content.decode()
    assert f'href="{pay}"' in body


def test_ones_own_page_leads_to_ones_own(employee: User) -> None:
    page = reverse("person", args=[employee.employee.pk])
    assert links(employee, page) == {reverse("my-pay"), reverse("my-moves")}


@pytest.mark.parametrize("role", Role)
def test_no_link_ends_before_a_closed_door(role: Role, db: None) -> None:
    user = account(user__roles=[role], department="Lab")
    user.grants.update(departments=["Lab"])
    for person in (EmployeeFactory.create(department="Lab"), EmployeeFactory.create(department="Else")):
        for name in ("person", "person-pay"):
            answer = signed_in(User.objects.get(pk=user.pk)).get(reverse(name, args=[person.pk]))
            if answer.status_code == 200:
                for link in answer.context["elsewhere"]:
                    assert signed_in(user).get(link.url).status_code == 200, (role, name, link.url)
