"""Taking an import back as a whole: everything is as before, or nothing, where something was built on it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.actions.salaries import set_salary
from ladders.compensation.domain.position import Basis
from ladders.compensation.models import Salary
from ladders.core import jobs
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry, Job
from ladders.exchange.models import PeopleUpload, SalaryUpload, UploadState
from ladders.exchange.people import jobs as people_jobs
from ladders.exchange.salaries import jobs as salary_jobs
from ladders.exchange.take_back.actions import have_taken_back
from ladders.exchange.take_back.kinds import TAKE_BACKS
from ladders.impact.models import FactorPlan
from ladders.moves.actions import drafts, overdue
from ladders.moves.actions.effects import run_effects
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from tests.compensation.payroll import pay
from tests.conftest import signed_in
from tests.factories import EmployeeFactory
from tests.moves.company import TODAY, company, fresh

pytestmark = pytest.mark.django_db
D = Decimal
HEAD = "number,name,email,job title,department,manager,last day\n"
LAPSED = "Their request lapsed meanwhile and does not come back; they can ask anew"
PAY = "employee number,amount,currency,basis,from\n"


def work() -> None:
    """What a worker does."""
    for job in Job.objects.unfinished():
        jobs.run(job.pk)
    with connection.cursor() as cursor:  # what a commit does: the next change is one of its own
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")


def people_in(text: str, by: User) -> PeopleUpload:
    """A file of people that was taken in."""
    upload = people_jobs.JOBS.take_in(name="people.csv", content=text.encode(), mapping=None, by=by)
    work()
    people_jobs.JOBS.have_written(upload=upload, by=by)
    work()
    upload.refresh_from_db()
    assert upload.state == UploadState.APPLIED, upload.report
    return upload


def salaries_in(text: str, by: User) -> SalaryUpload:
    """A file of salaries that was taken in."""
    upload = salary_jobs.JOBS.take_in(name="pay.csv", content=text.encode(), by=by)
    work()
    salary_jobs.JOBS.have_written(upload=upload, by=by)
    work()
    upload.refresh_from_db()
    assert upload.state == UploadState.APPLIED, upload.report
    return upload


def upload_page(upload: Any) -> str:
    """The name of its page's address."""
    return "people-upload" if isinstance(upload, PeopleUpload) else "salary-upload"


def back(upload: Any, by: User) -> Any:
    """Take it back, and the upload afterwards."""
    have_taken_back(TAKE_BACKS[upload_page(upload)], upload=upload, by=by)
    work()
    upload.refresh_from_db()
    return upload


def everything() -> dict[str, list[Any]]:
    """People, accounts, lines, placements and salaries as they are."""
    return {
        model.__name__: sorted(map(str, model._base_manager.values_list(*columns)))
        for model, columns in (
            (Employee, [f.attname for f in Employee._meta.concrete_fields]),
            (User, ("pk", "email", "name", "sort_name", "is_active")),
            (ReportingLine, [f.attname for f in ReportingLine._meta.concrete_fields]),
            (Placement, [f.attname for f in Placement._meta.concrete_fields]),
            (Salary, [f.attname for f in Salary._meta.concrete_fields]),
        )
    }


def test_new_people_go_and_known_ones_are_as_before(hr: User) -> None:
    people_in(HEAD + "1,Ada Byron,ada@x.org,Engineer,Lab,,\n2,Ben Brook,ben@x.org,Engineer,Lab,1,\n", hr)
    before = everything()
    today = timezone.localdate()
    last = today - dt.timedelta(days=3)
    text = f"1,Ada Lovelace,countess@x.org,Head,Board,,\n2,Ben Brook,ben@x.org,Engineer,Lab,1,{last}\n"
    upload = people_in(HEAD + text + "3,Cy Young,cy@x.org,Engineer,Lab,1,\n", hr)
    assert Employee.objects.get(number="1").name == "Ada Lovelace"
    assert User.objects.get(email="ben@x.org").is_active is False
    assert back(upload, hr).state == UploadState.UNDONE
    assert everything() == before
    assert upload.before == {}
    entry = AuditEntry.objects.get(area="exchange", verb="people.taken_back")
    assert entry.subject == "people.csv"
    assert entry.detail["created"] == [1, None]
    assert len(entry.detail["people"][0]) == 3


