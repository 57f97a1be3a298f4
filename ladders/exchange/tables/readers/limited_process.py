"""Files are read in a limited process: whatever is in one, it takes up no more than its time and memory, of a process apart.

A warm process (`reading_process.py`) waits beside each worker, without settings, secrets or connections, and makes a copy of
itself for each reading, which costs some milliseconds. What it says is taken as plain data: `_Unpickler` makes nothing else.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from ladders.core.sentences import gettext as _

from .. import limits
from ..errors import ExchangeError
from ..sheets import Place
from .files import FileRead
from .reading_process import read_exactly
from .workbook import KEPT_ENVIRONMENT

logger = logging.getLogger(__name__)

ROOT = str(Path(__file__).parents[4])
SCRIPT = (
    "import sys, types; root = sys.argv.pop(1); sys.path.append(root); made = types.ModuleType('ladders');"
    "made.__path__ = [root + '/ladders']; sys.modules['ladders'] = made;"  # its own __init__ would load the settings
    "from ladders.exchange.tables.readers.reading_process import main; main()"
)
PATIENCE = 5  # seconds beyond the limit, for starting and for what lies in pipes
# Classes of plain data, besides the dataclasses and enums of these packages.
PLAIN = {("datetime", "date"), ("decimal", "Decimal"), ("uuid", "UUID"), ("builtins", "frozenset"), ("builtins", "set")}
OURS = (
    "ladders.exchange.",
    "ladders.frameworks.domain.",
    "ladders.impact.domain.",
    "ladders.core.amounts",
    "ladders.core.sentences",
)


class ReadingFailed(Exception):
    """A fault of ours in reading; the text names places in the code and nothing of the file."""


def read_files(files: Iterable[tuple[str, bytes]], *, ours: bool = False, expected: str = "") -> FileRead:
    """As `files.read_files`, in the limited process. Raises ExchangeError, also where a limit ended the reading."""
    several = list(files)
    names = ", ".join(name for name, _data in several[:3])
    seconds = _seconds(several)
    answer = _process().ask(pickle.dumps((several, ours, expected, seconds, limits.READ_MEMORY)), seconds + PATIENCE)
    if answer is None:
        raise ExchangeError(
            _(
                "%(names)s takes too much time or memory to read. Often a stray cell far below or far to the right of "
                "the data is why: copy the data into a new workbook, or part the file, and try again."
            )
            % {"names": names},
            Place(several[0][0] if several else ""),
        )
    what, value = _loaded(answer)
    if what == "refused":
        message, place, of_frameworks = value
        raise ExchangeError(message, place, of_frameworks=of_frameworks)
    if what == "failed":
        raise ReadingFailed(value)
    return value  # type: ignore[no-any-return]


def _seconds(files: list[tuple[str, bytes]]) -> int:
    """A small file gets little time: it needs none."""
    more = len(files) - 1 if files else 0
    size = sum(len(data) for _name, data in files)
    wanted = limits.READ_SECONDS_AT_LEAST + more + size // limits.READ_BYTES_A_SECOND
    return min(limits.READ_SECONDS + 10 * more, wanted, limits.READ_SECONDS_AT_MOST)


class _Unpickler(pickle.Unpickler):
    """Makes data of ours and nothing else: what comes from where foreign files are taken apart is no code."""

    def find_class(self, module: str, name: str) -> Any:
        """Only classes that hold data."""
        if (module, name) in PLAIN or module.startswith(OURS):
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and (
                (module, name) in PLAIN or is_dataclass(found) or issubclass(found, Enum | str)
            ):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no data")


def _loaded(answer: bytes) -> Any:
    """Without looking for rubbish meanwhile: all of it is kept."""
    running = gc.isenabled()
    gc.disable()
    try:
        return _Unpickler(io.BytesIO(answer)).load()
    finally:
        if running:
            gc.enable()


class _Process:
    """The warm process of this one. A process that was forked from another starts its own."""

    def __init__(self) -> None:
        self.of = os.getpid()
        self.lock = threading.Lock()
        here, there = socket.socketpair()
        with there:
            self.running = subprocess.Popen(
                [sys.executable, "-I", "-c", SCRIPT, ROOT, str(there.fileno())],
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env={key: os.environ[key] for key in KEPT_ENVIRONMENT if key in os.environ} | {"RUST_BACKTRACE": "0"},
            )
        self.socket = here

    @property
    def usable(self) -> bool:
        """Ours, and there."""
        return self.of == os.getpid() and self.running.poll() is None

    def ask(self, told: bytes, seconds: float) -> bytes | None:
        """What it says to that; None where it ended or did not answer in time, and then it is gone."""
        with self.lock:
            self.socket.settimeout(seconds)
            try:
                self.socket.sendall(len(told).to_bytes(8) + told)
                size = int.from_bytes(read_exactly(self.socket, 8))
                return read_exactly(self.socket, size) or None
            except (OSError, EOFError):
                logger.warning("Reading a file ended without an answer.")
                self.end()
                return None

    def end(self) -> None:
        """End it with what it started."""
        self.socket.close()
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


_running: list[_Process] = []
_lock = threading.Lock()


def _process() -> _Process:
    with _lock:
        if not _running or not _running[0].usable:
            _running[:] = [_Process()]
        return _running[0]


def describe() -> dict[str, Any]:
    """What that process can see, for tests: names of its environment, and whether it knows settings."""
    answer = _process().ask(pickle.dumps("describe"), PATIENCE)
    found: dict[str, Any] = json.loads(answer or b"{}")
    return found
