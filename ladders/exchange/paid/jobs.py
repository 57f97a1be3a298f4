"""The background work of bringing in what was paid: look first, write when told to. Titles and arguments of jobs hold no
amounts; files and previews go as soon as nobody needs them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job
from ladders.insights.queries.paid_years import known_kinds

from ..models import PaidUpload, TableKind, UploadState
from ..salaries.write import without_collections
from ..tables.sheets import Table
from ..uploads.kept_columns import keep as keep_columns
from ..uploads.kept_columns import offered
from ..uploads.lifecycle import outcome_of, read_again, reading_failed, writing_failed
from .mapping import PaidMapping
from .parse import PaidFile, read_paid
from .write import look, take_in

READ, APPLY = "exchange.paid.read", "exchange.paid.apply"


def keep(*, name: str, content: bytes, year: int, by: Any) -> PaidUpload:
    """Keep the file and have it read in the background."""
    with transaction.atomic():
        upload = PaidUpload.objects.create(owner=by, name=name[:255], content=content, year=year)
        upload.job = enqueue(READ, title=_("Reading %(file)s") % {"file": name}, by=by, args={"upload": str(upload.pk)})
        upload.save(update_fields=["job"])
        return upload


def have_read_again(*, upload: PaidUpload, mapping: dict[str, Any] | None, by: Any) -> None:
    """See `uploads.read_again`."""
    read_again(READ, upload=upload, mapping=mapping, by=by)


def have_applied(*, upload: PaidUpload, by: Any, sure: bool = True) -> None:
    """Have it written in the background; what looks wrong only when `sure`. Harmless when clicked twice."""
    with transaction.atomic():
        row = PaidUpload.objects.defer("content").select_for_update().get(pk=upload.pk)
        if row.state in (UploadState.APPLYING, UploadState.APPLIED):
            return
        if row.state != UploadState.READY:
            raise DomainError(_("This file cannot be taken in as it is."))
        if row.report.get("doubts") and not sure:
            raise DomainError(_("Some of these amounts look wrong. Look at them, and say that they are meant."))
        row.state = UploadState.APPLYING
        title = _("What was paid, from %(file)s") % {"file": row.name}
        row.job = enqueue(APPLY, title=title, by=by, args={"upload": str(row.pk)})
        row.save(update_fields=["state", "job"])


@job(READ, failed=reading_failed(PaidUpload))
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Compare the file with what is there and keep the preview; nothing else is written."""
    row = PaidUpload.objects.select_related("owner").filter(pk=upload).first()
    if row is None:
        raise DomainError(_("The upload was thrown away before it was read."))
    progress.tell(0, 2, _("Reading the file"), at_least_every=0)
    read = _read(row, first=True)
    progress.tell(1, 2, _("Comparing the people: %(n)s") % {"n": f"{len(read.entries):,}"}, at_least_every=0)
    plan = look(read, year=row.year, by=row.owner)
    with transaction.atomic():
        progress.hold()
        # Only of what still waits for it: a late reading must not open again what is being written.
        state = UploadState.REFUSED if plan.problems.refused else UploadState.READY
        waiting = PaidUpload.objects.filter(pk=row.pk, state=UploadState.READING)
        waiting.update(report=plan.report(samples=True), state=state, mapping=row.mapping, kept=row.kept)
        if plan.problems.refused:  # who mends the file and brings it again need not say it twice
            keep_columns(TableKind.PAID, row, [column.heading for column in plan.columns])
    progress.tell(2, 2)
    return {"url": reverse("paid-upload", args=[row.pk])} | outcome_of(refused=plan.problems.refused)


@job(APPLY, failed=writing_failed(PaidUpload))
def apply_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Write what was paid, all or nothing, exactly once."""
    url = reverse("paid-upload", args=[upload])
    row = PaidUpload.objects.select_related("owner").filter(pk=upload).first()
    if row is None:
        raise DomainError(_("The upload was thrown away before it was written."))
    if row.state != UploadState.APPLYING:
        return {"url": url}
    progress.tell(0, 2, _("Reading the file"), at_least_every=0)
    read = _read(row, first=False)
    progress.tell(1, 2, _("Writing the people: %(n)s") % {"n": f"{len(read.entries):,}"}, at_least_every=0)
    with transaction.atomic():
        now = PaidUpload.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=upload).first()
        if now is None:
            raise DomainError(_("The upload was thrown away before it was written."))
        if now.state != UploadState.APPLYING:
            return {"url": url}
        with without_collections():
            plan = take_in(read, year=now.year, by=now.owner, source=url)
        progress.hold()
        now.state = UploadState.REFUSED if plan.problems.refused else UploadState.APPLIED
        # What looked wrong was looked at before, and names people: nothing of it stays.
        now.report = plan.report(samples=True) if plan.problems.refused else plan.report() | {"problems": []}
        if now.state == UploadState.APPLIED:
            now.content = b""
            keep_columns(TableKind.PAID, now, [column.heading for column in plan.columns])
        now.save(update_fields=["report", "state", "content"])
    progress.tell(2, 2)
    return {"url": url} | outcome_of(refused=plan.problems.refused)


def _kept(row: PaidUpload, tables: list[Table]) -> PaidMapping | None:
    """What was said of such a file before; the upload is read with it from now on."""
    row.kept = offered(TableKind.PAID, tables)
    row.mapping = row.kept and row.kept.mapping
    return _mapping(row)


def _read(row: PaidUpload, *, first: bool) -> PaidFile:
    """What is written is what was looked at: what is kept for such files counts for the `first` reading alone."""
    with without_collections():
        offer = partial(_kept, row) if first else None
        return read_paid([(row.name, bytes(row.content))], row.year, _mapping(row), known=known_kinds(), offer=offer)


def _mapping(row: PaidUpload) -> PaidMapping | None:
    return PaidMapping.from_data(row.mapping) if row.mapping else None
