"""Processor time of this process and of its connection's server process: what work takes, however busy the machine is."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

from django.db import connection

BILLION = 1_000_000_000
TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds() -> float:
    """Of both so far; of this process alone where the database is on another machine."""
    return time.process_time() + database_seconds()


def database_seconds() -> float:
    """Of the server process of this connection so far; 0 where it is on another machine. Others that it may ask to help are not
    in it."""
    connection.ensure_connection()
    schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    try:
        return int(schedule.read_text().split()[0]) / BILLION
    except (OSError, ValueError, IndexError):
        return 0.0


def everything_seconds() -> float:
    """Of this process, of those that it started and waited for, and of the whole database server.

    A run takes about as long on a quiet machine, where all of these mostly wait for each other.
    """
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system + server_seconds()


def server_seconds() -> float:
    """Of the database server with all its processes so far, ended ones included; 0 where it is on another machine."""
    connection.ensure_connection()
    own = _Process.read(connection.connection.info.backend_pid)
    while own is not None and (server := _Process.read(own.parent)) is not None:
        everybody = (_Process.read(int(path.name)) for path in Path("/proc").glob("[0-9]*"))
        living = sum(each.own for each in everybody if each and each.parent == server.number)
        if _Process.read(server.number) == server:  # else one of them ended meanwhile, and is counted twice or never
            return (server.own + server.ended + living) / TICKS
    return 0.0


class _Process(NamedTuple):
    """A process, and ticks of the processor: its own and of those of its children that have ended."""

    number: int
    parent: int
    own: int
    ended: int

    @classmethod
    def read(cls, number: int) -> _Process | None:
        """None where it is gone, or on another machine."""
        try:
            values = Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].split()
        except OSError:
            return None
        return cls(number, int(values[1]), int(values[11]) + int(values[12]), int(values[13]) + int(values[14]))


class Stopwatch:
    """Says on standard error what each step took, so that one sees where a run's time goes."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._started = self._last = (time.monotonic(), everything_seconds())

    def lap(self, step: str) -> None:
        """What has been done since the last one."""
        self._last = self._say(f"  {self.what}, {step}", self._last)

    def total(self) -> None:
        """What all of it took."""
        self._say(self.what, self._started)

    @staticmethod
    def _say(what: str, since: tuple[float, float]) -> tuple[float, float]:
        now = time.monotonic(), everything_seconds()
        sys.stderr.write(f"{what}: {now[0] - since[0]:.0f} s, {now[1] - since[1]:.1f} s of processor time\n")
        return now
