"""A second host beside the demo's: web, worker and scheduler of its own, in a folder of its own, on the same database and queue.

What leads it to the database can be cut: nothing passes, and nobody is told, as with a cable that is pulled out.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ladders.localserver.embedded import DATABASE, ROLE, lease
from ladders.localserver.embedded.places import SOCKET_NAME
from tests.core.processes import PROJECT, environment
from tests.walk.demo import free_port

from .site import SWIFT, Browser, Site

# As a server is set, but that it speaks http here, lives in the demo's time, and shares its queue of files.
SETTINGS: Final = """
from ladders.settings import *
DEMO, DEMO_CLOCK = True, Path({data!r}) / "demo-clock"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(DATA_DIR / "mail")
STATIC_ROOT = Path({data!r}) / "static"
for _name in ("data_folder_in", "data_folder_out", "processed_folder", "control_folder"):
    _folder = Path(CELERY_BROKER_TRANSPORT_OPTIONS[_name])
    CELERY_BROKER_TRANSPORT_OPTIONS[_name] = str(Path({data!r}) / _folder.relative_to(DATA_DIR))
"""


class Wire:
    """The way to a server's socket over TCP. While it is cut, connections stay, and nothing passes."""

    def __init__(self, target: Path) -> None:
        self._target, self._whole = target, threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
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
        self.mend()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _where = self._listener.accept()
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


class Host:
    """The second host's processes. Whoever kills it leaves nothing that could start anew."""

    def __init__(self, demo: Site, folder: Path) -> None:
        self.demo, self.data = demo, folder / "data"
        self.wire = Wire(Path(demo.place.address or "") / SOCKET_NAME)
        password = lease.connection(demo.place, ROLE)["password"]
        (folder / "host_settings.py").write_text(SETTINGS.format(data=str(demo.data)))
        self._log = (folder / "log.txt").open("wb")
        self._env = environment(
            self.data,
            DATABASE_URL=f"postgres://{ROLE}:{quote(password, safe='')}@127.0.0.1:{self.wire.port}/{DATABASE}",
            SECRET_KEY=(demo.data / "secret_key").read_text(),
            ALLOWED_HOSTS="localhost",
            DJANGO_SETTINGS_MODULE="host_settings",
            PYTHONPATH=str(folder),
            HOSTNAME="second",
            **SWIFT,
        )
        port = free_port()
        self.address = f"http://localhost:{port}"
        celery = "-m celery --app ladders --quiet"
        self._processes = [
            self._start(f"-m gunicorn ladders.wsgi --no-control-socket --workers 2 --preload --bind 127.0.0.1:{port}"),
            self._start(f"{celery} worker --pool solo --without-gossip --without-mingle -n second --loglevel warning"),
            self._start(f"{celery} beat --pidfile= -s {folder / 'beat'} --loglevel warning"),
        ]

    def _start(self, command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", *command.split()],
            cwd=PROJECT,
            env=self._env,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def browser(self, email: str) -> Browser:
        """Somebody, signed in here."""
        found = Browser(self.address)
        self.demo.until(lambda: found.get("/sign-in/").status == 200, "the second host's sign-in page")
        found.sign_in(email)
        return found

    def kill(self) -> None:
        """All of it at once, without a word. Harmless when repeated."""
        for process in self._processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def end(self) -> None:
        """Leave nothing behind."""
        self.kill()
        self.wire.close()
        self._log.close()


@contextmanager
def second_host(demo: Site, folder: Path) -> Iterator[Host]:
    """Such a host, gone afterwards however this ends."""
    folder.mkdir()
    (folder / "data").mkdir()
    host = Host(demo, folder)
    try:
        yield host
    finally:
        host.end()


@contextmanager
def asleep(demo: Site, *words: str) -> Iterator[None]:
    """Such processes of the demo do nothing meanwhile: the second host has all the work."""
    demo.kill(*words, how=signal.SIGSTOP)
    try:
        yield
    finally:
        demo.kill(*words, how=signal.SIGCONT)
