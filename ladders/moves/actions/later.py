"""What happens to many requests at once is written at once.

Within `written_together()` the writes of the room's actions (rows, steps, hand-overs, entries of the audit trail, notices) are
kept, and written in a few statements at its end, in the order in which they came. What one request would have written can be
dropped alone. Outside of it everything is written when it happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from ladders.core import audit

from ..models import MoveRequest, Notice, PassedOn, Reason, Step

# What time changes of a request and of its open step: the rest is written by people, one by one.
OF_REQUEST: Final = (
    "state", "owner", "due_on", "closed_at", "stopped_at", "stopped_why", "offered_on", "offered_at", "offered_by",
    "hr_hears_at",
)  # fmt: skip
OF_STEP: Final = (
    "decider", "via", "among", "manager", "opens_on", "opened_on", "due_on", "overdue_on", "checked_on", "silences", "sees",
    "answered_at", "answered_by", "outcome",
)  # fmt: skip


@dataclass(slots=True)
class Writes:
    """What is to be written, in order. `told_only`: rows are written when they change, what is told of them at the end."""

    told_only: bool = False
    requests: list[MoveRequest] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    passed: list[PassedOn] = field(default_factory=list)
    entries: list[audit.SealedEntry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    without_reason: list[MoveRequest] = field(default_factory=list)

    def _all(self) -> tuple[list[Any], ...]:
        return (self.requests, self.steps, self.passed, self.entries, self.notices, self.without_reason)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Drop what comes within, where it ends in an error."""
        marks = [len(each) for each in self._all()]
        try:
            yield
        except Exception:
            for each, mark in zip(self._all(), marks, strict=True):
                del each[mark:]
            raise

    def write(self) -> None:
        """Write all of it, and forget it: at most 9 queries."""
        if self.requests:
            rows = {row.pk: row for row in self.requests}
            MoveRequest.objects.bulk_update(rows.values(), OF_REQUEST)
        if self.steps:
            steps = {step.pk: step for step in self.steps}
            Step.objects.bulk_update(steps.values(), OF_STEP)
        if self.without_reason:
            Reason.objects.filter(request__in=self.without_reason).delete()
        if self.passed:
            PassedOn.objects.bulk_create(self.passed)
        if self.entries:
            audit.record_under(self.entries)
        if self.notices:
            Notice.objects.bulk_create(self.notices, ignore_conflicts=True)
        for each in self._all():
            each.clear()


_writes: ContextVar[Writes | None] = ContextVar("moves_writes", default=None)


@contextmanager
def written_together(*, told_only: bool = False) -> Iterator[Writes]:
    """Keep what is written within, and write it at the end, unless that comes by an error.

    `told_only`: entries of the audit trail and notices alone, which nothing within reads again.
    """
    writes = Writes(told_only)
    token = _writes.set(writes)
    try:
        yield writes
        writes.write()
    finally:
        _writes.reset(token)


def save(row: MoveRequest | Step) -> None:
    """Save what time changes of a request or step: now, or with the others."""
    writes = _writes.get()
    if writes is None or writes.told_only:
        row.save()
    elif isinstance(row, Step):
        writes.steps.append(row)
    else:
        writes.requests.append(row)


def add_passing(passed: PassedOn) -> None:
    """Add a hand-over."""
    writes = _writes.get()
    if writes is None or writes.told_only:
        passed.save()
    else:
        writes.passed.append(passed)


def add_entry(entry: audit.SealedEntry) -> None:
    """Add an entry to the audit trail."""
    writes = _writes.get()
    if writes is None:
        audit.record_under([entry])
    else:
        writes.entries.append(entry)


def add_notices(notices: list[Notice]) -> None:
    """Add notices; those that were told already are told once."""
    writes = _writes.get()
    if writes is None:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
    else:
        writes.notices.extend(notices)


def delete_reason(request: MoveRequest) -> None:
    """Delete the private reason of a request that is over."""
    writes = _writes.get()
    if writes is None or writes.told_only:
        Reason.objects.filter(request=request).delete()
    else:
        writes.without_reason.append(request)
