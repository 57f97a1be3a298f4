"""The keeper: a detached process that runs the server while anybody needs it, and not a moment longer.

It reports on its standard output, once: `ready`, or `error: ` and a sentence. The server is told by the kernel when the
keeper dies, so that killing the keeper leaves no server behind either.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, NoReturn

from . import cluster
from .identity import choose
from .places import EmbeddedDatabaseError, ServerFiles, answers, is_our_server, server_state

PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 60.0
PULSE = 0.2


class _EndAsked(Exception):
    """Somebody asked the keeper to end."""


def run(place: ServerFiles, binaries: Path) -> None:
    """Detach, keep the server while it is needed, stop it, end."""
    report = os.dup(1)
    _detach()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, _asked)
    try:
        _keep(place, binaries, report)
    except _EndAsked:
        pass
    except EmbeddedDatabaseError as error:
        _say(report, f"error: {error}")
    except OSError as error:
        _say(report, f"error: The embedded database cannot use {error.filename or place.folder}: {error.strerror}.")


def _keep(place: ServerFiles, binaries: Path, report: int) -> None:
    keeper_lock = place.keeper_lock.open("a+")
    if not _become_the_keeper(keeper_lock, place):
        _say(report, "ready" if answers(place) else "error: The embedded database does not answer.")
        return
    keeper_lock.truncate(0)
    keeper_lock.write(str(os.getpid()))
    keeper_lock.flush()
    server: subprocess.Popen[bytes] | None = None
    with place.log.open("w+b") as log:
        place.log.chmod(0o600)
        os.dup2(log.fileno(), 2)
        identity = choose(place.folder, binaries)
        try:
            cluster.make(place, binaries, identity)
            server = cluster.start(place, binaries, identity, log)
            _say(report, "ready")
            _wait_until_unneeded(place, server)
        finally:
            for asked in (signal.SIGTERM, signal.SIGINT):
                signal.signal(asked, signal.SIG_IGN)
            if server is not None:
                cluster.stop(server)
                _end_orphans()
                cluster.remove_socket_folder(place)


def _become_the_keeper(lock: IO[str], place: ServerFiles) -> bool:
    """Get the keeper's lock; False when another keeper serves already (its starter was killed, or it is starting)."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if _try_lock(lock):
            return True
        if answers(place):
            return False
        state = server_state(place)
        if state is not None and state[1] == "stopping" and is_our_server(state[0], place):
            # Somebody sent TERM to the server, which then waits for its clients; clients stay connected for long.
            os.kill(state[0], signal.SIGINT)
        time.sleep(0.05)
    return False


def _wait_until_unneeded(place: ServerFiles, server: subprocess.Popen[bytes]) -> None:
    """Wait until no process holds the clients' lock, or the server has ended by itself."""
    with place.clients_lock.open("a") as clients:
        while server.poll() is None:
            if _try_lock(clients):
                os.dup(clients.fileno())  # keeps the lock until this process ends: newcomers wait for that
                return
            time.sleep(PULSE)


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _detach() -> None:
    """Be a process of its own: no terminal, no parent that waits, no folder in use."""
    if os.fork() > 0:
        os._exit(0)
    os.setsid()
    os.chdir("/")
    os.umask(0o077)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    if sys.platform == "linux":
        # Backends of a killed server become our children, so that we can see to their end.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end_orphans() -> None:
    """End backends that outlived their killed server, and wait for them."""
    for kind in (signal.SIGQUIT, signal.SIGKILL):
        deadline = time.monotonic() + 2
        signalled = False
        while time.monotonic() < deadline:
            try:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    if not signalled:
                        for child in _children():
                            os.kill(child, kind)
                    signalled = True
                    time.sleep(0.02)
            except ChildProcessError:
                return


def _children() -> list[int]:
    if sys.platform != "linux":
        return []
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == os.getpid():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def _say(report: int, text: str) -> None:
    try:
        os.write(report, f"{text}\n".encode())
    except BrokenPipeError:
        pass  # whoever started us was killed meanwhile
    finally:
        os.close(report)


def _asked(*_: object) -> NoReturn:
    raise _EndAsked
