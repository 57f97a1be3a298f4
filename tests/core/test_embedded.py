"""The embedded PostgreSQL: it starts when it is needed, ends when it is not, and is nobody else's business."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ladders.localserver.embedded_server import cluster, database_settings, lease
from ladders.localserver.embedded_server.identity import choose
from ladders.localserver.embedded_server.places import EmbeddedDatabaseError, ServerFiles, find_binaries, server_state
from tests.core.processes import CLIENT, PROJECT, answer, ask, environment, finish, processes_of, python, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")

VICTIM_SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a cluster in it, shared because making one takes a second."""
    folder = tmp_path_factory.mktemp("data")
    client = python(CLIENT, environment(folder))
    answer(client)
    finish(client)
    return folder


@pytest.fixture
def place(data_dir: Path) -> Iterator[ServerFiles]:
    """The embedded database of that folder; afterwards nothing of it may run any more."""
    assert wait_for(lambda: not processes_of(data_dir)), processes_of(data_dir)
    yield ServerFiles(data_dir / "postgres-fast")
    assert wait_for(lambda: not processes_of(data_dir)), processes_of(data_dir)


def query(env: dict[str, str], sql: str, **options: Any) -> str:
    """The first value that `sql` gives in a process of its own."""
    code = f"""
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute({sql!r})
    print(cursor.fetchone()[0])
"""
    said, complaint = finish(python(code, env, **options))
    assert said, complaint
    return said.strip()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_settings_are_a_plain_dict_and_start_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LADDERS_EMBEDDED_FAST", raising=False)
    folder = tmp_path / "data"
    assert database_settings(folder) == {
        "ENGINE": "ladders.localserver.embedded_server",
        "NAME": "ladders",
        "USER": "ladders",
        "FOLDER": str(folder / "postgres"),
    }
    assert not folder.exists()


def test_only_the_cluster_of_the_tests_gives_up_safety_for_speed(tmp_path: Path, data_dir: Path) -> None:
    assert query(environment(data_dir), "SHOW fsync") == "off"
    assert query(environment(tmp_path, LADDERS_EMBEDDED_FAST="0"), "SHOW fsync") == "on"
    assert [path.name for path in tmp_path.glob("postgres*")] == ["postgres"]
    assert wait_for(lambda: not processes_of(tmp_path))


def test_first_start_by_many_makes_one_cluster_and_one_server(tmp_path: Path) -> None:
    clients = [python(CLIENT, environment(tmp_path)) for _ in range(5)]
    try:
        assert len({answer(client) for client in clients}) == 1
        servers = [command for command in processes_of(tmp_path).values() if " -D " in command]
        assert len(servers) == 1
    finally:
        for client in clients:
            finish(client)
    assert wait_for(lambda: not processes_of(tmp_path)), processes_of(tmp_path)
    assert [path.name for path in (tmp_path / "postgres-fast").glob("cluster*")] == ["cluster"]


@pytest.mark.parametrize("kind", VICTIM_SIGNALS)
def test_nothing_is_left_when_the_only_client_is_ended(place: ServerFiles, kind: signal.Signals) -> None:
    client = python(CLIENT, environment(place.folder.parent))
    answer(client)
    client.send_signal(kind)
    finish(client)


@pytest.mark.parametrize("kind", VICTIM_SIGNALS)
@pytest.mark.parametrize("victim", ["keeper", "server"])
def test_clients_go_on_when_keeper_or_server_is_ended(place: ServerFiles, victim: str, kind: signal.Signals) -> None:
    client = python(CLIENT, environment(place.folder.parent))
    try:
        first = answer(client)
        pid = lease.keeper_pid(place) if victim == "keeper" else (server_state(place) or (0, ""))[0]
        assert pid
        os.kill(pid, kind)
        if kind == signal.SIGTERM and victim == "server":
            # TERM lets PostgreSQL wait for its clients; a newcomer does not wait with it.
            assert wait_for(lambda: server_state(place) == (pid, "stopping"))
            newcomer = python(CLIENT, environment(place.folder.parent))
            assert answer(newcomer) > first
            finish(newcomer)
        # A connection may outlive a killed server for a moment.
        assert wait_for(lambda: ask(client) > first)
        assert ask(client) > first
    finally:
        finish(client)


def test_clients_go_on_when_keeper_and_server_are_killed_at_once(place: ServerFiles) -> None:
    client = python(CLIENT, environment(place.folder.parent))
    try:
        first = answer(client)
        keeper, server = lease.keeper_pid(place), server_state(place)
        assert keeper
        assert server
        os.kill(keeper, signal.SIGKILL)
        os.kill(server[0], signal.SIGKILL)
        assert wait_for(lambda: ask(client) > first)
    finally:
        finish(client)


