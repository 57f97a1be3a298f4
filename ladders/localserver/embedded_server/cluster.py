"""Making the cluster, and starting and stopping its server. Runs in the keeper only, which holds the keeper's lock."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO

from . import DATABASE, OWNER, ROLE
from .identity import ProcessIdentity
from .places import SOCKET_NAME, EmbeddedDatabaseError, ServerFiles, is_our_server, server_state

SUPERUSER = "cluster_owner"  # exists because a cluster needs one; pg_hba.conf lets nobody sign in as it
HBA = (
    f"# Only the application, only on this machine, only with its passwords.\nlocal all {ROLE},{OWNER} scram-sha-256\n"
)
CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    # Its log tells of the server, never of statements: they hold amounts and reasons, and so does what refuses them.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# Locale of the system must not change how the server sorts or speaks; nor may PG* variables reach it.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def make(place: ServerFiles, binaries: Path, identity: ProcessIdentity) -> None:
    """Make the cluster if there is none. It is complete or not there: made beside its place, then renamed.

    Raises `EmbeddedDatabaseError`, also when the cluster belongs to another major version of PostgreSQL.
    """
    for left_over in place.folder.glob("cluster.new-*"):
        shutil.rmtree(left_over)
    if place.cluster.exists():
        _check_version(place, binaries)
        if not place.password_file(OWNER).exists():
            _divide_roles(place, binaries, identity)
        return
    draft = place.folder / f"cluster.new-{secrets.token_hex(4)}"
    command: list[Path | str] = [
        binaries / "initdb",
        "-D",
        draft,
        "-U",
        SUPERUSER,
        "--auth=reject",
        "--encoding=UTF8",
        "--locale=C",
    ]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", *(["--no-sync"] if place.fast else [])]
    _run(command, identity, "")
    (draft / "pg_hba.conf").write_text(HBA)
    statements = []
    for role, more in ((OWNER, "CREATEDB"), (ROLE, "")):
        password = secrets.token_urlsafe(32)
        _write_private(draft / f"{role}.password", password, identity.owner)
        statements.append(f"CREATE ROLE {role} LOGIN {more} PASSWORD '{password}'")
    _run_alone([*statements, f"CREATE DATABASE {DATABASE} OWNER {OWNER}"], draft, place, binaries, identity)
    draft.rename(place.cluster)


def start(place: ServerFiles, binaries: Path, identity: ProcessIdentity, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the server and wait until it takes connections. Raises `EmbeddedDatabaseError`."""
    _end_left_over(place)
    address = _make_socket_folder(place, identity)
    settings = CONFIGURATION | (FAST if place.fast else {})
    settings["unix_socket_directories"] = '"' + address.replace('"', '""') + '"'
    # Backends of a killed server may hold its memory for a moment, so a second and a third try make sense.
    for _ in range(20):
        log.seek(0)
        log.truncate()
        server = subprocess.Popen(
            [binaries / "postgres", "-D", place.cluster, *(f"--{name}={value}" for name, value in settings.items())],
            preexec_fn=identity.before_exec(signal.SIGINT),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=ENVIRONMENT,
            cwd="/",
        )
        if _wait_until_ready(place, server):
            return server
        if "shared memory block" not in place.log.read_text(errors="replace"):
            break
        time.sleep(0.5)
    last = place.log.read_text(errors="replace").strip().splitlines()[-3:]
    raise EmbeddedDatabaseError(f"The embedded database did not start: {' / '.join(last)} (more in {place.log}).")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server: connections are cut, data is written, and nothing of it is left."""
    for kind, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        if server.poll() is None:
            server.send_signal(kind)
            try:
                server.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        return


def _check_version(place: ServerFiles, binaries: Path) -> None:
    shown = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    ours = re.search(r"\d+", shown)
    theirs = (place.cluster / "PG_VERSION").read_text().strip()
    if ours is None or ours[0] != theirs:
        raise EmbeddedDatabaseError(
            f"The data in {place.cluster} was made by PostgreSQL {theirs}, and this is {shown.strip()}. "
            f"To keep the data, move it with pg_dump of version {theirs}; to start anew, move that folder away."
        )


def _run(command: list[Path | str], identity: ProcessIdentity, text: str) -> None:
    """Run one of PostgreSQL's programs to its end. Raises `EmbeddedDatabaseError` with what it said."""
    done = subprocess.run(
        command,
        preexec_fn=identity.before_exec(signal.SIGKILL),
        input=text,
        capture_output=True,
        text=True,
        errors="replace",
        env=ENVIRONMENT,
        cwd="/",
        check=False,
    )
    if done.returncode != 0 or re.search(r"\b(ERROR|FATAL|PANIC): ", done.stderr):
        said = " / ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise EmbeddedDatabaseError(f"The embedded database could not be made: {said}")


