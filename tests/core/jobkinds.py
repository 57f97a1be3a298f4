"""Kinds of jobs for the tests. A real worker loads this module, too: `celery -A ladders worker -I tests.core.jobkinds`."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection, transaction

from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, job


@job("tests.count")
def count(progress: Progress, *, to: int) -> dict[str, Any]:
    """Count to `to`."""
    for number in range(1, to + 1):
        progress.tell(number, to, f"number {number}", at_least_every=0)
    return {"counted": to, "url": "/account/"}


@job("tests.refuse")
def refuse(progress: Progress) -> dict[str, Any]:
    """Meet an expected failure."""
    raise DomainError("The file has no rows.")


@job("tests.break")
def fail(progress: Progress) -> dict[str, Any]:
    """Meet an unexpected failure."""
    raise RuntimeError("secret detail")


@job("tests.held_up")
def held_up(progress: Progress) -> dict[str, Any]:
    """Find the table of accounts locked, as the database says it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE lock_not_available; END $$")
    return {}


@job("tests.lost")
def lost(progress: Progress) -> dict[str, Any]:
    """Lose the lease to another worker in the middle, then try to write."""
    from ladders.core.models import Job

    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_job SET lease = gen_random_uuid() WHERE id = %s", [progress.job_id])
    assert Job.objects.filter(pk=progress.job_id).exists()
    with transaction.atomic():
        record(by=None, verb="tests.written", subject="by a worker without a lease")
        progress.hold()
    return {"written": True}


@job("tests.once")
def once(progress: Progress, *, seconds: float, name: str) -> dict[str, Any]:
    """Write one audit entry, done with it in the same transaction, after `seconds` of work the first time."""
    from ladders.core.models import AuditEntry, Job

    first = Job.objects.values_list("attempts", flat=True).get(pk=progress.job_id) == 1
    progress.tell(1, 2, "started", at_least_every=0)
    time.sleep(seconds if first else 0)
    with transaction.atomic():
        record(by=None, verb="tests.written", subject=name)
        progress.complete({"entries": AuditEntry.objects.filter(subject=name).count()})
    return {"ignored": "complete() has stored the outcome"}


@job("tests.quote")
def quote(progress: Progress, *, word: str, amount: str) -> dict[str, Any]:
    """Have the database refuse a row with private things in it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE pay (amount numeric CHECK (amount < 0), reason text)")
        cursor.execute("INSERT INTO pay VALUES (%s, %s)", [amount, word])
    return {}


@job("tests.patient")
def patient(progress: Progress) -> dict[str, Any]:
    """Need a row that somebody else may hold, and wait for it a moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
        cursor.execute("SELECT id FROM accounts_user FOR UPDATE")
    return {}
