"""A small load generator: raw sockets, so that it costs less than what it measures."""

from __future__ import annotations

import re
import socket
import threading
import time
from dataclasses import dataclass

_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer."""

    status: int
    head: bytes
    body: bytes


class Visitor:
    """One connection that asks, or sends a form, again and again; kept alive where the server keeps it, else opened anew."""

    def __init__(self, port: int, path: str, headers: dict[str, str], form: str = "") -> None:
        self.port = port
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(form))} if form else {}
        lines = [f"{'POST' if form else 'GET'} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
        lines += [f"{name}: {value}" for name, value in (headers | sent).items()]
        self.request = ("\r\n".join(lines) + "\r\n\r\n" + form).encode()
        self.connection: socket.socket | None = None

    def ask(self) -> Answer:
        """One request with its whole answer."""
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        self.connection.sendall(self.request)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            self._more(received)
        head = bytes(received[:end])
        length = _LENGTH.search(head)
        if length is None:
            raise RuntimeError("an answer without a length")
        while len(received) < end + 4 + int(length[1]):
            self._more(received)
        if b"connection: close" in head.lower():
            self.close()
        return Answer(int(head.split(b" ", 2)[1]), head, bytes(received[end + 4 :]))

    def _more(self, received: bytearray) -> None:
        assert self.connection is not None
        chunk = self.connection.recv(1 << 18)
        if not chunk:
            raise RuntimeError("the server hung up in the middle of an answer")
        received += chunk

    def close(self) -> None:
        """Let go of the connection."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def rate(port: int, path: str, headers: dict[str, str], seconds: float, visitors: int = 2) -> float:
    """Requests per second that the server answers to `visitors` who never wait. Raises for any answer but 200."""
    counts = [0] * visitors
    failures: list[str] = []
    until = time.perf_counter() + seconds

    def visit(index: int) -> None:
        visitor = Visitor(port, path, headers)
        try:
            while time.perf_counter() < until:
                answer = visitor.ask()
                if answer.status != 200:
                    failures.append(f"{path} answered {answer.status}")
                    return
                counts[index] += 1
        except (OSError, RuntimeError) as error:
            failures.append(f"{path}: {error}")
        finally:
            visitor.close()

    begun = time.perf_counter()
    threads = [threading.Thread(target=visit, args=(index,)) for index in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    return sum(counts) / (time.perf_counter() - begun)
