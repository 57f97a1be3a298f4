"""Work on many requests: in batches that can be broken off between any two, by one sweep at a time over all hosts."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Final
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from ladders.core.errors import DomainError
from ladders.core.once import known, read_once
from ladders.placements.queries import current_levels, read_levels
from ladders.reporting.queries.lines import chains_of

from ..domain.states import UNFINISHED
from ..models import MoveRequest, PassedOn, Step
from ..queries.deciders import read_deciders
from ..queries.requests import steps_of
from .later import Writes, written_together
from .locks import locked_step, locked_together
from .notices import passings

logger = logging.getLogger(__name__)

Work = Callable[[MoveRequest, dt.date], bool]
Read = Callable[[Sequence[MoveRequest], dt.date], None]

BATCH: Final = 250  # requests in one transaction
SWEEPING: Final = 7203142  # key of the lock that the batch at work holds


class BusyError(Exception):
    """Another sweep is at work."""


def hold() -> None:
    """Hold the sweep until this transaction ends. By the transaction, so that it holds behind a pooler, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SWEEPING])
        if not cursor.fetchone()[0]:
            raise BusyError


def require_alone() -> None:
    """Raises BusyError where another sweep is at work."""
    with transaction.atomic():
        hold()


def in_batches(ids: Iterable[UUID], work: Work, today: dt.date, read: Read | None, *, size: int = BATCH) -> int:
    """Do the work on each request, locked; those that somebody else holds, or that fail, wait for the next run."""
    changed = 0
    rest = iter(list(ids))
    while batch := list(islice(rest, size)):
        try:
            changed += _batch(batch, work, today, read, size > 1)
        except DatabaseError:
            for pk in batch:  # which one it was is found out by trying each alone
                try:
                    changed += _batch([pk], work, today, read, size > 1)
                except DatabaseError as error:
                    _left_for_later(pk, error)
    return changed


def _batch(batch: list[UUID], work: Work, today: dt.date, read: Read | None, together: bool) -> int:
    """One transaction: whatever breaks it off leaves these requests as they were. What is refused of one is not written."""
    changed = 0
    with transaction.atomic(), read_once():
        hold()
        rows = locked_together(batch, UNFINISHED)
        if rows and read is not None:
            read(rows, today)
        with written_together() if together else nullcontext(Writes()) as writes:
            for row in rows:
                try:
                    with writes.one():
                        changed += work(row, today)
                except DomainError as error:
                    if not together:
                        transaction.set_rollback(True)
                    _left_for_later(row.pk, error)
    return changed


def _left_for_later(pk: UUID, error: Exception) -> None:
    # One that cannot go on (HR has nobody who could answer, say) holds up no other; the next run tries again.
    logger.warning("Request %s waits for the next run: %s", pk, type(error).__name__)


def read_steps(rows: Sequence[MoveRequest], today: dt.date) -> None:
    """Whom the steps of these requests ask, have asked, and could ask."""
    steps = [step for row in rows if (step := locked_step(row)) is not None]
    known(passings).update({step.pk: [] for step in steps})
    for each in PassedOn.objects.filter(step__in=steps).order_by("id"):
        known(passings)[each.step_id].append(each)
    read_deciders(steps, today)


def read_levels_and_steps(rows: Sequence[MoveRequest], today: dt.date) -> None:
    """What these requests lead from and to, who holds what, and HR in charge."""
    current_levels({key for row in rows for key in (row.to_key, row.from_key)})
    read_levels(today, {row.person_id for row in rows})
    chains_of({row.person_id for row in rows}, today)
    read_steps(rows, today)


def read_asked(rows: Sequence[MoveRequest], today: dt.date) -> None:
    """Who was asked in each of them."""
    known(steps_of).update({((row,),): [] for row in rows})
    for step in Step.objects.filter(request__in=rows).order_by("position"):
        known(steps_of)[((MoveRequest(pk=step.request_id),),)].append(step)
