"""What a process that connects does: say that the server is needed, and start it where it does not run."""

from __future__ import annotations

import fcntl
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from .places import EmbeddedDatabaseError, ServerFiles, answers, find_binaries

PATIENCE = 150.0  # seconds; making a cluster takes one, recovery after a crash may take many
PROJECT = Path(__file__).resolve().parents[3]

# The lock belongs to the open file, which a forked child shares: while one of both lives, the server stays.
_held: dict[Path, int] = {}


def hold(place: ServerFiles) -> None:
    """Keep the server from being stopped until this process, and every child forked from it, has ended.

    Waits while a keeper is stopping the server. Raises `EmbeddedDatabaseError`.
    """
    if _still_held(place):
        return
    place.prepare()
    file = _open(place.clients_lock)
    _lock(file, fcntl.LOCK_SH, "it is being stopped")
    _held[place.folder] = os.dup(file.fileno())
    file.close()


def release(place: ServerFiles) -> None:
    """Say that this process needs the server no more. Its connections must be closed."""
    if _still_held(place):
        os.close(_held.pop(place.folder))


def held(place: ServerFiles) -> int:
    """The file descriptor of the lock that `hold` took."""
    return _held[place.folder]


def ensure(place: ServerFiles) -> bool:
    """Start the server unless it runs; returns whether it had to. Raises `EmbeddedDatabaseError`."""
    hold(place)
    if answers(place):
        return False
    with _open(place.start_lock) as start_lock:
        _lock(start_lock, fcntl.LOCK_EX, "another process is starting it")
        if not answers(place):
            _start_keeper(place)
    return True


def connection(place: ServerFiles, role: str) -> dict[str, str]:
    """Where and with which password to connect, for libpq. Raises OSError before the first start."""
    password = place.password_file(role).read_text()
    return {"host": place.address or "", "password": password, "gssencmode": "disable"}


def keeper_pid(place: ServerFiles) -> int | None:
    """The process id of the keeper, or None where none runs."""
    try:
        with place.keeper_lock.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return int(place.keeper_lock.read_text() or 0) or None
    return None


def wait_until_stopped(place: ServerFiles, seconds: float) -> bool:
    """Wait until no keeper runs; returns whether that is so."""
    deadline = time.monotonic() + seconds
    while keeper_pid(place) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _still_held(place: ServerFiles) -> bool:
    """Whether our open file is still the lock: a process that becomes a daemon closes its files behind our back."""
    try:
        return os.path.samestat(os.fstat(_held[place.folder]), place.clients_lock.stat())
    except (KeyError, OSError):
        return False


def _open(path: Path) -> IO[str]:
    try:
        return open(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+")
    except OSError as error:
        raise EmbeddedDatabaseError(
            f"The embedded database's file {path} cannot be opened ({error.strerror}). It may belong to another "
            "user. Set LADDERS_DATA_DIR to a folder of your own."
        ) from error


def _lock(file: IO[str], kind: int, why: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise EmbeddedDatabaseError(f"The embedded database is not available: {why}.") from error
            time.sleep(0.02)


def _start_keeper(place: ServerFiles) -> None:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])])
    }
    command = [
        sys.executable,
        "-m",
        "ladders.localserver.embedded_server",
        "keep",
        str(place.folder),
        str(find_binaries()),
    ]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=PROJECT, env=environment
    ) as starter:
        assert starter.stdout is not None
        said = _read_line(starter.stdout.fileno())
    if said != "ready":
        raise EmbeddedDatabaseError(said.removeprefix("error: ") or "The embedded database did not start.")


def _read_line(pipe: int) -> str:
    text = b""
    deadline = time.monotonic() + PATIENCE
    while b"\n" not in text:
        if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return "error: The embedded database did not start in time."
        chunk = os.read(pipe, 4096)
        if not chunk:
            break
        text += chunk
    return text.decode().strip()
