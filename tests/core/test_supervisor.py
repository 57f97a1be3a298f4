"""The supervisor: what it starts stays alive while it lives, and ends with it, however it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from ladders.localserver import supervisor
from ladders.localserver.embedded_server import lease
from ladders.localserver.embedded_server.places import ServerFiles
from ladders.localserver.supervisor import Ended, Program, Supervisor
from tests.core.processes import PROJECT, answer, environment, finish, processes_of, python, wait_for
from tests.walk.demo import free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")

# A program that ignores TERM and has a child that does, too.
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.fork()
os.write(1, b"up\\n")
time.sleep(300)
"""
# A supervisor of one program, as small as it gets.
SUPERVISED = """
import os, sys, time
from ladders.localserver import supervisor, watchdog
supervisor.GRACE = watchdog.GRACE = 0.5
boss = supervisor.Supervisor(dict(os.environ), None)
boss.listen_to_signals()
programs = [supervisor.Program("The program", [sys.executable, "-c", sys.argv[1]])]
print(boss.watchdog.pid, flush=True)
try:
    while True:
        boss.look_after(programs)
        time.sleep(0.02)
except supervisor.Ended:
    boss.end(programs)
    boss.watchdog.stop()
"""


@contextmanager
def supervising(code: str, data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that supervises a program, which runs `code`; it prints the watchdog's process id first."""
    process = python(SUPERVISED.replace("sys.argv[1]", repr(code)), environment(data_dir))
    try:
        yield process
    finally:
        process.kill()
        finish(process)


@pytest.fixture
def boss() -> Iterator[Supervisor]:
    """A supervisor in the test's own process."""
    boss = Supervisor(dict(os.environ), None)
    yield boss
    boss.watchdog.stop()


def demo(data_dir: Path, **env: str) -> subprocess.Popen[str]:
    """Start the real thing."""
    return subprocess.Popen(
        [sys.executable, "-m", "ladders.localserver.supervisor"],
        env=environment(data_dir, **env),
        cwd=PROJECT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_even_a_stubborn_program_and_its_children_end_with_the_supervisor(tmp_path: Path, kind: signal.Signals) -> None:
    with supervising(STUBBORN, tmp_path) as process:
        answer(process)
        assert [answer(process), answer(process)] == ["up", "up"]
        process.send_signal(kind)
        assert wait_for(lambda: not processes_of(tmp_path), 10), processes_of(tmp_path)


def test_the_kernel_ends_programs_where_supervisor_and_watchdog_are_killed(tmp_path: Path) -> None:
    with supervising("import time; print('up', flush=True); time.sleep(300)", tmp_path) as process:
        watchdog = int(answer(process))
        assert answer(process) == "up"
        os.kill(watchdog, signal.SIGKILL)
        process.kill()
        assert wait_for(lambda: not processes_of(tmp_path), 10), processes_of(tmp_path)


def test_a_program_that_dies_is_started_again(tmp_path: Path) -> None:
    with supervising("import os; print(os.getpid())", tmp_path) as process:
        answer(process)
        first = answer(process)
        assert answer(process) == "The program ended (with code 0) and is started again."
        assert answer(process) not in {first, ""}


def test_waits_longer_after_each_death_and_forgets_them_after_a_long_life() -> None:
    program = Program("It", ["true"])
    waits = []
    for _ in range(8):
        program.died(100.0)
        program.started = 100.0
        waits.append(program.due - 100.0)
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    program.died(170.0)
    assert (program.deaths, program.due) == (1, 171.0)


def test_everything_ends_with_a_sentence_where_a_program_cannot_stay_alive(boss: Supervisor) -> None:
    program = Program("The worker", ["false"], deaths=4)
    program.started = time.monotonic()
    boss.launch(program)
    assert program.process is not None
    program.process.wait(10)
    with pytest.raises(Ended, match="The worker ended 5 times right after its start"):
        boss.look_after([program])


def test_running_once_gives_what_was_printed_or_says_that_it_failed(boss: Supervisor) -> None:
    assert boss.run_once(Program("It", ["echo", "signed in as Ada"])) == "signed in as Ada\n"
    with pytest.raises(Ended, match=r"The preparation failed; the reason is above\."):
        boss.run_once(Program("The preparation", ["false"]))


def test_everything_ends_when_its_parent_is_gone(boss: Supervisor) -> None:
    boss.check()
    boss.parent = os.getppid()
    boss.check()
    boss.parent = 1 if os.getppid() != 1 else 2
    with pytest.raises(Ended):
        boss.check()


def test_a_port_that_is_taken_gets_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = demo(tmp_path, PORT=str(port))
        _, complaint = finish(process)
    assert complaint == (
        f"Port {port} cannot be used (Address already in use). Choose another one, for example: make demo PORT=8001\n"
    )
    assert process.returncode == 1
    assert processes_of(tmp_path) == {}


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"PORT": "web"}, "PORT must be a number, such as 8000."),
        ({"PORT": "70000"}, "Port 70000 cannot be used"),
        (
            {"DATABASE_URL": "postgres://localhost/x", "SECRET_KEY": "long-enough-for-a-server-" * 3},
            "the demo brings a database of its own",
        ),
    ],
)
def test_what_cannot_be_started_gets_a_sentence(tmp_path: Path, env: dict[str, str], sentence: str) -> None:
    process = demo(tmp_path, **env)
    _, complaint = finish(process)
    assert sentence in complaint
    assert "Traceback" not in complaint
    assert process.returncode == 1


