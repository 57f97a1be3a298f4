"""Behind PgBouncer, which gives a connection away after each transaction, and with web and worker on different hosts."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from ladders.core.models import Job
from ladders.exchange.models import PeopleUpload, UploadState
from ladders.exchange.people.jobs import JOBS
from ladders.localserver.embedded_server import OWNER
from ladders.localserver.embedded_server.identity import choose
from ladders.localserver.embedded_server.places import ServerFiles, find_binaries

from .test_workers import Workers, until
from .test_workers import workers as workers

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BOUNCER = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
CONFIGURATION = """
[databases]
{database} = host={socket} port=5432
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = plain
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = 3
max_client_conn = 100
server_reset_query_always = 0
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""


@pytest.fixture
def pooled(embedded_server: None, tmp_path: Path) -> Iterator[str]:
    """The address of this test's database behind PgBouncer, with three connections for all."""
    if not Path(BOUNCER).exists():
        pytest.skip("there is no PgBouncer here")
    connection.ensure_connection()
    place = ServerFiles(Path(connection.settings_dict["FOLDER"]))
    role = str(connection.settings_dict["USER"])
    assert role != OWNER
    password = place.password_file(role).read_text()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    database = connection.settings_dict["NAME"]
    text = CONFIGURATION.format(database=database, socket=place.address, port=port, folder=tmp_path)
    (tmp_path / "pgbouncer.ini").write_text(text)
    (tmp_path / "users.txt").write_text(f'"{role}" "{password}"\n')
    identity = choose(tmp_path, find_binaries())
    running = subprocess.Popen(
        [BOUNCER, str(tmp_path / "pgbouncer.ini")],
        preexec_fn=identity.before_exec(signal.SIGTERM),  # it does not run as root
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _each in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert running.poll() is None, (tmp_path / "pgbouncer.log").read_text()
                time.sleep(0.1)
        yield f"postgres://{role}:{password}@127.0.0.1:{port}/{database}"
    finally:
        running.terminate()
        running.wait(10)


def test_all_that_ladders_asks_of_a_database_goes_through_a_pooler(pooled: str) -> None:
    environment = os.environ | {
        "DATABASE_URL": pooled,
        "DATABASE_POOLED": "1",
        "ALLOWED_HOSTS": "localhost",
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",  # nobody is there: work waits in the database
        "DJANGO_SETTINGS_MODULE": "ladders.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    command = [sys.executable, "-W", "ignore", "-m", "tests.core.pooled_mix"]
    ran = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=300)
    assert ran.stdout == "all is well", ran.stdout + ran.stderr[-3000:]
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert "ladders.W006" in checked.stderr, "the roles of this server have no limits of their own"


@pytest.mark.parametrize("workers", [""], indirect=True)
def test_a_file_that_one_host_took_is_read_on_another(workers: Workers, hr: User) -> None:
    """The worker has another folder than the web: whatever it needs is in the database."""
    assert Path(workers.env["LADDERS_DATA_DIR"]) != settings.DATA_DIR
    upload = JOBS.take_in(name="p.csv", content=b"number,name\n7,Mara Quist\n", mapping=None, by=hr)
    Job.objects.update(handed_over_at=None)  # the hand-over was lost between the hosts: the sweep finds it
    workers.start()
    until(lambda: PeopleUpload.objects.get(pk=upload.pk).state == UploadState.READY, workers, "the reading")
    assert PeopleUpload.objects.get().report["created"] == 1
