"""A backup is what `pg_dump` writes (custom format), with the fingerprints of the keys that its sealed texts need.

The fingerprints stand as a comment on the table of migrations, and a checksum follows the last byte, so that the file stays
one that any `pg_restore` reads; the keys themselves are in no backup. A restore is one transaction into an empty database: all
of it is there at the end, or nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ladders.localserver.embedded_server.places import EmbeddedDatabaseError, find_binaries

from . import table_rights
from .errors import DomainError
from .private import fingerprint, sealing_keys

END: Final = b"\nladders:"  # then 32 bytes of SHA-256 of all before
NOTED_ON: Final = "django_migrations"
COMMENT: Final = re.compile(rf"^COMMENT ON TABLE public\.{NOTED_ON} IS '(.*)';$", re.MULTILINE)
# What says where the server is and how it is trusted. Not what our driver knows beyond an older pg_dump, and not how long a
# page may wait for a lock: a dump may wait.
ADDRESS: Final = (
    *("host", "hostaddr", "port", "dbname", "user", "gssencmode", "target_session_attrs"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl"),
)
FOLDERS: Final = (
    "/usr/lib/postgresql/{major}/bin",
    "/usr/pgsql-{major}/bin",
    "/opt/homebrew/opt/postgresql@{major}/bin",
)
NOT_EMPTY: Final = """
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'S', 'p', 'f')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1 LIMIT 1
"""


def back_up(path: Path) -> None:
    """Write the backup, for its owner alone. Run as the owner of the tables. Raises DomainError; then there is no file."""
    if path.exists():
        raise DomainError(_("%(file)s exists already. Name a file that does not.") % {"file": path})
    program = _program("pg_dump")
    told = json.dumps({"keys": [fingerprint(key) for key in sealing_keys()], "at": timezone.now().isoformat()})
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {NOTED_ON} IS {_quoted(told)}")
    part = path.with_name(f"{path.name}.part")
    try:
        with open(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            # What is in tables that do not survive a crash (the cache) is in no backup either.
            _run([program, "--format=custom", "--no-unlogged-table-data"], stdout=file)
        with part.open("r+b") as file:
            end = END + hashlib.file_digest(file, "sha256").digest()
            file.write(end)
        part.rename(path)
    except OSError as error:
        raise DomainError(_("%(file)s can't be written: %(why)s.") % {"file": part, "why": error.strerror}) from error
    finally:
        part.unlink(missing_ok=True)


def restore(path: Path, *, running: str) -> None:
    """Bring a backup into the empty database of this connection, as its owner; `running` is the role that gets its rights.

    Raises DomainError; then the database is as empty as before.
    """
    _check_whole(path)
    program = _program("pg_restore")
    keys = _keys_of(path, program)
    known = {fingerprint(key) for key in sealing_keys()}
    if missing := [key for key in keys[:1] if key not in known]:
        raise DomainError(
            _(
                "This backup was sealed with the key %(key)s, and none of the keys here is that one. Set DATA_KEYS (or "
                "SECRET_KEY, where there were no DATA_KEYS) to the keys that were kept with it."
            )
            % {"key": missing[0]}
        )
    with connection.cursor() as cursor:
        cursor.execute(NOT_EMPTY)
        if found := cursor.fetchone():
            raise DomainError(
                _("The database is not empty: it has “%(table)s”. Make an empty one, and restore into that.")
                % {"table": found[0]}
            )
    # Rights follow from what is declared, so that the roles may have other names here.
    _run([program, "--single-transaction", "--exit-on-error", "--no-owner", "--no-acl", str(path)])
    with transaction.atomic():
        table_rights.finish_triggers()
        table_rights.withhold()
        if running != connection.settings_dict["USER"]:
            table_rights.grant(running)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def missing_keys(path: Path) -> list[str]:
    """Fingerprints of former keys that the backup may need and that are not known here."""
    known = {fingerprint(key) for key in sealing_keys()}
    return [key for key in _keys_of(path, _program("pg_restore")) if key not in known]


def _check_whole(path: Path) -> None:
    """Raise DomainError unless the file is a backup to its last byte: pg_restore takes some that were cut for whole ones."""
    if not path.is_file():
        raise DomainError(_("There is no file %(file)s.") % {"file": path})
    size = path.stat().st_size - len(END) - 32
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0 and (chunk := file.read(min(size, 1 << 20))):
            digest.update(chunk)
            size -= len(chunk)
        if file.read() != END + digest.digest():
            raise DomainError(
                _("%(file)s is no whole backup: it was cut, or changed, or is something else.") % {"file": path}
            )


def _keys_of(path: Path, program: str) -> list[str]:
    script = _run([program, "--schema-only", "--file=-", str(path)], connected=False)
    found = COMMENT.search(script)
    try:
        return list(json.loads(found[1].replace("''", "'"))["keys"]) if found else []
    except (ValueError, KeyError, TypeError):
        return []


def _program(name: str) -> str:
    """PostgreSQL's program of the server's own version, else the next newer one. Raises DomainError with the cure."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10000
    candidates = [Path(folder.format(major=major), name) for folder in FOLDERS]
    if on_path := shutil.which(name):
        candidates.append(Path(on_path))
    with contextlib.suppress(EmbeddedDatabaseError):
        candidates.append(find_binaries() / name)
    versions = {str(each): _major(each) for each in candidates if each.exists()}
    usable = sorted((version, each) for each, version in versions.items() if version >= major)
    if not usable:
        raise DomainError(
            _(
                "There is no %(program)s of version %(version)s here. Install the client programs of PostgreSQL %(version)s "
                "(Debian: postgresql-client-%(version)s)."
            )
            % {"program": name, "version": major}
        )
    return usable[0][1]


def _major(program: Path) -> int:
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", shown)
    return int(found[1]) if found else 0


def _run(command: list[str], *, stdout: Any = subprocess.PIPE, connected: bool = True) -> str:
    """Run one of PostgreSQL's programs on this connection's database, and return what it wrote. Raises DomainError."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if connected:
        connection.ensure_connection()
        info = connection.connection.info
        address: dict[str, Any] = {name: value for name, value in conninfo_to_dict(info.dsn).items() if name in ADDRESS}
        command = [*command[:1], f"--dbname={make_conninfo(**address)}", "--no-password", *command[1:]]
        environment["PGPASSWORD"] = info.password
    ran = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=environment, check=False)
    if ran.returncode != 0:
        said = ran.stderr.decode(errors="replace")
        first = next((line for line in said.splitlines() if "error" in line), said.strip())
        raise DomainError(_("%(program)s stopped: %(said)s") % {"program": Path(command[0]).name, "said": first})
    return ran.stdout.decode() if ran.stdout else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
