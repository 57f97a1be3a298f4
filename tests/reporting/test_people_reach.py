"""What each kind of reader sees of people: pages, names of others, filters and the workbook."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.core.models import AuditEntry
from ladders.exchange.people.write import import_people
from ladders.frameworks.models import Version
from ladders.placements.actions import placements
from ladders.reporting.models import ReportingLine
from ladders.reporting.queries import leads
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.list_files import fetched, rows_of
from tests.pages import assert_clean
from tests.reporting.test_people_pages import DAY, level, version

__all__ = ["version"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def chain(version: Version, hr: User) -> list[Employee]:
    """Head ← Lead ← Ada: Head and Ada in the lab, Lead in the office. Ada was changed by the employer."""
    head, lead, ada = (
        EmployeeFactory.create(name=name, department=department, weekly_hours="38.50")
        for name, department in (("Head", "Lab"), ("Lead", "Office"), ("Ada", "Lab"))
    )
    ReportingLine.objects.create(employee=lead, manager=head, starts_on=DAY)
    ReportingLine.objects.create(employee=ada, manager=lead, starts_on=DAY)
    placements.place(employee=ada, level=level(version, "S5"), starts_on=DAY, by=hr)
    later = DAY + dt.timedelta(days=20)
    placements.change(employee=ada, level=level(version, "S6"), starts_on=later, reason="Sites were joined", by=hr)
    return [head, lead, ada]


def page(who: Employee | User, of: Employee) -> tuple[int, str]:
    user = who if isinstance(who, User) else who.user
    assert user is not None
    answer = signed_in(user).get(reverse("person", args=[of.pk]))
    return answer.status_code, answer.content.decode()


def test_superiors_see_levels_and_work_but_neither_contract_nor_reasons(chain: list[Employee], hr: User) -> None:
    head, lead, ada = chain
    for who, private in ((hr, True), (ada, True), (head, False), (lead, False)):
        status, text = page(who, ada)
        assert (status, "S6" in text) == (200, True)
        shown = ["38.5 hours" in text, "Sites were joined" in text, "person" in text and ada.user.email in text]  # type: ignore[union-attr]
        assert shown == [private] * 3
    for who, of in ((ada, lead), (lead, head), (EmployeeFactory.create(), ada)):
        assert page(who, of)[0] == 404
    client = signed_in(lead.user)  # type: ignore[arg-type]
    posted = client.post(reverse("person-place", args=[ada.pk, "end"]), {"end-last_day": str(TODAY)})
    assert (posted.status_code, ada.placements.filter(ends_on=None).count()) == (403, 1)


def test_a_superior_of_yesterday_sees_nothing(chain: list[Employee]) -> None:
    _head, lead, ada = chain
    ReportingLine.objects.filter(employee=ada).update(ends_on=TODAY - dt.timedelta(days=1))
    assert page(lead, ada)[0] == 404


def test_hr_of_a_department_reads_no_names_outside_it(chain: list[Employee]) -> None:
    head, _lead, _ada = chain
    ReportingLine.objects.create(
        employee=EmployeeFactory.create(name="In Side", department="Lab"), manager=head, starts_on=DAY
    )
    scoped = account(user__roles=[Role.HR_ADMIN], department="Else", name="Sco Ped")
    scoped.grants.update(departments=["Lab"])
    client = signed_in(User.objects.get(pk=scoped.pk))
    team = client.get(reverse("person", args=[head.pk]))
    assert_clean(team)
    assert [each.name for each in team.context["found"].team] == ["In Side"]
    assert team.context["found"].others == 1
    listed = client.get(reverse("people"))
    assert listed.context["departments"] == ["Else", "Lab"]
    assert {row.person.name for row in listed.context["found"].rows} == {"Head", "In Side", "Ada", "Sco Ped"}
    assert names(fetched(client, "people")) == ["Ada", "Head", "Sco Ped", "In Side"]
    assert client.get(reverse("leads-outside-management")).context["leads"].rows == []


def names(answer: Any) -> list[str]:
    return [row[1] for row in rows_of(answer)[1:]]


def test_the_workbook_holds_the_list_as_it_is_narrowed_and_comes_back_in(
    chain: list[Employee], hr: User, version: Version
) -> None:
    _head, lead, ada = chain
    client = signed_in(hr)
    answer = fetched(client, "people", "department=Lab")
    assert names(answer) == ["Ada", "Head"]
    row = dict(zip(*rows_of(answer)[:2], strict=True))
    assert (row["Employee number"], row["Manager number"], row["Framework"], row["Level"], row["Weekly hours"]) == (
        ada.number,
        lead.number,
        "Research",
        "S6",
        38.5,
    )
    past = fetched(client, "people", f"department=Lab&on={DAY}")
    assert rows_of(past)[1][15] == "S5"
    entry = AuditEntry.objects.filter(verb="list.exported").latest("id")
    assert (entry.by, entry.subject, entry.detail) == (hr, "People", {"rows": [None, 2], "day": [None, str(DAY)]})
    made = import_people(files=[("people.xlsx", fetched(client, "people").content)], by=hr)
    assert ([problem.message for problem in made.problems.listed], made.changes) == ([], [])


def test_lists_of_other_days_and_states(chain: list[Employee], hr: User) -> None:
    head = chain[0]
    coming = EmployeeFactory.create(name="Com Ing", hired_on=TODAY + dt.timedelta(days=9))
    left = EmployeeFactory.create(name="Le Ft", left_on=TODAY - dt.timedelta(days=9))
    client = signed_in(hr)

    def found(query: str) -> set[str]:
        answer = client.get(reverse("people") + query)
        assert_clean(answer)
        return {row.person.name for row in answer.context["found"].rows}

    everybody = found("")
    assert {"Head", "Lead", "Ada"} <= everybody
    assert not {"Com Ing", "Le Ft"} & everybody
    assert found("?state=coming") == {coming.name}
    assert found("?state=left") == {left.name}
    assert {"Com Ing", "Ada"} <= found(f"?on={TODAY + dt.timedelta(days=20)}")
    assert "Le Ft" in found(f"?on={TODAY - dt.timedelta(days=20)}")
    assert found("?framework=research") == {"Ada"}
    assert "Ada" not in found("?state=unplaced")
    assert head.name in found("?state=unplaced")
    assert "Ada" in found(f"?state=unplaced&on={DAY - dt.timedelta(days=1)}")
    assert found("?on=nonsense&after=²&state=nonsense&sort=nonsense") == everybody


def test_ones_own_page_is_found_without_knowing_its_number(chain: list[Employee], hr: User) -> None:
    ada = chain[2]
    assert ada.user is not None
    assert signed_in(ada.user).get(reverse("my-page")).url == reverse("person", args=[ada.pk])  # type: ignore[attr-defined]
    outsider = User.objects.create_user("guest@example.org", name="Guest")
    answer = signed_in(outsider).get(reverse("my-page"))
    assert_clean(answer)
    assert b"You are not among the people here" in answer.content
    nobody = EmployeeFactory.create()
    assert nobody.user is not None
    text = signed_in(nobody.user).get(reverse("my-page"), follow=True).content.decode()
    assert "All lattices are open to you" in text


def test_planned_and_wrong_levels_are_mended_on_the_page(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    future = TODAY + dt.timedelta(days=60)
    placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    placements.change(employee=person, level=level(version, "S6"), starts_on=future, reason="Planned", by=hr)
    client, url = signed_in(hr), reverse("person", args=[person.pk])
    assert b"Withdraw what is planned" in client.get(url).content
    planned = person.placements.get(starts_on=future)
    client.post(reverse("person-place", args=[person.pk, "withdraw"]), {"placement": str(planned.pk)})
    first = person.placements.get()
    data = {"placement": str(first.pk), "correct-level": level(version, "P5").pk, "correct-starts_on": "2026-01-15"}
    refused = client.post(reverse("person-place", args=[person.pk, "correct"]), data)
    assert (refused.status_code, person.placements.get().level.code) == (422, "S5")
    client.post(reverse("person-place", args=[person.pk, "correct"]), data | {"correct-reason": "Wrong line"})
    first.refresh_from_db()
    assert (first.level.code, first.starts_on, first.reason) == ("P5", dt.date(2026, 1, 15), "Wrong line")
    again = client.post(
        reverse("person-place", args=[person.pk, "correct"]), data | {"correct-reason": "Again"}, follow=True
    )
    assert [str(each) for each in again.context["messages"]][-1] == "Nothing was changed."
    assert client.post(reverse("person-place", args=[person.pk, "end"]), {"placement": "²"}).status_code == 422


@pytest.mark.parametrize("count", [1, 30])
def test_each_list_makes_the_same_queries_for_any_number_of_people(
    version: Version, hr: User, count: int, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leads, "SECONDS", 10**9)
    for index in range(count):
        lead = EmployeeFactory.create(job_title=f"Title {index}")
        placements.place(employee=lead, level=level(version, "S5"), starts_on=DAY, by=hr)
        report = EmployeeFactory.create(job_title=f"Title {index}")
        ReportingLine.objects.create(employee=report, manager=lead, starts_on=DAY)
    client = signed_in(hr)
    client.get(reverse("unplaced"))  # pay positions are made
    client.get(reverse("leads-outside-management"))  # who leads is kept
    for name, queries in (("unplaced", 10), ("leads-outside-management", 7)):
        with django_assert_num_queries(queries):
            answer = client.get(reverse(name))
        assert_clean(answer)
        people = count if name == "leads-outside-management" else answer.context["number"]
        assert ("One person" if people == 1 else f"{people} people") in answer.content.decode()
        if name == "unplaced":
            assert people == sum(row[0].people for row in answer.context["rows"])
    with django_assert_num_queries(11):
        client.get(reverse("people") + "?state=unplaced")


def test_pages_behind_somebody_out_of_reach_are_as_those_behind_nobody() -> None:
    """Else where the page begins would tell that they exist, and where their name stands."""
    lab = account(user__roles=[Role.HR_ADMIN], name="Lab Only")
    lab.grants.update(departments=["Lab"])
    inside = EmployeeFactory.create(name="Ann Inside", department="Lab")
    outside = EmployeeFactory.create(name="Zoe Outside", department="Elsewhere")
    client = signed_in(lab)
    for address in (reverse("people"), reverse("leads-outside-management")):
        shown = [client.get(address, {"after": pk}).content.count(b"Ann Inside") for pk in (outside.pk, 10**9)]
        assert shown[0] == shown[1]
    assert client.get(reverse("people"), {"after": outside.pk}).content.count(b"Ann Inside") > 0
    assert client.get(reverse("people"), {"after": inside.pk}).content.count(b"Ann Inside") == 0