def test_a_busy_backend_does_not_outlive_its_killed_server(place: ServerFiles) -> None:
    client = python(
        CLIENT.replace("pg_postmaster_start_time()::text", "count(*) FROM generate_series(1, 1e12)"),
        environment(place.folder.parent),
    )
    try:
        assert wait_for(lambda: any(" SELECT" in command for command in processes_of(place.folder.parent).values()))
        server = server_state(place)
        assert server
        os.kill(server[0], signal.SIGKILL)
        assert wait_for(lambda: not any("SELECT" in command for command in processes_of(place.folder.parent).values()))
    finally:
        client.kill()
        finish(client)


def test_server_stays_for_a_forked_child(place: ServerFiles) -> None:
    code = """
import os, sys, time
from django.db import connection
connection.ensure_connection()
if os.fork() == 0:
    connection.inc_thread_sharing()
    connection.connection = None  # the parent's; a child makes its own
    sys.stdin.readline()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_postmaster_start_time()::text")
        print(cursor.fetchone()[0], flush=True)
    os._exit(0)
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_postmaster_start_time()::text")
    print(cursor.fetchone()[0], flush=True)
time.sleep(60)
"""
    parent = python(code, environment(place.folder.parent))
    first = answer(parent)
    parent.kill()
    parent.wait(10)
    time.sleep(1)
    assert lease.keeper_pid(place) is not None
    assert ask(parent) == first
    finish(parent)


def test_a_process_that_closes_its_files_is_counted_again(place: ServerFiles) -> None:
    code = """
import os, sys
from django.db import connection
connection.ensure_connection()
connection.close()
os.closerange(3, 256)  # as processes do that become daemons
connection.ensure_connection()
print("connected", flush=True)
sys.stdin.readline()
with connection.cursor() as cursor:
    cursor.execute("SELECT 1")
    print(cursor.fetchone()[0], flush=True)
"""
    client = python(code, environment(place.folder.parent))
    assert answer(client) == "connected"
    time.sleep(1)
    assert ask(client) == "1"
    finish(client)


def test_files_are_for_their_owner_alone_and_nothing_listens_on_the_network(place: ServerFiles) -> None:
    with_server = python(CLIENT, environment(place.folder.parent))
    try:
        answer(with_server)
        for folder in (place.folder, place.cluster, Path(place.address or "")):
            assert mode(folder) == 0o700
        for file in (
            place.password_file("ladders"),
            place.password_file("ladders_owner"),
            place.log,
            place.clients_lock,
            place.keeper_lock,
        ):
            assert mode(file) == 0o600
        assert query(environment(place.folder.parent), "SHOW listen_addresses") == ""
    finally:
        finish(with_server)


@pytest.mark.parametrize(
    ("user", "password", "complaint"),
    [
        ("ladders", "guess", "password authentication failed"),
        ("ladders", "", "no password supplied"),
        ("ladders_owner", "guess", "password authentication failed"),
        ("cluster_owner", "guess", "no pg_hba.conf entry"),
        ("postgres", "", "no pg_hba.conf entry"),
    ],
)
def test_nobody_comes_in_without_the_password(place: ServerFiles, user: str, password: str, complaint: str) -> None:
    with_server = python(CLIENT, environment(place.folder.parent))
    try:
        answer(with_server)
        with pytest.raises(psycopg.OperationalError, match=complaint):
            psycopg.connect(host=place.address, user=user, password=password or None, dbname="ladders", passfile="none")
    finally:
        finish(with_server)


def test_the_servers_log_quotes_no_statement_and_no_row(place: ServerFiles) -> None:
    """Amounts and reasons are in both, and what is refused is an everyday thing."""
    code = """
from django.db import DatabaseError, connection
with connection.cursor() as cursor:
    cursor.execute("CREATE TEMP TABLE pay (amount numeric CHECK (amount < 0), reason varchar(30) UNIQUE)")
    for statement in (
        "INSERT INTO pay VALUES (%s, %s)",
        "INSERT INTO pay VALUES (-1, %s || repeat('x', 99))",
        "INSERT INTO pay VALUES (-1, 'zaunkoenig') , (-2, 'zaunkoenig')",
        "SELECT %s, 'zaunkoenig'::numeric",
        "SELECT pg_sleep(0.1), %s, zaunkoenig",
    ):
        try:
            cursor.execute(statement, [48213, "zaunkoenig"][: statement.count("%s")])
        except DatabaseError:
            print("refused")
"""
    said, complaint = finish(python(code, environment(place.folder.parent)))
    assert said.split() == ["refused"] * 5, complaint
    logs = [
        each
        for each in place.folder.rglob("*")
        if each.is_file() and "log" in each.relative_to(place.folder).as_posix()
    ]
    assert place.log in logs
    written = place.log.read_bytes()
    assert b"ready to accept connections" in written
    for file in logs:
        if "pg_wal" in file.parts or "base" in file.parts:
            continue
        assert b"zaunkoenig" not in file.read_bytes(), file
        assert b"48213" not in file.read_bytes(), file