def test_only_one_demo_runs_on_the_same_data(tmp_path: Path) -> None:
    place = ServerFiles(tmp_path / "postgres-fast")
    place.prepare()
    with (place.folder / "demo.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = demo(tmp_path, PORT=str(free_port()))
        _, complaint = finish(process)
    assert complaint == f"The demo is running already, on the data in {tmp_path}. End it first.\n"
    assert process.returncode == 1


@pytest.fixture(scope="module")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data, made by the first test that starts it."""
    return tmp_path_factory.mktemp("demo")


def read_until_ready(process: subprocess.Popen[str]) -> str:
    """Everything that the demo says up to the first person to sign in as."""
    text = ""
    while "no password is needed:\n" not in text:
        text += answer_or_blank(process)
    return text


def answer_or_blank(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    assert line, process.stderr.read()
    return line


PROGRAMS = ("gunicorn ladders.wsgi", " worker ", " beat ")


def pids(data_dir: Path, wanted: str) -> set[int]:
    return {pid for pid, line in processes_of(data_dir).items() if wanted in line}


def newer(data_dir: Path, wanted: str, before: set[int]) -> set[int]:
    return pids(data_dir, wanted) - before


@pytest.mark.slow
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL])  # the next test ends it by SIGTERM
def test_the_demo_leaves_nothing_behind(demo_data: Path, kind: signal.Signals) -> None:
    port = free_port()
    process = demo(demo_data, PORT=str(port))
    try:
        said = read_until_ready(process)
        assert f"http://localhost:{port}\n" in said
        assert "listens on 127.0.0.1 alone" in said
        assert "@" in answer(process)
        with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=10) as response:
            assert response.status == 200
        for wanted in PROGRAMS:
            assert wait_for(partial(pids, demo_data, wanted)), wanted
        process.send_signal(kind)
        process.communicate(timeout=30)
        assert process.returncode == (-signal.SIGKILL if kind == signal.SIGKILL else 0)
        assert wait_for(lambda: not processes_of(demo_data), 20), processes_of(demo_data)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_the_demo_goes_on_after_each_of_its_processes_was_killed(demo_data: Path) -> None:
    port = free_port()
    process = demo(demo_data, PORT=str(port))
    place = ServerFiles(demo_data / "postgres-fast")

    def works() -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    try:
        read_until_ready(process)
        for wanted in PROGRAMS:
            assert wait_for(partial(pids, demo_data, wanted)), wanted
            before = pids(demo_data, wanted)
            for pid in before:
                with contextlib.suppress(ProcessLookupError):  # it went with the one before, which it belonged to
                    os.kill(pid, signal.SIGKILL)
            assert wait_for(partial(newer, demo_data, wanted, before)), wanted
        keeper = lease.keeper_pid(place)
        assert keeper
        os.kill(keeper, signal.SIGKILL)
        assert wait_for(works)
        process.terminate()
        process.communicate(timeout=30)
        assert process.returncode == 0
        assert wait_for(lambda: not processes_of(demo_data), 20), processes_of(demo_data)
    finally:
        process.kill()
        process.communicate()


def test_the_grace_for_programs_is_long_enough_for_the_web_servers_own() -> None:
    with socket.socket() as listener:
        command = supervisor._programs(listener)[0].command
    assert float(command[list(command).index("--graceful-timeout") + 1]) < supervisor.GRACE
