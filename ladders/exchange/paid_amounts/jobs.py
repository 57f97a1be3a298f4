"""The background work of bringing in what was paid: look first, write when told to. Titles and arguments of jobs hold no
amounts; files and previews go as soon as nobody needs them."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.jobs import Progress, job
from ladders.core.permissions import Permission
from ladders.insights.queries.paid_years import known_kinds

from ..models import PaidUpload, TableKind
from ..uploads.jobs import Plan, UploadJobs
from ..uploads.lifecycle import reading_failed, writing_failed
from .mapping import PaidMapping
from .parse import PaidFile, read_paid
from .write import look, take_in

READ, APPLY = "exchange.paid.read", "exchange.paid.apply"
JOBS: Final = UploadJobs(
    PaidUpload,
    TableKind.PAID,
    "paid-upload",
    Permission.EDIT_PAY_EQUITY,
    READ,
    APPLY,
    title=lazy("What was paid, from %(file)s"),
    doubtful=lazy("Some of these amounts or hours look wrong. Look at them, and say that they are meant."),
)


@job(READ, failed=reading_failed(PaidUpload))
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Compare the file with what is there and keep the preview; nothing else is written."""

    def plan(row: PaidUpload, read: PaidFile) -> Plan:
        found = look(read, year=row.year, by=row.owner)
        return Plan(found.report(samples=True), found.problems.refused, found.columns)

    def words(read: PaidFile) -> str:
        return _("Comparing the people: %(n)s") % {"n": f"{len(read.entries):,}"}

    return JOBS.look(progress, upload, read=partial(_read, first=True), words=words, plan=plan)


@job(APPLY, failed=writing_failed(PaidUpload))
def apply_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Write what was paid, all or nothing, exactly once."""

    def write(row: PaidUpload, read: PaidFile, source: str) -> Plan:
        done = take_in(read, year=row.year, by=row.owner, source=source)
        refused = done.problems.refused
        # What looked wrong was looked at before, and names people: nothing of it stays.
        return Plan(done.report(samples=True) if refused else done.report() | {"problems": []}, refused, done.columns)

    def words(read: PaidFile) -> str:
        return _("Writing the people: %(n)s") % {"n": f"{len(read.entries):,}"}

    return JOBS.write_once(progress, upload, read=partial(_read, first=False), words=words, write=write)


def _read(row: PaidUpload, *, first: bool) -> PaidFile:
    read = partial(read_paid, year=row.year, known=known_kinds())
    return JOBS.read_file(row, read, PaidMapping.from_data, first=first)
