"""Giving and taking roles: the action and its pages."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts.actions import set_roles
from accounts.models import RoleGrant, User
from accounts.queries import PAGE, people_with_roles
from accounts.roles import Role
from ladders.core.audit import opened
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, UserFactory, hr_admin
from tests.list_files import fetched, rows_of
from tests.pages import assert_clean, squeezed

pytestmark = pytest.mark.django_db


def held(user: User) -> list[str]:
    return sorted(RoleGrant.objects.filter(user=user).values_list("role", flat=True))


def trail() -> list[tuple[Any, ...]]:
    """The audit entries about roles, oldest first."""
    entries = AuditEntry.objects.filter(area="accounts").order_by("pk")
    return [(entry.by, entry.verb, entry.subject, entry.detail) for entry in opened(entries)]


def test_roles_are_given_and_taken_and_leave_a_trace(hr: User, employee: User) -> None:
    changed = set_roles(user=employee, roles=[Role.FRAMEWORK_EDITOR, Role.COMPENSATION_ANALYST], seen=[], by=hr)
    assert changed == [Role.FRAMEWORK_EDITOR, Role.COMPENSATION_ANALYST]
    assert employee.roles == {Role.FRAMEWORK_EDITOR, Role.COMPENSATION_ANALYST}
    changed = set_roles(user=employee, roles=[Role.COMPENSATION_ANALYST], seen=changed, by=hr)
    assert changed == [Role.FRAMEWORK_EDITOR]
    assert held(employee) == ["compensation_analyst"]
    assert RoleGrant.objects.get(user=employee).granted_by == hr
    assert trail() == [
        (hr, "role.granted", "Emil Ployee", {"role": [None, "Framework editor"]}),
        (hr, "role.granted", "Emil Ployee", {"role": [None, "Compensation analyst"]}),
        (hr, "role.revoked", "Emil Ployee", {"role": ["Framework editor", None]}),
    ]


def test_giving_what_one_has_changes_nothing(hr: User, editor: User) -> None:
    assert set_roles(user=editor, roles=[Role.FRAMEWORK_EDITOR], seen=None, by=hr) == []
    assert trail() == []


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(hr: User, editor: User) -> None:
    with pytest.raises(StaleError, match="Somebody else has just changed these roles"):
        set_roles(user=editor, roles=[Role.COMPENSATION_ANALYST], seen=[], by=hr)
    assert held(editor) == ["framework_editor"]
    assert trail() == []


def test_the_last_hr_admin_keeps_the_role(hr: User) -> None:
    hr_admin(is_active=False)  # who cannot sign in does not count
    with pytest.raises(DomainError, match="Hana Ruiz is the last HR admin"):
        set_roles(user=hr, roles=[], seen=None, by=None)
    assert held(hr) == ["hr_admin"]


def test_a_role_that_is_taken_ends_with_the_next_click(hr: User, employee: User) -> None:
    set_roles(user=employee, roles=[Role.HR_ADMIN], seen=None, by=hr)
    client = signed_in(employee)
    assert client.get("/roles/").status_code == 200
    set_roles(user=employee, roles=[], seen=None, by=hr)
    assert client.get("/roles/").status_code == 403
    assert client.post(f"/roles/{hr.pk}/", {"roles": [], "seen": ["hr_admin"]}).status_code == 403
    assert RoleGrant.objects.filter(user=hr).exists()


def test_nobody_takes_their_own_power_to_give_roles(hr: User) -> None:
    other = hr_admin()
    with pytest.raises(DomainError, match="Ask another HR admin to do it"):
        set_roles(user=hr, roles=[], seen=None, by=hr)
    assert set_roles(user=hr, roles=[], seen=None, by=other) == [Role.HR_ADMIN]
    assert held(hr) == []


def test_a_closed_account_loses_roles_but_gets_none(hr: User) -> None:
    gone = UserFactory.create(roles=[Role.FRAMEWORK_EDITOR], is_active=False)
    with pytest.raises(DomainError, match="This account is closed"):
        set_roles(user=gone, roles=[Role.FRAMEWORK_EDITOR, Role.HR_ADMIN], seen=None, by=hr)
    assert set_roles(user=gone, roles=[], seen=None, by=hr) == [Role.FRAMEWORK_EDITOR]


@pytest.mark.django_db(transaction=True)
def test_two_hr_admins_do_not_remove_each_other_at_the_same_moment() -> None:
    pair = [hr_admin(), hr_admin()]
    barrier, said = threading.Barrier(2), []

    def remove(user: User, by: User) -> None:
        try:
            barrier.wait(20)
            set_roles(user=user, roles=[], seen=None, by=by)
        except DomainError as error:
            said.append(error.sentence)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=remove, args=(pair[n], pair[1 - n])) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert RoleGrant.objects.filter(role=Role.HR_ADMIN).count() == 1
    assert len(said) == 1


# --- Pages


def test_the_page_shows_who_holds_a_role(hr_client: Client, editor: User, employee: User) -> None:
    answer = hr_client.get("/roles/")
    assert_clean(answer)
    assert [each.name for each in answer.context["found"].people] == ["Ed Itor", "Hana Ruiz"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "ploy"}, ["Emil Ployee"]),
        ({"q": "PLOYEE  emil"}, ["Emil Ployee"]),
        ({"q": "loyee"}, []),
        ({"q": "zoe"}, ["Zoë Ångström-O'Neil"]),
        ({"q": "Zoë angstrom"}, ["Zoë Ångström-O'Neil"]),
        ({"q": "o'neil"}, ["Zoë Ångström-O'Neil"]),
        ({"q": "zoe@exam"}, ["Zoë Ångström-O'Neil"]),
        ({"q": "zoe", "role": "any"}, []),
        ({"q": "' | !x:* \\"}, []),
        ({"role": "framework_editor"}, ["Ed Itor"]),
        ({"role": "nonsense"}, ["Ed Itor", "Hana Ruiz"]),
        ({"role": "compensation_analyst"}, []),
        ({"role": "everybody"}, ["Zoë Ångström-O'Neil", "Ed Itor", "Emil Ployee", "Hana Ruiz"]),
        ({"after": "nonsense"}, ["Ed Itor", "Hana Ruiz"]),
    ],
)
def test_people_are_found(
    hr_client: Client, editor: User, employee: User, query: dict[str, str], names: list[str]
) -> None:
    EmployeeFactory.create(name="Zoë Ångström-O'Neil", user__email="zoe@example.org")
    answer = hr_client.get("/roles/", query)
    assert_clean(answer)
    assert [each.name for each in answer.context["found"].people] == names


def test_many_people_come_page_by_page(hr: User) -> None:
    for number in range(PAGE + 10):
        UserFactory.create(name=f"Same {number // 20}")
    seen: list[int] = []
    after = None
    while True:
        page = people_with_roles(role="everybody", after=after)
        seen += [each.pk for each in page.people]
        if page.after is None:
            break
        after = page.after
    assert seen == [each.pk for each in User.objects.order_by("sort_name", "pk")]
    first = signed_in(hr).get("/roles/", {"role": "everybody"})
    assert_clean(first)
    assert "Next page" in first.content.decode()
    last = signed_in(hr).get("/roles/", {"role": "everybody", "after": first.context["found"].after})
    assert len(last.context["found"].people) == User.objects.count() - PAGE
    assert "Back to the first page" in last.content.decode()


def test_the_next_page_goes_on_behind_somebody_who_lost_the_role(hr: User) -> None:
    people = [UserFactory.create(name=f"Same {n:02}", roles=[Role.EMPLOYEE_REPRESENTATIVE]) for n in range(PAGE + 1)]
    first = people_with_roles(role=Role.EMPLOYEE_REPRESENTATIVE)
    assert first.after == people[PAGE - 1].pk
    set_roles(user=people[PAGE - 1], roles=set(), seen=None, by=hr)
    assert people_with_roles(role=Role.EMPLOYEE_REPRESENTATIVE, after=first.after).people == people[PAGE:]


@pytest.mark.parametrize("more", [0, 29])
def test_queries(hr_client: Client, more: int, django_assert_num_queries: Any) -> None:
    for _ in range(more):
        EmployeeFactory.create(user__roles=[Role.FRAMEWORK_EDITOR])
    with django_assert_num_queries(
        7
    ):  # session, user, saved filters, how many, people with employees, their roles, what can be undone
        answer = hr_client.get("/roles/")
    assert answer.context["found"].number == RoleGrant.objects.values("user").distinct().count() >= more + 1


def test_roles_are_changed_on_the_page(hr_client: Client, hr: User, employee: User) -> None:
    page = hr_client.get(f"/roles/{employee.pk}/")
    assert_clean(page)
    answer = hr_client.post(f"/roles/{employee.pk}/", {"roles": ["framework_editor"]}, follow=True)
    assert answer.redirect_chain == [("/roles/", 302)]
    assert [str(message) for message in answer.context["messages"]] == ["The roles of Emil Ployee are saved."]
    assert held(employee) == ["framework_editor"]
    assert trail() == [(hr, "role.granted", "Emil Ployee", {"role": [None, "Framework editor"]})]


def test_a_refusal_is_said_on_the_page(hr_client: Client, hr: User) -> None:
    answer = hr_client.post(f"/roles/{hr.pk}/", {"seen": ["hr_admin"]}, follow=True)
    assert_clean(answer, status=422)
    assert "is the last HR admin" in answer.content.decode()
    assert held(hr) == ["hr_admin"]


def test_an_unknown_role_is_refused(hr_client: Client, employee: User) -> None:
    assert_clean(hr_client.post(f"/roles/{employee.pk}/", {"roles": ["emperor"]}), status=422)
    assert held(employee) == []


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.HR_ADMIN)])
def test_others_neither_see_nor_change_roles(employee: User, role: Role | None) -> None:
    client = signed_in(UserFactory.create(roles=[role] if role else []))
    assert client.get("/roles/").status_code == 403
    assert client.get(f"/roles/{employee.pk}/").status_code == 403
    assert client.post(f"/roles/{employee.pk}/", {"roles": ["hr_admin"]}).status_code == 403
    assert held(employee) == []


def test_nobody_there(hr_client: Client) -> None:
    assert hr_client.get("/roles/999999999/").status_code == 404
    assert hr_client.get("/roles/99999999999999999999999/").status_code == 404


# --- The first HR admin


def test_the_command_makes_the_first_hr_admin(capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    for _ in range(2):
        call_command("make_hr_admin", "Ada@Example.org", name="Ada Byron")
    user = User.objects.get(email="ada@example.org")
    assert (user.name, held(user), user.has_usable_password()) == ("Ada Byron", ["hr_admin"], False)
    assert trail() == [(None, "role.granted", "Ada Byron", {"role": [None, "HR admin"]})]
    assert capsys.readouterr().out.splitlines() == [
        "ada@example.org is HR admin.",
        "To set a password: “Forgotten your password?” on the sign-in page.",
        "ada@example.org is HR admin.",
    ]


@pytest.mark.parametrize("email", ["nonsense", "ada@"])
def test_the_command_refuses_what_is_no_address(email: str) -> None:
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError, match="is no email address"):
        call_command("make_hr_admin", email)
    assert not User.objects.exists()


def test_an_account_without_a_name_says_so_beside_its_address(hr_client: Client) -> None:
    account = User.objects.create(email="chief@example.org")
    for address in ("/roles/?role=everybody", f"/roles/{account.pk}/"):
        page = squeezed(hr_client.get(address))
        assert "No name yet" in page
        assert "chief@example.org" in page


def test_roles_are_sorted_both_ways_page_by_page_and_taken_as_seen(
    hr: User, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.queries.PAGE", 2)
    for number in range(3):
        UserFactory.create(name=f"Zed {number}")
    client = signed_in(hr)
    seen: list[str] = []
    after: Any = ""
    while after is not None:
        found = client.get("/roles/", {"role": "everybody", "sort": "-name", "after": after}).context["found"]
        seen += [each.sort_name for each in found.people]
        after = found.after
    assert seen == list(User.objects.order_by("-sort_name", "-pk").values_list("sort_name", flat=True))
    names = [each.name for each in client.get("/roles/", {"q": "Zed", "sort": "-name"}).context["found"].people]
    assert names == ["Zed 2", "Zed 1"]
    rows = rows_of(fetched(client, "roles", "role=framework_editor"))
    assert rows[0] == ("Name", "Email", "Account", "Department", "Roles", "Last signed in")
    assert [(row[1], row[4]) for row in rows[1:]] == [(editor.email, "Framework editor")]
