"""Real Celery workers, killed in the middle: the sweep finishes the work, exactly once, whatever carries the messages."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from ladders.core import jobs
from ladders.core.jobs import enqueue
from ladders.core.models import AuditEntry, Job, JobState

from . import jobkinds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KINDS = jobkinds.__name__
PATIENCE = 60.0


def answers(url: str) -> bool:
    """True where somebody listens."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1):
            return True
    except OSError:
        return False


def broker(url: str) -> Any:
    """A parameter for a broker beyond the default one: such tests run where it answers."""
    away = pytest.mark.skipif(not answers(url), reason=f"nothing answers at {url.rpartition('@')[2]}")
    return pytest.param(url, id=urlsplit(url).scheme, marks=[pytest.mark.services, away])


BROKERS = [
    pytest.param("", id="filesystem"),  # what settings choose without CELERY_BROKER_URL
    broker(os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")),
    broker(os.environ.get("TEST_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672//")),
]


class Workers:
    """Starts `celery worker` with a beat inside, on this test's database and a queue of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        names = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS", "FOLDER")
        database = {name: connection.settings_dict[name] for name in names if name in connection.settings_dict}
        module = (
            "import ladders.settings as base\nfrom tests.settings import *\n"
            f"DATABASES = {{'default': {database!r}}}\n"
            "CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = base.CELERY_BROKER_URL, base.CELERY_BROKER_TRANSPORT_OPTIONS\n"
            f"CELERY_TASK_DEFAULT_QUEUE = 'test-{os.getpid()}-{time.monotonic_ns()}'\n"
        )
        (folder / "worker_settings.py").write_text(module)
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "worker_settings",
            "PYTHONPATH": str(folder),
            "LADDERS_DATA_DIR": str(folder / "data"),
            "JOB_LEASE_SECONDS": "3",
            "JOB_MISSED_SECONDS": "1",
            "JOB_SWEEP_SECONDS": "1",
            "BEAT_LEASE_SECONDS": "2",
        }
        self.env.pop("CELERY_BROKER_URL", None)
        if url:
            self.env["CELERY_BROKER_URL"] = url
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """A worker with one child process, in a process group of its own."""
        command = "-m celery -A ladders worker -B -c 1 --without-gossip --without-mingle -l warning -I"
        name = f"test-{os.getpid()}-{time.monotonic_ns()}@%h"  # others may run workers on the same broker
        log = (self.folder / f"worker-{len(self.running)}.log").open("wb")
        schedule = ["-s", str(self.folder / f"beat-{len(self.running)}")]
        worker = subprocess.Popen(
            [sys.executable, "-W", "ignore", *command.split(), KINDS, "-n", name, *schedule],
            env=self.env,
            cwd=settings.BASE_DIR,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.running.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """As the kernel does when memory is short: the whole group, without a word."""
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)

    def logs(self) -> str:
        """What the workers said."""
        return "\n".join(log.read_text(errors="replace") for log in sorted(self.folder.glob("worker-*.log")))


@pytest.fixture
def workers(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workers]:
    """Workers that are gone after the test."""
    started = Workers(tmp_path, request.param)
    yield started
    for worker in started.running:
        started.kill(worker)


def until(holds: Callable[[], bool], workers: Workers, what: str) -> None:
    """Wait for something that other processes do."""
    end = time.monotonic() + PATIENCE
    while not holds():
        rows = json.dumps(list(Job.objects.values("state", "attempts", "done", "error")))
        assert time.monotonic() < end, f"{what} did not happen in time: {rows}\n{workers.logs()}"
        time.sleep(0.1)


def waiting(name: str, seconds: float) -> Job:
    """A job whose message never reached a broker: only the sweep can find it."""
    row = enqueue("tests.once", title=name, by=None, args={"name": name, "seconds": seconds})
    Job.objects.filter(pk=row.pk).update(handed_over_at=None, created_at=timezone.now() - jobs.MISSED)
    return row


def state(row: Job) -> tuple[str, int]:
    """State and progress now."""
    row.refresh_from_db()
    return row.state, row.done


@pytest.mark.parametrize("workers", BROKERS, indirect=True)
def test_a_killed_workers_job_is_finished_by_another_exactly_once(workers: Workers) -> None:
    row = waiting("killed", seconds=300)
    first = workers.start()
    until(lambda: state(row) == (JobState.RUNNING, 1), workers, "the first start")
    workers.kill(first)
    assert AuditEntry.objects.filter(subject="killed").count() == 0
    workers.start()
    until(lambda: row.finished or state(row)[0] == JobState.DONE, workers, "the second start")
    time.sleep(3)  # further sweeps and late messages find nothing to do
    row.refresh_from_db()
    assert (row.state, row.attempts, row.outcome) == (JobState.DONE, 2, {"entries": 1})
    assert AuditEntry.objects.filter(subject="killed").count() == 1


@pytest.mark.parametrize("workers", BROKERS, indirect=True)
def test_a_worker_asked_to_stop_finishes_what_it_holds(workers: Workers) -> None:
    row = waiting("stopped", seconds=2)
    worker = workers.start()
    until(lambda: state(row) == (JobState.RUNNING, 1), workers, "the start")
    os.kill(worker.pid, signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    row.refresh_from_db()
    assert (row.state, row.attempts, row.outcome) == (JobState.DONE, 1, {"entries": 1})


@pytest.mark.parametrize("url", BROKERS[1:])
def test_a_broker_that_answers_is_no_warning(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ladders.celery import app

    monkeypatch.setattr(app.conf, "broker_url", url)
    with override_settings(CELERY_BROKER_URL=url):
        assert jobs.broker_answers(5) is True


@pytest.mark.parametrize("silent", [False, True], ids=["refuses", "never answers"])
@pytest.mark.parametrize("scheme", ["redis://{}/0", "amqp://guest:guest@{}//"], ids=["redis", "amqp"])
def test_the_web_does_not_wait_for_a_broker_that_is_away(scheme: str, silent: bool, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1] if silent else 1
        code = (
            "import django, time; django.setup()\n"
            "from ladders.core import jobs\nfrom ladders.core.models import Job\nimport uuid\n"
            "Job.objects.filter = lambda **k: type('Q', (), {'update': lambda s, **f: 1})()\n"
            "start = time.monotonic(); taken = jobs.hand_over(uuid.uuid4())\n"
            "answered = jobs.broker_answers(0.5)\n"
            "print(taken, answered, time.monotonic() - start < 9)"
        )
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "ladders.settings",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
            "SECRET_KEY": "a-secret-that-nobody-guesses-and-only-tests-ever-know-0123",
            "LADDERS_DATA_DIR": str(tmp_path),
            "CELERY_BROKER_URL": scheme.format(f"127.0.0.1:{port}"),
        }
        ran = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code],
            env=env,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert (ran.stdout, ran.returncode) == ("False False True\n", 0), ran.stderr
