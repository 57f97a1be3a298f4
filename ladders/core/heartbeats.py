"""Signs of life of the processes that nobody looks at: the worker and the scheduler say every few seconds that they are there.

By the database's clock, which all of them share; the demo's time does not touch it.
"""

from __future__ import annotations

import logging
import threading
from enum import StrEnum
from typing import Final

from django.db import DatabaseError, close_old_connections, connection, connections

logger = logging.getLogger(__name__)

EVERY: Final = 15.0  # seconds between two signs
SILENT: Final = 60  # seconds after which somebody is taken for gone


class Part(StrEnum):
    """Who gives signs."""

    WORKER = "worker"
    BEAT = "beat"


def give_sign(part: Part) -> None:
    """Say that this part is alive now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_heartbeat (part, at) VALUES (%s, now()) ON CONFLICT (part) DO UPDATE SET at = now()",
            [part.value],
        )


def take_turn(part: Part, holder: str, lease: float) -> bool:
    """Give a sign as the only one of its kind that works: True where that is `holder` from now on, or still.

    Somebody else has the turn until so many seconds after their last sign, unless they gave it back. One query, and a row
    rather than a lock of the session: it holds behind a pooler, too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_heartbeat AS held (part, at, holder) VALUES (%s, now(), %s) ON CONFLICT (part) DO UPDATE "
            "SET at = now(), holder = excluded.holder WHERE held.holder IN (excluded.holder, '') "
            "OR held.at < now() - make_interval(secs => %s)",
            [part.value, holder, lease],
        )
        return bool(cursor.rowcount == 1)


def give_turn_back(part: Part, holder: str) -> None:
    """The next one need not wait. One query."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_heartbeat SET holder = '' WHERE part = %s AND holder = %s", [part.value, holder])


def silent_for() -> dict[Part, int | None]:
    """Seconds since the last sign of each part; None where there was never any. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT part, extract(epoch FROM now() - at)::int FROM core_heartbeat")
        known = dict(cursor.fetchall())
    return {part: known.get(part.value) for part in Part}


class Signs:
    """A thread that gives signs until it is stopped."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"signs of {part}", daemon=True)

    def start(self) -> None:
        """From now on."""
        self._thread.start()

    def stop(self) -> None:
        """No more."""
        self._over.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        try:
            while True:
                try:
                    give_sign(self._part)
                except DatabaseError:  # away for a moment: the next sign tries again
                    logger.warning("No sign of life could be written")
                close_old_connections()
                if self._over.wait(EVERY):
                    return
        finally:
            connections.close_all()  # this thread's own; nobody else would
