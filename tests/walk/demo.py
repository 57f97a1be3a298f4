"""The demo, started for the walk on a free port, with a data folder of its own that is gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.core.processes import PROJECT, environment

PREFIX: Final = "ladders-walk-"
READY_WITHIN: Final = 240.0  # seconds: a new database is made first


class DemoFailed(Exception):
    """The demo did not start; the message holds what it said."""


@contextmanager
def running(
    parent: Path | None = None, before: Sequence[Sequence[str]] = (), **more: str
) -> Iterator[tuple[str, Path]]:
    """Address and log of a demo that runs meanwhile. However this ends, processes and folder are gone.

    `before`: commands of `manage.py` that are run first; where they make an account, the demo's organisation stays away.

    Its folder is made in `parent`, else where temporary files go; `more` are further variables of its environment.

    `--with-parent` makes the supervisor end everything when this process dies, even by KILL. Raises `DemoFailed`.
    """
    _remove_left_behind()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
    log = folder / "log.txt"
    port = free_port()
    env = environment(folder / "data", **{"PORT": str(port)} | more)
    for command in before:
        subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, env=env, check=True, capture_output=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "ladders.localserver.supervisor", "--with-parent"],
            cwd=PROJECT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, log)
        yield f"http://localhost:{port}", log
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _remove_left_behind() -> None:
    """Folders of walks that were killed, and could not remove their own."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdecimal() and not Path(f"/proc/{owner}").exists() and folder.stat().st_uid == os.getuid():
            shutil.rmtree(folder, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while "Ladders is ready" not in log.read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise DemoFailed(log.read_text(errors="replace"))
        time.sleep(0.1)


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
