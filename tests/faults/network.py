"""What leads a second host to the database: a wire of this machine that can be held up, or a network of its own whose cable is
pulled out."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

from django.conf import settings


class Wire:
    """The way to a server's socket over TCP. While it is cut, connections stay, and nothing passes."""

    inside: tuple[str, ...] = ()  # what a command of the host begins with

    def __init__(self, target: Path, here: str = "127.0.0.1", there: str = "127.0.0.1") -> None:
        self.here, self.there = here, there  # where the host finds the database, and where it is found itself
        self._target, self._whole = target, threading.Event()
        self._listener = socket.create_server((here, 0))
        self.port: int = self._listener.getsockname()[1]
        self._whole.set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """From now on nothing passes."""
        self._whole.clear()

    def mend(self) -> None:
        """What was sent meanwhile arrives."""
        self._whole.set()

    def close(self) -> None:
        """Nobody comes this way any more."""
        self._listener.close()
        self._whole.set()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _where = self._listener.accept()
                _notices_silence(near)
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        with near, socket.socket(socket.AF_UNIX) as far, suppress(OSError):
            self._whole.wait()
            far.connect(str(self._target))
            back = threading.Thread(target=self._carry, args=(far, near), daemon=True)
            back.start()
            self._carry(near, far)
            back.join()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                self._whole.wait()
                sink.sendall(data)
        self._whole.wait()  # that a host has died is not told either
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class Cable(Wire):
    """A network of its own for the host, made and removed here, with one cable. Pulled out, the kernels at both ends know what
    they know of any network: nothing arrives. Raises CannotLay where this machine lets nobody make one."""

    def __init__(self, target: Path) -> None:
        self._name = f"ladders{os.getpid()}"
        self._near, far = f"lad{os.getpid() % 10**7}n", f"lad{os.getpid() % 10**7}f"
        block = f"10.213.{os.getpid() % 250}"
        self.inside = ("ip", "netns", "exec", self._name)
        try:
            _ip("netns", "add", self._name)
            _ip("link", "add", self._near, "type", "veth", "peer", "name", far, "netns", self._name)
            _ip("addr", "add", f"{block}.1/30", "dev", self._near)
            _ip("link", "set", self._near, "up")
            _ip("-n", self._name, "addr", "add", f"{block}.2/30", "dev", far)
            for each in ("lo", far):
                _ip("-n", self._name, "link", "set", each, "up")
            super().__init__(target, f"{block}.1", f"{block}.2")
        except BaseException:
            self._remove()
            raise

    def cut(self) -> None:
        """Pull it out."""
        _ip("link", "set", self._near, "down")

    def mend(self) -> None:
        """Put it in again."""
        _ip("link", "set", self._near, "up")

    def close(self) -> None:
        """Remove the network with it."""
        super().close()
        self._remove()

    def _remove(self) -> None:
        with suppress(CannotLay):
            _ip("netns", "del", self._name)


class CannotLay(Exception):
    """Why there is no network of its own here."""


def _ip(*words: str) -> None:
    if shutil.which("ip") is None:
        raise CannotLay("there is no “ip” (iproute2) on this machine")
    ran = subprocess.run(["ip", *words], capture_output=True, text=True)
    if ran.returncode:
        raise CannotLay(f"this machine lets nobody make a network: {ran.stderr.strip()}")


def _notices_silence(connection: socket.socket) -> None:
    """As the database's own end of a connection does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, option in (("idle", "IDLE"), ("interval", "INTVL"), ("count", "CNT")):
        number = getattr(socket, f"TCP_KEEP{option}", None)
        if number is not None:
            connection.setsockopt(socket.IPPROTO_TCP, number, settings.KEPT_ALIVE[f"keepalives_{name}"])
