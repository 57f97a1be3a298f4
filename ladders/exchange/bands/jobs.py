"""Files of bands in the browser: kept, read by a worker, compared with what is there at every look, written once."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import msgspec
import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.compensation.actions.changes import current_stamp
from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, job
from ladders.core.permissions import Permission

from ..models import BandUpload, TableKind, UploadState
from ..tables.sheets import Table
from ..uploads.jobs import UploadJobs
from ..uploads.kept_columns import keep
from ..uploads.lifecycle import reading_failed
from ..uploads.translation import in_words
from . import write
from .parse import BandFile, BandMapping, read_bands
from .write import BandPlan

READ = "exchange.bands.read"
JOBS: Final = UploadJobs(BandUpload, TableKind.BANDS, "band-upload", Permission.EDIT_BANDS, READ)


@job(READ, failed=reading_failed(BandUpload))
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Read the file and keep what it says; nothing else is written."""
    row = JOBS.row_to_read(upload, "zone")
    progress.tell(0, 1, _("Reading the file"))
    read = read_bands([(row.name, bytes(row.content))], _mapping(row), offer=partial(_offered, row))
    row.report = {"read": msgspec.to_builtins(read, enc_hook=in_words)}
    done = JOBS.keep_reading(progress, row, report=row.report, refused=_refused(row), columns=read.columns)
    progress.tell(1, 1)
    return done


def look(upload: BandUpload) -> BandPlan:
    """What would happen now; writes nothing and opens no file. Raises DomainError where no zone can be told."""
    return _run(upload, dry_run=True)


def have_applied(upload: BandUpload, *, by: Any, stamp: str, sure: bool) -> BandPlan | None:
    """Write it; None where that is done. Raises DomainError where bands changed since the page with `stamp` was made, and for
    what cannot be written."""
    with pghistory.context(user=by.pk) as history, transaction.atomic():
        row = BandUpload.objects.select_for_update(of=("self",)).select_related("owner", "zone").get(pk=upload.pk)
        if row.state in (UploadState.APPLIED, UploadState.UNDOING, UploadState.UNDONE):
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
        row.history, row.applied_at = history.id, timezone.now()
        row.save(update_fields=["state", "content", "report", "history", "applied_at"])
        return plan


def _refused(upload: BandUpload) -> bool:
    try:
        return look(upload).problems.refused
    except DomainError:
        return True  # the page says why


def _offered(upload: BandUpload, tables: list[Table]) -> BandMapping | None:
    if upload.mapping is not None:
        return None
    JOBS.offered(upload, tables)
    return _mapping(upload)


def _mapping(upload: BandUpload) -> BandMapping | None:
    return BandMapping.from_data(upload.mapping) if upload.mapping else None


def _run(upload: BandUpload, **how: Any) -> BandPlan:
    read = msgspec.convert(upload.report["read"], BandFile)
    return write.take_in(read, by=upload.owner, zone=upload.zone.code, starts_on=upload.starts_on, **how)
