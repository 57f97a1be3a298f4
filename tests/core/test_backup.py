"""What is backed up comes back: every row, right, trigger and comment, on an empty server, and Ladders runs on it."""

from __future__ import annotations

import io
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from ladders.core import backup
from ladders.core.audit import record
from ladders.core.history_chain import close_days
from ladders.core.owner import as_owner
from ladders.core.private import fingerprint
from ladders.localserver.embedded_server import OWNER, ROLE, lease
from ladders.localserver.embedded_server.places import ServerFiles
from tests import world
from tests.core.processes import PROJECT, environment, processes_of, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

SCHEMA = {
    "columns": "SELECT table_name, column_name, udt_name, is_nullable, column_default, is_identity "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",  # NOT NULL is one from PostgreSQL 18 on
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc p WHERE pronamespace = 'public'::regnamespace "
    "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')",
    "comments": "SELECT d.objoid::regclass::text, objsubid, description FROM pg_description d "
    "JOIN pg_class c ON c.oid = d.objoid WHERE classoid = 'pg_class'::regclass AND relnamespace = 'public'::regnamespace",
    "comments on triggers": "SELECT t.tgname, description FROM pg_description d JOIN pg_trigger t ON t.oid = d.objoid "
    "WHERE classoid = 'pg_trigger'::regclass",
    "owners": "SELECT relname, relowner::regrole::text, relpersistence FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "rights on tables": "SELECT c.relname, a.grantee::regrole::text, a.privilege_type, a.is_grantable FROM pg_class c, "
    "aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND a.privilege_type <> 'MAINTAIN'",  # 17 on
    "rights on functions": "SELECT p.proname, a.grantee::regrole::text, a.privilege_type FROM pg_proc p, aclexplode(p.proacl) a "
    "WHERE p.pronamespace = 'public'::regnamespace",
    "sequences": "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'",
}


def plain(names: dict[str, str], value: Any) -> Any:
    """A value with roles by what they are. The server writes the same conditions in two ways, before and after a restore."""
    if not isinstance(value, str):
        return value
    if value.startswith(("CHECK", "EXCLUDE", "CREATE INDEX", "CREATE UNIQUE INDEX")):
        return re.sub(r"::(text|character varying)(\[\])?|[() ]", "", value)
    return names.get(value, value)


def contents(cursor: Any) -> dict[str, set[Any]]:
    """The schema, and of each table every row as text, for roles by what they are."""
    found: dict[str, set[Any]] = {}
    names = {settings.DATABASE_OWNER.get("USER", ""): OWNER, str(settings.DATABASE_RUNNER["USER"]): ROLE}
    for what, sql in SCHEMA.items():
        cursor.execute(sql)
        found[what] = {tuple(plain(names, value) for value in row) for row in cursor.fetchall()}
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'core_cache'")
    for (table,) in cursor.fetchall():
        cursor.execute(f"SELECT t::text FROM {table} t")
        found[f"rows of {table}"] = {row[0] for row in cursor.fetchall()}
    return found


