"""A primary and a standby, both real: lists, exports and figures read the standby, and nobody misses what they wrote."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from ladders.localserver.embedded_server import OWNER
from ladders.localserver.embedded_server.identity import choose
from ladders.localserver.embedded_server.places import ServerFiles, find_binaries

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CONFIGURATION = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
wal_level = replica
max_wal_senders = 4
hot_standby_feedback = on
fsync = off
"""


@dataclass
class Servers:
    """A primary with a copy of this test's database, and its standby."""

    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.binaries = find_binaries()
        self.identity = choose(self.folder, self.binaries)

    def run(self, program: str, *arguments: Any, **more: Any) -> None:
        """A program of PostgreSQL, to its end."""
        command = [str(self.binaries / program), *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, preexec_fn=self.identity.before_exec(signal.SIGTERM), **more
        )
        assert done.returncode == 0, done.stderr.decode()

    def start(self, name: str) -> None:
        """A server on a port of its own."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.ports[name] = free.getsockname()[1]
        command = [str(self.binaries / "postgres"), "-D", str(self.folder / name), "-p", str(self.ports[name])]
        log = (self.folder / f"{name}.log").open("wb")
        self.running[name] = subprocess.Popen(
            command, stdout=log, stderr=log, preexec_fn=self.identity.before_exec(signal.SIGTERM)
        )
        log.close()
        end = time.monotonic() + 60
        while True:
            try:
                self.run("pg_isready", "-h", "127.0.0.1", "-p", self.ports[name])
                return
            except AssertionError:
                assert time.monotonic() < end, (self.folder / f"{name}.log").read_text()
                time.sleep(0.2)

    def stop(self, name: str) -> None:
        """At once."""
        self.running[name].send_signal(signal.SIGQUIT)
        self.running[name].wait(30)

    def address(self, name: str) -> str:
        """What DATABASE_URL or DATABASE_REPLICA_URL says."""
        return f"postgres://postgres@127.0.0.1:{self.ports[name]}/ladders"


@pytest.fixture
def servers(embedded_server: None, tmp_path: Path) -> Iterator[Servers]:
    """Both, with the tables of this test's database."""
    connection.ensure_connection()
    place = ServerFiles(Path(connection.settings_dict["FOLDER"]))
    both = Servers(tmp_path)
    dump = tmp_path / "dump"
    owner = {"PGPASSWORD": place.password_file(OWNER).read_text(), "PATH": os.defpath}
    there = ["-h", str(place.address), "-U", OWNER, "-d", connection.settings_dict["NAME"]]
    both.run("pg_dump", *there, "-Fc", "--no-owner", "--no-privileges", "-f", dump, env=owner)
    try:
        both.run("initdb", "-D", tmp_path / "primary", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
        with (tmp_path / "primary" / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION)
        both.start("primary")
        here = ["-h", "127.0.0.1", "-p", both.ports["primary"], "-U", "postgres"]
        both.run("createdb", *here, "ladders")
        both.run("pg_restore", *here, "-d", "ladders", "--no-owner", dump)
        both.run("pg_basebackup", *here, "-D", tmp_path / "standby", "-R", "-X", "stream", "-c", "fast", "--no-sync")
        both.start("standby")
        yield both
    finally:
        for running in both.running.values():
            running.kill()
            running.wait(30)


def test_what_may_lag_is_read_from_the_replica_and_nobody_misses_what_they_wrote(servers: Servers) -> None:
    environment = os.environ | {
        "DATABASE_URL": servers.address("primary"),
        "DATABASE_REPLICA_URL": servers.address("standby"),
        "REPLICA_SECONDS": "30",
        "ALLOWED_HOSTS": "localhost",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    command = [sys.executable, "-W", "ignore", "-m", "tests.core.replica_mix"]
    pipes: Any = dict.fromkeys(("stdin", "stdout"), subprocess.PIPE)
    log = servers.folder / "mix.log"
    with log.open("wb") as complaints:
        ran: subprocess.Popen[str] = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, text=True, stderr=complaints, **pipes
        )
    assert ran.stdin is not None
    assert ran.stdout is not None
    said = ran.stdout.readline()
    if said == "stop the replica\n":
        servers.stop("standby")
        ran.stdin.write("it is gone\n")
    said, _ = ran.communicate(timeout=200)
    assert said == "all is well\n", said + log.read_text()[-5000:]
