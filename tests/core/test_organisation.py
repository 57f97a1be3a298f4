"""The organisation's settings."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from ladders.core.models import AuditEntry, Organisation
from tests.conftest import signed_in
from tests.factories import UserFactory
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db
SENT = {"name": "Quill", "second_publisher": "on", "evaluation_days": "90"}


def test_settings_are_saved_with_before_and_after(hr_client: Client, hr: User) -> None:
    assert_clean(hr_client.get("/settings/"))
    answer = hr_client.post("/settings/", SENT, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["The settings are saved."]
    row = Organisation.current()
    assert (row.name, row.second_publisher, row.evaluation_days) == ("Quill", True, 90)
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.area, entry.verb, entry.detail) == (
        hr,
        "core",
        "organisation.changed",
        {"name": ["Ladders", "Quill"], "second_publisher": [False, True], "evaluation_days": [180, 90]},
    )


def test_saving_again_changes_nothing(hr_client: Client) -> None:
    hr_client.post("/settings/", SENT, follow=True)
    answer = hr_client.post("/settings/", SENT, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Nothing was changed."]
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("evaluation_days", "0"), ("evaluation_days", "1096"), ("evaluation_days", "x"), ("name", " "), ("name", "\x07")],
)
def test_what_cannot_be_is_named_at_its_field(hr_client: Client, field: str, value: str) -> None:
    answer = hr_client.post("/settings/", SENT | {field: value})
    assert_clean(answer, status=422)
    assert list(answer.context["form"].errors) == [field]
    assert not Organisation.objects.exists()


def test_the_name_is_one_line_since_it_begins_the_subjects_of_mails(hr_client: Client) -> None:
    assert (
        hr_client.post("/settings/", SENT | {"name": "Quill\r\nBcc: all@quill.example\u2028\x1b &  Co"}).status_code
        == 302
    )
    assert Organisation.current().name == "Quill Bcc: all@quill.example & Co"
    row = Organisation(name="Feder\nund\tTinte")
    row.clean()
    assert row.name == "Feder und Tinte"


def test_a_system_administrator_may() -> None:
    client = signed_in(UserFactory.create(roles=[Role.SYSTEM_ADMINISTRATOR]))
    assert client.post("/settings/", SENT).status_code == 302
    assert Organisation.current().name == "Quill"


@pytest.mark.parametrize("role", [None, Role.FRAMEWORK_EDITOR, Role.COMPENSATION_ANALYST, Role.EMPLOYEE_REPRESENTATIVE])
def test_others_may_not(role: Role | None) -> None:
    client = signed_in(UserFactory.create(roles=[role] if role else []))
    assert client.get("/settings/").status_code == 403
    assert client.post("/settings/", SENT).status_code == 403
    assert not Organisation.objects.exists()
