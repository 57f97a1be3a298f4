"""`python -m ladders.localserver.embedded_server status|stop|psql`: look after the embedded database by hand."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from . import DATABASE, ROLE, cluster_folder, keeper, lease
from .places import EmbeddedDatabaseError, ServerFiles, answers, find_binaries

USAGE = "Usage: python -m ladders.localserver.embedded_server status | stop | psql [ARGUMENTS]"


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code."""
    data_dir = Path(os.environ.get("LADDERS_DATA_DIR") or lease.PROJECT / ".data")
    place = ServerFiles(cluster_folder(data_dir.resolve()))
    match arguments:
        case ["keep", folder, binaries]:  # how lease.py starts the keeper
            keeper.run(ServerFiles(Path(folder)), Path(binaries))
        case ["status"]:
            pid = lease.keeper_pid(place)
            state = f"running (keeper {pid})" if pid and answers(place) else "stopped"
            sys.stdout.write(f"{state} {place.folder}\n")
        case ["stop"]:
            return _stop(place)
        case ["psql", *more]:
            _psql(place, more)
        case _:
            sys.stderr.write(f"{USAGE}\n")
            return 2
    return 0


def _stop(place: ServerFiles) -> int:
    pid = lease.keeper_pid(place)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
    if lease.wait_until_stopped(place, 30):
        return 0
    sys.stderr.write("The embedded database did not stop.\n")
    return 1


def _psql(place: ServerFiles, arguments: list[str]) -> None:
    lease.ensure(place)
    address = lease.connection(place, ROLE)
    os.set_inheritable(lease.held(place), True)  # so that psql goes on holding the lock
    environment = os.environ | {"PGHOST": address["host"], "PGPASSWORD": address["password"]}
    os.execve(find_binaries() / "psql", ["psql", "-U", ROLE, "-d", DATABASE, *arguments], environment)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedDatabaseError as error:
        sys.exit(str(error))
