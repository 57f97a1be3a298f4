"""Processor time of this process and of its connection's server process: what work takes, however busy the machine is."""

from __future__ import annotations

import time
from pathlib import Path

from django.db import connection

BILLION = 1_000_000_000


def processor_seconds() -> float:
    """Of both so far; of this process alone where the database is on another machine."""
    return time.process_time() + database_seconds()


def database_seconds() -> float:
    """Of the server process of this connection so far; 0 where it is on another machine. Others that it may ask to help are not
    in it."""
    connection.ensure_connection()
    schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    try:
        return int(schedule.read_text().split()[0]) / BILLION
    except (OSError, ValueError, IndexError):
        return 0.0