def manage(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command on the embedded server of that folder."""
    env = environment(folder, **({"SECRET_KEY": settings.SECRET_KEY} | more))
    command = [sys.executable, "-W", "ignore", *arguments]
    return subprocess.run(command, env=env, cwd=PROJECT, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def full() -> None:
    """A database with something in every corner."""
    world.build()
    record(by=None, verb="core.tried", subject="“Ø” \\ ' \n;--", detail={"n": [None, "1.50"]})
    close_days()


@pytest.fixture(scope="module")
def kept() -> list[bytes]:
    """What the first backup of a full database wrote."""
    return []


@pytest.fixture
def saved(tmp_path: Path, kept: list[bytes], request: pytest.FixtureRequest) -> Path:
    """A backup of a full database, made once for all tests."""
    file = tmp_path / "ladders.backup"
    if kept and "full" not in request.fixturenames:
        file.write_bytes(kept[0])
        return file
    request.getfixturevalue("full")
    call_command("backup", str(file), stdout=io.StringIO())
    kept.append(file.read_bytes())
    return file


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """A folder for an empty server, which is gone at the end."""
    folder = tmp_path / "elsewhere"
    yield folder
    place = ServerFiles(folder / "postgres-fast")
    lease.release(place)
    assert wait_for(lambda: not processes_of(folder)), processes_of(folder)


def look(folder: Path) -> dict[str, set[Any]]:
    """What is on the server of that folder, seen by its owner."""
    place = ServerFiles(folder / "postgres-fast")
    lease.ensure(place)
    address: dict[str, Any] = {**lease.connection(place, OWNER), "user": OWNER, "dbname": "ladders"}
    with psycopg.connect(**address, options="-c TimeZone=UTC") as link:
        return contents(link.cursor())


def test_all_comes_back_on_an_empty_server_and_ladders_runs_on_it(full: None, saved: Path, target: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    with connection.cursor() as cursor:
        before = contents(cursor)
    ran = manage(target, "manage.py", "restore", str(saved))
    assert (ran.returncode, ran.stdout) == (0, f"The database is as it was in {saved}.\n"), ran.stderr
    after = look(target)
    assert after.keys() == before.keys()
    for what in before:
        assert after[what] == before[what], what
    assert len(before["rows of core_auditentry"]) > 1
    assert len(before["triggers"]) > 100
    assert len(before["comments on triggers"]) > 100
    page = """
import django; django.setup()
from django.conf import settings; settings.ALLOWED_HOSTS = ["testserver"]
from django.test import Client
from accounts.models import User
from accounts.roles import Role
from ladders.core.table_rights import differ
client = Client()
client.force_login(User.objects.filter(grants__role=Role.HR_ADMIN).first(), backend="accounts.backends.SignInBackend")
print([client.get(page, follow=True).status_code for page in ("/", "/settings/", "/audit/")], differ())
"""
    shown = manage(target, "-c", page, DJANGO_SETTINGS_MODULE="tests.settings")
    assert shown.stdout.strip() == "[200, 200, 200] False", shown.stderr[-800:]
    checked = manage(target, "manage.py", "verify_history")
    assert checked.returncode == 0, checked.stdout
    again = manage(target, "manage.py", "restore", str(saved))
    assert again.returncode == 1
    assert "The database is not empty: it has “account_emailaddress”." in again.stderr


def test_with_another_key_nothing_is_restored_and_the_key_is_named(saved: Path, target: Path) -> None:
    ran = manage(target, "manage.py", "restore", str(saved), SECRET_KEY="another-" * 10)
    assert ran.returncode == 1
    assert (
        f"This backup was sealed with the key {fingerprint(settings.SECRET_KEY)}, and none of the keys here is that"
        in ran.stderr
    )
    former = manage(
        target, "manage.py", "restore", str(saved), SECRET_KEY="another-" * 10, SECRET_KEY_FALLBACKS=settings.SECRET_KEY
    )
    assert former.returncode == 0, former.stderr


def test_a_broken_backup_is_refused_before_anything_is_written(saved: Path, target: Path) -> None:
    whole = saved.read_bytes()
    for broken in (whole[: len(whole) * 9 // 10], whole[:-1], whole[:5000] + b"?" + whole[5001:], b"no backup", b""):
        saved.write_bytes(broken)
        with pytest.raises(CommandError, match="is no whole backup: it was cut, or changed, or is something else"):
            call_command("restore", str(saved))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", str(target))


def test_a_restore_that_stops_in_the_middle_leaves_nothing(saved: Path, target: Path) -> None:
    in_the_way = "CREATE FUNCTION public.moves_kept() RETURNS int LANGUAGE sql AS 'SELECT 1'"
    code = "import django; django.setup(); from ladders.core.owner import as_owner; from django.db import connection\n"
    assert manage(target, "-c", f"{code}with as_owner(): connection.cursor().execute({in_the_way!r})").returncode == 0
    ran = manage(target, "manage.py", "restore", str(saved))
    assert ran.returncode == 1
    assert "pg_restore stopped: " in ran.stderr
    after = look(target)
    assert not any(rows for what, rows in after.items() if what != "functions" and what != "rights on functions")
    assert [name for name, _ in after["functions"]] == ["moves_kept"]


def test_no_key_is_in_the_file(saved: Path) -> None:
    with as_owner():
        script = backup._run([backup._program("pg_restore"), "--file=-", str(saved)], connected=False)
    assert fingerprint(settings.SECRET_KEY) in script
    assert settings.SECRET_KEY not in script
    assert not re.search(r"PASSWORD", script)


def test_a_file_that_is_there_is_kept_and_half_a_file_is_not_left(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(there))
    assert there.read_text() == "mine"
    with pytest.raises(CommandError, match=r"can't be written: No such file or directory"):
        call_command("backup", str(tmp_path / "no-folder" / "file"))
    assert os.listdir(tmp_path) == ["there"]


def test_without_the_programs_the_sentence_names_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "_major", lambda program: 9)
    with pytest.raises(CommandError, match=r"There is no pg_dump of version \d+ here\. Install the client programs"):
        call_command("backup", str(tmp_path / "file"))
