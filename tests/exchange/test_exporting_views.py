"""Export in the browser: who gets which version, what the answer says, what it costs."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from ladders.exchange.frameworks_out.formats.formats import Format
from ladders.frameworks.actions.frameworks import create_framework, start_draft
from ladders.frameworks.models import Expectation, Framework, JobEvaluation
from ladders.frameworks.queries.snapshot import forget
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import EmployeeFactory
from tests.frameworks.published import publish_now, published, secret_draft
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db


def address(**asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('export', args=['research'])}?{query}"


@pytest.fixture(autouse=True)
def _research(plan: FactorPlan, hr: User) -> None:
    published(hr)


def test_the_page_says_what_each_format_is_good_for(employee_client: Client) -> None:
    response = employee_client.get(address())
    text = response.content.decode()

    assert_clean(response)
    assert [address(version="1", format=format).replace("&", "&amp;") in text for format in Format] == [True] * 4
    assert "import it" not in text
    assert reverse("schema") in text


def test_hr_is_told_how_a_file_comes_back(hr_client: Client) -> None:
    assert "import it" in hr_client.get(address()).content.decode()


@pytest.mark.parametrize(
    ("format", "name", "kind"),
    [
        (Format.XLSX, "research-v1.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Format.CSV, "research-v1.csv", "text/csv; charset=utf-8"),
        (Format.JSON, "research-v1.json", "application/json"),
        (Format.MARKDOWN, "research-v1.md", "text/markdown; charset=utf-8"),
    ],
)
def test_a_file(employee_client: Client, format: Format, name: str, kind: str) -> None:
    response = employee_client.get(address(format=format))

    assert response.status_code == 200
    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"Specialist 5" in (response.content if format is not Format.XLSX else _cells(response.content))


def _cells(content: bytes) -> bytes:
    book = openpyxl.load_workbook(BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value).encode()


@pytest.mark.parametrize(
    "wanted", [{"format": "pdf"}, {"format": ""}, {"version": "9"}, {"version": "x"}, {"version": "draft"}]
)
def test_what_there_is_not(employee_client: Client, wanted: dict[str, str]) -> None:
    assert employee_client.get(address(**wanted)).status_code == 404


def test_a_retired_version_can_be_taken_along(employee_client: Client, hr: User) -> None:
    publish_now(start_draft(framework=Framework.objects.get(), by=hr), hr)

    retired, current = (
        json.loads(employee_client.get(address(format="json", **asked)).content) for asked in ({"version": "1"}, {})
    )

    assert [(told["origin"]["version"], told["origin"]["state"]) for told in (retired, current)] == [
        (1, "retired"),
        (2, "published"),
    ]


def test_a_draft_is_for_who_may_edit_it(hr: User, editor: User, employee: User) -> None:
    framework = Framework.objects.get()
    assert framework.owner
    owner = framework.owner.user
    assert owner
    secret_draft(framework, hr)
    stranger = EmployeeFactory.create().user
    assert stranger
    asked = address(version="draft", format="json")

    seen = {
        name: signed_in(user).get(asked).status_code
        for name, user in (
            ("hr", hr),
            ("editor", editor),
            ("owner", owner),
            ("employee", employee),
            ("stranger", stranger),
        )
    }

    assert seen == {"hr": 200, "editor": 200, "owner": 200, "employee": 404, "stranger": 404}
    assert signed_in(employee).get(address(version="2", format="json")).status_code == 404
    for format in Format:
        assert "Zebrafish" not in signed_in(employee).get(address(format=format)).content.decode("latin-1")
    assert "Draft of version" not in signed_in(employee).get(address()).content.decode()
    draft = signed_in(hr).get(asked)
    assert draft.headers["Content-Disposition"] == 'attachment; filename="research-draft-v2.json"'
    assert "Zebrafish" in draft.content.decode()


def test_a_framework_with_a_draft_only_is_not_there_for_employees(
    employee_client: Client, hr_client: Client, hr: User
) -> None:
    create_framework(name="Quiet", by=hr)
    asked = f"{reverse('export', args=['quiet'])}?format=json"

    assert (employee_client.get(asked).status_code, hr_client.get(asked).status_code) == (404, 200)


def test_signed_out(client: Client) -> None:
    for url in (address(format="json"), address(), reverse("schema")):
        response = client.get(url)
        assert (response.status_code, response.headers["Location"].startswith(reverse("account_login"))) == (302, True)
        assert b"Research" not in response.content


def test_nothing_is_changed_by_it(employee_client: Client) -> None:
    assert employee_client.post(address(format="json")).status_code == 405


def test_evaluators_are_for_who_may_edit_or_evaluate(employee: User, hr: User) -> None:
    assert JobEvaluation.objects.filter(evaluators=["Ada"]).exists()

    told = {user.pk: signed_in(user).get(address(format="json")).content.decode() for user in (employee, hr)}

    assert ("Ada" in told[employee.pk], "Ada" in told[hr.pk]) == (False, True)
    assert "Because of S5" in told[employee.pk]


def test_what_a_format_cannot_hold_is_said(hr: User) -> None:
    draft = secret_draft(Framework.objects.get(), hr)
    Expectation.objects.filter(version=draft).update(descriptor="x" * 40_000)
    response = signed_in(hr).get(address(version="draft", format="xlsx"), follow=True)

    assert response.status_code == 200
    assert "has 40,000 characters" in response.content.decode()
    assert signed_in(hr).get(address(version="draft", format="markdown")).status_code == 200


def test_the_number_of_queries(
    employee_client: Client, hr: User, plan: FactorPlan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published(hr, "Wide", degrees=(3, 4, 5, 6, 7))
    for slug in ("research", "wide"):
        page = reverse("export", args=[slug])
        forget()
        with django_assert_num_queries(3):  # session, user, versions
            employee_client.get(page)
        with django_assert_num_queries(19):  # and 16 for the whole version
            employee_client.get(f"{page}?format=xlsx")
        for format in Format:
            with django_assert_num_queries(3):
                employee_client.get(f"{page}?format={format}")


def test_the_schema_holds_for_every_export(employee_client: Client, hr: User, employee: User) -> None:
    schema = json.loads(employee_client.get(reverse("schema")).content)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    secret_draft(Framework.objects.get(), hr)
    for wanted, user in (({}, hr), ({}, employee), ({"version": "draft"}, hr)):
        document = json.loads(signed_in(user).get(address(format="json", **wanted)).content)
        assert [error.message for error in validator.iter_errors(document)] == []
        assert document["$schema"] == schema["$id"]


def test_the_links_to_it(employee_client: Client, hr_client: Client, hr: User) -> None:
    secret_draft(Framework.objects.get(), hr)

    assert (
        "/frameworks/research/export/?version=1"
        in employee_client.get(reverse("framework", args=["research"])).content.decode()
    )
    assert (
        "/frameworks/research/export/?version=draft"
        in hr_client.get(reverse("draft", args=["research"])).content.decode()
    )
