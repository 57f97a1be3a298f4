"""Real schedulers, as on two hosts: each has a queue of its own here, which shows who hands work over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from ladders.celery import app
from ladders.core.beat import OneAtATime
from ladders.core.heartbeats import Part, give_turn_back, take_turn
from ladders.core.models import Heartbeat

from .test_workers import Workers


@pytest.mark.django_db
def test_one_has_the_turn_until_it_falls_silent_or_gives_it_back() -> None:
    assert take_turn(Part.BEAT, "one", 30)
    assert not take_turn(Part.BEAT, "two", 30)
    assert take_turn(Part.BEAT, "one", 30)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_heartbeat SET at = now() - interval '31 seconds'")
    assert take_turn(Part.BEAT, "two", 30)
    assert not take_turn(Part.BEAT, "one", 30)
    give_turn_back(Part.BEAT, "one")
    assert Heartbeat.objects.get().holder == "two"
    give_turn_back(Part.BEAT, "two")
    assert take_turn(Part.BEAT, "one", 30)


@pytest.mark.django_db(transaction=True)
def test_two_of_one_host_name_and_path_are_two_and_one_that_is_started_again_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started(folder: str) -> OneAtATime:
        (tmp_path / folder).mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path / folder)
        return OneAtATime(app=app, schedule_filename="schedule")

    first, second = started("one"), started("two")
    assert first._has_turn()
    assert not second._has_turn()
    monkeypatch.chdir(tmp_path / "one")
    first._store.close()  # killed: it gives nothing back
    again = started("one")
    assert again._has_turn()
    assert not second._has_turn()
    again.close()
    assert second._has_turn()
    monkeypatch.chdir(tmp_path / "two")
    second.close()


class Host:
    """A scheduler with a folder, and so a queue, of its own, on this test's database."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.env = Workers(folder, "").env | {"BEAT_LEASE_SECONDS": "6"}
        self.queue = folder / "data" / "queue" / "messages"
        self.command = f"-m celery -A ladders beat --pidfile= -l warning -s {folder / 'schedule'}"
        self.log = folder / "log"
        self.start()

    def start(self) -> None:
        """From now on; the process has a group of its own."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-W", "ignore", *self.command.split()]
            self.process = subprocess.Popen(
                command, env=self.env, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
            )

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Without a word, or as it is told to."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        self.process.wait(30)

    def handed_over(self) -> int:
        """How many messages there are: nobody takes them."""
        return len(list(self.queue.iterdir())) if self.queue.exists() else 0


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[Callable[[str], Host]]:
    """Starts schedulers, and ends them."""
    started: list[Host] = []

    def start(name: str) -> Host:
        started.append(Host(tmp_path / name))
        return started[-1]

    yield start
    for host in started:
        host.end()


def until(fits: Callable[[], bool], *hosts: Host) -> None:
    """Wait a minute for it at most."""
    end = time.monotonic() + 60
    while not fits():
        assert time.monotonic() < end, [host.log.read_text() for host in hosts]
        time.sleep(0.2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_schedulers_one_works_and_the_other_takes_over_when_it_is_killed_or_ends(
    hosts: Callable[[str], Host],
) -> None:
    first = hosts("first")
    until(lambda: first.handed_over() > 0, first)
    second = hosts("second")
    before = first.handed_over()
    until(lambda: first.handed_over() >= before + 8, first, second)
    assert second.handed_over() == 0  # it has been there for seconds in which a sweep was due each second
    first.end()
    before = first.handed_over()
    until(lambda: second.handed_over() > 0, first, second)
    first.start()
    after = second.handed_over()
    until(lambda: second.handed_over() >= after + 8, first, second)
    assert first.handed_over() == before
    second.end(signal.SIGTERM)
    until(lambda: first.handed_over() > before, first, second)
