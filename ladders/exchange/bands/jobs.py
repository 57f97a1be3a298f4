"""Files of bands in the browser: kept, read by a worker, compared with what is there at every look, written once."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import msgspec
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ladders.compensation.actions.changes import current_stamp
from ladders.compensation.models import PayZone
from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job

from ..models import BandUpload, TableKind, UploadState
from ..tables.sheets import Table
from ..uploads.kept_columns import keep, offered
from ..uploads.lifecycle import outcome_of, read_again, reading_failed
from . import write
from .parse import BandFile, BandMapping, read_bands
from .write import BandPlan

READ = "exchange.bands.read"


def take_in(*, name: str, content: bytes, zone: PayZone, starts_on: dt.date, by: Any) -> BandUpload:
    """Keep the file and have it read in the background: as somebody said of such files before, else with a guess."""
    with transaction.atomic():
        upload = BandUpload(owner=by, name=name[:255], content=content, zone=zone, starts_on=starts_on)
        upload.save()
        upload.job = enqueue(READ, title=_("Reading %(file)s") % {"file": name}, by=by, args={"upload": str(upload.pk)})
        upload.save(update_fields=["job"])
        return upload


def have_read_again(*, upload: BandUpload, mapping: dict[str, Any] | None, by: Any, **changed: Any) -> None:
    """See `uploads.read_again`; `changed` are other fields: its zone, its day."""
    with transaction.atomic():
        read_again(READ, upload=upload, mapping=mapping, by=by)
        if changed:
            BandUpload.objects.filter(pk=upload.pk).update(**changed)


@job(READ, failed=reading_failed(BandUpload))
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Read the file and keep what it says; nothing else is written."""
    row = BandUpload.objects.select_related("owner", "zone").filter(pk=upload).first()
    if row is None:
        raise DomainError(_("The upload was thrown away before it was read."))
    progress.tell(0, 1, _("Reading the file"))
    read = read_bands([(row.name, bytes(row.content))], _mapping(row), offer=partial(_kept, row))
    row.report = {"read": msgspec.to_builtins(read)}
    with transaction.atomic():
        progress.hold()
        refused = _refused(row)
        # Only of what still waits for it: a late reading must not open again what is being written.
        waiting = BandUpload.objects.filter(pk=row.pk, state=UploadState.READING)
        state = UploadState.REFUSED if refused else UploadState.READY
        waiting.update(report=row.report, state=state, mapping=row.mapping, kept=row.kept)
        if refused:  # who mends the file and brings it again need not say it twice
            keep(TableKind.BANDS, row, [column.heading for column in read.columns])
    progress.tell(1, 1)
    return {"url": reverse("band-upload", args=[row.pk])} | outcome_of(refused=refused)


def look(upload: BandUpload) -> BandPlan:
    """What would happen now; writes nothing and opens no file. Raises DomainError where no zone can be told."""
    return _run(upload, dry_run=True)


def have_applied(upload: BandUpload, *, by: Any, stamp: str, sure: bool) -> BandPlan | None:
    """Write it; None where that is done. Raises DomainError where bands changed since the page with `stamp` was made, and for
    what cannot be written."""
    with transaction.atomic():
        row = BandUpload.objects.select_for_update(of=("self",)).select_related("owner", "zone").get(pk=upload.pk)
        if row.state == UploadState.APPLIED:
            return None
        if row.state == UploadState.READING or not row.report:
            raise DomainError(_("This file cannot be taken in as it is."))
        if stamp != str(current_stamp()):
            raise DomainError(_("Bands have changed since you looked. This is what would happen now."))
        plan = _run(row, sure=sure)
        if plan.problems.refused:
            raise DomainError(_("Some of these bands look wrong. Look at them, and say that they are meant."))
        row.state, row.content, row.report = UploadState.APPLIED, b"", {}
        keep(TableKind.BANDS, row, [column.heading for column in plan.columns])
        row.save(update_fields=["state", "content", "report"])
        return plan


def _refused(upload: BandUpload) -> bool:
    try:
        return look(upload).problems.refused
    except DomainError:
        return True  # the page says why


def _kept(upload: BandUpload, tables: list[Table]) -> BandMapping | None:
    """What was said of such a file before; the upload is read with it from now on."""
    if upload.mapping is not None:
        return None
    upload.kept = offered(TableKind.BANDS, tables)
    upload.mapping = upload.kept and upload.kept.mapping
    return _mapping(upload)


def _mapping(upload: BandUpload) -> BandMapping | None:
    return BandMapping.from_data(upload.mapping) if upload.mapping else None


def _run(upload: BandUpload, **how: Any) -> BandPlan:
    read = msgspec.convert(upload.report["read"], BandFile)
    return write.take_in(read, by=upload.owner, zone=upload.zone.code, starts_on=upload.starts_on, **how)
