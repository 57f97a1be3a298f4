"""A draft that its author threw away has never been: nothing of it is in any table, or in any log."""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ladders.core.logs import ConfidentialFormatter
from ladders.moves.models import MoveRequest

from .company import Company
from .test_pages import ask, browser, url

pytestmark = pytest.mark.django_db
CANARY = "zaunkoenig-in-the-hedge"


def rows_with(*texts: str) -> dict[str, int]:
    """How many rows of which table of the database hold one of the texts, in whatever column; tables without any are left out."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE t::text LIKE ANY(%s)", [[f"%{each}%" for each in texts]]
            )
            count = cursor.fetchone()[0]
            if count:
                found[table] = count
    return found


def test_a_discarded_draft_leaves_no_trace_in_any_table(firm: Company) -> None:
    pia, level = browser(firm, "pia"), firm.level("S5")
    before = rows_with(str(level.key))
    places = rows_with("/moves/", "/path/")
    until: dict[str, Any] = {
        "first_ear": "manager",
        "why-reason": CANARY,
        "why-readers": [firm.user("mia").pk],
        "why-delete_on": timezone.localdate() + dt.timedelta(days=90),
    }
    ask(pia, firm, **until)
    row = MoveRequest.objects.get()
    assert rows_with(str(row.pk)), "the search finds a draft that is there"
    assert ask(pia, firm, **until).status_code == 302
    pia.post(url("move-discard", row))
    assert not MoveRequest.objects.exists()
    assert rows_with(str(row.pk), row.pk.hex, CANARY) == {}
    assert rows_with(str(level.key)) == before
    assert rows_with("/moves/", "/path/") == places == {}


def test_history_of_a_sent_request_begins_with_sending_and_names_no_address(firm: Company) -> None:
    pia = browser(firm, "pia")
    ask(pia, firm, first_ear="manager")
    row = MoveRequest.objects.get()
    assert not row.events.exists()  # type: ignore[attr-defined]
    pia.post(url("move-send", row), {"seen": pia.get(url("move-send", row)).context["seen"]})
    row.refresh_from_db()
    assert row.submitted_at is not None
    events = list(row.events.order_by("pgh_id"))  # type: ignore[attr-defined]
    assert (events[0].pgh_label, events[0].submitted_at) == ("update", row.submitted_at)
    assert rows_with("/moves/", "/path/") == {}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the application's log gets to hold."""
    [handler] = [each for each in logging.getLogger().handlers if isinstance(each.formatter, ConfidentialFormatter)]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.parametrize("address", ["/moves/nothing-there/", "/path/nothing-there/?next=nothing-there"])
def test_addresses_that_tell_are_in_no_log(address: str, firm: Company, log: io.StringIO) -> None:
    assert browser(firm, "pia").get(address).status_code == 404
    assert "Not Found: /[" in log.getvalue()
    assert "nothing-there" not in log.getvalue()


def test_a_refused_row_is_not_quoted_in_a_log(firm: Company, log: io.StringIO) -> None:
    row = firm.draft("S5")
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        MoveRequest.objects.filter(pk=row.pk).update(stopped_why=f"{CANARY}\n\n{CANARY}")
    assert CANARY in str(refusal.value), "the database quotes it"
    logging.getLogger("django.request").error("Error: /moves/%s/", CANARY, exc_info=refusal.value)
    assert "moves_request_stopped" in log.getvalue()
    assert "IntegrityError" in log.getvalue()
    assert CANARY not in log.getvalue()
