"""Lists as workbooks: as seen, constant in queries, private to who asked, and only while their rights are the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.roles import Role
from ladders.compensation.models import PayPolicy
from ladders.core import jobs
from ladders.core.lists.files import MAKE
from ladders.core.lists.models import ListFile
from ladders.core.models import AuditEntry, Job
from ladders.privacy.actions.retention import let_go
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.list_files import asked, fetched, rows_of
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db


@shared_rows
def hr() -> Any:
    """HR of the whole organisation, and two people in different places."""
    EmployeeFactory.create(name="Ada Abel", number="1", department="Lab", location="Rome", job_title="Chemist")
    EmployeeFactory.create(name="Bo Berg", number="2", department="Lab", location="Oslo", job_title="=Boss")
    return account(user__roles=[Role.HR_ADMIN], name="Hana Ruiz", number="9", department="HR")


def test_a_workbook_as_seen_has_the_filter_the_order_and_the_columns(hr: User) -> None:
    query = "department=Lab&sort=location&columns=name&columns=location&columns=title"
    answer = fetched(signed_in(hr), "people", query, every=False)
    assert answer["Content-Disposition"] == f'attachment; filename="people-{timezone.localdate()}.xlsx"'
    assert rows_of(answer) == [
        ("Employee number", "Name", "Job title", "Location"),
        ("2", "Bo Berg", "=Boss", "Oslo"),
        ("1", "Ada Abel", "Chemist", "Rome"),
    ]
    backwards = rows_of(fetched(signed_in(hr), "people", f"{query.replace('=location', '=-location', 1)}", every=False))
    assert [row[1] for row in backwards[1:]] == ["Ada Abel", "Bo Berg"]


def test_the_page_of_the_work_offers_the_file_and_the_way_back(hr: User) -> None:
    client = signed_in(hr)
    asked(client, "people", "department=Lab&after=3&nonsense=1", every=False)
    work = Job.objects.get(kind=MAKE)
    jobs.run(work.pk)
    body = client.get(reverse("job", args=[work.pk])).content.decode()
    file = ListFile.objects.get()
    assert (file.query, file.rows) == ("department=Lab", 2)
    assert reverse("list-file", args=[file.pk]) in body
    assert 'href="/people/?department=Lab"' in body
    assert "holds 2 lines" in body
    entry = AuditEntry.objects.get(verb="list.exported")
    assert (entry.by_id, entry.subject, entry.detail) == (hr.pk, "People", {"rows": [None, 2]})
    jobs.run(work.pk)  # done already
    assert AuditEntry.objects.filter(verb="list.exported").count() == 1


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("name", "queries"), [("people", 27), ("pay", 28)])
def test_a_file_is_made_with_the_same_queries_for_any_number_of_rows(
    hr: User, name: str, queries: int, count: int
) -> None:
    for _ in range(count):
        EmployeeFactory.create()
    signed_in(hr).get(reverse("pay-list"))  # pay positions are made
    asked(signed_in(hr), name, "show=all")
    with CaptureQueriesContext(connection) as made:
        jobs.run(Job.objects.get(kind=MAKE).pk)
    assert ListFile.objects.get().rows == count + 3
    assert len(made) == queries


@pytest.mark.parametrize("role", [None, *Role])
def test_only_whoever_sees_a_list_takes_it(hr: User, role: Role | None) -> None:
    client = signed_in(account(user__roles=[role] if role else []))
    may = {
        "people": role == Role.HR_ADMIN,
        "pay": role in (Role.HR_ADMIN, Role.COMPENSATION_ANALYST),
    }
    for name, wanted in may.items():
        assert asked(client, name, "show=all").status_code == (302 if wanted else 403)
    assert Job.objects.filter(kind=MAKE).count() == sum(may.values())
    assert asked(client, "nothing").status_code == 404


def test_a_file_is_only_for_who_asked(hr: User) -> None:
    fetched(signed_in(hr), "people")
    file = ListFile.objects.get()
    other = account(user__roles=[Role.HR_ADMIN])
    address = reverse("list-file", args=[file.pk])
    assert signed_in(other).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert signed_in(hr).get(address).status_code == 200


def test_whoever_reaches_less_since_gets_no_file_and_no_new_one_is_made_with_old_rights(hr: User) -> None:
    client = signed_in(hr)
    assert fetched(client, "people").status_code == 200
    asked(client, "people", "state=left")
    waiting = Job.objects.filter(kind=MAKE, state="waiting").get()
    RoleGrant.objects.filter(user=hr).update(departments=["Lab"])
    assert [client.get(reverse("list-file", args=[row.pk])).status_code for row in ListFile.objects.all()] == [403, 403]
    jobs.run(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, "rights have changed" in waiting.error) == ("failed", True)
    assert {row[1] for row in rows_of(fetched(client, "people"))[1:]} == {"Ada Abel", "Bo Berg", "Hana Ruiz"}


def test_pay_of_a_team_goes_with_the_team(hr: User) -> None:
    """Whoever sees pay by a role in one department, and by lines beyond it."""
    analyst = account(name="Ana Lyst", department="HR")
    RoleGrant.objects.create(user=analyst, role=Role.COMPENSATION_ANALYST, departments=["Lab"])
    outside = EmployeeFactory.create(name="Out Side", department="Else")
    line = ReportingLine.objects.create(
        employee=outside, manager=analyst.employee, starts_on=timezone.localdate() - dt.timedelta(days=90)
    )
    policy = PayPolicy.current()
    policy.managers_see_pay = True
    policy.save()
    client = signed_in(User.objects.get(pk=analyst.pk))
    client.get(reverse("pay-list"))
    answer = fetched(client, "pay", "show=all")
    assert "Out Side" in {row[1] for row in rows_of(answer)[1:]}
    address = reverse("list-file", args=[ListFile.objects.get().pk])
    assert client.get(address).status_code == 200
    policy.managers_see_pay = False
    policy.save()
    assert client.get(address).status_code == 403
    policy.managers_see_pay = True
    policy.save()
    assert client.get(address).status_code == 200
    line.ends_on = timezone.localdate() - dt.timedelta(days=1)
    line.save()
    assert client.get(address).status_code == 403
    ListFile.objects.all().delete()
    assert {row[1] for row in rows_of(fetched(client, "pay", "show=all"))[1:]} == {"Ada Abel", "Bo Berg", "Ana Lyst"}


def test_hr_of_a_department_gets_its_people_alone(hr: User) -> None:
    EmployeeFactory.create(name="Out Side", department="Else")
    partner = account(user__roles=[Role.HR_ADMIN], name="Pa Rtner", department="Lab")
    RoleGrant.objects.filter(user=partner).update(departments=["Lab"])
    names = [row[1] for row in rows_of(fetched(signed_in(User.objects.get(pk=partner.pk)), "people"))[1:]]
    assert names == ["Ada Abel", "Bo Berg", "Pa Rtner"]


def test_files_go_after_some_days(hr: User) -> None:
    fetched(signed_in(hr), "people")
    let_go(timezone.now() + dt.timedelta(days=2))
    assert ListFile.objects.count() == 1
    let_go(timezone.now() + dt.timedelta(days=4))
    assert ListFile.objects.count() == 0


def test_a_button_pressed_twice_makes_one_file_and_once_more_afterwards_another(hr: User) -> None:
    client = signed_in(hr)
    first, twice = asked(client, "people"), asked(client, "people")
    assert first["Location"] == twice["Location"]
    assert (ListFile.objects.count(), Job.objects.count()) == (1, 1)
    assert asked(client, "people", every=False)["Location"] != first["Location"]
    jobs.run(Job.objects.earliest("created_at").pk)
    assert asked(client, "people")["Location"] != first["Location"]
    assert ListFile.objects.count() == 3
