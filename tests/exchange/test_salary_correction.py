"""A salary file that was understood wrongly: what its columns mean is said on its page, and kept for the next one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.compensation.models import Salary
from ladders.core import jobs
from ladders.core.models import AuditEntry, Job
from ladders.exchange.models import KeptColumns, SalaryUpload
from ladders.exchange.uploads.kept_columns import lasting
from tests.conftest import signed_in
from tests.factories import EmployeeFactory
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db
ODD = "Kennung,Lohn,Art,Zulage,Beginn\nE1,4.500,mtl,7.25,03/04/2026\nE2,4.000,mtl,,03/04/2026\n"
SAID = {
    "column-0": "number",
    "column-1": "amount",
    "column-2": "basis",
    "column-3": "ignore",
    "column-4": "from",
    "dates": "dmy",
    "constant-currency": "eur",
}


def work() -> None:
    """What a worker does."""
    for job in Job.objects.unfinished():
        jobs.run(job.pk)


def bring(client: Client, text: str = ODD, name: str = "lohn.csv") -> SalaryUpload:
    """Upload a csv, have it read."""
    before = set(SalaryUpload.objects.values_list("pk", flat=True))
    file = SimpleUploadedFile(name, text.encode())
    client.post(reverse("import-salaries"), {"source": file, "full_time_hours": "40"})
    work()
    upload: SalaryUpload = SalaryUpload.objects.exclude(pk__in=before).get()
    return upload


def correct(client: Client, upload: SalaryUpload, **said: Any) -> Any:
    """Send the form of its page, have it read again."""
    answer = client.post(reverse("salary-upload-correct", args=[upload.pk]), SAID | said)
    work()
    upload.refresh_from_db()
    return answer


def text_of(client: Client, upload: SalaryUpload, status: int = 200) -> str:
    """Text of the upload's page."""
    page = client.get(reverse("salary-upload", args=[upload.pk]))
    assert_clean(page, status=status)
    return str(page.content.decode())


@pytest.fixture
def people(db: None) -> list[Employee]:
    """Two people in the Lab."""
    return [EmployeeFactory.create(number=number, department="Lab") for number in ("E1", "E2")]


def editor(**scope: Any) -> User:
    """Somebody in HR, for some people where a scope is given."""
    user = EmployeeFactory.create().user
    assert user is not None
    RoleGrant.objects.create(user=user, role=Role.HR_ADMIN, **scope)
    return user


@pytest.mark.parametrize("scope", [{}, {"departments": ["Lab"]}])
def test_columns_words_and_what_holds_for_all_rows_are_said_on_the_page(
    people: list[Employee], scope: dict[str, Any]
) -> None:
    client = signed_in(editor(**scope))
    upload = bring(client)
    text = text_of(client, upload)
    assert (upload.state, bytes(upload.content)) == ("refused", ODD.encode())
    assert [part in text for part in ("Say what the columns mean", "E1 · E2", "4.500 · 4.000", "7.25")] == [True] * 4
    correct(client, upload)
    assert (upload.state, upload.report["bases"]) == ("refused", ["mtl"])
    assert "“mtl” is pay" in text_of(client, upload)
    correct(client, upload, **{"basis-0": "month"})
    assert (upload.state, upload.report["first"]) == ("ready", 2)
    assert "€54,000" in text_of(client, upload)
    client.post(reverse("salary-upload-apply", args=[upload.pk]))
    work()
    assert list(
        Salary.objects.order_by("employee__number").values_list("amount", "currency", "basis", "starts_on")
    ) == [
        (D(4500), "EUR", "month", dt.date(2026, 4, 3)),
        (D(4000), "EUR", "month", dt.date(2026, 4, 3)),
    ]
    upload.refresh_from_db()
    assert (bytes(upload.content), "4.500" in str(upload.report)) == (b"", False)
    assert "Say what the columns mean" not in text_of(client, upload)


def test_what_is_sent_wrong_is_answered_at_the_field_and_keeps_what_was_chosen(
    people: list[Employee], hr: User
) -> None:
    client = signed_in(hr)
    upload = bring(client)
    answer = correct(client, upload, **{"column-1": "number", "constant-currency": "E1"})
    assert_clean(answer, status=422)
    text = answer.content.decode()
    assert "Another column means this already" in text
    assert "Write the three letters of a currency" in text
    assert 'value="E1"' in text
    assert upload.mapping is None


