"""One person asks, another confirms: rules that are loosened, and roles that open pay. The attacks are tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions import give_roles, set_roles
from accounts.models import RoleGrant, User
from accounts.roles import OPENS_PAY, Role
from accounts.several import give_role_to, take_role_from
from ladders.compensation.actions.zones import change_policy
from ladders.compensation.models import PayPolicy
from ladders.core.approvals import actions
from ladders.core.errors import DomainError
from ladders.core.models import Approval, ApprovalState, AuditEntry, Organisation
from ladders.moves.models import Notice
from tests.compensation.money_data import policy
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account, hr_admin
from tests.list_files import fetched, rows_of
from tests.pages import assert_clean, squeezed
from tests.together import meanwhile, together

pytestmark = pytest.mark.django_db
LOOSE = {"band_visibility": "hr", "second_approver": False, "managers_see_pay": False, "remind_days": 60}


@pytest.fixture
def second() -> User:
    return hr_admin(name="Second Person")


def held(user: User) -> list[str]:
    return sorted(RoleGrant.objects.filter(user=user).values_list("role", flat=True))


def verbs() -> list[str]:
    rows = AuditEntry.objects.filter(area="core", verb__startswith="approval.").order_by("pk")
    return list(rows.values_list("verb", flat=True))


def ask_for_analyst(hr: User, employee: User, **more: Any) -> Approval:
    given = give_roles(
        user=employee, roles=[Role.COMPENSATION_ANALYST], seen=None, reaches={}, by=hr, why="Joins the team", **more
    )
    return given.waits[0]


# --- Rules about pay


def test_whom_the_second_pair_of_eyes_binds_cannot_switch_it_off(hr: User, second: User) -> None:
    policy(second_approver=True)
    analyst = account(user__roles=[Role.COMPENSATION_ANALYST])
    assert signed_in(analyst).post("/bands/rules/", {"band_visibility": "hr", "remind_days": "60"}).status_code == 403
    sent = {"band_visibility": "hr", "remind_days": "30"}
    client = signed_in(hr)
    answer = client.post("/bands/rules/", sent)
    assert_clean(answer, status=422)
    assert "Write for them why it is needed." in squeezed(answer)
    assert (PayPolicy.current().second_approver, PayPolicy.current().remind_days) == (True, 60)
    page = client.post("/bands/rules/", sent | {"why": "We are two"}).headers["Location"]
    assert (PayPolicy.current().second_approver, PayPolicy.current().remind_days) == (
        True,
        30,
    )  # the rest holds at once
    row = Approval.objects.get()
    assert row.shown == [["a second person approves changes of the structure of pay", "yes", "no"]]
    client.post(page, {"do": "confirm"})
    assert PayPolicy.current().second_approver
    assert signed_in(analyst).get(page).status_code == 404
    other = signed_in(second)
    assert_clean(other.get(page))
    assert "We are two" in squeezed(other.get(page))
    other.post(page, {"do": "confirm"})
    assert not PayPolicy.current().second_approver
    assert verbs() == ["approval.asked", "approval.confirmed"]


@pytest.mark.parametrize(
    ("values", "waits"),
    [
        ({"band_visibility": "near"}, True),
        ({"band_visibility": "everyone"}, True),
        ({"managers_see_pay": True}, True),
        ({"second_approver": True}, False),
        ({"remind_days": 20}, False),
    ],
)
def test_what_shows_pay_to_more_people_waits_and_what_is_stricter_holds(
    values: dict[str, Any], waits: bool, hr: User, second: User
) -> None:
    changed, row = change_policy(values=LOOSE | values, by=hr, why="Because")
    assert (changed, row is not None) == (not waits, waits)
    if row is not None:
        actions.confirm(approval=row, by=second)
    assert {name: getattr(PayPolicy.current(), name) for name in values} == values


def test_where_nobody_else_could_confirm_the_page_says_so_and_the_cure(hr: User) -> None:
    client = signed_in(hr)
    for address in ("/bands/rules/", f"/roles/{account().pk}/"):
        assert "make_hr_admin ADDRESS" in squeezed(client.get(address))
    answer = client.post("/bands/rules/", {"band_visibility": "near", "remind_days": "60", "why": "Open"})
    assert "make_hr_admin ADDRESS" in squeezed(answer)
    assert not Approval.objects.exists()
    call_command("make_hr_admin", "second@example.org", "--name", "Second")
    client.post("/bands/rules/", {"band_visibility": "near", "remind_days": "60", "why": "Open"})
    actions.confirm(approval=Approval.objects.get(), by=User.objects.get(email="second@example.org"))
    assert PayPolicy.current().band_visibility == "near"


def test_publications_by_one_person_alone_take_two_people(second: User) -> None:
    Organisation.objects.create(pk=1, second_publisher=True)
    system = account(user__roles=[Role.SYSTEM_ADMINISTRATOR])
    client = signed_in(system)
    assert_clean(client.get("/settings/"))
    sent = {"name": "Quill", "evaluation_days": "90"}
    assert client.post("/settings/", sent).status_code == 422
    page = client.post("/settings/", sent | {"why": "Too slow"}).headers["Location"]
    assert (Organisation.current().name, Organisation.current().second_publisher) == ("Quill", True)
    signed_in(second).post(page, {"do": "confirm"})
    assert not Organisation.current().second_publisher


# --- Roles that open pay


def test_which_roles_open_pay() -> None:
    opening = {Role.HR_ADMIN, Role.COMPENSATION_ANALYST, Role.PAY_EQUITY_ANALYST}
    assert {*opening, Role.SYSTEM_ADMINISTRATOR} == OPENS_PAY  # the last confirms looser settings


def test_nobody_opens_pay_to_somebody_alone(hr: User, employee: User, second: User) -> None:
    client, page = signed_in(hr), f"/roles/{employee.pk}/"
    sent = {"roles": ["framework_editor", "compensation_analyst"], "seen": []}
    client.post(page, sent, follow=True)
    assert held(employee) == []  # without a reason nothing of it holds
    waits = client.post(page, sent | {"why": "Joins the team"}).headers["Location"]
    assert held(employee) == ["framework_editor"]
    assert "Waits for a second person" in squeezed(client.get(page))
    row = Approval.objects.get()
    assert (row.subject, row.shown) == ("Emil Ployee", [["Compensation analyst", "", "everybody"]])
    with pytest.raises(DomainError, match="You asked for this"):
        actions.confirm(approval=row, by=hr)
    signed_in(second).post(waits, {"do": "confirm"})
    assert held(employee) == ["compensation_analyst", "framework_editor"]
    assert list(AuditEntry.objects.filter(verb="role.granted").order_by("pk").values_list("by", flat=True)) == [
        hr.pk,
        second.pk,
    ]


@pytest.mark.parametrize("why", ["everybody", "HR admin", "people in Lab"])
def test_no_reason_hides_what_is_confirmed(hr: User, second: User, why: str) -> None:
    other = account(user__roles=[])
    roles = {"roles": [Role.HR_ADMIN], "reaches": {Role.HR_ADMIN: ((), ())}}
    [row] = give_roles(user=other, seen=None, by=hr, why=why, **roles).waits  # type: ignore[arg-type]
    page = squeezed(signed_in(second).get(f"/approvals/{row.pk}/"))
    table = page[page.index("<table") : page.index("</table>")]
    assert "HR admin" in table
    assert "everybody" in table


def test_whom_it_is_about_does_not_confirm_it(hr: User, second: User) -> None:
    RoleGrant.objects.filter(user=second).update(departments=["Lab"])
    waits = (
        give_roles(
            user=second, roles=[Role.HR_ADMIN], seen=None, reaches={Role.HR_ADMIN: ((), ())}, by=hr, why="All of it"
        ).waits
        if hr_admin()
        else ()
    )
    [row] = waits
    assert row.shown == [["HR admin", "people in Lab", "everybody"]]
    with pytest.raises(PermissionDenied):
        actions.confirm(approval=row, by=second)
    assert RoleGrant.objects.get(user=second).departments == ["Lab"]


def test_more_people_wait_and_fewer_do_not(hr: User, employee: User, second: User) -> None:
    RoleGrant.objects.create(user=employee, role=Role.COMPENSATION_ANALYST, departments=["Lab", "Works"])

    def reach(departments: list[str], entities: list[str] | None = None) -> bool:
        role = Role.COMPENSATION_ANALYST
        given = give_roles(
            user=employee, roles=[role], seen=None, reaches={role: (entities or [], departments)}, by=hr, why="So"
        )
        return bool(given.waits)

    assert not reach(["Lab"])
    assert not reach(["Lab"], ["One Ltd"])
    assert reach(["Lab", "Works"], ["One Ltd"])
    assert RoleGrant.objects.get(user=employee).departments == ["Lab"]
    with pytest.raises(DomainError, match="waits for a second person already"):
        reach([])
    actions.confirm(approval=Approval.objects.get(), by=second)
    grant = RoleGrant.objects.get(user=employee)
    assert (grant.departments, grant.legal_entities) == (["Lab", "Works"], ["One Ltd"])


def test_whoever_may_no_longer_ask_opens_nothing(hr: User, employee: User, second: User) -> None:
    row = ask_for_analyst(hr, employee)
    RoleGrant.objects.filter(user=hr).delete()
    with pytest.raises(DomainError, match="may no longer ask"):
        actions.confirm(approval=row, by=second)
    assert held(employee) == []


def test_the_last_of_the_two_is_not_one_person_twice_in_the_database(hr: User, employee: User, second: User) -> None:
    row = ask_for_analyst(hr, employee)
    with pytest.raises(IntegrityError, match="core_approval_two_people"), transaction.atomic():
        Approval.objects.filter(pk=row.pk).update(state="confirmed", decided_by=hr, decided_at=timezone.now())


# --- The way of an approval


def test_declined_withdrawn_expired_and_told(hr: User, employee: User, second: User) -> None:
    row = ask_for_analyst(hr, employee)
    assert list(Notice.objects.values_list("recipient", "kind")) == [(second.pk, "second_person")]
    inbox = squeezed(signed_in(second).get("/moves/notices/"))
    assert "A second person is needed" in inbox
    assert f"/approvals/{row.pk}/" in inbox
    with pytest.raises(DomainError, match="Say why"):
        actions.decline(approval=row, reason=" ", by=second)
    actions.decline(approval=row, reason="Not yet", by=second)
    actions.decline(approval=row, reason="Not yet", by=second)
    row.refresh_from_db()
    assert (row.state, row.decision, row.payload) == (ApprovalState.DECLINED, "Not yet", {})
    assert Notice.objects.filter(recipient=hr, kind="second_said").count() == 1
    assert not Notice.objects.filter(kind="second_person", read_at=None).exists()
    with pytest.raises(DomainError, match="no longer waits: declined"):
        actions.confirm(approval=row, by=second)

    again = ask_for_analyst(hr, employee)
    with pytest.raises(PermissionDenied):
        actions.withdraw(approval=again, by=second)
    actions.withdraw(approval=again, by=hr)

    third = ask_for_analyst(hr, employee)
    Approval.objects.filter(pk=third.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(DomainError, match="no longer waits: expired"):
        actions.confirm(approval=third, by=second)
    assert (actions.expire(), actions.expire()) == (1, 0)
    assert held(employee) == []
    assert verbs() == [
        "approval.asked", "approval.declined", "approval.asked", "approval.withdrawn", "approval.asked", "approval.expired",
    ]  # fmt: skip
    for user in (hr, second):
        page = signed_in(user).get("/approvals/")
        assert_clean(page)
        assert squeezed(page).count("Role that opens pay") == 4  # and in what the list can be narrowed to
    assert "Role that opens pay" not in squeezed(signed_in(account()).get("/approvals/"))


def test_the_list_costs_the_same_for_many(
    hr: User, second: User, hr_client: Client, django_assert_max_num_queries: Any
) -> None:
    for _each in range(8):
        ask_for_analyst(hr, account())
    with django_assert_max_num_queries(8):
        assert_clean(hr_client.get("/approvals/"))


@pytest.mark.django_db(transaction=True)
def test_two_confirm_at_once_and_it_is_done_once() -> None:
    hr, employee, second, third = hr_admin(), EmployeeFactory.create().user, hr_admin(), hr_admin()
    assert employee is not None
    row = ask_for_analyst(hr, employee)
    found = together(*(lambda by=by: actions.confirm(approval=row, by=by) for by in (second, third)))
    assert {each.state for each in found} == {"confirmed"}
    assert held(employee) == ["compensation_analyst"]
    assert AuditEntry.objects.filter(verb="approval.confirmed").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["confirmed", "given to several", "taken from several"])
def test_a_role_that_is_taken_at_the_same_moment_stays_taken(way: str) -> None:
    hr, second, employee = (
        hr_admin(),
        hr_admin(),
        account(user__roles=[Role.FRAMEWORK_EDITOR, Role.SYSTEM_ADMINISTRATOR]),
    )
    rows = [ask_for_analyst(hr, employee)] if way == "confirmed" else []
    works = {
        "confirmed": lambda: actions.confirm(approval=rows[0], by=second),
        "given to several": lambda: give_role_to(
            users=[employee], role=Role.COMPENSATION_ANALYST, why="Joins", by=second
        ),
        "taken from several": lambda: take_role_from(users=[employee], role=Role.FRAMEWORK_EDITOR, by=second),
    }
    kept = [] if way == "taken from several" else [Role.FRAMEWORK_EDITOR]
    done = meanwhile(lambda: set_roles(user=employee, roles=[Role.FRAMEWORK_EDITOR], seen=None, by=hr), works[way])
    assert not isinstance(done, Exception)
    assert held(employee) == [*(["compensation_analyst"] if way == "confirmed" else []), *kept]


def _asked(by: User, number: int, **more: Any) -> Approval:
    values = {"kind": "organisation", "key": f"o-{number}", "subject": f"Rule {number}", "reason": "R", "asked_by": by}
    return Approval.objects.create(**values | {"expires_at": timezone.now() + dt.timedelta(days=7)} | more)


def test_all_of_them_are_narrowed_sorted_and_taken_as_seen(hr: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladders.core.views.approvals.PAGE", 2)
    rows = [_asked(hr, number) for number in range(4)]
    _asked(hr, 4, expires_at=timezone.now() - dt.timedelta(days=1))
    other = account(name="El Sewhere")
    client = signed_in(hr)
    for sort, wanted in (("asked", ["Rule 0", "Rule 1", "Rule 2", "Rule 3"]), ("-what", None)):
        seen: list[str] = []
        query = f"sort={sort}&state=waiting"
        while query:
            page = client.get(f"/approvals/?{query}")
            seen += [row.subject for row in page.context["rows"]]
            query = page.context["following"]
        assert sorted(seen) == ["Rule 0", "Rule 1", "Rule 2", "Rule 3"]
        assert wanted is None or seen == wanted
    closed = client.get("/approvals/?state=closed").context["rows"]
    assert [row.subject for row in closed] == ["Rule 4"]
    found = rows_of(fetched(client, "approvals", "state=waiting&sort=asked"))
    assert found[0][:3] == ("Kind", "What", "Asked for by")
    assert [row[1] for row in found[1:]] == [row.subject for row in rows]
    assert len(rows_of(fetched(signed_in(other), "approvals"))) == 1
    assert signed_in(other).get("/approvals/").context["rows"] == []


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_as_often_for_any_number(hr: User, count: int, django_assert_max_num_queries: Any) -> None:
    for number in range(count):
        _asked(hr, number)
    client = signed_in(hr)
    client.get("/approvals/")
    with django_assert_max_num_queries(10):
        assert len(client.get("/approvals/").context["rows"]) == count
