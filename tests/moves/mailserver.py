"""A mail server of our own that keeps what it takes and can be slow about it, and a broker that goes away and comes back."""

from __future__ import annotations

import contextlib
import email
import socket
import socketserver
import threading
from collections.abc import Callable
from email.message import Message
from typing import Any
from urllib.parse import urlsplit


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs. `taken` holds every message that was answered with 250, in order.

    `before`, called with the number of the message (from 1) before it is answered, can let the answer wait or fail;
    `after` is called when the answer has left. `ends`, called with each command, the number of messages taken over that
    connection and the line, can end it: with a last word, or with none where that is empty. `lines` counts connections.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[Message] = []
        self.seen = 0
        self.before: Callable[[int], bool] = lambda _number: True
        self.after: Callable[[int], None] = lambda _number: None
        self.ends: Callable[[str, int, str], str | None] = lambda _verb, _taken, _line: None
        self.lines = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever was killed leaves a broken line: nothing to report."""

    def ids(self) -> list[str]:
        """Message-IDs of what was taken, in order."""
        return [str(message["Message-ID"]) for message in self.taken]


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
        self.wfile.flush()

    def handle(self) -> None:
        self.server.lines += 1
        taken = 0
        self._say("220 ready")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            farewell = self.server.ends(verb.decode(), taken, line.decode())
            if farewell is not None:
                if farewell:
                    self._say(farewell)
                return
            if verb == b"DATA":
                self._say("354 go on")
                self._take()
                taken += 1
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.seen += 1
        number = self.server.seen
        if not self.server.before(number):
            return
        self._say("250 taken")
        self.server.taken.append(email.message_from_bytes(b"".join(lines)))
        self.server.after(number)


class Gate:
    """Stands before a broker: `url` leads through it. `close` cuts every line, `open` lets new ones through."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._lines: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self.port = 0
        self.open()

    @property
    def url(self) -> str:
        """The broker's address, through the gate."""
        name = self._url.netloc.rpartition("@")
        return self._url._replace(netloc=f"{name[0]}{name[1]}127.0.0.1:{self.port}").geturl()

    def open(self) -> None:
        """Let lines through, on the same port as before."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self._listener, self.port = listener, listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def close(self) -> None:
        """Cut everything."""
        listener, self._listener = self._listener, None
        for line in [*([listener] if listener else []), *self._lines]:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lines.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                here, _address = listener.accept()
            except OSError:
                return
            there = socket.create_connection((self._url.hostname or "", self._url.port or 0))
            self._lines += [here, there]
            for one, other in ((here, there), (there, here)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    @staticmethod
    def _carry(one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for line in (one, other):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
