"""Files of bands in the browser: kept, read whenever they are looked at, written once. Such files are small."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.compensation.actions.changes import current_stamp
from ladders.compensation.models import PayZone
from ladders.core.errors import DomainError

from ..models import BandUpload, TableKind, UploadState
from ..tables.sheets import Table
from ..uploads.kept_columns import keep, offered
from .parse import BandMapping
from .write import BandPlan, import_bands


def take_in(*, name: str, content: bytes, zone: PayZone, starts_on: dt.date, by: Any) -> BandUpload:
    """Keep the file and read it: as somebody said of such files before, else with a guess."""
    with transaction.atomic():
        BandUpload.objects.outdated(timezone.now()).delete()
        upload = BandUpload(owner=by, name=name[:255], content=content, zone=zone, starts_on=starts_on)
        upload.save()
        _read(upload)
        return upload


def correct(upload: BandUpload, mapping: dict[str, Any] | None, **changed: Any) -> None:
    """Read it as a person said, or (None) with a guess; `changed` are other fields. Raises DomainError once it is written."""
    with transaction.atomic():
        row = _locked(upload)
        row.mapping, row.corrected, row.kept = mapping, mapping is not None, None
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=["mapping", "corrected", "kept", *changed])
        _read(row)


def look(upload: BandUpload) -> BandPlan:
    """What would happen now; writes nothing. Raises DomainError for a file that cannot be read."""
    return _run(upload, dry_run=True)


def have_applied(upload: BandUpload, *, by: Any, stamp: str, sure: bool) -> BandPlan | None:
    """Write it; None where that is done. Raises DomainError where bands changed since the page with `stamp` was made, and for
    what cannot be written."""
    with transaction.atomic():
        row = BandUpload.objects.select_for_update(of=("self",)).select_related("owner", "zone").get(pk=upload.pk)
        if row.state == UploadState.APPLIED:
            return None
        if stamp != str(current_stamp()):
            raise DomainError(_("Bands have changed since you looked. This is what would happen now."))
        plan = _run(row, sure=sure)
        if plan.problems.refused:
            raise DomainError(_("Some of these bands look wrong. Look at them, and say that they are meant."))
        row.state, row.content = UploadState.APPLIED, b""
        keep(TableKind.BANDS, row, [column.heading for column in plan.columns])
        row.save(update_fields=["state", "content"])
        return plan


def _locked(upload: BandUpload) -> BandUpload:
    row: BandUpload = BandUpload.objects.select_for_update(of=("self",)).select_related("zone").get(pk=upload.pk)
    if row.state == UploadState.APPLIED:
        raise DomainError(_("This import is being written already, so it stays as it is."))
    return row


def _read(upload: BandUpload) -> None:
    """Keep how it is read, and whether it can be taken in."""
    offer = None if upload.mapping is not None else partial(_kept, upload)
    try:
        plan = _run(upload, dry_run=True, offer=offer)
        refused = plan.problems.refused
        if refused:  # who mends the file and brings it again need not say it twice
            keep(TableKind.BANDS, upload, [column.heading for column in plan.columns])
    except DomainError:
        refused = True  # the page says why
    upload.state = UploadState.REFUSED if refused else UploadState.READY
    upload.save(update_fields=["mapping", "kept", "state"])


def _kept(upload: BandUpload, tables: list[Table]) -> BandMapping | None:
    """What was said of such a file before; the upload is read with it from now on."""
    upload.kept = offered(TableKind.BANDS, tables)
    upload.mapping = upload.kept and upload.kept.mapping
    return _mapping(upload)


def _mapping(upload: BandUpload) -> BandMapping | None:
    return BandMapping.from_data(upload.mapping) if upload.mapping else None


def _run(upload: BandUpload, **more: Any) -> BandPlan:
    return import_bands(
        files=[(upload.name, bytes(upload.content))],
        by=upload.owner,
        zone=upload.zone.code,
        starts_on=upload.starts_on,
        mapping=_mapping(upload),
        **more,
    )
