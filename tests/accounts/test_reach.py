"""Roles that reach some people only: what they carry, who may narrow them, and that nobody is left without an HR admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.backends import _reader
from accounts.models import Employee, RoleGrant, User
from accounts.roles import PERMISSIONS_OF, SCOPED, Role
from accounts.scopes import Scope
from accounts.words import ALLOWS, NARROWED, PURPOSES
from ladders.core.approvals.actions import confirm
from ladders.core.models import Approval
from ladders.core.permissions import Permission
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account, hr_admin
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db


def narrowed(**reach: list[str]) -> User:
    user = account(user__roles=[Role.HR_ADMIN], name="Nar Rowed", department="Own")
    RoleGrant.objects.filter(user=user).update(**reach)
    return User.objects.get(pk=user.pk)


def test_a_narrowed_role_carries_verbs_about_people_and_no_others() -> None:
    user = narrowed(departments=["Lab"])
    assert {verb for verb in Permission if user.has_perm(verb)} == SCOPED & PERMISSIONS_OF[Role.HR_ADMIN]


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


@pytest.mark.parametrize(("departments", "queries"), [([], 0), (["Lab"], 1)])
def test_what_a_role_reaches_is_the_same_however_the_user_was_read(
    departments: list[str], queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = narrowed(departments=departments)
    reader = _reader().one(user.pk, timezone.localdate(), timezone.now())
    assert reader is not None
    expected = {Scope(Role.HR_ADMIN, (), tuple(departments))}
    with django_assert_num_queries(queries):
        assert set(reader.scopes(Permission.VIEW_PEOPLE)) == expected
    assert set(user.scopes(Permission.VIEW_PEOPLE)) == expected
    assert user.scopes(Permission.REPRESENT_EMPLOYEES) == []


def test_somebody_without_a_role_sees_their_own_record_alone(employee: User) -> None:
    EmployeeFactory.create()
    assert list(Employee.objects.visible_to(employee)) == [Employee.objects.get(user=employee)]
    assert list(Employee.objects.within(employee, Permission.VIEW_PEOPLE)) == []


ADMIN = Role.HR_ADMIN.value


def sent(user: User, departments: str) -> dict[str, Any]:
    seen = list(RoleGrant.objects.filter(user=user).values_list("role", flat=True))
    form = {"roles": [ADMIN], "seen": seen, f"{ADMIN}-departments": departments, f"{ADMIN}-legal_entities": ""}
    return form | {"why": "Joins the team"}


def confirmed() -> None:
    """By another HR admin."""
    confirm(approval=Approval.objects.get(state="waiting"), by=User.objects.get(name="Second Person"))


def test_hr_gives_a_role_for_some_people_in_one_step(hr: User, employee: User) -> None:
    hr_admin(name="Second Person")
    EmployeeFactory.create(department="Lab")
    client = signed_in(hr)
    url = reverse("person-roles", args=[employee.pk])
    page = client.get(url)
    assert_clean(page)
    assert b"Counts for everybody" in page.content
    wrong = client.post(url, sent(employee, "Labb"))
    assert (wrong.status_code, RoleGrant.objects.filter(user=employee).count()) == (422, 0)
    assert_clean(wrong, status=422)
    assert "Nobody is in “Labb”" in wrong.content.decode()
    assert b"Labb</textarea>" in wrong.content
    client.post(url, sent(employee, "Lab\n"))
    confirmed()
    grant = RoleGrant.objects.get(user=employee)
    assert (grant.role, grant.departments, grant.legal_entities) == (ADMIN, ["Lab"], [])
    assert b"Counts for some people only" in client.get(url).content
    # A page that did not ask for whom it counts, as a script might send it, leaves that as it is.
    client.post(url, {"roles": [ADMIN, Role.FRAMEWORK_EDITOR.value], "seen": [ADMIN]})
    grant.refresh_from_db()
    assert grant.departments == ["Lab"]
    assert signed_in(User.objects.get(pk=employee.pk)).get(url).status_code == 403


def test_whoever_holds_a_narrowed_role_reads_what_it_carries_and_for_whom() -> None:
    page = signed_in(narrowed(departments=["Lab", "Works"], legal_entities=["One Ltd"])).get("/account/")
    assert_clean(page)
    text = page.content.decode()
    assert "Counts for people in Lab or Works, at One Ltd." in text
    assert [str(words) for verb, words in ALLOWS.items() if f"<li>{words}</li>" in text] == [
        str(words) for verb, words in ALLOWS.items() if verb in SCOPED & PERMISSIONS_OF[Role.HR_ADMIN]
    ]
    assert "everything is open" not in text


def test_the_list_of_roles_says_for_whom_a_role_counts(hr: User) -> None:
    narrowed(departments=["Lab"])
    text = signed_in(hr).get(reverse("roles")).content.decode()
    assert text.count("people in Lab") == 1


def test_every_wrong_name_is_told_and_the_one_that_is_meant(hr: User, employee: User) -> None:
    EmployeeFactory.create(department="Laboratory")
    wrong = signed_in(hr).post(reverse("person-roles", args=[employee.pk]), sent(employee, "laboratory\nQuark\n"))
    text = wrong.content.decode()
    assert "Nobody is in “laboratory”. Did you mean “Laboratory”?" in text
    assert "Nobody is in “Quark”. Check the spelling." in text


def test_a_department_that_is_gone_holds_up_nobody_and_is_told(hr: User, employee: User) -> None:
    here = EmployeeFactory.create(department="Lab")
    hr_admin(name="Second Person")
    client, url = signed_in(hr), reverse("person-roles", args=[employee.pk])
    client.post(url, sent(employee, "Lab"), follow=True)
    confirmed()
    here.department = "Science"
    here.save()
    also = sent(employee, "Lab\nScience")
    done = client.post(url, also, follow=True)
    assert [str(message) for message in done.context["messages"]] == [
        "Nobody is in “Lab” any more. If it has a new name, add that; otherwise take it out.",
        "A second person has to confirm this. They have been told; nothing is changed yet.",
    ]
    confirmed()
    assert RoleGrant.objects.get(user=employee).departments == ["Lab", "Science"]
    client.post(url, sent(employee, "Science"))
    # Once taken out it is a slip of the pen again.
    assert client.post(url, sent(employee, "Lab")).status_code == 422
    assert RoleGrant.objects.get(user=employee).departments == ["Science"]


def test_the_last_hr_admin_and_oneself_cannot_be_narrowed(hr: User) -> None:
    EmployeeFactory.create(department="Lab")
    url = reverse("person-roles", args=[hr.pk])
    refused = signed_in(hr).post(url, sent(hr, "Lab"), follow=True).content.decode()
    assert "Nobody sets the reach of their own role" in refused
    account(user__roles=[Role.HR_ADMIN])
    refused = signed_in(hr).post(url, sent(hr, "Lab"), follow=True).content.decode()
    assert "Nobody sets the reach of their own role" in refused
    assert RoleGrant.objects.get(user=hr).departments == []


def test_what_a_role_is_said_to_be_for_names_pay_where_it_opens_pay() -> None:
    opens = {role for role in Role if Permission.VIEW_PAY in PERMISSIONS_OF[role]}
    assert {role for role in Role if "what people are paid" in str(PURPOSES[role])} == opens


def test_every_role_that_can_be_narrowed_says_what_it_is_for_then() -> None:
    assert set(NARROWED) == {role for role in Role if PERMISSIONS_OF[role] & SCOPED}
