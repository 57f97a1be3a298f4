"""The process in which files are read: it waits on a socket, and reads each time in a copy of itself, under limits.

It has neither settings nor secrets nor connections. `limited.py` starts it and says what comes over the socket: a length of
eight bytes and what is told, each way. An empty answer: the copy ended without one.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import select
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from typing import Any

MOST = 1 << 30  # bytes of an answer


def read_exactly(source: socket.socket, size: int) -> bytes:
    """So many bytes. Raises EOFError where there are fewer."""
    found = bytearray()
    while len(found) < size:
        part = source.recv(min(1 << 20, size - len(found)))
        if not part:
            raise EOFError
        found += part
    return bytes(found)


def main() -> None:
    """Serve until whoever started it is gone."""
    from . import files, workbook
    from .workbook_process.main import warm

    warm()
    workbook.HERE = True
    told = socket.socket(fileno=int(sys.argv.pop(1)))
    gc.collect()
    gc.freeze()
    while True:
        try:
            request = pickle.loads(read_exactly(told, int.from_bytes(read_exactly(told, 8))))  # from our parent
            answer = _describe() if request == "describe" else _in_a_copy(files.read_files, request, told)
            told.sendall(len(answer).to_bytes(8) + answer)
        except (EOFError, OSError):
            return


def _in_a_copy(read: Any, request: Any, told: socket.socket) -> bytes:
    """What a copy of this process answers within its limits; empty where it does not."""
    several, ours, expected, seconds, memory = request
    source, target = os.pipe()
    copy = os.fork()
    if copy == 0:
        try:
            os.close(source)
            told.close()
            _limit(seconds, memory)
            with open(target, "wb") as out:
                pickle.dump(_answer(read, several, ours, expected), out, protocol=pickle.HIGHEST_PROTOCOL)
            os._exit(0)
        except BaseException:  # noqa: BLE001  # nothing of it may go on as if it were the process that waits
            os._exit(1)
    os.close(target)
    answer = _all_of(source, time.monotonic() + seconds)
    if not answer:  # else it is about to end by itself, and says whether that was all
        os.kill(copy, signal.SIGKILL)
    return answer if os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == 0 else b""


def _all_of(source: int, until: float) -> bytes:
    """What comes until its end; nothing where that is too late or too much."""
    found = bytearray()
    try:
        while len(found) <= MOST:
            if not select.select([source], [], [], max(0.0, until - time.monotonic()))[0]:
                return b""
            part = os.read(source, 1 << 20)
            if not part:
                return bytes(found)
            found += part
        return b""
    finally:
        os.close(source)


def _answer(read: Any, several: Any, ours: bool, expected: str) -> tuple[str, Any]:
    from ..errors import ExchangeError

    gc.disable()  # it lives for one reading
    try:
        return "read", read(several, ours=ours, expected=expected)
    except ExchangeError as error:
        return "refused", (error.sentence, error.place, error.of_frameworks)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # said where it belongs, without a word of the file
        frames = "".join(traceback.format_tb(error.__traceback__))
        return "failed", f"{type(error).__name__}\n{frames}"


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on this system: the time limits of both parents still hold
        return
    for what, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),  # it writes no file
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (amount, amount))


def _describe() -> bytes:
    settings = getattr(sys.modules.get("django.conf"), "settings", None)
    knows = "ladders.settings" in sys.modules or bool(getattr(settings, "configured", False))
    return json.dumps({"environment": sorted(os.environ), "settings": knows}).encode()
