"""What all uploads have in common: when they may be read again, and what becomes of them when their work fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ladders.core.access import may
from ladders.core.errors import DomainError
from ladders.core.jobs import enqueue
from ladders.core.permissions import Permission

from ..models import OwnUpload, Upload, UploadState

AnyUpload = TypeVar("AnyUpload", bound=Upload | OwnUpload)


def lock_to_read_again(upload: AnyUpload) -> AnyUpload:
    """The upload's row, locked. Raises DomainError while it is being read, and from when it is written on."""
    rows: QuerySet[Any] = type(upload)._default_manager.select_for_update(of=("self",)).select_related("job")
    row: AnyUpload = (rows if isinstance(upload, Upload) else rows.defer("content")).get(pk=upload.pk)
    if row.state not in (UploadState.READING, UploadState.READY, UploadState.REFUSED):
        raise DomainError(_("This import is being written already, so it stays as it is."))
    if row.state == UploadState.READING and row.job is not None and not row.job.finished:
        raise DomainError(_("This file is being read at the moment. Wait until it was read, then send this again."))
    return row


def read_again(kind: str, *, upload: OwnUpload, mapping: dict[str, Any] | None, by: Any) -> None:
    """Have the file read once more by a job of `kind`: with what a person said, or (None) with a guess. Raises DomainError
    as `lock_to_read_again` does."""
    with transaction.atomic():
        row = lock_to_read_again(upload)
        row.mapping, row.corrected, row.kept, row.state = mapping, mapping is not None, None, UploadState.READING
        row.job = enqueue(kind, title=_("Reading %(file)s") % {"file": row.name}, by=by, args={"upload": str(row.pk)})
        row.save(update_fields=["mapping", "corrected", "kept", "state", "job"])


def outcome_of(*, refused: bool) -> dict[str, Any]:
    """What the list of background work tells of a file, where it was refused."""
    return {"refused": True} if refused else {}


def forget_kept(upload: Any) -> None:
    """Forget what was kept for files of this shape, where this upload was read with it."""
    if upload.kept is not None:
        upload.kept.delete()


def reading_failed(model: Any) -> Callable[..., None]:
    """Nothing was read, so nothing can be taken in; the file can be read again, or thrown away."""

    def free(*, upload: str) -> None:
        model.objects.filter(pk=upload, state=UploadState.READING).update(state=UploadState.REFUSED)

    return free


def writing_failed(model: Any) -> Callable[..., None]:
    """Nothing was written: the person can look again, and try once more."""

    def free(*, upload: str) -> None:
        model.objects.filter(pk=upload, state=UploadState.APPLYING).update(state=UploadState.READY)

    return free


def check_owner(upload: Any, verb: Permission, about: object = None) -> None:
    """Roles end while work waits: raises DomainError for an upload whose owner no longer holds the verb, `about` a framework."""
    if not may(upload.owner, verb, about):
        raise DomainError(_("Your role no longer lets you bring such files in. Nothing was done."))
