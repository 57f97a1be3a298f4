"""Rows selected on a list: confirmed with numbers, done at once, undone at once. People, roles and seats alike."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from accounts.several import give_role_to, take_role_from
from ladders.careers.actions.seats import need_seat
from ladders.careers.models import Seat
from ladders.core.approvals.actions import confirm
from ladders.core.audit import opened
from ladders.core.batches import take_back
from ladders.core.errors import DomainError
from ladders.core.models import Approval, AuditEntry, Batch
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.placements.actions import placements
from ladders.placements.models import Placement
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account, hr_admin
from tests.frameworks.published import published
from tests.pages import assert_clean
from tests.placements.test_placements import DAY, level
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@shared_rows
def version(plan: FactorPlan) -> Version:
    return published(hr_admin())


def confirmed(client: Client, address: str, sent: dict[str, Any], **data: Any) -> tuple[Any, Any]:
    """The page that asks, and what follows when it is confirmed as it stands."""
    asked = client.post(address, sent, follow=True)
    assert_clean(asked)
    again = {
        "do": asked.context["what"],
        "seen": asked.context["seen"],
        "rows": asked.context["ids"],
        "step": "confirm",
    }
    return asked, client.post(address, again | data, follow=True)


def undo(client: Client, page: Any) -> str:
    """What is said when the notice on a page is followed."""
    [(batch, _said)] = page.context["batches"]
    return str(client.post(reverse("take-back-batch", args=[batch.pk]), follow=True).content.decode())


def told(verb: str) -> list[list[int]]:
    """The accounts that each entry of this verb lists."""
    entries = AuditEntry.objects.filter(area="accounts", verb=verb).order_by("pk")
    return [sorted(int(mark.partition(":")[2]) for mark in each.detail["people"][1]) for each in entries]


def test_selected_people_are_placed_and_taken_back(version: Version, hr: User) -> None:
    people = EmployeeFactory.create_batch(3, department="Lab")
    placements.place(employee=people[0], level=level(version, "S5"), starts_on=DAY, by=hr)
    client = signed_in(hr)
    page = client.get(reverse("people"))
    assert_clean(page)
    assert page.content.decode().count("data-select-row") == page.context["found"].number
    sent = {"do": "place", "row": [each.pk for each in people]}
    asked, done = confirmed(
        client, reverse("people-several"), sent, level=level(version, "S6").pk, starts_on=str(TODAY())
    )
    assert (asked.context["title"], asked.context["left_out"]) == ("Place 2 people?", 1)
    assert "You placed 2 people." in done.content.decode()
    assert [each.placements.get().level.code for each in people] == ["S5", "S6", "S6"]
    assert "Taken back for 2." in undo(client, done)
    assert [each.placements.count() for each in people] == [1, 0, 0]


def test_the_page_that_asks_has_an_address_that_a_browser_can_go_back_to(version: Version, hr: User) -> None:
    people = EmployeeFactory.create_batch(2, department="Lab")
    client = signed_in(hr)
    several = reverse("people-several")
    sent = {"do": "place", "row": [each.pk for each in people], "shown": [each.pk for each in people]}
    led = client.post(f"{several}?department=Lab", sent)
    ids = ",".join(str(each.pk) for each in sorted(people, key=lambda each: each.pk))
    assert (led.status_code, led["Location"]) == (302, f"{several}?department=Lab&do=place&rows={ids}")
    again = client.get(led["Location"])
    assert_clean(again)
    assert (again.context["title"], again.context["back"]) == ("Place 2 people?", "/people/?department=Lab")
    data = {"do": "place", "rows": again.context["ids"], "seen": again.context["seen"], "step": "confirm"}
    data |= {"level": level(version, "S6").pk, "starts_on": str(TODAY())}
    assert client.post(led["Location"], data)["Location"].startswith("/people/?department=Lab#batch-")
    assert Placement.objects.count() == 2
    late = client.get(led["Location"])  # gone back to, once it was done
    assert (late.status_code, late["Location"]) == (302, "/people/?department=Lab")
    assert client.get(several)["Location"] == "/people/"
    assert Placement.objects.count() == 2


def test_more_than_an_address_holds_are_asked_about_all_the_same(version: Version, hr: User) -> None:
    client = signed_in(hr)
    row = EmployeeFactory.create().pk
    ids = [row, *range(10**9, 10**9 + 200)]
    asked = client.post(reverse("people-several"), {"do": "place", "row": ids})
    assert (asked.status_code, asked.context["title"], asked.context["left_out"]) == (200, "Place 1 person?", 200)


def test_all_that_match_the_filter_in_ones_reach_and_never_oneself(version: Version, hr: User) -> None:
    EmployeeFactory.create_batch(60, department="Lab")
    EmployeeFactory.create_batch(2, department="Office")
    scoped = account(user__roles=[Role.HR_ADMIN], department="Lab")
    scoped.grants.update(departments=["Lab"])
    client = signed_in(scoped)
    several = reverse("people-several") + "?department=Lab"
    asked, done = confirmed(
        client, several, {"do": "place", "all": "1"}, level=level(version, "S6").pk, starts_on=str(TODAY())
    )
    assert (asked.context["title"], asked.context["more"]) == ("Place 60 people?", 10)
    assert done.redirect_chain[0][0].startswith("/people/?department=Lab#batch-")
    assert set(Placement.objects.values_list("employee__department", flat=True)) == {"Lab"}
    assert Placement.objects.count() == 60
    office = EmployeeFactory.create(department="Office")
    foreign = client.post(reverse("people-several"), {"do": "place", "row": [office.pk]}, follow=True)
    assert "Only people without a level are placed here, in your reach" in foreign.content.decode()


def test_more_than_two_thousand_are_confirmed_as_few_are(version: Version, hr: User) -> None:
    many = 2_501
    Employee.objects.bulk_create(EmployeeFactory.build(user=None, department="Lab") for _number in range(many))
    data = {"level": level(version, "S6").pk, "starts_on": str(TODAY())}
    several = reverse("people-several") + "?department=Lab"
    asked, done = confirmed(signed_in(hr), several, {"do": "place", "all": "1"}, **data)
    assert asked.context["title"] == "Place 2,501 people?"
    assert asked.content.count(b'type="hidden"') < 10
    assert (done.status_code, Placement.objects.count()) == (200, many)


def test_levels_are_ended_and_go_on_but_where_somebody_was_placed_again(version: Version, hr: User) -> None:
    people = EmployeeFactory.create_batch(3)
    for person in people:
        placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    placements.add_second(employee=people[1], level=level(version, "S6"), share=20, starts_on=DAY, by=hr)
    before = sorted(Placement.objects.values_list("pk", "ends_on"))
    client = signed_in(hr)
    last = TODAY() - dt.timedelta(days=1)
    sent = {"do": "end", "row": [each.pk for each in people]}
    _asked, done = confirmed(client, reverse("people-several"), sent, last_day=str(last))
    assert set(Placement.objects.values_list("ends_on", flat=True)) == {last}
    [entry] = opened(AuditEntry.objects.filter(verb="batch.ended"))
    assert (entry.subject, len(entry.detail["people"][1])) == ("3 people", 3)
    placements.place(employee=people[0], level=level(version, "S6"), starts_on=TODAY(), by=hr)
    said = undo(client, done)
    assert "Taken back for 2." in said
    assert f"because something was built on it since: {people[0]}." in said
    entries = opened(AuditEntry.objects.filter(verb="person.goes_on").order_by("subject_key"))
    assert [(each.subject_key, each.detail) for each in entries] == [
        (str(each.pk), {"level": [None, str(level(version, "S5"))], "until": [str(last), None]}) for each in people[1:]
    ]
    ends = dict(Placement.objects.values_list("pk", "ends_on"))
    assert [(pk, ends[pk]) for pk, _former in before] == [(before[0][0], last), *before[1:]]


def test_a_later_change_is_named_before_anything_is_ended(version: Version, hr: User) -> None:
    one, two = EmployeeFactory.create_batch(2)
    for person in (one, two):
        placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    later = TODAY() + dt.timedelta(days=30)
    placements.change(employee=two, level=level(version, "S6"), starts_on=later, reason="Planned", by=hr)
    sent = {"do": "end", "row": [one.pk, two.pk]}
    _asked, answer = confirmed(signed_in(hr), reverse("people-several"), sent, last_day=str(TODAY()))
    assert answer.status_code == 422
    assert f"{two} has a later change from" in answer.content.decode()
    assert not Placement.objects.filter(ends_on=TODAY()).exists()


def test_a_role_is_given_to_several_and_undone(hr: User) -> None:
    users = [account() for _number in range(3)]
    RoleGrant.objects.create(user=users[0], role=Role.FRAMEWORK_EDITOR)
    client = signed_in(hr)
    page = client.get(reverse("roles") + "?role=everybody")
    assert_clean(page)
    sent = {"do": "give", "row": [each.pk for each in users] + [hr.pk]}
    address = reverse("roles-several") + "?role=everybody"
    opened = client.get(client.post(address, sent)["Location"])
    assert str(opened.context["form"]["role"]).count("selected") == 1, "none of them before somebody chooses"
    assert '<option value="" selected>Choose a role</option>' in str(opened.context["form"]["role"])
    asked, done = confirmed(client, address, sent, role="framework_editor")
    assert (asked.context["title"], asked.context["left_out"]) == ("Give a role to 3 people?", 1)
    assert "You gave a role to 2 people." in done.content.decode()
    assert RoleGrant.objects.filter(role=Role.FRAMEWORK_EDITOR).count() == 3
    assert told("roles.granted") == [[each.pk for each in users[1:]]]
    assert "Taken back for 2." in undo(client, done)
    assert list(RoleGrant.objects.filter(role=Role.FRAMEWORK_EDITOR).values_list("user", flat=True)) == [users[0].pk]
    closed = account(user__is_active=False)
    asked = client.post(address, sent | {"row": [users[1].pk, closed.pk]}, follow=True)
    assert (asked.context["names"], asked.context["left_out"]) == ([str(users[1])], 1)
    assert "A closed account gets no role" in asked.content.decode()
    assert told("roles.revoked") == [[each.pk for each in users[1:]]]


def test_what_waits_for_a_second_person_is_told_as_asked_not_as_given(hr: User) -> None:
    hr_admin()
    role = Role.COMPENSATION_ANALYST
    users = [account() for _number in range(3)]
    RoleGrant.objects.create(user=users[0], role=role)
    client, sent = signed_in(hr), {"do": "give", "row": [each.pk for each in users]}
    address = reverse("roles-several") + "?role=everybody"
    _asked, done = confirmed(client, address, sent, role=role.value, why="They look after pay")
    said = done.content.decode()
    assert "You asked for a role for 2 people: a second person confirms it." in said
    assert "You gave a role" not in said
    assert (told("roles.granted"), told("roles.asked")) == ([], [[each.pk for each in users[1:]]])
    assert "Taken back for 2." in undo(client, done)
    assert set(Approval.objects.values_list("state", flat=True)) == {"withdrawn"}

    taken = take_role_from(users=users, role=role, by=hr)
    take_back(batch=taken, by=hr)
    assert (told("roles.granted"), told("roles.asked")[-1]) == ([], [users[0].pk])


def test_a_role_that_opens_pay_waits_for_a_second_person_also_when_it_comes_back(hr: User) -> None:
    other = hr_admin()
    one, two = account(), account()
    role = Role.COMPENSATION_ANALYST
    with pytest.raises(DomainError, match="Write for them why"):
        give_role_to(users=[one, two], role=role, why="", by=hr)
    batch = give_role_to(users=[one, two], role=role, why="They look after pay", by=hr)
    assert (RoleGrant.objects.filter(role=role).count(), Approval.objects.count()) == (0, 2)
    confirm(approval=Approval.objects.get(key__startswith=f"{one.pk}:"), by=other)
    done = take_back(batch=batch, by=hr)
    assert (done.count, done.kept) == (1, (str(one),))  # the other is no longer asked for
    assert sorted(Approval.objects.values_list("state", flat=True)) == ["confirmed", "withdrawn"]

    RoleGrant.objects.filter(user=one).update(departments=["Lab"])
    taken = take_role_from(users=[one, two], role=role, by=hr)
    assert (taken.count, RoleGrant.objects.filter(role=role).count()) == (1, 0)
    back = take_back(batch=taken, by=hr)
    assert (back.count, back.waits, RoleGrant.objects.filter(role=role).count()) == (1, 1, 0)
    confirm(approval=Approval.objects.get(state="waiting"), by=other)
    assert RoleGrant.objects.get(role=role).departments == ["Lab"]


def test_a_role_whose_reach_was_set_since_stays(hr: User) -> None:
    one, two = account(), account()
    hr_admin()
    batch = give_role_to(users=[one, two], role=Role.EMPLOYEE_REPRESENTATIVE, why="Elected", by=hr)
    for approval in Approval.objects.filter(state="waiting"):
        confirm(approval=approval, by=hr_admin())
    RoleGrant.objects.filter(user=one).update(departments=["Lab"])
    done = take_back(batch=batch, by=hr)
    assert str(one) in done.kept


def test_only_whoever_did_it_takes_it_back(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    client = signed_in(hr)
    sent = {"do": "place", "row": [person.pk]}
    confirmed(client, reverse("people-several"), sent, level=level(version, "S6").pk, starts_on=str(TODAY()))
    address = reverse("take-back-batch", args=[Batch.objects.get().pk])
    assert signed_in(hr_admin()).post(address).status_code == 404
    assert person.placements.count() == 1


def test_whoever_lost_their_own_role_undoes_nothing_of_roles(hr: User) -> None:
    one, two = account(), account(user__roles=[Role.FRAMEWORK_EDITOR])
    hr_admin()
    given = give_role_to(users=[one], role=Role.FRAMEWORK_EDITOR, why="", by=hr)
    taken = take_role_from(users=[two], role=Role.FRAMEWORK_EDITOR, by=hr)
    RoleGrant.objects.filter(user=hr).delete()
    client = signed_in(User.objects.get(pk=hr.pk))
    for batch in (given, taken):
        assert client.post(reverse("take-back-batch", args=[batch.pk])).status_code == 403
    held = RoleGrant.objects.filter(user__in=[one, two]).values_list("user", "role")
    assert list(held) == [(one.pk, "framework_editor")]
    assert told("roles.revoked") == [[two.pk]]


def test_seats_of_several_levels_at_once(version: Version, hr: User) -> None:
    framework = version.framework
    for code in ("S5", "S6", "M6"):
        need_seat(framework=framework, level=level(version, code).key, note=code, by=hr)
    client, address = signed_in(hr), reverse("seats-several", args=[framework.slug])
    rows = list(Seat.objects.order_by("pk").values_list("pk", flat=True))
    _asked, done = confirmed(client, address, {"do": "note", "row": rows[:2]}, note="from March")
    assert sorted(Seat.objects.values_list("note", flat=True)) == ["M6", "from March", "from March"]
    assert "Taken back for 2." in undo(client, done)
    assert sorted(Seat.objects.values_list("note", flat=True)) == ["M6", "S5", "S6"]
    asked, done = confirmed(client, address, {"do": "remove", "page": "1", "shown": rows})
    assert asked.context["title"] == "3 levels need no vacant seat?"
    assert asked.context["names"][0].startswith("M6")
    assert not Seat.objects.exists()
    need_seat(framework=framework, level=level(version, "S5").key, note="again", by=hr)
    said = undo(client, done)
    assert "Taken back for 2." in said
    assert "These stay, because something was built on it since: S5" in said
    assert sorted(Seat.objects.values_list("note", flat=True)) == ["M6", "S6", "again"]


@pytest.mark.parametrize(
    "sent", [{}, {"do": "nonsense"}, {"do": "place"}, {"do": "place", "row": ["x", "99999999999999999999"]}]
)
def test_nonsense_changes_nothing(version: Version, hr: User, sent: dict[str, Any]) -> None:
    EmployeeFactory.create()
    answer = signed_in(hr).post(reverse("people-several"), sent)
    assert answer["Location"] == reverse("people")
    assert not Batch.objects.exists()


def test_what_the_confirmation_did_not_count_is_asked_about_again(version: Version, hr: User) -> None:
    one, two = EmployeeFactory.create_batch(2)
    client = signed_in(hr)
    asked = client.post(reverse("people-several"), {"do": "place", "row": [one.pk]}, follow=True)
    data = {"do": "place", "seen": asked.context["seen"], "row": [one.pk, two.pk], "step": "confirm"}
    data |= {"level": level(version, "S6").pk, "starts_on": str(TODAY())}
    again = client.post(reverse("people-several"), data)
    assert "Meanwhile these are others than you saw." in again.content.decode()
    assert not Placement.objects.exists()


def test_undoing_leads_back_to_the_list_as_it_was_left(hr: User) -> None:
    client, one = signed_in(hr), account()
    for before, back in (
        ("http://testserver/roles/?role=everybody&sort=-name", "/roles/?role=everybody&sort=-name"),
        ("http://testserver/people/?state=left", "/roles/"),
        ("http://elsewhere.example/roles/?role=everybody", "/roles/"),
        ("", "/roles/"),
    ):
        batch = give_role_to(users=[one], role=Role.FRAMEWORK_EDITOR, why="", by=hr)
        answer = client.post(reverse("take-back-batch", args=[batch.pk]), HTTP_REFERER=before)
        assert (answer.status_code, answer.headers["Location"]) == (302, back)


def test_what_stands_in_the_way_of_one_role_is_said_with_the_name(hr: User) -> None:
    one, closed = account(), account(user__is_active=False)
    with pytest.raises(DomainError, match=f"^{closed}: This account is closed"):
        give_role_to(users=[one, closed], role=Role.FRAMEWORK_EDITOR, why="", by=hr)