def test_what_was_said_is_kept_for_the_next_such_file_and_can_be_forgotten(people: list[Employee], hr: User) -> None:
    client = signed_in(hr)
    first = bring(client)
    correct(client, first)  # refused: who mends the file and brings it again need not say it twice
    assert KeptColumns.objects.get().mapping["columns"]["Lohn"] == "amount"
    correct(client, first, **{"basis-0": "month"})
    client.post(reverse("salary-upload-apply", args=[first.pk]))
    work()
    kept = KeptColumns.objects.get()
    assert (kept.kind, kept.file, kept.by) == ("salaries", "lohn.csv", hr)
    assert kept.mapping["values"] == {"basis": {"mtl": "month"}}
    assert "constants" not in kept.mapping
    other = signed_in(editor())
    second = bring(other, "Beginn,Kennung,Lohn,Art,Zulage\n03/07/2026,E1,4.700,mtl,\n", "juli.csv")
    assert second.kept == kept
    text = text_of(other, second)
    assert f"Read as {hr.name} said" in text
    assert "has no column for “currency”" in text  # a currency is one file's
    other.post(reverse("salary-upload-forget", args=[second.pk]))
    work()
    second.refresh_from_db()
    assert (second.state, second.mapping, KeptColumns.objects.count()) == ("refused", None, 0)
    assert "Read as" not in text_of(other, second)


def test_what_is_kept_holds_no_people_amounts_or_days() -> None:
    said = {
        "columns": {"Lohn": "amount"},
        "values": {"amount": {"x": "9000"}, "number": {"1": "E1"}, "basis": {"m": "month"}},
        "constants": {"from": "2026-01-01", "amount": "4000"},
        "dates": "dmy",
    }
    assert lasting(said) == {"columns": {"Lohn": "amount"}, "values": {"basis": {"m": "month"}}, "dates": "dmy"}


def test_samples_are_hidden_from_whoever_may_not_see_that_pay_any_more(people: list[Employee]) -> None:
    user = editor(departments=["Lab"])
    client = signed_in(user)
    upload = bring(client)
    RoleGrant.objects.filter(user=user).update(departments=["Sales"])
    text = text_of(client, upload)
    assert ["Kennung" in text, "4.500" in text, "E1 ·" in text] == [True, False, False]


def test_a_file_that_is_being_read_or_was_written_is_not_read_again(people: list[Employee], hr: User) -> None:
    client = signed_in(hr)
    upload = bring(client)
    client.post(reverse("salary-upload-correct", args=[upload.pk]), SAID)
    client.post(reverse("salary-upload-correct", args=[upload.pk]), SAID | {"dates": "mdy"})
    assert Job.objects.unfinished().count() == 1
    work()
    upload.refresh_from_db()
    assert (upload.mapping or {})["dates"] == "dmy"
    other = signed_in(editor())
    assert other.post(reverse("salary-upload-correct", args=[upload.pk]), SAID).status_code == 404


def test_a_reading_that_failed_can_be_tried_again(people: list[Employee], hr: User) -> None:
    client = signed_in(hr)
    file = SimpleUploadedFile("lohn.csv", ODD.encode())
    client.post(reverse("import-salaries"), {"source": file, "full_time_hours": "40"})
    Job.objects.update(attempts=jobs.MAX_ATTEMPTS)
    work()
    upload = SalaryUpload.objects.get()
    assert (upload.state, bytes(upload.content)) == ("refused", ODD.encode())
    assert "never came to an end" in text_of(client, upload)


HEAD = "employee number,amount,currency,basis,from\n"


@pytest.mark.parametrize(
    ("numbers", "scope", "state"),
    [
        (["00017"], {}, "ready"),
        (["00017", "017"], {}, "refused"),  # two people could be meant
        (["00018"], {}, "refused"),
        (["00017"], {"departments": ["Sales"]}, "refused"),
    ],
)
def test_a_number_that_lost_its_zeros_is_the_one_person_who_has_it(
    numbers: list[str], scope: dict[str, Any], state: str
) -> None:
    for number in numbers:
        EmployeeFactory.create(number=number, department="Lab")
    client = signed_in(editor(**scope))
    upload = bring(client, HEAD + "17,50000,EUR,year,2026-01-01\n")
    assert upload.state == state
    assert ("leading zeros are taken not to count: 17 is 00017" in text_of(client, upload)) == (state == "ready")
    if state == "ready":
        said = {f"column-{place}": name for place, name in enumerate(("number", "amount", "currency", "basis", "from"))}
        correct(client, upload, **said, zeros="count")
        assert upload.state == "refused"


def test_no_amount_of_a_correction_is_told_in_jobs_or_in_the_audit(people: list[Employee], hr: User) -> None:
    client = signed_in(hr)
    upload = bring(client)
    correct(client, upload, **{"basis-0": "month"})
    told = [(job.title, job.args, job.outcome, job.note) for job in Job.objects.all()]
    assert "4.500" not in str(told) + str(list(AuditEntry.objects.values()))
