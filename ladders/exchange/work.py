"""The background work of imports: reading files and writing what was read."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError
from ladders.core.jobs import LeaseLost, Progress, enqueue, job
from ladders.core.models import JobState

from .applying import apply
from .mapping import Mapping
from .models import Upload, UploadedFile, UploadState
from .pipeline import Result, read
from .reports import report_of

READ, APPLY = "exchange.read", "exchange.apply"


def take_in(*, name: str, files: list[tuple[str, bytes]], by: Any, where: tuple[str, ...] = ()) -> Upload:
    """Keep the files and have them read in the background."""
    with transaction.atomic():
        Upload.objects.outdated(timezone.now()).delete()
        upload = Upload.objects.create(owner=by, name=name, where=list(where))
        UploadedFile.objects.bulk_create(
            UploadedFile(upload=upload, name=file, content=content, position=position)
            for position, (file, content) in enumerate(files)
        )
        title = _("Reading %(files)s") % {"files": ", ".join(file for file, _content in files)}
        upload.job = enqueue(READ, title=title, by=by, args={"upload": str(upload.pk)})
        upload.save(update_fields=["job"])
        return upload


def have_applied(*, upload: Upload, name: str, by: Any) -> None:
    """Have the upload written in the background. Harmless when clicked twice."""
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        given_up = row.state == UploadState.APPLYING and row.job is not None and row.job.state == JobState.FAILED
        if row.state in (UploadState.APPLYING, UploadState.APPLIED) and not given_up:
            return
        if row.state != UploadState.READY and not given_up:
            raise DomainError(_("These files cannot be taken in as they are."))
        row.name, row.state = " ".join(name.split()), UploadState.APPLYING
        row.job = enqueue(
            APPLY, title=_("Import of %(name)s") % {"name": row.name}, by=by, args={"upload": str(row.pk)}
        )
        row.save(update_fields=["name", "state", "job"])


def result_of(upload: Upload) -> Result:
    """Read the upload's files with its mapping, or with a guess where it has none."""
    files = [(file.name, bytes(file.content)) for file in upload.files.all()]
    mapping = Mapping.from_json(upload.mapping) if upload.mapping else None
    return read(files, mapping, upload.where)


@job(READ)
def read_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Read the files and keep the report; nothing else is written."""
    row = Upload.objects.filter(pk=upload).first()
    if row is None:
        raise DomainError(_("The upload was thrown away before it was read."))
    progress.tell(0, 1, _("Reading the files"))
    result = result_of(row)
    report = report_of(result)
    with transaction.atomic():
        progress.hold()
        row.report = report
        row.state = UploadState.REFUSED if report["refused"] else UploadState.READY
        row.save(update_fields=["report", "state"])
    progress.tell(1, 1)
    return {"url": reverse("upload", args=[row.pk])}


@job(APPLY)
def apply_upload(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Write the drafts, all or none, exactly once."""
    progress.tell(0, 1, _("Writing the draft"))
    try:
        brought = Upload.objects.filter(pk=upload).first()
        # Reading may take minutes: before the transaction, which the database would end when it idles so long.
        result = result_of(brought) if brought is not None and brought.state == UploadState.APPLYING else None
        who = {"user": brought.owner_id if brought else None, "url": f"job/{progress.job_id}"}
        with pghistory.context(**who), transaction.atomic():
            uploads = Upload.objects.select_for_update(of=("self",)).select_related("owner")
            row = uploads.filter(pk=upload).first()
            if row is None:
                raise DomainError(_("The upload was thrown away before it was written."))
            if row.state != UploadState.APPLYING or result is None:
                return {"url": reverse("upload", args=[row.pk])}
            versions = apply(result=result, name=row.name, by=row.owner)
            progress.hold()
            row.frameworks.set(version.framework for version in versions)
            row.state = UploadState.APPLIED
            row.save(update_fields=["state"])
            row.files.all().delete()
    except LeaseLost:
        raise  # another worker is at it
    except Exception:
        # The person can mend it (choose another name), or try again.
        Upload.objects.filter(pk=upload, state=UploadState.APPLYING).update(state=UploadState.READY)
        raise
    progress.tell(1, 1)
    address = reverse("draft", args=[versions[0].framework.slug]) if len(versions) == 1 else reverse("framework-list")
    return {"url": address}