def _run_alone(
    statements: list[str],
    cluster: Path,
    place: ServerFiles,
    binaries: Path,
    identity: ProcessIdentity,
    database: str = "postgres",
) -> None:
    """Run statements as the superuser that nobody can sign in as, while no server runs."""
    command: list[Path | str] = [binaries / "postgres", "--single", "-D", cluster]
    _run([*command, *(["-F"] if place.fast else []), database], identity, "".join(f"{each}\n" for each in statements))


def _divide_roles(place: ServerFiles, binaries: Path, identity: ProcessIdentity) -> None:
    """A cluster of an earlier release has one role for everything: give what it owns to an owner. Harmless when repeated."""
    _end_left_over(place)
    password = secrets.token_urlsafe(32)
    taken = f"REASSIGN OWNED BY {ROLE} TO {OWNER}"
    make_owner = [f"DROP ROLE IF EXISTS {OWNER}", f"CREATE ROLE {OWNER} LOGIN CREATEDB PASSWORD '{password}'"]
    if place.half_divided.exists():  # stopped in the middle: the owner may own some of it already
        make_owner = [f"ALTER ROLE {OWNER} PASSWORD '{password}'"]
    _run_alone([*make_owner, f"ALTER ROLE {ROLE} NOCREATEDB", taken], place.cluster, place, binaries, identity)
    place.half_divided.touch()
    _run_alone([taken], place.cluster, place, binaries, identity, DATABASE)
    (place.cluster / "pg_hba.conf").write_text(HBA)
    _write_private(place.password_file(OWNER), password, identity.owner)
    place.half_divided.unlink()


def _write_private(path: Path, text: str, owner: int) -> None:
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
    if owner != os.geteuid():
        os.chown(path, owner, -1)


def _make_socket_folder(place: ServerFiles, identity: ProcessIdentity) -> str:
    """A folder for the socket that its owner alone can enter, with a path short enough for the system."""
    remove_socket_folder(place)
    folder = place.own_socket_folder
    if folder is not None:
        folder.mkdir(mode=0o700)
    else:
        short = min(tempfile.gettempdir(), "/tmp", key=len)
        folder = Path(tempfile.mkdtemp(prefix="ladders-", dir=short))
    if identity.owner != os.geteuid():
        os.chown(folder, identity.owner, -1)
    draft = place.address_file.with_suffix(".new")
    draft.write_text(str(folder))
    draft.rename(place.address_file)
    return str(folder)


def remove_socket_folder(place: ServerFiles) -> None:
    """Remove the socket's folder, which may be outside our own, and the note of where it is."""
    address = place.address
    if address is None:
        return
    place.address_file.unlink(missing_ok=True)
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        Path(address, name).unlink(missing_ok=True)
    if Path(address).is_dir():
        Path(address).rmdir()


def _end_left_over(place: ServerFiles) -> None:
    """End a server whose keeper is gone, and forget the process id of one that is gone itself.

    PostgreSQL would refuse to start because of a stale id that another process has by now, as in a new container.
    """
    state = server_state(place)
    if state is None:
        return
    for kind in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        for turn in range(100):
            if not is_our_server(state[0], place):
                (place.cluster / "postmaster.pid").unlink(missing_ok=True)
                return
            if turn == 0:
                os.kill(state[0], kind)
            time.sleep(0.05)
    raise EmbeddedDatabaseError(f"An earlier server of the embedded database (process {state[0]}) does not end.")


def _wait_until_ready(place: ServerFiles, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 120  # recovery after a crash may take its time
    while time.monotonic() < deadline:
        if server.poll() is not None:
            return False
        if server_state(place) == (server.pid, "ready"):
            return True
        time.sleep(0.01)
    stop(server)
    return False
