"""A second host beside the demo's: web, worker and scheduler of its own, in a folder of its own, on the same database and queue.

What leads it to the database can be cut: nothing passes, and nobody is told. See `network.py`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ladders.localserver.embedded_server import DATABASE, ROLE, lease
from ladders.localserver.embedded_server.places import SOCKET_NAME
from tests.core.processes import PROJECT, environment
from tests.walk.demo import free_port

from .network import Wire
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


class Host:
    """The second host's processes. Whoever kills it leaves nothing that could start anew."""

    def __init__(self, demo: Site, folder: Path, wire: type[Wire]) -> None:
        self.demo, self.data = demo, folder / "data"
        self.wire = wire(Path(demo.place.address or "") / SOCKET_NAME)
        password = lease.connection(demo.place, ROLE)["password"]
        (folder / "host_settings.py").write_text(SETTINGS.format(data=str(demo.data)))
        self._log = (folder / "log.txt").open("wb")
        self._env = environment(
            self.data,
            DATABASE_URL=f"postgres://{ROLE}:{quote(password, safe='')}@{self.wire.here}:{self.wire.port}/{DATABASE}",
            SECRET_KEY=(demo.data / "secret_key").read_text(),
            ALLOWED_HOSTS=self.wire.there,
            DJANGO_SETTINGS_MODULE="host_settings",
            PYTHONPATH=str(folder),
            HOSTNAME="second",
            **SWIFT,
        )
        port = free_port()
        self.address = f"http://{self.wire.there}:{port}"
        celery = "-m celery --app ladders --quiet"
        self._processes = [
            self._start(
                f"-m gunicorn ladders.wsgi --no-control-socket --workers 2 --preload --bind {self.wire.there}:{port}"
            ),
            self._start(f"{celery} worker --pool solo --without-gossip --without-mingle -n second --loglevel warning"),
            self._start(f"{celery} beat --pidfile= -s {folder / 'beat'} --loglevel warning"),
        ]

    def _start(self, command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self.wire.inside, sys.executable, "-W", "ignore", *command.split()],
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
def second_host(demo: Site, folder: Path, wire: type[Wire] = Wire) -> Iterator[Host]:
    """Such a host, gone afterwards however this ends."""
    folder.mkdir()
    (folder / "data").mkdir()
    host = Host(demo, folder, wire)
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
