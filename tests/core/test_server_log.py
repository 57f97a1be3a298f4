"""No log holds what is private: of the web server, the worker, the application, the database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from ladders.core.jobs import enqueue
from ladders.core.models import JobState
from ladders.core.server_log import telling
from ladders.localserver.embedded_server.places import ServerFiles

from .test_health import alive as alive
from .test_replica import Servers
from .test_settings import PRODUCTION, python
from .test_workers import Workers, state, until

CANARY = "zaunkoenig"
AMOUNT = "48213.77"
EMBEDDED = {
    "log_error_verbosity": "terse",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length_on_error": "0",
}
USUAL = {"log_error_verbosity": "default", "log_min_messages": "warning", "log_min_error_statement": "error"}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, []),
        (USUAL, ["log_error_verbosity = default", "log_min_error_statement = error"]),
        (USUAL | {"log_min_messages": "fatal"}, []),
        (USUAL | {"log_error_verbosity": "terse", "log_min_error_statement": "panic"}, []),
        ({"log_min_error_statement": "log"}, ["log_min_error_statement = log"]),  # a long wait, with its statement
        ({"log_min_messages": "panic", "log_min_error_statement": "error"}, []),
        ({"log_statement": "all"}, ["log_statement = all"]),
        ({"log_min_duration_statement": "250"}, ["log_min_duration_statement = 250"]),
        ({"auto_explain.log_min_duration": "0"}, ["auto_explain.log_min_duration = 0"]),
    ],
)
def test_what_makes_a_log_tell(values: dict[str, str], said: list[str]) -> None:
    assert telling(EMBEDDED | values) == said


@pytest.mark.django_db
@pytest.mark.usefixtures("alive")
def test_a_server_that_logs_values_is_a_warning(hr_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "writes amounts" not in hr_client.get("/settings/").content.decode()
    with connection.cursor() as cursor:  # of those that make a log tell, the one that an ordinary role may set
        cursor.execute("SET LOCAL log_parameter_max_length_on_error = -1")
    monkeypatch.setattr(
        "ladders.core.server_log._QUIET", ("fatal", "panic")
    )  # the embedded server logs no errors at all
    said = "log_parameter_max_length_on_error = -1"
    assert any(said in each for each in Client().get("/readyz").json()["warnings"])
    page = hr_client.get("/settings/").content.decode()
    assert "The database server writes amounts and reasons into its log" in page
    assert said in page


REFUSED = """
import django; django.setup()
from django.db import DatabaseError, connection
from ladders.core.server_log import telling_settings
connection.settings_dict["OPTIONS"]["server_side_binding"] = {bound}
with connection.cursor() as cursor:
    cursor.execute("CREATE TEMP TABLE pay (amount numeric CHECK (amount < 0))")
    try:
        cursor.execute("INSERT INTO pay VALUES (%s)", [{amount}])
    except DatabaseError:
        print("refused", *telling_settings(), sep=", ")
"""


@pytest.fixture
def usual(embedded_server: None, tmp_path: Path) -> Iterator[Servers]:
    """A server as PostgreSQL makes one: nothing is said of its log."""
    servers = Servers(tmp_path)
    try:
        servers.run("initdb", "-D", tmp_path / "usual", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
        with (tmp_path / "usual" / "postgresql.conf").open("a") as file:
            file.write("unix_socket_directories = ''\n")
        servers.start("usual")
        servers.run("createdb", "-h", "127.0.0.1", "-p", servers.ports["usual"], "-U", "postgres", "ladders")
        yield servers
    finally:
        for running in servers.running.values():
            running.kill()
            running.wait(30)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_server_as_it_comes_tells_amounts_and_ladders_says_so(usual: Servers, tmp_path: Path) -> None:
    """Wherever parameters are bound: what tells is the row that it refused. With two settings for the role it tells nothing."""

    def refuse(amount: str, *, bound: bool) -> tuple[str, bool]:
        env = PRODUCTION | {"DATABASE_URL": usual.address("usual"), "DJANGO_SETTINGS_MODULE": "ladders.settings"}
        ran = python(REFUSED.format(bound=bound, amount=amount), tmp_path, **env)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip(), amount in (tmp_path / "usual.log").read_text()

    warned = "refused, log_error_verbosity = default, log_min_error_statement = error"
    assert refuse("48213.01", bound=False) == (warned, True)
    assert refuse("48213.02", bound=True) == (warned, True)
    for setting in ("log_error_verbosity = terse", "log_min_error_statement = panic"):  # as docs/operations.md has it
        usual.run("psql", "-qc", f"ALTER ROLE postgres SET {setting}", usual.address("usual"))
    assert refuse("48213.03", bound=False) == ("refused", False)


class WebServer:
    """gunicorn with an access log, as somebody would switch it on, on this test's database."""

    def __init__(self, workers: Workers, log: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        command = "-m gunicorn --no-control-socket --access-logfile - --log-level info ladders.wsgi --bind"
        with log.open("wb") as out:
            self.running = subprocess.Popen(
                [sys.executable, "-W", "ignore", *command.split(), f"127.0.0.1:{self.port}"],
                env=workers.env,
                cwd=settings.BASE_DIR,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def ask(self, verb: str, path: str, **fields: str) -> int:
        """The status of an answer."""
        asked = HTTPConnection("127.0.0.1", self.port, timeout=30)
        head = {
            "Referer": f"http://localhost/path/{CANARY}/?q={CANARY}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        asked.request(verb, path, urlencode(fields), head | {"Host": "localhost", "Cookie": f"sessionid={CANARY}"})
        return asked.getresponse().status

    def wait(self) -> None:
        """Until it answers."""
        for _each in range(300):
            try:
                self.ask("GET", "/healthz")
                return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("it does not answer")


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    """A worker with the filesystem between."""
    started = Workers(tmp_path, "")
    yield started
    for worker in started.running:
        started.kill(worker)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_log_holds_what_is_private(workers: Workers, tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    web = WebServer(workers, log)
    try:
        worker = workers.start()
        web.wait()
        seen = [
            web.ask("GET", f"/moves/ask/{CANARY}/?why={CANARY}"),
            web.ask("GET", f"/path/{CANARY}/"),
            web.ask("GET", f"/password/reset/1-{CANARY}/"),
            web.ask("GET", f"/sign-in/?next=/people/?q={CANARY}"),
            web.ask("POST", "/sign-in/", login=f"{CANARY}@example.org", password=CANARY),
            web.ask("GET", f"/sign-in/company/callback/?code={CANARY}&state={CANARY}"),
        ]
        assert all(status < 500 for status in seen), seen
        row = enqueue("tests.quote", title="J", by=None, args={"word": CANARY, "amount": AMOUNT})
        until(lambda: state(row)[0] == JobState.FAILED, workers, "the failure")
        os.kill(worker.pid, signal.SIGTERM)
        worker.wait(60)
    finally:
        os.killpg(web.running.pid, signal.SIGTERM)
        web.running.wait(30)
    written = {"web": log.read_text(), "worker": workers.logs()}
    assert "/[moves]" in written["web"], "there is an access log"
    assert "IntegrityError" in written["worker"], "the failure is told"
    if "FOLDER" in connection.settings_dict:
        written["database"] = ServerFiles(Path(connection.settings_dict["FOLDER"])).log.read_text(errors="replace")
    for name, text in written.items():
        for word in (CANARY, AMOUNT):
            assert word not in text, (name, [line for line in text.splitlines() if word in line][:3])
