"""Roles that reach some people only: what they carry, who may narrow them, and that nobody is left without an HR admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Employee, RoleGrant, User
from accounts.roles import SCOPED, Role
from ladders.core.permissions import Permission
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db


def narrowed(**reach: list[str]) -> User:
    user = account(user__roles=[Role.HR_ADMIN], name="Nar Rowed", department="Own")
    RoleGrant.objects.filter(user=user).update(**reach)
    return User.objects.get(pk=user.pk)


def test_a_narrowed_role_carries_verbs_about_people_and_no_others() -> None:
    user = narrowed(departments=["Lab"])
    assert {verb for verb in Permission if user.has_perm(verb)} == SCOPED


@pytest.mark.parametrize(
    ("reach", "names"),
    [
        ({"departments": ["Lab"]}, {"a", "b"}),
        ({"legal_entities": ["One"]}, {"a", "c"}),
        ({"legal_entities": ["One"], "departments": ["Lab"]}, {"a"}),
        ({}, {"a", "b", "c", "Nar Rowed"}),
    ],
)
def test_the_queryset_and_the_rule_agree_about_whom_a_role_reaches(
    reach: dict[str, list[str]], names: set[str]
) -> None:
    EmployeeFactory.create(name="a", department="Lab", legal_entity="One")
    EmployeeFactory.create(name="b", department="Lab", legal_entity="Two")
    EmployeeFactory.create(name="c", department="Office", legal_entity="One")
    user = narrowed(**reach)
    within = set(Employee.objects.within(user, Permission.VIEW_PEOPLE).values_list("name", flat=True))
    assert within == names
    assert {each.name for each in Employee.objects.all() if user.has_perm(Permission.VIEW_PEOPLE, each)} == names
    assert set(Employee.objects.visible_to(user).values_list("name", flat=True)) == names | {"Nar Rowed"}


def test_somebody_without_a_role_sees_their_own_record_alone(employee: User) -> None:
    EmployeeFactory.create()
    assert list(Employee.objects.visible_to(employee)) == [Employee.objects.get(user=employee)]
    assert list(Employee.objects.within(employee, Permission.VIEW_PEOPLE)) == []


def test_hr_narrows_a_role_on_its_page(hr: User) -> None:
    EmployeeFactory.create(department="Lab")
    other = account(user__roles=[Role.HR_ADMIN])
    client = signed_in(hr)
    url = reverse("role-reach", args=[other.pk, Role.HR_ADMIN.value])
    assert_clean(client.get(url))
    wrong = client.post(url, {"departments": "Labb"})
    assert (wrong.status_code, RoleGrant.objects.get(user=other).departments) == (422, [])
    client.post(url, {"departments": "Lab\n"})
    assert RoleGrant.objects.get(user=other).departments == ["Lab"]
    assert b"Lab" in client.get(reverse("person-roles", args=[other.pk])).content
    assert signed_in(User.objects.get(pk=other.pk)).get(url).status_code == 403


def test_the_last_hr_admin_and_oneself_cannot_be_narrowed(hr: User) -> None:
    EmployeeFactory.create(department="Lab")
    url = reverse("role-reach", args=[hr.pk, Role.HR_ADMIN.value])
    assert signed_in(hr).post(url, {"departments": "Lab"}).status_code == 422
    account(user__roles=[Role.HR_ADMIN])
    assert signed_in(hr).post(url, {"departments": "Lab"}).status_code == 422
    assert RoleGrant.objects.get(user=hr).departments == []
