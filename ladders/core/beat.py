"""The scheduler of background work. Several may run, on several hosts: one has the turn, the others wait until it is silent."""

from __future__ import annotations

import logging
import time
import uuid
from typing import Any, Final

from celery.beat import PersistentScheduler
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from .heartbeats import Part, give_turn_back, take_turn

logger = logging.getLogger(__name__)
PAUSE: Final = 5.0  # seconds after which whoever waits looks again


class OneAtATime(PersistentScheduler):  # type: ignore[misc]
    """Celery's own, which hands over nothing while another one has the turn.

    One that is started again with the same file goes on at once; another one `BEAT_LEASE_SECONDS` after the
    last sign of whoever had the turn. What it then hands over is what was due meanwhile, once.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._sure_until = 0.0
        self._holder = ""
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """Open the file, which also holds this scheduler's name: containers may share a host's name, and paths."""
        super().setup_schedule()
        self._holder = self._store.setdefault("holder", uuid.uuid4().hex)
        self.sync()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Hand over what is due, in one's turn; returns after how many seconds to look again."""
        if not self._has_turn():
            return float(min(PAUSE, settings.BEAT_LEASE_SECONDS / 3))
        wait: float = super().tick(*args, **kwargs)
        return wait

    def close(self) -> None:
        """The end: the next one need not wait."""
        super().close()
        try:
            give_turn_back(Part.BEAT, self._holder)
        except DatabaseError:
            logger.warning("The turn could not be given back; it ends by itself")

    def _has_turn(self) -> bool:
        if (now := time.monotonic()) < self._sure_until:
            return True
        try:
            mine = take_turn(Part.BEAT, self._holder, settings.BEAT_LEASE_SECONDS)
        except DatabaseError:  # away for a moment: nothing is handed over, and the next look tries again
            logger.warning("No sign of life could be written")
            mine = False
        finally:
            close_old_connections()
        self._sure_until = now + settings.BEAT_LEASE_SECONDS / 3 if mine else 0.0
        return mine