def test_two_roles_one_owns_the_other_runs(place: ServerFiles) -> None:
    who = "SELECT ARRAY[current_user, (SELECT datdba::regrole::text FROM pg_database WHERE datname = 'ladders')]"
    assert query(environment(place.folder.parent), who) == "['ladders', 'ladders_owner']"
    code = f"""
from django.db import connection
from ladders.core.owner import as_owner
with as_owner(), connection.cursor() as cursor:
    cursor.execute({who!r})
    print(cursor.fetchone()[0])
"""
    said, complaint = finish(python("import django; django.setup()\n" + code, environment(place.folder.parent)))
    assert said.strip() == "['ladders_owner', 'ladders_owner']", complaint


def test_a_cluster_of_one_role_gets_its_second_and_keeps_what_is_in_it(tmp_path: Path) -> None:
    env = environment(tmp_path)
    folder = ServerFiles(tmp_path / "postgres-fast")
    owner = """
import django; django.setup()
from django.db import connection
from ladders.core.owner import as_owner
with as_owner(), connection.cursor() as cursor:
    cursor.execute("CREATE TABLE kept AS SELECT 17 AS number")
"""
    assert finish(python(owner, env))[1] == ""
    assert wait_for(lambda: not processes_of(tmp_path))
    # As an earlier release left it: one role that owns everything, and nothing known of a second.
    binaries, identity = find_binaries(), choose(folder.folder, find_binaries())
    given = ["REASSIGN OWNED BY ladders_owner TO ladders"]
    cluster._run_alone(given, folder.cluster, folder, binaries, identity, "ladders")
    cluster._run_alone([*given, "DROP ROLE ladders_owner"], folder.cluster, folder, binaries, identity)
    folder.password_file("ladders_owner").unlink()
    assert query(env, "SELECT tableowner FROM pg_tables WHERE tablename = 'kept'") == "ladders_owner"
    assert query(env, "SELECT has_table_privilege('kept', 'INSERT')") == "False"
    assert (
        finish(python(owner.replace("CREATE TABLE kept AS SELECT 17 AS number", "INSERT INTO kept VALUES (18)"), env))[
            1
        ]
        == ""
    )
    assert wait_for(lambda: not processes_of(tmp_path))


def test_the_owner_makes_databases_and_trusted_extensions_but_is_no_superuser(place: ServerFiles) -> None:
    code = """
import django; django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict.update(settings.DATABASE_OWNER)
with connection.cursor() as cursor:
    cursor.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
    print(cursor.fetchone())
    cursor.execute("DROP DATABASE IF EXISTS trial")
    cursor.execute("CREATE DATABASE trial")
    cursor.execute(
        "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'trial'"
    )
    print(cursor.fetchone())
connection.close()
connection.settings_dict["NAME"] = "trial"
with connection.cursor() as cursor:
    cursor.execute("CREATE EXTENSION btree_gist")
    cursor.execute("SELECT upper('ä')")
    print(cursor.fetchone()[0])
connection.close()
connection.settings_dict["NAME"] = "ladders"
with connection.cursor() as cursor:
    cursor.execute("DROP DATABASE trial")
"""
    said, complaint = finish(python(code, environment(place.folder.parent)))
    assert said.splitlines() == ["(False, True)", "('b', 'C.UTF-8', 'UTF8')", "Ä"], complaint


def test_a_path_longer_than_a_socket_allows(tmp_path: Path) -> None:
    deep = tmp_path / ("a-rather-long-name-" * 4) / ("and-another-one-" * 4)
    deep.mkdir(parents=True)
    place = ServerFiles(deep / "postgres-fast")
    client = python(CLIENT, environment(deep))
    try:
        answer(client)
        assert place.own_socket_folder is None
        address = Path(place.address or "")
        assert mode(address) == 0o700
        assert not address.is_relative_to(deep)
    finally:
        finish(client)
    assert wait_for(lambda: not processes_of(deep))
    assert not address.exists()