def test_salaries_go_back_and_the_history_keeps_both(hr: User) -> None:
    ada, ben = EmployeeFactory.create(number="E1"), EmployeeFactory.create(number="E2")
    pay(ada, 50_000)
    before = everything()
    upload = salaries_in(
        PAY + "E1,52000,EUR,year,2024-01-01\nE1,54000,EUR,year,2025-01-01\nE2,40000,EUR,year,2025-01-01\n", hr
    )
    assert Salary.objects.count() == 3
    assert back(upload, hr).state == UploadState.UNDONE
    assert everything() == before
    kept = Salary.events.rel.related_model.objects.filter(employee=ben)  # type: ignore[attr-defined]
    assert list(kept.order_by("pgh_id").values_list("pgh_label", "amount")) == [
        ("insert", D(40_000)),
        ("delete", D(40_000)),
    ]


def test_a_salary_that_was_set_since_hinders_and_is_named(hr: User) -> None:
    ada = EmployeeFactory.create(number="E1", name="Ada Byron")
    upload = salaries_in(PAY + "E1,52000,EUR,year,2025-01-01\n", hr)
    set_salary(employee=ada, starts_on=dt.date(2026, 1, 1), amount=D(60_000), currency="EUR", basis=Basis.YEAR, by=hr)
    before = everything()
    text = signed_in(hr).get(reverse("salary-upload", args=[upload.pk])).content.decode()
    assert "Their salary was set or changed since:" in text
    assert "Ada Byron" in text
    assert "Take the import back" not in text
    with pytest.raises(DomainError, match="set or changed since: Ada Byron"):
        back(upload, hr)
    assert everything() == before


def test_what_is_built_between_the_click_and_the_work_hinders(hr: User) -> None:
    ada = EmployeeFactory.create(number="E1", name="Ada Byron")
    upload = salaries_in(PAY + "E1,52000,EUR,year,2025-01-01\n", hr)
    have_taken_back(TAKE_BACKS["salary-upload"], upload=upload, by=hr)
    set_salary(employee=ada, starts_on=dt.date(2026, 1, 1), amount=D(60_000), currency="EUR", basis=Basis.YEAR, by=hr)
    work()
    upload.refresh_from_db()
    assert upload.state == UploadState.APPLIED
    assert Salary.objects.count() == 2
    text = signed_in(hr).get(reverse("salary-upload", args=[upload.pk])).content.decode()
    assert "Something was built on it since, so it stays." in text


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("role", "they were given a role"),
        ("signed in", "Signed in since"),
        ("department", "Changed since"),
        ("name", "Changed since"),
        ("salary", "a salary was set for them"),
        ("report", "somebody who is managed"),
    ],
)
def test_what_hinders_an_import_of_people(hr: User, what: str, said: str) -> None:
    upload = people_in(HEAD + "1,Ada Byron,ada@x.org,Engineer,Lab,,\n", hr)
    ada = Employee.objects.get(number="1")
    assert ada.user is not None
    if what == "role":
        RoleGrant.objects.create(user=ada.user, role=Role.HR_ADMIN)
    elif what == "signed in":
        User.objects.filter(pk=ada.user.pk).update(last_login=timezone.now())
    elif what == "department":
        Employee.objects.filter(pk=ada.pk).update(department="Board")
    elif what == "salary":
        pay(ada, 50_000)
    elif what == "report":
        said = "people who report to them"
        other = EmployeeFactory.create()
        ReportingLine.objects.create(employee=other, manager=ada, starts_on=dt.date(2026, 1, 1))
    else:
        upload = people_in(HEAD + "1,Ada King,ada@x.org,Engineer,Lab,,\n", hr)
        Employee.objects.filter(pk=ada.pk).update(name="Ada Lovelace")
    before = everything()
    with pytest.raises(DomainError, match=said):
        back(upload, hr)
    assert everything() == before


