"""The database away for a moment: people read a sentence and have a way back, and work begins again instead of failing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from ladders.core import jobs
from ladders.core.access import open_to_all
from ladders.core.jobs import Progress, enqueue, job, run, sweep
from ladders.core.models import Job, JobState
from ladders.core.outages import is_outage
from tests.pages import Page, squeezed

pytestmark = pytest.mark.django_db
TYPED = "My father is ill\nand I <need> two years"


def nobody_answers() -> None:
    """As while the server is stopped."""
    away = DatabaseWrapper(connections["default"].settings_dict | {"HOST": "127.0.0.1", "PORT": 1}, "away")
    away.ensure_connection()


@open_to_all
def away(request: HttpRequest) -> HttpResponse:
    nobody_answers()
    return HttpResponse()


class Urls:
    """The product's addresses, and one that needs a database that is away."""

    from ladders import urls as _product

    urlpatterns = [path("away/", away), *_product.urlpatterns]
    handler500 = _product.handler500


def raised(work: Callable[[], Any]) -> BaseException:
    with pytest.raises(Exception) as caught:
        work()
    return caught.value


@override_settings(ROOT_URLCONF=Urls)
def test_a_page_says_that_it_will_be_back_and_leads_there() -> None:
    answer = Client(raise_request_exception=False).get("/away/?of=1")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    text = squeezed(answer)
    assert "Ladders can’t reach its database at the moment. Nothing is lost." in text
    assert 'href="/away/?of=1">Try again</a>' in text
    assert "127.0.0.1" not in text
    assert Page(answer.content.decode()).wrong == []


@override_settings(ROOT_URLCONF=Urls)
def test_what_was_typed_is_sent_again_from_the_page() -> None:
    client = Client(raise_request_exception=False)
    token = "t" * 64
    answer = client.post("/away/?of=1", {"csrfmiddlewaretoken": token, "reason": TYPED, "day": ["1", "2"]})
    page = Page(answer.content.decode())
    assert (answer.status_code, page.wrong) == (503, [])
    assert "Nothing you typed is lost" in squeezed(answer)
    assert 'action="/away/?of=1"' in squeezed(answer)
    for name, value in (("csrfmiddlewaretoken", token), ("day", "1"), ("day", "2")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in squeezed(answer)
    assert "My father is ill\nand I &lt;need&gt; two years" in answer.content.decode()


@override_settings(ROOT_URLCONF=Urls)
@pytest.mark.parametrize(
    "fields",
    [
        {"csrfmiddlewaretoken": "t" * 64, "password1": "correct horse battery"},
        {"reason": "from a form of another site, which has no token"},
        {"csrfmiddlewaretoken": "t" * 64, "reason": "a" * 300_000},
    ],
    ids=["a password", "no token", "too much"],
)
def test_what_must_not_stand_in_a_page_does_not(fields: dict[str, str]) -> None:
    answer = Client(raise_request_exception=False).post("/away/", fields)
    assert answer.status_code == 503
    assert "<form" not in squeezed(answer)
    assert "go back in your browser" in squeezed(answer)
    assert not any(value in answer.content.decode() for value in fields.values())


def test_nobody_answering_is_an_outage() -> None:
    assert is_outage(raised(nobody_answers))


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_an_outage() -> None:
    other = connections.create_connection("default")
    try:
        other.ensure_connection()
        pid = other.connection.info.backend_pid
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        first = raised(lambda: other.cursor().execute("SELECT 1"))
        then = raised(lambda: other.cursor().execute("SELECT 1"))
    finally:
        with suppress(OperationalError, InterfaceError):
            other.close()
    assert (is_outage(first), is_outage(then)) == (True, True)


def test_a_server_that_only_reads_is_an_outage() -> None:
    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute("UPDATE core_job SET title = title")

    assert is_outage(raised(write))


def with_code(error: type[psycopg.Error]) -> Exception:
    try:
        raise OperationalError from error()
    except OperationalError as wrapped:
        return wrapped


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (psycopg.errors.DiskFull, True),
        (psycopg.errors.TooManyConnections, True),
        (psycopg.errors.CannotConnectNow, True),
        (psycopg.errors.LockNotAvailable, False),
        (psycopg.errors.DeadlockDetected, False),
        (psycopg.errors.QueryCanceled, False),
    ],
)
def test_what_passes_by_itself_is_told_from_what_does_not(error: type[psycopg.Error], outage: bool) -> None:
    assert is_outage(with_code(error)) is outage


@pytest.mark.parametrize("error", [ValueError("x"), OSError("x"), None])
def test_other_failures_are_no_outage(error: BaseException | None) -> None:
    assert not is_outage(error)


@job("tests.away")
def work_while_away(progress: Progress) -> dict[str, Any]:
    """Meet a database that is away the first time."""
    if Job.objects.values_list("attempts", flat=True).get(pk=progress.job_id) == 1:
        nobody_answers()
    return {"arrived": True}


def test_a_job_that_met_an_outage_begins_again_when_its_lease_is_over() -> None:
    row = enqueue("tests.away", title="A job", by=None, args={})
    run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (JobState.RUNNING, 1, "")
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1), handed_over_at=None)
    assert sweep(timezone.now() + jobs.MISSED) == 1
    run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.outcome) == (JobState.DONE, 2, {"arrived": True})
