"""The background work of salary imports in the browser: look first, write when told to. Titles and arguments of jobs, which
more people read, hold no amounts; files and previews go as soon as nobody needs them."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ladders.compensation.queries.pay_positions import refresh
from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job

from ..models import SalaryUpload, TableKind, UploadState
from ..tables.sheets import Table
from ..uploads.kept_columns import keep as keep_columns
from ..uploads.kept_columns import offered
from ..uploads.lifecycle import outcome_of, read_again, reading_failed, writing_failed
from .parse import Salaries, SalaryMapping, read_salaries
from .previews import preview_of
from .write import look, take_in, without_collections

READ, APPLY = "exchange.salaries.read", "exchange.salaries.apply"


def keep(
    *, name: str, content: bytes, mapping: dict[str, Any] | None = None, full_time_hours: Decimal, by: Any
) -> SalaryUpload:
    """Keep the file and have it read in the background."""
    with transaction.atomic():
        upload = SalaryUpload.objects.create(
            owner=by, name=name[:255], content=content, mapping=mapping, full_time_hours=full_time_hours
        )
        upload.job = enqueue(READ, title=_("Reading %(file)s") % {"file": name}, by=by, args={"upload": str(upload.pk)})
        upload.save(update_fields=["job"])
        return upload


def have_read_again(*, upload: SalaryUpload, mapping: dict[str, Any] | None, by: Any) -> None:
    """See `uploads.read_again`."""
    read_again(READ, upload=upload, mapping=mapping, by=by)


def have_applied(*, upload: SalaryUpload, by: Any, sure: bool = True) -> None:
    """Have the salaries written in the background; those that look wrong only when `sure`. Harmless when clicked twice."""
    with transaction.atomic():
        row = SalaryUpload.objects.defer("content").select_for_update().get(pk=upload.pk)
        if row.state in (UploadState.APPLYING, UploadState.APPLIED):
            return
        if row.state != UploadState.READY:
            raise DomainError(_("This file cannot be taken in as it is."))
        if row.report.get("doubts") and not sure:
            raise DomainError(_("Some of these salaries look wrong. Look at them, and say that they are meant."))
        row.state = UploadState.APPLYING
        title = _("Salaries from %(file)s") % {"file": row.name}
        row.job = enqueue(APPLY, title=title, by=by, args={"upload": str(row.pk)})
        row.save(update_fields=["state", "job"])


@job(READ, failed=reading_failed(SalaryUpload))
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Compare the file with what is there and keep the preview; nothing else is written."""
    row = SalaryUpload.objects.select_related("owner").filter(pk=upload).first()
    if row is None:
        raise DomainError(_("The upload was thrown away before it was read."))
    progress.tell(0, 2, _("Reading the file"), at_least_every=0)
    read = _read(row, first=True)
    progress.tell(1, 2, _("Comparing the salaries: %(n)s") % {"n": f"{len(read.rows):,}"}, at_least_every=0)
    refresh()  # whether a salary fits its band is told from where people stand today
    plan = look(read, by=row.owner, full_time_hours=row.full_time_hours)
    with transaction.atomic():
        progress.hold()
        # Only of what still waits for it: a late reading must not open again what is being written.
        state = UploadState.REFUSED if plan.problems.refused else UploadState.READY
        waiting = SalaryUpload.objects.filter(pk=row.pk, state=UploadState.READING)
        waiting.update(report=preview_of(plan), state=state, mapping=row.mapping, kept=row.kept)
        if plan.problems.refused:  # who mends the file and brings it again need not say it twice
            keep_columns(TableKind.SALARIES, row, [column.heading for column in plan.columns])
    progress.tell(2, 2)
    return {"url": reverse("salary-upload", args=[row.pk])} | outcome_of(refused=plan.problems.refused)


@job(APPLY, failed=writing_failed(SalaryUpload))
def apply_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Write the salaries, all or none, exactly once."""
    url = reverse("salary-upload", args=[upload])
    row = SalaryUpload.objects.select_related("owner").filter(pk=upload).first()
    if row is None:
        raise DomainError(_("The upload was thrown away before it was written."))
    if row.state != UploadState.APPLYING:
        return {"url": url}
    progress.tell(0, 2, _("Reading the file"), at_least_every=0)
    read = _read(row, first=False)
    progress.tell(1, 2, _("Writing the salaries: %(n)s") % {"n": f"{len(read.rows):,}"}, at_least_every=0)
    with transaction.atomic():
        now = SalaryUpload.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=upload).first()
        if now is None:
            raise DomainError(_("The upload was thrown away before it was written."))
        if now.state != UploadState.APPLYING:
            return {"url": url}
        with without_collections():
            plan = take_in(read, by=now.owner, full_time_hours=now.full_time_hours, source=url)
        progress.hold()
        now.state = UploadState.REFUSED if plan.problems.refused else UploadState.APPLIED
        # What was guessed was looked at before, and names amounts: nothing of it stays.
        now.report = preview_of(plan) if plan.problems.refused else plan.report() | {"problems": []}
        if now.state == UploadState.APPLIED:
            now.content = b""
            keep_columns(TableKind.SALARIES, now, [column.heading for column in plan.columns])
        now.save(update_fields=["report", "state", "content"])
    refresh()  # so that whoever opens the list of pay next does not wait for it
    progress.tell(2, 2)
    return {"url": url} | outcome_of(refused=plan.problems.refused)


def _kept(row: SalaryUpload, tables: list[Table]) -> SalaryMapping | None:
    """What was said of such a file before; the upload is read with it from now on."""
    row.kept = offered(TableKind.SALARIES, tables)
    row.mapping = row.kept and row.kept.mapping
    return _mapping(row)


def _read(row: SalaryUpload, *, first: bool) -> Salaries:
    """What is written is what was looked at: what is kept for such files counts for the `first` reading alone."""
    with without_collections():
        offer = partial(_kept, row) if first else None
        return read_salaries([(row.name, bytes(row.content))], _mapping(row), offer=offer)


def _mapping(row: SalaryUpload) -> SalaryMapping | None:
    return SalaryMapping.from_data(row.mapping) if row.mapping else None
