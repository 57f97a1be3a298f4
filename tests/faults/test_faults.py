"""The database, the web, the worker, the scheduler and the keeper end in the middle of work, or the machine is full.

After each: what people were told was saved is there, once; nothing failed that could begin again; nobody met a bare failure.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from ladders.localserver.embedded_server import ROLE, lease
from tests.core.processes import PROJECT
from tests.walk.demo import free_port

from .site import HR, Browser, Site, site
from .soundness import assert_sound
from .visitors import Told, busy

pytestmark = [pytest.mark.slow, pytest.mark.faults]

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
AWAY = float(os.environ.get("FAULT_SECONDS", "8"))  # how long something stays away
PEOPLE = 1500


def notes(demo: Site) -> dict[str, int]:
    """How often each note of a visitor is stored."""
    with demo.database() as link:
        rows = link.execute("SELECT title, count(*) FROM careers_evidence WHERE title LIKE 'fault-%' GROUP BY title")
        return dict(rows.fetchall())


def more_notes(told: Told) -> Callable[[], bool]:
    """Whether people have written four more from now on."""
    before = len(told.kept)
    return lambda: len(told.kept) >= before + 4


def assert_whole(demo: Site, told: Told) -> None:
    """Lost 0, doubled 0, half-written 0; and every page that failed said so in a sentence."""
    stored = notes(demo)
    assert told.kept, f"nobody could write anything: {told.seen}"
    assert [title for title in told.kept if stored.get(title) != 1] == []
    assert [title for title in told.unsure if stored.get(title, 0) > 1] == []
    assert [(each.status, each.text[:300]) for each in told.bare if each.status] == []
    assert_sound(demo)


def server_killed(demo: Site) -> None:
    os.kill(demo.postmaster, signal.SIGKILL)


def server_stopped(demo: Site) -> None:
    os.kill(demo.postmaster, signal.SIGINT)  # “fast”: who is connected is turned out


def keeper_killed(demo: Site) -> None:
    pid = lease.keeper_pid(demo.place)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def web_killed(demo: Site) -> None:
    demo.kill("gunicorn")


def one_web_process_killed(demo: Site) -> None:
    demo.kill("gunicorn", only=slice(-1, None))


def worker_and_scheduler_killed(demo: Site) -> None:
    demo.kill("--pool solo")
    demo.kill("beat --pidfile=")


@pytest.mark.parametrize(
    "fault",
    [server_killed, server_stopped, keeper_killed, web_killed, one_web_process_killed, worker_and_scheduler_killed],
    ids=lambda fault: fault.__name__,
)
def test_ended_while_people_write(demo: Site, fault: Callable[[Site], None]) -> None:
    with busy(demo) as told:
        for _ in range(ROUNDS):
            time.sleep(2)
            fault(demo)
            demo.back()
            demo.until(more_notes(told), "new notes")
    assert_whole(demo, told)


def people_file(start: int, count: int) -> bytes:
    """New people, by number and name, in two places."""
    rows = [
        f"F{number:06},Fault{number},Person,{('Cork', 'Porto')[number % 2]}" for number in range(start, start + count)
    ]
    return "\n".join(["Number,First name,Last name,Location", *rows]).encode()


def take_in(demo: Site, hr: Browser, content: bytes, during: Callable[[str], None]) -> str:
    """Upload a people file and have it applied; `during` is called with the kind of the job that just began."""
    answer = hr.post("/people/import/", {}, file=("people.csv", content))
    assert answer.status == 302, answer
    at = answer.path
    during(at)
    demo.until(lambda: f'action="{at}apply/"' in hr.get(at).text, "the look at the file")
    applied = hr.post(f"{at}apply/", {"sure": "on"}, form_on=at)
    assert applied.status == 302, applied
    during(f"{at}apply/")
    demo.until(
        lambda: demo.value("SELECT state FROM exchange_peopleupload WHERE id = %s", at.split("/")[-2]) == "applied",
        "it",
    )
    return at


def arrived(demo: Site) -> int:
    """How many of the files' people are here."""
    return int(demo.value("SELECT count(*) FROM accounts_employee WHERE number LIKE 'F0%%'"))


@pytest.mark.parametrize("what", ["worker", "server"])
def test_ended_while_a_file_of_people_is_taken_in(demo: Site, what: str) -> None:
    hr = demo.browser(HR)
    for _ in range(ROUNDS):
        before = arrived(demo)
        ended: list[str] = []

        def end(at: str, ended: list[str] = ended) -> None:
            demo.until(
                lambda: demo.value("SELECT count(*) FROM core_job WHERE state = 'running' OR finished_at IS NULL"),
                "a start",
            )
            if what == "worker":
                demo.kill("--pool solo")
            else:
                os.kill(demo.postmaster, signal.SIGKILL)
            demo.back()
            ended.append(at)

        take_in(demo, hr, people_file(before + 1, PEOPLE), end)
        assert (arrived(demo), len(ended)) == (before + PEOPLE, 2)
    assert_sound(demo)


