"""Everything the demo needs, started together and ended together: `python -m ladders.localserver.supervisor`.

It prepares the database, starts the web server, the Celery worker and beat, each in a process group of its own, and
starts again what dies. However it ends, nothing stays behind: on Ctrl-C and TERM it ends the groups itself; when it is
killed, a watchdog process does it (`watchdog.py`), and on Linux the kernel tells the children, too. The database server
needs no care: it ends with the last process that uses it. `--with-parent`, which make passes, ends everything when make
itself is killed.

What it says is for the terminal of whoever starts it, before and beside Django, so it is not translated.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings

from . import prepared_start
from .embedded_server import lease
from .embedded_server.places import EmbeddedDatabaseError, ServerFiles
from .processes import die_with_parent
from .watchdog import Watchdog, end_group

PYTHON = sys.executable
READY_WITHIN = 120.0  # seconds
GRACE = 8.0  # seconds for a process to end by itself; work cut short then is swept up at the next start
TOO_OFTEN = 5  # deaths in a row, each right after the start


class Ended(Exception):
    """Everything ends; the message, if any, says why."""


@dataclass
class Program:
    """A process that should run, and how often it has died."""

    name: str
    command: Sequence[str]
    files: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = field(default=0.0)

    def died(self, now: float) -> None:
        """Note a death, and when to start again: sooner after a long life."""
        self.deaths = self.deaths + 1 if now - self.started < 60 else 1
        self.due = now + min(30.0, 0.5 * 2**self.deaths)
        self.process = None


class Supervisor:
    """Starts the programs, watches them, ends them."""

    def __init__(self, environment: dict[str, str], parent: int | None) -> None:
        """`environment` is what the programs get; where `parent` is given, everything ends with that process."""
        self.environment = environment
        self.parent = parent
        self.asked: int | None = None
        self.watchdog = Watchdog.start()

    def listen_to_signals(self) -> None:
        """From here on INT, TERM and HUP end everything in an orderly way."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, _frame: object) -> None:
        self.asked = number

    def check(self) -> None:
        """Raise `Ended` once somebody asked for the end, or the parent is gone."""
        if self.asked is not None or (self.parent is not None and os.getppid() != self.parent):
            raise Ended

    def launch(self, program: Program, output: int | None = None) -> None:
        """Start a program in a group of its own, so that the terminal's Ctrl-C reaches the supervisor alone."""
        parent = os.getpid()
        program.process = subprocess.Popen(
            program.command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            pass_fds=program.files,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(signal.SIGTERM, parent),
        )
        program.started = time.monotonic()
        self.watchdog.watch(program.process.pid)

    def run_once(self, program: Program) -> str:
        """Run a program to its end and return what it printed. Raises `Ended` where it fails."""
        reading, writing = os.pipe()
        self.launch(program, output=writing)
        os.close(writing)
        os.set_blocking(reading, False)
        assert program.process is not None
        printed = b""
        try:
            while True:
                ended = program.process.poll() is not None
                while chunk := _read(reading):
                    printed += chunk
                if ended:
                    break
                self.check()
                time.sleep(0.02)
        except Ended:
            self.end([program])
            raise
        finally:
            os.close(reading)
        self.watchdog.forget(program.process.pid)
        if program.process.returncode != 0:
            raise Ended(f"{program.name} failed; the reason is above.")
        return printed.decode(errors="replace")

    def look_after(self, programs: list[Program]) -> None:
        """Start what is due, and start again what died. Raises `Ended` for what cannot stay alive."""
        self.check()
        now = time.monotonic()
        for program in programs:
            if program.process is not None and program.process.poll() is not None:
                pid, code = program.process.pid, program.process.returncode
                end_group(pid, signal.SIGKILL)  # what it left behind, such as gunicorn's workers
                self.watchdog.forget(pid)
                program.died(now)
                if program.deaths >= TOO_OFTEN:
                    raise Ended(f"{program.name} ended {TOO_OFTEN} times right after its start; the reason is above.")
                _say(f"{program.name} ended ({_how(code)}) and is started again.")
            if program.process is None and now >= program.due:
                self.launch(program)

    def end(self, programs: list[Program]) -> None:
        """End the programs: with TERM, and after `GRACE` or a second Ctrl-C with KILL. Nothing of them is left."""
        running = [program.process for program in programs if program.process is not None]
        first, self.asked = self.asked, None
        for process in running:
            end_group(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while any(process.poll() is None for process in running):
            if time.monotonic() > deadline or self.asked is not None:
                break
            time.sleep(0.02)
        for process in running:
            end_group(process.pid, signal.SIGKILL)
            process.wait()
            self.watchdog.forget(process.pid)
        self.asked = first


def main() -> int:
    """Run the demo until somebody ends it; returns the exit code."""
    try:
        port = int(os.environ.get("PORT") or 8000)
    except ValueError:
        return _fail("PORT must be a number, such as 8000.")
    if "FOLDER" not in settings.DATABASES["default"]:
        return _fail("DATABASE_URL is set, and the demo brings a database of its own. Unset it and start again.")
    place = ServerFiles(Path(settings.DATABASES["default"]["FOLDER"]))
    parent = os.getppid() if "--with-parent" in sys.argv else None
    supervisor = Supervisor(os.environ | {"LADDERS_DEMO": "1"}, parent)
    supervisor.listen_to_signals()
    programs: list[Program] = []
    try:
        with _only_one(place), _listen(port) as listener:
            lease.ensure(place)
            _run(supervisor, programs, place, listener, port)
    except EmbeddedDatabaseError as error:
        return _fail(str(error))
    except Ended as ended:
        if ended.args:
            return _fail(str(ended))
    finally:
        supervisor.end(programs)
        supervisor.watchdog.stop()
        lease.release(place)
        lease.wait_until_stopped(place, 5)  # longer only where others use the database, too
    _say("Ladders has stopped.")
    return 0


def _run(
    supervisor: Supervisor, programs: list[Program], place: ServerFiles, listener: socket.socket, port: int
) -> None:
    prepare = Program("The preparation", [PYTHON, "manage.py", "prepare", "--demo"])
    sign_ins = prepared_start.recall(place)
    known = sign_ins is not None
    if sign_ins is None:
        sign_ins = supervisor.run_once(prepare)
        prepared_start.note(place, sign_ins)
    programs += _programs(listener)
    deadline = time.monotonic() + READY_WITHIN
    while not _answers(port):
        supervisor.look_after(programs[:1])  # the web server first: people wait for that
        if time.monotonic() > deadline:
            raise Ended("The web server does not answer; the reason may be above.")
        time.sleep(0.02)
    _say(
        f"\nLadders is ready: http://localhost:{port}\n"
        "It listens on 127.0.0.1 alone, so only this computer can reach it. Ctrl-C ends it.\n"
        f"\n{sign_ins}"
    )
    if known:
        # Nothing of ours has changed, but somebody may have emptied the database meanwhile.
        supervisor.run_once(prepare)
    while True:
        supervisor.look_after(programs)
        time.sleep(0.1)


def _programs(listener: socket.socket) -> list[Program]:
    gunicorn = [PYTHON, "-m", "gunicorn", "ladders.wsgi", "--no-control-socket", "--log-level", "warning"]
    gunicorn += ["--bind", f"fd://{listener.fileno()}", "--workers", "2", "--preload", "--graceful-timeout", "5"]
    celery = [
        PYTHON,
        "-W",
        "ignore:You're running the worker with superuser",
        "-m",
        "celery",
        "--app",
        "ladders",
        "--quiet",
    ]
    worker = ["worker", "--pool", "solo", "--without-gossip", "--without-mingle", "--loglevel", "warning"]
    return [
        Program("The web server", gunicorn, files=[listener.fileno()]),
        Program("The worker", [*celery, *worker]),
        Program("The scheduler", [*celery, "beat", "--pidfile=", "--loglevel", "warning"]),
    ]


def _only_one(place: ServerFiles) -> IO[str]:
    """Held while the demo runs: two schedulers on one folder would do everything twice. Raises `Ended`."""
    place.prepare()
    file = (place.folder / "demo.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise Ended(f"The demo is running already, on the data in {place.folder.parent}. End it first.") from None
    return file


def _listen(port: int) -> socket.socket:
    """A socket for the web server. Kept open while that restarts, so that browsers wait and are not turned away."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = error.strerror if isinstance(error, OSError) else "there is no such port"
        raise Ended(
            f"Port {port} cannot be used ({reason}). Choose another one, for example: make demo PORT=8001"
        ) from error
    return listener


def _answers(port: int) -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=0.5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _read(pipe: int) -> bytes:
    try:
        return os.read(pipe, 65536)
    except BlockingIOError:
        return b""


def _how(code: int) -> str:
    return f"by signal {-code}" if code < 0 else f"with code {code}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _fail(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
