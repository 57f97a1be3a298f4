"""What stands before every view."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Employee, User
from ladders.core.history import context_of
from ladders.core.models import Organisation
from tests.pages import assert_clean

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/audit/?subject=a%00b", "/roles/?q=%00", "/sign-in/?next=%00"])
def test_a_nul_byte_in_an_address_is_refused(hr_client: Client, path: str) -> None:
    assert_clean(hr_client.get(path), status=400)


def test_a_nul_byte_in_a_form_is_refused(hr_client: Client) -> None:
    sent = {"name": "a\0b", "evaluation_days": "5"}
    assert_clean(hr_client.post("/settings/", sent), status=400)
    assert not Organisation.objects.exists()


def test_changes_are_kept_with_who_and_where(hr_client: Client, hr: User) -> None:
    hr_client.post("/settings/?token=secret", {"name": "Quill", "evaluation_days": "5"})
    event: Any = Organisation.objects.get().events.order_by("pgh_id").last()  # type: ignore[attr-defined]
    assert context_of(event) == {"user": hr.pk, "url": "/settings/"}


def test_every_page_below_needs_a_sign_in(client: Client) -> None:
    for path in ("/", "/account/", "/roles/", "/audit/", "/settings/", "/jobs/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={path}"), path
    assert not Employee.objects.exists()
