"""What was paid, through the browser: read, corrected, taken in; by whoever reports on equal pay, and nobody else."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.core import jobs
from ladders.core.models import Job
from ladders.exchange.models import KeptColumns, PaidUpload
from ladders.insights.models import PaidAmount, PaidKind, PaidYear
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account
from tests.pages import squeezed

pytestmark = pytest.mark.django_db
TEXT = "employee number,currency,Base salary,Bonus,K17\nE1,EUR,40123,1000,50\nE2,EUR,30456,,\n"


def work() -> None:
    """What a worker does."""
    for job in Job.objects.unfinished():
        jobs.run(job.pk)


@pytest.fixture
def analyst(db: None) -> User:
    return account(user__roles=[Role.PAY_EQUITY_ANALYST], name="Ana Lyst")


@pytest.fixture
def client(analyst: User) -> Client:
    return signed_in(analyst)


@pytest.fixture
def ada(db: None) -> Employee:
    EmployeeFactory.create(number="E2", name="Ben Brook")
    return EmployeeFactory.create(number="E1", name="Ada Byron")


def bring(client: Client, text: str = TEXT, year: str = "2026") -> str:
    """Upload a csv, have it read; the address of its page."""
    file = SimpleUploadedFile("paid.csv", text.encode())
    response = client.post(reverse("import-paid"), {"source": file, "year": year})
    assert response.status_code == 302, response.content.decode()
    work()
    return str(response["Location"])


def answers(client: Client, page: str, **more: Any) -> dict[str, Any]:
    """The form of corrections as it stands on the page."""
    body = client.get(page).content.decode()
    found = dict(re.findall(r'<input type="text" name="([\w-]+)"(?: value="([^"]*)")?', body))
    for name, options in re.findall(r'<select name="([\w-]+)".*?>(.*?)</select>', body, flags=re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen.group(1) if chosen else ""
    return found | more


def test_read_looked_at_and_taken_in(client: Client, ada: Employee) -> None:
    page = bring(client, TEXT.replace(",K17", ",Team").replace(",50\n", ",North\n"))
    text = squeezed(client.get(page))
    assert "This is what would change. Nothing is written yet." in text
    assert "Base salary" in text
    assert "70,579.00" in text
    assert "guessed from its name" in text
    assert not PaidYear.objects.exists()
    assert client.post(f"{page}apply/").status_code == 302
    work()
    assert "Taken in." in squeezed(client.get(page))
    assert PaidAmount.objects.get(paid_year__employee=ada, kind__name="Bonus").amount == Decimal(1000)
    upload = PaidUpload.objects.get()
    assert (bytes(upload.content), upload.state, upload.year) == (b"", "applied", 2026)
    assert "40123" not in str(upload.report)


def test_columns_and_kinds_are_corrected_and_kept_for_the_next_file(client: Client, ada: Employee) -> None:
    page = bring(client)
    assert "K17" in squeezed(client.get(page))
    unsaid = client.post(f"{page}correct/", answers(client, page))
    assert unsaid.status_code == 422
    said = answers(client, page, **{"column-4": "pay:left_out"})
    assert client.post(f"{page}correct/", said).status_code == 302
    work()
    assert "say what “K17” counts as" in squeezed(client.get(page))
    without = client.post(f"{page}correct/", answers(client, page, **{"kind-2": "left_out"}))
    assert without.status_code == 422
    assert "Say by which rule" in squeezed(without)
    said = answers(client, page, **{"kind-2": "left_out", "rule-2": "jubilee gift"})
    assert client.post(f"{page}correct/", said).status_code == 302
    work()
    client.post(f"{page}apply/")
    work()
    assert PaidKind.objects.get(name="K17").rule == "jubilee gift"
    assert KeptColumns.objects.get(kind="paid").file == "paid.csv"
    again = bring(client, year="2025")
    assert "Read as Ana Lyst said" in squeezed(client.get(again))
    assert client.post(f"{again}forget/").status_code == 302
    assert not KeptColumns.objects.exists()


@pytest.mark.parametrize(
    ("answer", "paid"),
    [
        ("pay:basic", {"Base salary": 40123, "Bonus": 1000, "K17": 50}),
        ("ignore", {"Base salary": 40123, "Bonus": 1000}),
    ],
)
def test_what_a_column_of_numbers_is_has_to_be_said_and_is_kept(
    client: Client, ada: Employee, answer: str, paid: dict[str, int]
) -> None:
    page = bring(client)
    text = squeezed(client.get(page))
    assert "“K17” has numbers, and nobody has said what they are." in text
    assert f"{page}apply/" not in client.get(page).content.decode()
    client.post(f"{page}correct/", answers(client, page, **{"column-4": answer}))
    work()
    assert "Nothing is written yet." in squeezed(client.get(page))
    client.post(f"{page}apply/")
    work()
    rows = PaidAmount.objects.filter(paid_year__employee=ada)
    assert dict(rows.values_list("kind__name", "amount")) == paid
    again = bring(client, year="2025")
    assert "Nothing is written yet." in squeezed(client.get(again))


def test_what_debit_and_credit_mean_is_asked_once(client: Client, ada: Employee) -> None:
    text = "employee number,kind,amount,S/H,currency\nE1,Lohn,40000,S,EUR\nE1,Lohn,500,H,EUR\n"
    page = bring(client, text)
    assert (
        "“S/H” has “S”, “H” beside amounts, and nobody has said whether these amounts are added or taken away."
        in squeezed(client.get(page))
    )
    said = answers(client, page, **{"sign-0": "plus", "sign-1": "minus"})
    answer = client.post(f"{page}correct/", said)
    assert answer.status_code == 302, (said, answer.context["correction"].errors)
    work()
    client.post(f"{page}apply/")
    work()
    assert PaidAmount.objects.get().amount == 39500
    assert "Nothing is written yet." in squeezed(client.get(bring(client, text, year="2025")))


def test_less_than_nothing_has_to_be_confirmed(client: Client, ada: Employee) -> None:
    page = bring(client, "employee number,currency,Base salary\nE1,EUR,-5\n")
    text = squeezed(client.get(page))
    assert "The basic pay of 1 person comes to less than nothing. I have checked it: it is meant so." in text
    assert "hours" not in text.split("The basic pay of 1 person")[1].split("</label>")[0]
    client.post(f"{page}apply/")
    assert PaidUpload.objects.get().state == "ready"
    client.post(f"{page}apply/", {"sure": "1"})
    work()
    assert PaidYear.objects.count() == 1


def test_hours_of_a_month_are_confirmed_as_hours(client: Client, ada: Employee) -> None:
    page = bring(client, "employee number,currency,hours,Base salary\nE1,EUR,160,40000\n")
    text = squeezed(client.get(page))
    assert "The paid hours of 1 person come to less than five a week. I have checked it: it is meant so." in text
    assert "comes to less than nothing" not in text
    refused = client.post(f"{page}apply/", follow=True)
    assert "Some of these amounts or hours look wrong. Look at them, and say that they are meant." in squeezed(refused)
    client.post(f"{page}apply/", {"sure": "1"})
    work()
    assert PaidYear.objects.count() == 1


def test_what_cannot_be_taken_in_is_told_and_can_be_thrown_away(client: Client, ada: Employee) -> None:
    page = bring(client, "employee number,currency,Base salary\nE9,EUR,5\n")
    text = squeezed(client.get(page))
    assert "Nothing was written." in text
    assert "nobody has the employee number E9" in text
    assert client.post(f"{page}discard/").status_code == 302
    assert not PaidUpload.objects.exists()
    assert client.post(reverse("import-paid"), {"year": "26"}).status_code == 422


def test_nobody_else_brings_it_or_sees_the_way_there(client: Client, ada: Employee) -> None:
    page = bring(client)
    for role in (None, Role.COMPENSATION_ANALYST, Role.EMPLOYEE_REPRESENTATIVE, Role.FRAMEWORK_EDITOR):
        other = signed_in(account(user__roles=[role] if role else [], name="O Ther"))
        assert other.get(reverse("import-paid")).status_code == 403
        assert other.get(page).status_code == 403
        assert other.post(f"{page}apply/").status_code == 403
        assert reverse("import-paid") not in other.get(reverse("fairness")).content.decode()
    assert signed_in(account(user__roles=[Role.HR_ADMIN], name="H R")).get(page).status_code == 404
    assert reverse("import-paid") in client.get(reverse("fairness")).content.decode()
    assert not PaidYear.objects.exists()


def test_a_file_with_a_guess_is_answered_like_any_other(client: Client, ada: Employee) -> None:
    """Whoever may not open pay does not learn whether somebody was paid exactly what a file says."""
    client.post(f"{bring(client, 'employee number,currency,Base salary' + chr(10) + 'E1,EUR,40123' + chr(10))}apply/")
    work()

    def said(reader: Client, amount: str) -> str:
        page = bring(reader, f"employee number,currency,Base salary\nE1,EUR,{amount}\n")
        body = re.sub("<[^>]+>", " ", squeezed(reader.get(page)))
        assert reader.post(f"{page}discard/").status_code == 302
        return body[body.index("This is what would change") : body.index("In the file")]

    guesser = signed_in(account(user__roles=[Role.PAY_EQUITY_ANALYST]))
    assert said(guesser, "40123") == said(guesser, "40124")
    assert "Take it in" in squeezed(guesser.get(bring(guesser, "employee number,currency,Base salary\nE1,EUR,40123\n")))
    assert "there already" in said(guesser, "40123")
    opens = signed_in(account(user__roles=[Role.HR_ADMIN]))
    page = bring(opens, "employee number,currency,Base salary\nE1,EUR,40123\n")
    assert "Nothing would change" in squeezed(opens.get(page))
