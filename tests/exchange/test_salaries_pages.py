"""Salaries through the browser: looked at first, taken in when told to, within one's reach, never one's own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.domain.position import Basis, Salaried
from ladders.compensation.models import PayAccess, Salary
from ladders.core import jobs
from ladders.core.models import AuditEntry, Job
from ladders.exchange.models import SalaryUpload
from ladders.exchange.salaries.jobs import JOBS
from ladders.exchange.salaries.previews import preview_of
from ladders.exchange.salaries.write import SalaryPlan, SalaryStep
from tests.compensation.payroll import pay
from tests.conftest import signed_in
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db
D = Decimal
HEAD = "employee number,amount,currency,basis,from\n"


def work() -> None:
    """What a worker does."""
    for job in Job.objects.unfinished():
        jobs.run(job.pk)


def bring(client: Client, text: str, **more: Any) -> str:
    """Upload a csv, have it read; the address of its page."""
    file = SimpleUploadedFile("pay.csv", text.encode())
    response = client.post(reverse("import-salaries"), {"source": file, "full_time_hours": "40"} | more)
    assert response.status_code == 302, response.content.decode()
    work()
    return str(response["Location"])


def body(client: Client, address: str) -> str:
    """Text of a page that is there."""
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def ada(db: None) -> Employee:
    """In the Lab, paid 50,000 since 2024."""
    person = EmployeeFactory.create(number="E1", name="Ada Byron", department="Lab")
    pay(person, 50_000)
    return person


def editor(**scope: Any) -> User:
    """Somebody in HR, for some people where a scope is given."""
    user = EmployeeFactory.create().user
    assert user is not None
    RoleGrant.objects.create(user=user, role=Role.HR_ADMIN, **scope)
    return user


def test_looked_at_then_taken_in(ada: Employee, hr: User) -> None:
    ben = EmployeeFactory.create(number="E2", name="Ben Brook")
    client = signed_in(hr)
    page = bring(client, HEAD + "E1,80000,EUR,year,2026-07-01\nE2,4000,EUR,month,2026-07-01\n")
    text = body(client, page)
    assert "This is what would change. Nothing is written yet." in text
    assert "1 salary changes by more than a quarter" in text
    assert [part in text for part in ("Ada Byron", "€50,000", "€80,000", "+60.0 %", "€48,000")] == [True] * 5
    assert Salary.objects.count() == 1
    assert set(PayAccess.objects.values_list("by", "employee", "kind")) == {
        (hr.pk, ada.pk, "list"),
        (hr.pk, ben.pk, "list"),
    }
    client.post(page + "apply/")
    client.post(page + "apply/")
    work()
    assert list(Salary.objects.order_by("employee", "starts_on").values_list("employee", "amount", "ends_on")) == [
        (ada.pk, D(50_000), dt.date(2026, 6, 30)),
        (ada.pk, D(80_000), None),
        (ben.pk, D(4_000), None),
    ]
    assert "Taken in." in body(client, page)
    assert AuditEntry.objects.filter(verb="salaries.imported").count() == 1


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ((85_000, "year"), ("7083.33", "month"), "other"),
        (("7083.33", "month"), (85_000, "year"), "other"),
        ((86_000, "year"), ("7166.67", "month"), "other"),
        (("7166.67", "month"), (86_000, "year"), "other"),
        ((85_000, "year"), ("7083.32", "month"), "lowered"),
        ((85_000, "year"), ("7083.34", "month"), "raised"),
        ((85_000, "year"), ("85000.01", "year"), "raised"),
        ((85_000, "year"), ("84999.99", "year"), "lowered"),
    ],
)
def test_the_same_pay_by_another_period_is_neither_raised_nor_lowered(
    before: tuple[Any, str], after: tuple[Any, str], kind: str
) -> None:
    was, will = (Salaried(D(amount), "EUR", Basis(basis)) for amount, basis in (before, after))
    plan = SalaryPlan(steps=[SalaryStep(1, 1, dt.date(2026, 7, 1), was, will)])
    assert {name for name in ("raised", "lowered", "other") if preview_of(plan)[name]} == {kind}


def test_no_amount_stays_where_it_is_not_needed(ada: Employee, hr: User) -> None:
    client = signed_in(hr)
    page = bring(client, HEAD + "E1,80000,EUR,year,2026-07-01\n")
    assert "80000" in str(SalaryUpload.objects.get().report)
    client.post(page + "apply/")
    work()
    upload = SalaryUpload.objects.get()
    assert (bytes(upload.content), upload.report.get("steps")) == (b"", None)
    assert "80000" not in str(upload.report)
    bring(client, HEAD + "E1,1,EUR,decade,2026-07-01\n")
    refused = SalaryUpload.objects.exclude(pk=upload.pk).get()
    assert (refused.state, refused.report.get("steps")) == ("refused", None)
    told = [(job.title, job.args, job.outcome, job.note) for job in Job.objects.all()]
    assert "80000" not in str(told) + str(list(AuditEntry.objects.values()))


def test_the_hours_that_most_people_work_are_proposed(ada: Employee, hr: User) -> None:
    for hours in ("38.5", "38.5", "20"):
        EmployeeFactory.create(weekly_hours=D(hours))
    assert 'value="38.5"' in body(signed_in(hr), reverse("import-salaries"))


def test_a_repeat_says_that_nothing_would_change(ada: Employee, hr: User) -> None:
    text = body(signed_in(hr), bring(signed_in(hr), HEAD + "E1,50000,EUR,year,2024-01-01\n"))
    assert "Nothing would change" in text
    assert "Take them in" not in text


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ({"departments": ["Sales"]}, "nobody whose pay you may set has the employee number E1"),
        ({"departments": ["Lab"]}, ""),
    ],
)
def test_a_role_for_some_people_reaches_those_alone(scope: dict[str, Any], said: str, ada: Employee) -> None:
    client = signed_in(editor(**scope))
    page = bring(client, HEAD + "E1,60000,EUR,year,2026-07-01\n")
    text = body(client, page)
    assert ("€50,000" in text, said in text) == (not said, True)
    client.post(page + "apply/")
    work()
    assert Salary.objects.filter(employee=ada).count() == (1 if said else 2)


def test_reach_that_was_taken_away_meanwhile_counts(ada: Employee) -> None:
    user = editor(departments=["Lab"])
    client = signed_in(user)
    page = bring(client, HEAD + "E1,60000,EUR,year,2026-07-01\n")
    RoleGrant.objects.filter(user=user).update(departments=["Sales"])
    text = body(client, page)
    assert [part in text for part in ("Ada Byron", "60,000", "50,000")] == [False] * 3
    client.post(page + "apply/")
    work()
    assert "Nothing was written" in body(client, page)
    assert Salary.objects.get().amount == D(50_000)


def test_nobody_brings_their_own_pay(hr: User) -> None:
    own = Employee.objects.get(user=hr)
    pay(own, 70_000)
    client = signed_in(hr)
    page = bring(client, HEAD + f"{own.number},90000,EUR,year,2026-07-01\n")
    assert "this is your own pay, and nobody sets their own" in body(client, page)
    mixed = bring(client, HEAD + f"{own.number},90000,EUR,year,2026-07-01\nE9,x,EUR,year,2026-07-01\n")
    text = body(client, mixed)
    assert [part in text for part in ("this is your own pay", "column B", "Bring another file")] == [True] * 3
    same = bring(client, HEAD + f"{own.number},70000,EUR,year,2024-01-01\n")
    assert "Nothing would change" in body(client, same)
    assert Salary.objects.get().amount == D(70_000)


def test_another_persons_upload_is_not_there(ada: Employee, hr: User) -> None:
    page = bring(signed_in(hr), HEAD + "E1,60000,EUR,year,2026-07-01\n")
    other = signed_in(editor())
    assert [other.get(page).status_code, other.post(page + "apply/").status_code] == [404, 404]
    assert other.post(page + "discard/").status_code == 404
    assert SalaryUpload.objects.get().state == "ready"
    assert "pay.csv" not in body(other, reverse("import-salaries"))


@pytest.mark.parametrize("role", [None, Role.FRAMEWORK_EDITOR, Role.EMPLOYEE_REPRESENTATIVE, Role.SYSTEM_ADMINISTRATOR])
def test_whoever_may_not_set_pay_is_refused(role: Role | None, ada: Employee, hr: User) -> None:
    page = bring(signed_in(hr), HEAD + "E1,60000,EUR,year,2026-07-01\n")
    user = EmployeeFactory.create().user
    assert user is not None
    if role:
        RoleGrant.objects.create(user=user, role=role)
    SalaryUpload.objects.update(owner=user)
    client = signed_in(user)
    file = SimpleUploadedFile("pay.csv", (HEAD + "E1,1,EUR,year,2026-07-01\n").encode())
    answers = [
        client.get(reverse("import-salaries")),
        client.post(reverse("import-salaries"), {"source": file, "full_time_hours": "40"}),
        client.get(page),
        client.post(page + "apply/"),
        client.post(page + "discard/"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert not any("60,000" in answer.content.decode() for answer in answers)
    assert (SalaryUpload.objects.get().state, Salary.objects.count()) == ("ready", 1)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"source": ""}, "Please choose a file."),
        ({"full_time_hours": "0"}, "Please write at least 1."),
    ],
)
def test_a_wrong_form_is_answered_at_the_field(more: dict[str, Any], said: str, hr_client: Client) -> None:
    file = SimpleUploadedFile("pay.csv", HEAD.encode())
    response = hr_client.post(reverse("import-salaries"), {"source": file, "full_time_hours": "40"} | more)
    assert (response.status_code, said in response.content.decode()) == (422, True)
    assert not SalaryUpload.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\0\1\2", b"a,b\n1,2\n", b'{"a":', b"PK\x03\x04nonsense"])
def test_nonsense_is_refused_in_a_sentence(content: bytes, hr: User) -> None:
    upload = JOBS.take_in(name="pay.csv", content=content, mapping=None, full_time_hours=D(40), by=hr)
    work()
    text = body(signed_in(hr), reverse("salary-upload", args=[upload.pk]))
    assert "Take them in" not in text
    assert not Salary.objects.exists()


def test_throwing_away_deletes_the_file(ada: Employee, hr: User) -> None:
    client = signed_in(hr)
    page = bring(client, HEAD + "E1,60000,EUR,year,2026-07-01\n")
    client.post(page + "discard/")
    assert not SalaryUpload.objects.exists()
    assert Salary.objects.count() == 1


def test_more_doubts_than_are_named_are_not_said_to_be_named(
    ada: Employee, hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("E2", "E3"):
        pay(EmployeeFactory.create(number=number), 50_000)
    text = HEAD + "".join(f"E{each},5000000,EUR,year,2026-07-01\n" for each in (1, 2, 3))
    client = signed_in(hr)
    assert "3 salaries look wrong and are named above" in body(client, bring(client, text))
    monkeypatch.setattr("ladders.exchange.tables.problems.MAX_NOTED", 2)
    said = body(client, bring(client, text))
    assert "3 salaries look wrong; the first" in said
    assert "are named above. I have checked them all" in said
    assert "look wrong and are named above" not in said
