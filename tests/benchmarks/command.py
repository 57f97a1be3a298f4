"""Commands and work in processes of their own, as a server has them: what they take of the processor, without starting."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass

from .processor import server_seconds

START = "import django; django.setup()"

TICK = 0.01  # seconds: what a command of a small file takes may be lost in what starting takes


@dataclass(frozen=True, slots=True)
class CommandTime:
    """Seconds that passed, seconds of the processor (of the process, those it started, and the database), and its peak in MiB."""

    seconds: float
    processor: float
    memory: float


def run_command(database: str, *command: str) -> CommandTime:
    """A command of `manage.py`. Its processor time is without what every process takes to start: settings, libraries, rooms."""
    return run_python(database, "manage.py", *command)


def run_python(database: str, *arguments: str) -> CommandTime:
    """Python with these arguments, in the part's database; its code is compiled, as a server has it."""
    _run(database, "-c", START)  # compiles
    start, taken = _run(database, "-c", START), _run(database, *arguments)
    return CommandTime(taken.seconds, max(taken.processor - start.processor, TICK), taken.memory)


def _run(database: str, *arguments: str) -> CommandTime:
    environment = {**os.environ, "BENCH_DATABASE": database, "PYTHONPYCACHEPREFIX": os.environ["BENCH_COMPILED"]}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started, server = time.perf_counter(), server_seconds()
    child = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        with child:
            _pid, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            said = child.stderr.read().decode() if child.stderr else ""
    finally:
        if child.returncode is None:
            child.kill()
            child.wait()
    if child.returncode:
        raise RuntimeError(said or f"{arguments} failed")
    processor = usage.ru_utime + usage.ru_stime + server_seconds() - server
    return CommandTime(time.perf_counter() - started, processor, usage.ru_maxrss / 1024)
