"""Lists, exports and figures from a read replica, where `DATABASE_REPLICA_URL` names one; everything else from the primary.

A replica is a moment behind. Whoever has just written something reads the primary for `REPLICA_SECONDS`, so that nobody misses
what they did themselves; a file is made once the replica has all that there was when it was asked for. Within a transaction,
and where the replica does not answer or is further behind than that, the primary is read. Who may see what is always read
from the primary.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, NamedTuple, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections
from django.http import HttpRequest, HttpResponseBase

from .middleware_base import Middleware

logger = logging.getLogger(__name__)
Result = TypeVar("Result")
View = TypeVar("View", bound=Callable[..., HttpResponseBase])

REPLICA: Final = "replica"
WROTE: Final = "ladders_wrote"  # a cookie: this browser sent something a moment ago
PATIENCE: Final = 5.0  # seconds that work waits for the replica
SAFE: Final = ("GET", "HEAD", "OPTIONS")

_reads_replica: ContextVar[bool] = ContextVar("reads_replica", default=False)


class Router:
    """Where a query goes (settings: DATABASE_ROUTERS, with a replica alone)."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The replica where a view or job said so, and nothing of this transaction could be missed."""
        return read_from()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """The primary, also for a row that the replica read."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The replica follows the primary."""
        return db == DEFAULT_DB_ALIAS


def read_from() -> str:
    """The alias of the database that is read from here."""
    inside = connections[DEFAULT_DB_ALIAS].in_atomic_block
    return REPLICA if _reads_replica.get() and not inside else DEFAULT_DB_ALIAS


def may_lag(view: View) -> View:
    """Mark a view that shows lists or figures: it may be a moment behind what others write. Put it outermost."""
    view.may_lag = True  # type: ignore[attr-defined]
    return view


@contextmanager
def reading_replica() -> Iterator[None]:
    """What is read within comes from the replica, where there is one."""
    token = _reads_replica.set(REPLICA in connections.settings)
    try:
        yield
    finally:
        _reads_replica.reset(token)


@contextmanager
def reading_primary() -> Iterator[None]:
    """What is read within comes from the primary: who may see what is never a moment old."""
    token = _reads_replica.set(False)
    try:
        yield
    finally:
        _reads_replica.reset(token)


def read_primary() -> None:
    """From here on the primary is read: something was written that is needed now."""
    _reads_replica.set(False)


def caught_up(work: Callable[[], Result]) -> Result:
    """What `work` returns, reading the replica once it has all that the primary has now; the primary where that takes too long.

    Begins again from the primary where the replica breaks it off, as one does that has to go on replaying.
    """
    if REPLICA in connections.settings and _caught_up():
        try:
            with reading_replica():
                return work()
        except OperationalError:
            logger.warning("The replica broke off; the primary is read", exc_info=True)
    return work()


def _caught_up() -> bool:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()")
        now = cursor.fetchone()[0]
    end = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < end:
            with connections[REPLICA].cursor() as cursor:
                cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [now])
                if cursor.fetchone()[0]:
                    return True
            time.sleep(0.05)
    except DatabaseError:
        logger.warning("The replica does not answer; the primary is read")
        return False
    logger.warning("The replica is more than %s seconds behind; the primary is read", PATIENCE)
    return False


def behind() -> float | None:
    """Seconds that the replica is behind, 0 where it has everything, infinite where nothing tells how long; None where there
    is none. 1 query to each. Raises DatabaseError.

    Both moments are of the primary's clock, and it is the primary that says what there is: a replica that is cut off has all
    that it ever got.
    """
    if REPLICA not in connections.settings:
        return None
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn(), clock_timestamp()")
        there, now = cursor.fetchone()
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN pg_last_wal_replay_lsn() >= %s::pg_lsn THEN 0 "
            "ELSE extract(epoch FROM %s - pg_last_xact_replay_timestamp()) END",
            [there, now],
        )
        seconds = cursor.fetchone()[0]
    return math.inf if seconds is None else max(float(seconds), 0.0)


class _Look(NamedTuple):
    """What this process saw of the replica, by its own clock: when, and as of when the replica had everything."""

    at: float
    complete: float


_look = _Look(-math.inf, -math.inf)
_looking = threading.Lock()


def follows() -> bool:
    """True where the replica has all that was there `REPLICA_SECONDS` ago. 2 queries, once in some seconds per process."""
    global _look
    now = time.monotonic()
    if now - _look.at > settings.REPLICA_SECONDS / 4 and _looking.acquire(blocking=False):
        try:
            _look = _Look(time.monotonic(), now - _seconds_behind())
        finally:
            _looking.release()
    return bool(now - _look.complete <= settings.REPLICA_SECONDS)


def _leave_alone() -> None:
    """It failed just now: nobody asks before the next look."""
    global _look
    _look = _Look(time.monotonic(), -math.inf)


def _seconds_behind() -> float:
    try:
        seconds = behind()
    except DatabaseError:
        logger.warning("The replica does not answer; the primary is read")
        return math.inf
    assert seconds is not None
    if seconds > settings.REPLICA_SECONDS:
        logger.warning("The replica is %.0f seconds behind; the primary is read", seconds)
    return seconds


class ReplicaMiddleware(Middleware):
    """Reads what may lag from the replica, but for whoever has just written something (settings: with a replica alone)."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method not in SAFE:
            response.set_cookie(
                WROTE,
                "1",
                max_age=settings.REPLICA_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Answer from the replica; None leaves it to Django, and to the primary."""
        if request.method not in SAFE or not getattr(view, "may_lag", False) or WROTE in request.COOKIES:
            return None
        if not follows():
            return None
        try:
            with reading_replica():
                answer: HttpResponseBase = view(request, *args, **kwargs)
                return answer
        except OperationalError:  # away, or it had to put off what it was replaying: reading once more harms nothing
            logger.warning("The replica did not answer; the primary is read", exc_info=True)
            _leave_alone()
            return None