def test_requests_that_lapsed_by_a_wrong_last_day_are_named(plan: FactorPlan, hr: User) -> None:
    firm = company(hr)
    hana, yesterday = firm.user("hana"), timezone.localdate() - dt.timedelta(days=1)
    row = firm.asked("S5")
    people = [(firm.pia, yesterday), (firm.peer, yesterday)]
    lines = (f"{who.number},{who.name},{who.user and who.user.email},Engineer,Lab,,{last}\n" for who, last in people)
    drafts.draft(person=firm.peer, level=firm.level("S6"), by=firm.user("peer"), today=TODAY)  # nobody's but their own
    upload = people_in(HEAD + "".join(lines), hana)
    assert overdue.lapse(timezone.localdate()) == 2
    groups = {each.said: each.names for each in TAKE_BACKS["people-upload"].look(upload, hana).groups}
    assert groups[LAPSED] == ("Pia Person",)
    assert LAPSED in signed_in(hana).get(reverse("people-upload", args=[upload.pk])).content.decode()
    assert back(upload, hana).state == UploadState.UNDONE
    assert (fresh(row).state, Employee.objects.get(pk=firm.pia.pk).left_on) == ("lapsed", None)


@pytest.mark.parametrize("in_effect", [False, True])
def test_a_request_sent_before_hinders_only_once_it_took_effect_on_what_was_brought(
    plan: FactorPlan, hr: User, in_effect: bool
) -> None:
    firm = company(hr)
    hana, april = firm.user("hana"), dt.date(2026, 4, 1)
    row = firm.scheduled("S5", april)
    before = everything()
    line = f"{firm.pia.number},{firm.pia.name},{firm.user('pia').email},Research,S5,{april}\n"
    upload = people_in("number,name,email,framework,level,placed on\n" + line, hana)
    brought = Placement.objects.get(employee=firm.pia, starts_on=april)
    if not in_effect:
        assert TAKE_BACKS["people-upload"].look(upload, hana).hindrances == []
        assert back(upload, hana).state == UploadState.UNDONE
        assert (everything(), fresh(row).state) == (before, "scheduled")
        return
    assert run_effects(timezone.localdate()) == 1
    assert fresh(row).placement == brought
    said = [(each.said, each.names) for each in TAKE_BACKS["people-upload"].look(upload, hana).hindrances]
    assert said == [("A request took effect since, with the level that was brought in", ("Pia Person",))]
    with pytest.raises(DomainError, match="A request took effect since"):
        back(upload, hana)


def test_until_a_week_has_passed(hr: User) -> None:
    EmployeeFactory.create(number="E1")
    upload = salaries_in(PAY + "E1,52000,EUR,year,2025-01-01\n", hr)
    page = reverse("salary-upload", args=[upload.pk])
    assert "Take the import back" in signed_in(hr).get(page).content.decode()
    SalaryUpload.objects.update(applied_at=timezone.now() - dt.timedelta(days=7, minutes=1))
    upload.refresh_from_db()
    assert "Take the import back" not in signed_in(hr).get(page).content.decode()
    with pytest.raises(DomainError, match="no longer"):
        back(upload, hr)
    assert Salary.objects.count() == 1


def test_as_many_queries_for_two_thousand_people_as_for_two(hr: User) -> None:
    counts = []
    for number, prefix in ((2, "A"), (2_000, "B")):
        rows = (f"{prefix}{n},Person {n},{prefix}{n}@x.org,Engineer,Lab,{prefix}0,\n" for n in range(1, number))
        people = people_in(HEAD + f"{prefix}0,Boss,{prefix}0@x.org,Head,Lab,,\n" + "".join(rows), hr)
        boss = {n: f"{prefix}0" if n else "" for n in range(number)}
        renamed = (f"{prefix}{n},Human {n},{prefix}{n}@y.org,Expert,Lab,{boss[n]},\n" for n in boss)
        again = people_in(HEAD + "".join(renamed), hr)
        pay_rows = "".join(f"{prefix}{n},50000,EUR,year,2025-01-01\n" for n in range(number))
        salaries = salaries_in(PAY + pay_rows, hr)
        for upload in (salaries, again, people):
            have_taken_back(TAKE_BACKS[upload_page(upload)], upload=upload, by=hr)
            with CaptureQueriesContext(connection) as seen:
                work()
            upload.refresh_from_db()
            assert upload.state == UploadState.UNDONE
            counts.append(len(seen))
        assert not Employee.objects.filter(number__startswith=prefix).exists()
    assert counts[:3] == counts[3:]
