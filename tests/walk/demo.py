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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PREFIX: Final = "ladders-walk-"
NOT_THE_DEMOS: Final = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "SECRET_KEY",
    "DJANGO_SETTINGS_MODULE",
)  # those of whoever tests
READY_WITHIN: Final = 240.0  # seconds: a new database is made first


class DemoFailed(Exception):
    """The demo did not start; the message holds what it said."""


@contextmanager
def running(parent: Path | None = None, **more: str) -> Iterator[tuple[str, Path]]:
    """Address and log of a demo that runs meanwhile. However this ends, processes and folder are gone.

    Its folder is made in `parent`, else where temporary files go; `more` are further variables of its environment.

    `--with-parent` makes the supervisor end everything when this process dies, even by KILL. Raises `DemoFailed`.
    """
    _remove_left_behind()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
    log = folder / "log.txt"
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if name not in NOT_THE_DEMOS}
    environment |= {"LADDERS_DATA_DIR": str(folder / "data"), "PORT": str(port), "LADDERS_EMBEDDED_FAST": "1"}
    environment |= more
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "ladders.localserver.supervisor", "--with-parent"],
            cwd=ROOT,
            env=environment,
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
