"""Probes: the process, the database, the broker."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client, override_settings
from django.utils import timezone

from ladders.core.jobs import enqueue
from ladders.core.models import Job

READY = {"status": "ok", "database": "ok", "oldest_waiting_job_seconds": 0, "warnings": []}


def test_the_process_answers_without_a_database() -> None:
    answer = Client().get("/healthz", HTTP_HOST="10.0.0.7:8000")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
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


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//"])
def test_a_broker_that_is_away_is_a_warning(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ladders.celery import app

    monkeypatch.setattr(app.conf, "broker_url", url)
    with override_settings(CELERY_BROKER_URL=url):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "status": "degraded",
            "database": "ok",
            "oldest_waiting_job_seconds": 0,
            "warnings": ["the broker does not answer: background work waits until it does"],
        },
    )


@pytest.mark.django_db
def test_work_that_no_worker_takes_up_is_told_with_its_age() -> None:
    job = enqueue("tests", title="J", by=None, args={})
    assert Client().get("/readyz").json() == READY
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - dt.timedelta(minutes=10))
    body = Client().get("/readyz").json()
    assert body["status"] == "degraded"
    assert 600 <= body["oldest_waiting_job_seconds"] < 660
    assert body["warnings"] == ["no worker takes up background work: start `celery -A ladders worker`, or read its log"]


def test_only_these_two_addresses() -> None:
    assert Client().get("/healthz/x", HTTP_HOST="elsewhere.example").status_code == 400
