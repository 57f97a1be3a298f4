"""Probes: the process, the database, the broker."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client, override_settings
from django.utils import timezone

from ladders.core.heartbeats import Part, Signs, give_sign, silent_for
from ladders.core.jobs import enqueue
from ladders.core.models import Heartbeat, Job
from ladders.core.owner import as_owner
from tests.core.processes import wait_for

READY = {
    "status": "ok",
    "database": "ok",
    "oldest_waiting_job_seconds": 0,
    "worker_silent_seconds": 0,
    "beat_silent_seconds": 0,
    "warnings": [],
}


@pytest.fixture
def alive(db: None) -> None:
    """A worker and a scheduler that have just given a sign of life."""
    for part in Part:
        give_sign(part)


def test_the_process_answers_without_a_database() -> None:
    answer = Client().get("/healthz", HTTP_HOST="10.0.0.7:8000")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("alive")
def test_ready() -> None:
    answer = Client().get("/readyz", HTTP_HOST="whatever.example")
    assert (answer.status_code, answer.json()) == (200, READY)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_probes_leave_no_session_and_know_two_verbs(path: str) -> None:
    client = Client()
    answer = client.get(path)
    assert client.cookies == {}
    assert client.head(path).status_code == 200
    refused = client.post(path)
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert answer["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_a_database_that_is_away_is_not_ready() -> None:
    def away(*args: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable", "database": "no answer"})


@pytest.mark.usefixtures("alive")
@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//"])
def test_a_broker_that_is_away_is_a_warning(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ladders.celery import app

    monkeypatch.setattr(app.conf, "broker_url", url)
    with override_settings(CELERY_BROKER_URL=url):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        READY
        | {
            "status": "degraded",
            "warnings": ["the broker does not answer: background work waits until it does"],
        },
    )


@pytest.mark.usefixtures("alive")
def test_work_that_no_worker_takes_up_is_told_with_its_age() -> None:
    job = enqueue("tests", title="J", by=None, args={})
    assert Client().get("/readyz").json() == READY
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - dt.timedelta(minutes=10))
    body = Client().get("/readyz").json()
    assert body["status"] == "degraded"
    assert 600 <= body["oldest_waiting_job_seconds"] < 660
    assert body["warnings"] == ["no worker takes up background work: start `celery -A ladders worker`, or read its log"]


@pytest.mark.usefixtures("alive")
@pytest.mark.parametrize(("part", "word"), [(Part.WORKER, "worker"), (Part.BEAT, "scheduler")])
def test_who_gives_no_sign_of_life_is_named_with_the_time(part: Part, word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_heartbeat SET at = now() - interval '5 minutes' WHERE part = %s", [part.value])
    body = Client().get("/readyz").json()
    said = f"no {word} gives signs of life: start `celery -A ladders {part}`, or read its log"
    assert body == READY | {"status": "degraded", f"{part}_silent_seconds": 300, "warnings": [said]}
    Heartbeat.objects.filter(pk=part).delete()
    assert Client().get("/readyz").json() == body | {f"{part}_silent_seconds": None}
    give_sign(part)
    assert Client().get("/readyz").json() == READY


@pytest.mark.django_db(transaction=True)
def test_one_role_for_everything_is_a_warning_everywhere(hr_client: Client) -> None:
    with as_owner():
        page = hr_client.get("/settings/").content.decode()
        assert "Ladders runs as the role that owns its tables" in page
        assert [each.id for each in run_checks(include_deployment_checks=True) if each.id == "ladders.W005"] == [
            "ladders.W005"
        ]
        body = Client().get("/readyz").json()
    assert "one database role runs and owns everything: set DATABASE_OWNER_URL and run migrate" in body["warnings"]


@pytest.mark.django_db(transaction=True)
def test_signs_of_life_are_given_until_they_are_stopped() -> None:
    signs = Signs(Part.WORKER)
    signs.start()
    assert wait_for(lambda: silent_for()[Part.WORKER] is not None, 20)
    signs.stop()
    assert silent_for() == {Part.WORKER: 0, Part.BEAT: None}


def test_only_these_two_addresses() -> None:
    assert Client().get("/healthz/x", HTTP_HOST="elsewhere.example").status_code == 400