def take_all_connections(demo: Site, stack: ExitStack) -> int:
    """Connect as the application does until the server refuses; returns how often that went. `stack` ends them."""
    stack.callback(lease.release, demo.place)
    lease.hold(demo.place)
    for taken in range(1000):
        try:
            link = demo.connect(ROLE)
        except psycopg.OperationalError:
            return taken
        stack.callback(link.close)
    raise AssertionError("the server has no limit")


def test_all_connections_are_used_up(demo: Site) -> None:
    with busy(demo) as told, ExitStack() as stack:
        demo.until(lambda: told.kept, "a first note")
        assert take_all_connections(demo, stack) > 20
        demo.kill("gunicorn")  # whoever starts anew finds no room: what the killed one leaves is taken, too
        demo.until(lambda: take_all_connections(demo, stack) >= 0 and told.seen[503], "a page that says so")
        stack.close()
        demo.back()
        demo.until(more_notes(told), "new notes")
    assert_whole(demo, told)


def test_two_schedulers_and_two_workers_do_everything_once(demo: Site) -> None:
    hr = demo.browser(HR)
    env = os.environ | {"LADDERS_DATA_DIR": str(demo.data), "LADDERS_DEMO": "1", "LADDERS_EMBEDDED_FAST": "1"}
    command = [sys.executable, "-W", "ignore", "-m", "celery", "--app", "ladders", "--quiet"]
    second = [
        subprocess.Popen([*command, *more], cwd=PROJECT, env=env, start_new_session=True)
        for more in (
            [
                "worker",
                "--pool",
                "solo",
                "--without-gossip",
                "--without-mingle",
                "-n",
                "second@%h",
                "--loglevel",
                "error",
            ],
            ["beat", "--pidfile=", "-s", str(demo.data / "second-beat"), "--loglevel", "error"],
        )
    ]
    try:
        before = arrived(demo)
        take_in(demo, hr, people_file(before + 1, PEOPLE), lambda at: None)
        for _ in range(4):
            assert hr.post("/demo/clock/", {"by": "week"}, form_on="/account/").status == 302
        time.sleep(5)
        assert arrived(demo) == before + PEOPLE
    finally:
        for process in second:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert_sound(demo)


def test_the_clock_is_set_back(demo: Site) -> None:
    hr = demo.browser(HR)
    placed = demo.value("SELECT count(*) FROM placements_placement")
    assert hr.post("/demo/clock/", {"by": "week"}, form_on="/account/").status == 302
    after = demo.value("SELECT count(*) FROM placements_placement")
    clock = demo.data / "demo-clock"
    moved = clock.read_text()
    clock.unlink()
    with busy(demo, writers=1) as told:
        demo.until(lambda: len(told.kept) >= 3, "notes")
    clock.write_text(moved)
    assert after >= placed
    assert demo.value("SELECT count(*) FROM placements_placement") == after
    assert_whole(demo, told)


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="there is no Redis to start")
def test_the_broker_is_away_for_a_while() -> None:
    port = free_port()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def start() -> subprocess.Popen[bytes]:
            command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        broker = start()
        demo = stack.enter_context(site(CELERY_BROKER_URL=f"redis://127.0.0.1:{port}/0"))
        hr = demo.browser(HR)
        broker.kill()
        broker.wait()
        answer = hr.post("/people/import/", {}, file=("people.csv", people_file(1, 50)))
        assert answer.status == 302, answer
        assert "the broker does not answer" in Browser(demo.address).get("/readyz").text
        time.sleep(AWAY)
        start()
        demo.until(lambda: f'action="{answer.path}apply/"' in hr.get(answer.path).text, "the look at the file")
        assert_sound(demo)


def test_the_disk_is_full() -> None:
    with ExitStack() as stack:
        disk = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1g,mode=0755", "tmpfs", str(disk)], capture_output=True
        )
        if mounted.returncode:
            pytest.skip("making a small disk needs the right to mount one")
        stack.callback(subprocess.run, ["umount", "-l", str(disk)], check=True)
        demo = stack.enter_context(site(parent=disk))
        with busy(demo) as told:
            demo.until(lambda: told.kept, "a first note")
            ballast = demo.data / "ballast"
            _fill(ballast)
            full = time.monotonic()
            demo.until(lambda: told.seen[503] or time.monotonic() > full + AWAY, "a page that says so")
            ballast.unlink()
            demo.back()
            demo.until(more_notes(told), "new notes")
        assert_whole(demo, told)


def _fill(path: Path) -> None:
    block = b"\0" * (1 << 20)
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(block):
                pass
        except OSError:
            return
