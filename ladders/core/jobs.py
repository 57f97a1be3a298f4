"""Background jobs: registered by kind, written as a row, run under a lease, safe to run twice.

    @job("exchange.import")
    def run_import(progress: Progress, *, upload: str) -> dict[str, Any]: ...

    enqueue("exchange.import", title=_("Import of matrix.xlsx"), by=request.user, args={"upload": "…"})

The row is written in the caller's transaction and handed to Celery when that commits. The web never needs the broker to
answer: what could not be handed over is found by the sweep, as is what a killed worker left behind.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, connections, transaction
from django.db.models import Exists, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .errors import DomainError
from .models import Job, JobState
from .outages import is_busy, is_outage

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)  # how long a silent worker is believed alive
HEARTBEAT = settings.JOB_LEASE_SECONDS / 4  # seconds between signs of life
MISSED = dt.timedelta(seconds=settings.JOB_MISSED_SECONDS)  # a message not taken up by then is handed over again
MAX_ATTEMPTS = 3
HELD_UP = dt.timedelta(minutes=10)  # so long an attempt waits for rows that somebody else holds

Work = Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class JobKind:
    """What a kind of job does, the template (if any) that shows its outcome on the job's page, and what follows a failure."""

    work: Work
    template: str = ""
    failed: Callable[..., None] | None = None


_kinds: dict[str, JobKind] = {}


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must stop without writing."""


def job(kind: str, *, template: str = "", failed: Callable[..., None] | None = None) -> Callable[[Work], Work]:
    """Register a function as the work of a kind of job. It gets a Progress and the job's args, and returns the outcome.

    `outcome["url"]`, where given, is the page that the finished job leads to; `template` is a partial that shows the
    outcome on the job's page (context: `job`, `outcome`). `failed` gets the args in the transaction that stores a failure,
    however it came about (a worker that died three times runs no code of the work's own): what waits for the job is freed
    there. Register from `AppConfig.ready`, so that web and worker know.
    """

    def register(work: Work) -> Work:
        _kinds[kind] = JobKind(work, template, failed)
        return work

    return register


def outcome_template(kind: str) -> str:
    """The partial that shows outcomes of this kind; empty where there is none."""
    return _kinds[kind].template if kind in _kinds else ""


class Progress:
    """How a running job tells how far it is, and keeps its lease."""

    def __init__(self, job_id: uuid.UUID, lease: uuid.UUID) -> None:
        self.job_id = job_id
        self._lease = lease
        self._told = 0.0

    def tell(self, done: int, total: int | None = None, note: str = "", *, at_least_every: float = 0.5) -> None:
        """Store `done` of `total`, at most every half second, so that a tight loop may call it for each row.

        Inside a transaction the page would see nothing until the commit: call it from outside, or expect that.
        Raises LeaseLost when another worker has taken over.
        """
        now = time.monotonic()
        if now - self._told < at_least_every and done != total:
            return
        self._told = now
        self._update(done=done, total=total, note=note[:200])

    def beat(self) -> None:
        """A sign of life: the lease runs anew."""
        self._update()

    def hold(self) -> Job:
        """Lock the job's row at the end of the work's own transaction: proves that the lease holds when it commits.

        The lease runs anew, so that nobody starts the job again between that commit and the stored outcome.
        """
        row = Job.objects.select_for_update().filter(pk=self.job_id, lease=self._lease).first()
        if row is None:
            raise LeaseLost
        row.lease_until = timezone.now() + LEASE
        row.save(update_fields=["lease_until"])
        return row

    def complete(self, outcome: dict[str, Any]) -> None:
        """Store the outcome inside the work's own transaction: what was written and "done" commit together or not at all.

        For work that must not happen twice even when the worker dies right after its commit.
        """
        _finish(self.hold(), JobState.DONE, outcome=outcome)

    def _update(self, **fields: Any) -> None:
        held = Job.objects.filter(pk=self.job_id, lease=self._lease, state=JobState.RUNNING)
        if not held.update(lease_until=timezone.now() + LEASE, **fields):
            raise LeaseLost


def enqueue(kind: str, *, title: str, by: Any, args: dict[str, Any]) -> Job:
    """Write a job in the caller's transaction and hand it over on commit. `args` are identifiers, JSON-serialisable."""
    row = Job.objects.create(kind=kind, title=title[:200], owner=by, args=args)
    transaction.on_commit(lambda: hand_over(row.pk), robust=True)
    return row


def hand_over(job_id: uuid.UUID) -> bool:
    """Give the job to Celery. False when the broker does not answer; the sweep will try again."""
    from .tasks import run_job

    Job.objects.filter(pk=job_id).update(handed_over_at=timezone.now())
    try:
        run_job.apply_async((str(job_id),), retry=False)
    except Exception:  # noqa: BLE001 - kombu raises what its transport raises: any failure here means "not handed over"
        logger.warning("The broker did not take job %s; the sweep will hand it over.", job_id)
        return False
    return True


def run(job_id: uuid.UUID) -> None:
    """Run a job now. Harmless when it is finished or another worker holds it."""
    now = timezone.now()
    lease = uuid.uuid4()
    with transaction.atomic():
        row = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id).first()
        if row is None or row.finished or (row.state == JobState.RUNNING and row.lease_until and row.lease_until > now):
            return
        if row.attempts >= MAX_ATTEMPTS:
            sentence = _("It was started %(times)s times and never came to an end. Whoever runs this server finds why.")
            _finish(row, JobState.FAILED, error=sentence % {"times": row.attempts})
            return
        row.state, row.lease, row.lease_until = JobState.RUNNING, lease, now + LEASE
        row.attempts = F("attempts") + 1
        row.save()
    with _Heartbeat(Progress(row.pk, lease)) as progress:
        try:
            outcome = _work_of(row.kind)(progress, **row.args)
            state, error = JobState.DONE, ""
        except LeaseLost:
            logger.warning("Job %s was taken over by another worker", row.pk)
            return
        except DomainError as expected:
            outcome, state, error = {}, JobState.FAILED, expected.sentence
        except Exception as unexpected:
            if is_outage(unexpected):
                # Nothing was committed. The lease runs out, and the sweep starts the job again, up to MAX_ATTEMPTS.
                logger.warning("The database went away under job %s (%s); it is started again", row.pk, row.kind)
                return
            if is_busy(unexpected):
                _wait_for_its_turn(row, lease)
                return
            logger.exception("Job %s (%s) failed", row.pk, row.kind)
            outcome, state = {}, JobState.FAILED
            error = _("Something went wrong on our side. Whoever runs this server finds the cause in its log.")
    if not connection.in_atomic_block:
        close_old_connections()  # the work may have broken or outlived its connection
    with transaction.atomic():
        held = Job.objects.select_for_update().filter(pk=row.pk, lease=lease).first()
        if held:
            _finish(held, state, error=error, outcome=outcome)


