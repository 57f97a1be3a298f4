"""Ends process groups whose supervisor was killed and so could not."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import dataclass

GRACE = 5.0  # seconds between TERM and KILL


def end_group(group: int, kind: int) -> bool:
    """Send a signal to all processes of a group; returns whether there were any."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, kind)
        return True
    return False


@dataclass
class Watchdog:
    """A process that reads from a pipe which groups there are, and ends them when the pipe's other end is gone."""

    pipe: int
    pid: int

    @classmethod
    def start(cls) -> Watchdog:
        """Fork it. Call this early, while the process is small and has one thread."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(writing)
                _watch(reading)
            finally:
                os._exit(0)
        os.close(reading)
        return cls(pipe=writing, pid=pid)

    def watch(self, group: int) -> None:
        """Look after this process group."""
        self._tell(f"+{group}\n")

    def forget(self, group: int) -> None:
        """This group has ended."""
        self._tell(f"-{group}\n")

    def stop(self) -> None:
        """End the watchdog; it ends the groups that were not forgotten."""
        os.close(self.pipe)
        os.waitpid(self.pid, 0)

    def _tell(self, text: str) -> None:
        with contextlib.suppress(BrokenPipeError):  # somebody killed it; the kernel's signal is left
            os.write(self.pipe, text.encode())


def _watch(pipe: int) -> None:
    os.setsid()  # away from the terminal and its Ctrl-C
    for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, signal.SIG_IGN)
    groups: set[int] = set()
    with open(pipe) as lines:
        for line in lines:
            (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    groups = {group for group in groups if end_group(group, signal.SIGTERM)}
    deadline = time.monotonic() + GRACE
    while groups and time.monotonic() < deadline:
        time.sleep(0.05)
        groups = {group for group in groups if end_group(group, 0)}
    for group in groups:
        end_group(group, signal.SIGKILL)