def test_a_process_id_that_somebody_else_has_by_now_does_not_matter(place: ServerFiles) -> None:
    (place.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{place.cluster}\n1\n5432\n\n\n 1 1\nready   \n")
    assert query(environment(place.folder.parent), "SELECT 1") == "1"


def test_data_of_another_version_gets_a_sentence_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "postgres-fast" / "cluster").mkdir(parents=True)
    (tmp_path / "postgres-fast" / "cluster" / "PG_VERSION").write_text("14\n")
    _, complaint = finish(python(CLIENT, environment(tmp_path)))
    assert f"The data in {tmp_path}/postgres-fast/cluster was made by PostgreSQL 14" in complaint
    assert "move that folder away" in complaint
    assert "django.db.utils.OperationalError" in complaint
    assert wait_for(lambda: not processes_of(tmp_path))


def test_where_it_cannot_run_the_sentence_names_the_cure(tmp_path: Path) -> None:
    _, complaint = finish(python(CLIENT, environment(tmp_path, LADDERS_EMBEDDED_AS="somebody")))
    assert "Set DATABASE_URL to a PostgreSQL server" in complaint


def test_a_missing_wheel_names_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EmbeddedDatabaseError, match=r"not installed for this Python and system\. Set DATABASE_URL"):
        find_binaries()


def test_a_folder_that_cannot_be_made_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedDatabaseError, match="Set LADDERS_DATA_DIR to a folder that you may write to"):
        ServerFiles(tmp_path / "file" / "postgres").prepare()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has these ways to run")
@pytest.mark.parametrize("way", ["namespace", "account"])
def test_root_serves_from_a_closed_folder_and_opens_none(tmp_path: Path, way: str) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = [mode(folder) for folder in (closed, *closed.parents)]
    env = environment(closed / "data", LADDERS_EMBEDDED_AS=way)
    client = python(CLIENT, env)
    try:
        answer(client)
        pid = (server_state(ServerFiles(closed / "data" / "postgres-fast")) or (0, ""))[0]
        owner = Path(f"/proc/{pid}").stat().st_uid
        assert (owner == 0) == (way == "namespace")
        assert query(env, "SELECT 1") == "1"
    except AssertionError as error:
        if "not allowed by this system" in str(error):
            pytest.skip(f"this system allows no {way}")
        raise
    finally:
        finish(client)
    assert wait_for(lambda: not processes_of(closed))
    assert [mode(folder) for folder in (closed, *closed.parents)] == before


@pytest.mark.skipif(os.geteuid() != 0, reason="root is needed to become somebody else")
def test_an_ordinary_user_needs_nothing_special() -> None:
    user = pwd.getpwnam("nobody")
    data_dir = Path("/tmp") / f"ladders-test-{os.getpid()}"
    data_dir.mkdir(mode=0o700)
    os.chown(data_dir, user.pw_uid, user.pw_gid)
    try:
        options: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        try:
            subprocess.run([sys.executable, "-c", "import django, ladders"], cwd=PROJECT, check=True, **options)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("this Python is closed to other users")
        assert query(environment(data_dir, PYTHONDONTWRITEBYTECODE="1"), "SELECT 1", **options) == "1"
        assert wait_for(lambda: not processes_of(data_dir))
        assert {path.stat().st_uid for path in data_dir.rglob("*")} == {user.pw_uid}
    finally:
        subprocess.run(["rm", "-r", str(data_dir)], check=True)


def test_by_hand_it_tells_its_state_runs_psql_and_stops(place: ServerFiles) -> None:
    env = environment(place.folder.parent)

    def command(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "ladders.localserver.embedded_server", *arguments],
            env=env,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout.strip()

    assert command("status") == f"stopped {place.folder}"
    assert command("psql", "-Atc", "SELECT current_user") == "ladders"
    client = python(CLIENT, env)
    answer(client)
    assert command("status") == f"running (keeper {lease.keeper_pid(place)}) {place.folder}"
    command("stop")
    assert command("status") == f"stopped {place.folder}"
    finish(client)


def test_dbshell_finds_the_server(place: ServerFiles) -> None:
    shell = [sys.executable, "manage.py", "dbshell", "--", "-Atc", "SELECT current_user"]
    env = environment(place.folder.parent)
    done = subprocess.run(shell, env=env, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.returncode) == ("ladders\n", 0), done.stderr
