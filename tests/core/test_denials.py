"""Refusals are in the audit trail: who met them and where, without what stands in the address, and in bounds."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from ladders.core import denials
from ladders.core.audit import opened
from ladders.core.models import AuditEntry
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def told() -> list[tuple[str, str]]:
    entries = AuditEntry.objects.filter(verb="access.denied").order_by("pk")
    return [(entry.by_name, entry.subject) for entry in opened(entries)]


def test_who_was_refused_where_and_not_at_whom(hr_client: Client) -> None:
    curious = account(name="Cu Rious")
    person = EmployeeFactory.create()
    client = signed_in(curious)
    for _twice in range(2):
        assert client.get("/audit/").status_code == 403
        assert client.get(f"/pay/people/{person.pk}/salary/").status_code == 403
    assert told() == [("Cu Rious", "/audit/"), ("Cu Rious", "/pay/people/<int:pk>/salary/")]
    assert str(person.pk) not in str(told())
    assert "was refused at" in hr_client.get("/audit/").content.decode()


def test_where_somebody_wants_to_go_is_in_no_entry() -> None:
    client = signed_in(account())
    assert client.get("/moves/requests/").status_code == 403
    assert [subject for _name, subject in told()] == ["/[moves]"]


def test_whoever_tries_everything_fills_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(denials, "MOST", 2)
    client = signed_in(account())
    for address in ("/audit/", "/roles/", "/settings/", "/bands/"):
        assert client.get(address).status_code == 403
    entries = AuditEntry.objects.filter(verb="access.denied").order_by("pk")
    assert [entry.subject for entry in entries] == ["/audit/", "/roles/"]
    assert "further refusals" in str(entries[1].detail)


def test_signed_out_nobody_is_named() -> None:
    assert Client().get("/audit/").status_code == 302
    assert told() == []
