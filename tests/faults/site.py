"""The demo as people use it, and its processes, to be ended one by one."""

from __future__ import annotations

import http.client
import http.cookiejar
import os
import re
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.conninfo import make_conninfo

from ladders.localserver.embedded_server import DATABASE, OWNER, lease
from ladders.localserver.embedded_server.places import ServerFiles
from tests.core.processes import processes_of
from tests.walk.demo import running

PATIENCE: Final = 90.0  # seconds for anything to come back
ANSWER_WITHIN: Final = 60.0  # seconds for a single page, while something is broken
HR: Final = "saoirse.halloran@quillmere.example"
SWIFT: Final = {
    "LADDERS_EMBEDDED_FAST": "",
    "JOB_LEASE_SECONDS": "6",
    "JOB_MISSED_SECONDS": "3",
    "JOB_SWEEP_SECONDS": "2",
    "BEAT_LEASE_SECONDS": "6",
}
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser was told: the status, 0 where nobody answered; where it was led; and the page."""

    status: int
    path: str = ""
    text: str = ""


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


class Browser:
    """A browser without pictures: it keeps its cookies and follows no redirect by itself."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(_StayHere(), urllib.request.HTTPCookieProcessor(self._jar))

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask(urllib.request.Request(self.address + path))

    def post(
        self, path: str, fields: dict[str, str], *, form_on: str = "", file: tuple[str, bytes] | None = None
    ) -> Answer:
        """Send a form, with the token of the page that it stands on (`form_on`, else `path`). `file` is (name, content)."""
        found = TOKEN.search(self.get(form_on or path).text)
        if found is None:
            return Answer(0)
        body, kind = _encoded({"csrfmiddlewaretoken": found[1], **fields}, file)
        headers = {"Content-Type": kind, "Referer": self.address + path}
        return self._ask(urllib.request.Request(self.address + path, data=body, headers=headers))

    def sign_in(self, email: str) -> None:
        """Be one of the demo's people."""
        answer = self.post("/demo/sign-in/", {"email": email}, form_on="/sign-in/")
        assert answer.status == 302, answer

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=ANSWER_WITHIN) as answer:
                return Answer(answer.status, answer.headers.get("Location", ""), answer.read().decode())
        except urllib.error.HTTPError as told:
            with told:
                return Answer(told.code, told.headers.get("Location", ""), told.read().decode(errors="replace"))
        except (OSError, http.client.HTTPException):
            return Answer(0)


def _encoded(fields: dict[str, str], file: tuple[str, bytes] | None) -> tuple[bytes, str]:
    if file is None:
        return urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode() for name, text in fields.items()]
    head = f'Content-Disposition: form-data; name="source"; filename="{file[0]}"\r\nContent-Type: text/csv\r\n\r\n'
    parts.append(head.encode() + file[1])
    edge = b"--edge-of-a-part"
    body = b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"
    return body, "multipart/form-data; boundary=edge-of-a-part"


class Site:
    """The running demo."""

    def __init__(self, address: str, data: Path, log: Path) -> None:
        self.address, self.data, self.log = address, data, log
        self.place = ServerFiles(data / "postgres")

    def browser(self, email: str) -> Browser:
        """Somebody of the demo, signed in."""
        browser = Browser(self.address)
        browser.sign_in(email)
        return browser

    def processes(self, *words: str) -> list[int]:
        """The ids of the demo's processes whose command line has all these words, oldest first."""
        found = processes_of(self.data)
        return sorted(pid for pid, command in found.items() if all(word in command for word in words))

    def kill(self, *words: str, only: slice = slice(None), how: signal.Signals = signal.SIGKILL) -> int:
        """End such processes, without a word; returns how many. Waits for what an earlier fault ended; fails where none comes."""
        self.until(lambda: self.processes(*words)[only], f"a process with {words}")
        chosen = self.processes(*words)[only]
        for pid in chosen:
            os.kill(pid, how)
        return len(chosen)

    @property
    def postmaster(self) -> int:
        """The database server's first process."""
        return int((self.place.cluster / "postmaster.pid").read_text().split()[0])

    def connect(self, role: str) -> psycopg.Connection[Any]:
        """A connection as that role, each statement on its own. Raises `psycopg.OperationalError` where there is none."""
        named: dict[str, Any] = {"dbname": DATABASE, "user": role, **lease.connection(self.place, role)}
        return psycopg.connect(make_conninfo(**named), autocommit=True)

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection as the owner, who may see everything; the server is started where it does not run."""
        lease.hold(self.place)
        try:
            self.until(lambda: lease.ensure(self.place) or True, "the database server")
            with self.connect(OWNER) as link:
                yield link
        finally:
            lease.release(self.place)

    def value(self, sql: str, *parameters: Any) -> Any:
        """The first column of the first row."""
        with self.database() as link:
            row = link.execute(sql, parameters).fetchone()
        return row[0] if row else None

    def until(self, holds: Callable[[], Any], what: str) -> Any:
        """Wait for something; returns what it gave. Fails with the demo's log where it does not come."""
        end = time.monotonic() + PATIENCE
        problem: object = None
        while time.monotonic() < end:
            try:
                if found := holds():
                    return found
            except (psycopg.OperationalError, OSError) as error:
                problem = error
            time.sleep(0.2)
        raise AssertionError(f"{what} did not come in {PATIENCE} s ({problem}).\n{self.log.read_text()[-4000:]}")

    def back(self) -> None:
        """Wait until pages are served again."""
        stranger = Browser(self.address)
        self.until(lambda: stranger.get("/sign-in/").status == 200, "the sign-in page")
        self.until(lambda: stranger.get("/readyz").status == 200, "/readyz")


@contextmanager
def site(parent: Path | None = None, **more: str) -> Iterator[Site]:
    """A demo of its own, gone afterwards however this ends. Raises `tests.walk.demo.DemoFailed`.

    Its database is the one that people get: that of the tests gives up, for speed, what is promised here.
    """
    with running(parent, **SWIFT, **more) as (address, log):
        started = Site(address, log.parent / "data", log)
        started.until(
            lambda: started.processes("celery", "worker") and started.processes("celery", "beat"), "the worker"
        )
        yield started