def _wait_for_its_turn(row: Job, lease: uuid.UUID) -> None:
    """Somebody held what the job needs: the sweep starts it again, and this was no attempt, unless it has waited for HELD_UP.

    However long it worked before, and however often it is started, it is held up for MAX_ATTEMPTS times HELD_UP at least.
    """
    logger.warning("Somebody holds what job %s (%s) needs; it is started again", row.pk, row.kind)
    if not connection.in_atomic_block:
        close_old_connections()
    now = timezone.now()
    since = row.held_up_at or now
    if since > now - HELD_UP:
        waits: dict[str, Any] = {"held_up_at": since, "attempts": F("attempts") - 1}
    else:
        waits = {"held_up_at": None}
    Job.objects.filter(pk=row.pk, lease=lease).update(lease_until=now, **waits)


def _work_of(kind: str) -> Work:
    if kind not in _kinds:
        raise DomainError(
            _("This server does not know how to do “%(kind)s”. Ask whoever runs it to update it.") % {"kind": kind}
        )
    return _kinds[kind].work


def sweep(now: dt.datetime | None = None) -> int:
    """Hand over what was missed and what a dead worker left. Returns how many jobs were handed over."""
    now = now or timezone.now()
    handed = 0
    for job_id in Job.objects.abandoned(now, MISSED).order_by("created_at").values_list("pk", flat=True)[:500]:
        if not hand_over(job_id):
            break  # the broker is away: the others would only wait for it, too
        handed += 1
    return handed


def work_waits_since(now: dt.datetime) -> QuerySet[Job, dt.datetime]:
    """A query of one row at most: since when work has been waiting while no worker is at work on anything.

    No row while all is well, or while a worker is busy: then the others wait their turn.
    """
    waiting = Job.objects.unattended(now).filter(~Exists(Job.objects.attended(now)))
    return waiting.order_by("created_at").values_list("created_at", flat=True)[:1]


def oldest_unstarted() -> dt.datetime | None:
    """When the oldest job was made that no worker has begun yet; None where there is none. One query."""
    waiting = Job.objects.filter(state=JobState.WAITING).order_by("created_at")
    return waiting.values_list("created_at", flat=True).first()


def broker_answers(timeout: float = 1.0) -> bool:
    """True when the broker takes a connection within `timeout` seconds."""
    from ladders.celery import app

    url = settings.CELERY_BROKER_URL
    if url.startswith(("filesystem", "memory")):
        return True
    try:
        patience = {"socket_connect_timeout": timeout, "socket_timeout": timeout} if "redis" in url else {}
        with app.connection_for_write(connect_timeout=timeout, transport_options=patience) as link:
            link.ensure_connection(max_retries=0, timeout=timeout)
    except Exception:  # noqa: BLE001 - whatever the transport raises means the same here
        return False
    return True


def _finish(row: Job, state: JobState, *, error: str = "", outcome: dict[str, Any] | None = None) -> None:
    row.state, row.error, row.outcome = state, error, outcome or {}
    row.finished_at, row.lease, row.lease_until = timezone.now(), None, None
    row.save(update_fields=["state", "error", "outcome", "finished_at", "lease", "lease_until"])
    kind = _kinds.get(row.kind)
    if state == JobState.FAILED and kind is not None and kind.failed is not None:
        kind.failed(**row.args)


class _Heartbeat:
    """A thread that keeps the lease while the work is busy between two calls of `tell`."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Progress:
        self._thread.start()
        return self._progress

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        try:
            while not self._stop.wait(HEARTBEAT):
                try:
                    self._progress.beat()
                except LeaseLost:
                    return  # the work learns it when it next tells or holds
                except DatabaseError:  # away for a moment, or the row is held: the next beat tries again
                    logger.warning("Heartbeat of job %s failed", self._progress.job_id, exc_info=True)
                    close_old_connections()
        finally:
            connections.close_all()  # this thread's own; nobody else would
