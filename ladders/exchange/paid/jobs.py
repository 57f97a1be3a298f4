"""The background work of bringing in what was paid: look first, write when told to. Titles and arguments of jobs hold no
amounts; files and previews go as soon as nobody needs them."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from ladders.core.jobs import Progress, job
from ladders.insights.queries.paid_years import known_kinds

from ..models import PaidUpload, TableKind
from ..tables.many_rows import without_collections
from ..tables.sheets import Table
from ..uploads.jobs import UploadJobs
from ..uploads.lifecycle import reading_failed, writing_failed
from .mapping import PaidMapping
from .parse import PaidFile, read_paid
from .write import look, take_in

READ, APPLY = "exchange.paid.read", "exchange.paid.apply"
JOBS: Final = UploadJobs(PaidUpload, TableKind.PAID, "paid-upload", READ, APPLY)

keep = JOBS.take_in
have_read_again = JOBS.read_again


def have_applied(*, upload: PaidUpload, by: Any, sure: bool = True) -> None:
    """Have it written in the background; what looks wrong only when `sure`. See `UploadJobs.have_written`."""
    doubtful = _("Some of these amounts look wrong. Look at them, and say that they are meant.")
    JOBS.have_written(upload=upload, by=by, sure=sure, title=_("What was paid, from %(file)s"), doubtful=doubtful)


@job(READ, failed=reading_failed(PaidUpload))
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Compare the file with what is there and keep the preview; nothing else is written."""
    row = JOBS.row_to_read(upload)
    progress.tell(0, 2, _("Reading the file"), at_least_every=0)
    read = _read(row, first=True)
    progress.tell(1, 2, _("Comparing the people: %(n)s") % {"n": f"{len(read.entries):,}"}, at_least_every=0)
    plan = look(read, year=row.year, by=row.owner)
    refused = plan.problems.refused
    done = JOBS.keep_reading(progress, row, report=plan.report(samples=True), refused=refused, columns=plan.columns)
    progress.tell(2, 2)
    return done


@job(APPLY, failed=writing_failed(PaidUpload))
def apply_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Write what was paid, all or nothing, exactly once."""
    row = JOBS.row_to_write(upload, locked=False)
    if row is None:
        return JOBS.outcome(upload)
    progress.tell(0, 2, _("Reading the file"), at_least_every=0)
    read = _read(row, first=False)
    progress.tell(1, 2, _("Writing the people: %(n)s") % {"n": f"{len(read.entries):,}"}, at_least_every=0)
    with transaction.atomic():
        row = JOBS.row_to_write(upload, locked=True)
        if row is None:
            return JOBS.outcome(upload)
        with without_collections():
            plan = take_in(read, year=row.year, by=row.owner, source=JOBS.outcome(upload)["url"])
        progress.hold()
        refused = plan.problems.refused
        # What looked wrong was looked at before, and names people: nothing of it stays.
        report = plan.report(samples=True) if refused else plan.report() | {"problems": []}
        done = JOBS.keep_writing(row, report=report, refused=refused, columns=plan.columns)
    progress.tell(2, 2)
    return done


def _offered(row: PaidUpload, tables: list[Table]) -> PaidMapping | None:
    JOBS.offered(row, tables)
    return _mapping(row)


def _read(row: PaidUpload, *, first: bool) -> PaidFile:
    """What is written is what was looked at: what is kept for such files counts for the `first` reading alone."""
    with without_collections():
        offer = partial(_offered, row) if first else None
        return read_paid([(row.name, bytes(row.content))], row.year, _mapping(row), known=known_kinds(), offer=offer)


def _mapping(row: PaidUpload) -> PaidMapping | None:
    return PaidMapping.from_data(row.mapping) if row.mapping else None
