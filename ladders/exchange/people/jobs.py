"""The background work of people imports in the browser: look first, write when told to."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job

from ..models import PeopleUpload, TableKind, UploadState
from ..tables.sheets import Table
from ..uploads.kept_columns import keep, offered
from ..uploads.lifecycle import outcome_of, read_again, reading_failed, writing_failed
from .mapping import PeopleMapping
from .reports import report_of
from .write import import_people, look

READ, APPLY = "exchange.people.read", "exchange.people.apply"


def take_in(*, name: str, content: bytes, mapping: dict[str, Any] | None = None, by: Any) -> PeopleUpload:
    """Keep the file and have it read in the background."""
    with transaction.atomic():
        upload = PeopleUpload.objects.create(owner=by, name=name[:255], content=content, mapping=mapping)
        upload.job = enqueue(READ, title=_("Reading %(file)s") % {"file": name}, by=by, args={"upload": str(upload.pk)})
        upload.save(update_fields=["job"])
        return upload


def have_read_again(*, upload: PeopleUpload, mapping: dict[str, Any] | None, by: Any) -> None:
    """See `uploads.read_again`."""
    read_again(READ, upload=upload, mapping=mapping, by=by)


def have_applied(*, upload: PeopleUpload, by: Any, sure: bool = True) -> None:
    """Have the people written in the background; a file that looks wrong only when `sure`. Harmless when clicked twice."""
    with transaction.atomic():
        row = PeopleUpload.objects.defer("content").select_for_update().get(pk=upload.pk)
        if row.state in (UploadState.APPLYING, UploadState.APPLIED):
            return
        if row.state != UploadState.READY:
            raise DomainError(_("This file cannot be taken in as it is."))
        if row.report.get("doubts") and not sure:
            raise DomainError(_("This file looks wrong. Look at it again, and say that it is meant."))
        row.state = UploadState.APPLYING
        title = _("People from %(file)s") % {"file": row.name}
        row.job = enqueue(APPLY, title=title, by=by, args={"upload": str(row.pk)})
        row.save(update_fields=["state", "job"])


@job(READ, failed=reading_failed(PeopleUpload))
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Compare the file with what is there and keep the report; nothing else is written."""
    row = PeopleUpload.objects.select_related("owner").filter(pk=upload).first()
    if row is None:
        raise DomainError(_("The upload was thrown away before it was read."))
    progress.tell(0, 2, _("Reading the file"))
    plan = look(_files(row), _mapping(row), by=row.owner, offer=partial(_kept, row))
    report = report_of(plan, samples=True)
    progress.tell(1, 2, _("Comparing"), at_least_every=0)
    with transaction.atomic():
        progress.hold()
        # Only of what still waits for it: a late reading must not open again what is being written.
        state = UploadState.REFUSED if report["refused"] else UploadState.READY
        waiting = PeopleUpload.objects.filter(pk=row.pk, state=UploadState.READING)
        waiting.update(report=report, state=state, mapping=row.mapping, kept=row.kept)
        if report["refused"]:  # who mends the file and brings it again need not say it twice
            keep(TableKind.PEOPLE, row, [column.heading for column in plan.columns])
    progress.tell(2, 2)
    return {"url": reverse("people-upload", args=[row.pk])} | outcome_of(refused=report["refused"])


@job(APPLY, failed=writing_failed(PeopleUpload))
def apply_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Write the people, all or none, exactly once."""
    url = {"url": reverse("people-upload", args=[upload])}
    progress.tell(0, 1, _("Writing the people"))
    with transaction.atomic():
        rows = PeopleUpload.objects.select_for_update(of=("self",)).select_related("owner")
        row = rows.filter(pk=upload).first()
        if row is None:
            raise DomainError(_("The upload was thrown away before it was written."))
        if row.state != UploadState.APPLYING:
            return url
        made = import_people(files=_files(row), mapping=_mapping(row), by=row.owner, source=url["url"])
        progress.hold()
        row.state = UploadState.REFUSED if made.problems.refused else UploadState.APPLIED
        row.report = report_of(made, samples=made.problems.refused)
        if row.state == UploadState.APPLIED:
            row.content = b""  # what was refused can be read again in another way
            keep(TableKind.PEOPLE, row, [column.heading for column in made.columns])
        row.save(update_fields=["report", "state", "content"])
    progress.tell(1, 1)
    return url | outcome_of(refused=made.problems.refused)


def _kept(row: PeopleUpload, tables: list[Table]) -> PeopleMapping | None:
    """What was said of such a file before; the upload is read with it from now on."""
    row.kept = offered(TableKind.PEOPLE, tables)
    row.mapping = row.kept and row.kept.mapping
    return _mapping(row)


def _files(row: PeopleUpload) -> list[tuple[str, bytes]]:
    return [(row.name, bytes(row.content))]


def _mapping(row: PeopleUpload) -> PeopleMapping | None:
    return PeopleMapping.from_json(row.mapping) if row.mapping else None
