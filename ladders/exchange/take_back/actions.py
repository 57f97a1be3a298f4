"""Having an import taken back, and doing it: all or nothing, exactly once, as long as nothing hinders."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ladders.core.access import require
from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job

from ..models import UploadState
from .kinds import TAKE_BACKS
from .shapes import AnyUpload, BackPlan, TakeBack, until

WORK = "exchange.take_back"
MARKS = 5000  # people whom the audit entry lists


def look(kind: TakeBack[AnyUpload], upload: AnyUpload, by: Any) -> BackPlan | None:
    """What would go back, and what hinders; None where this upload is not one that can be taken back (any more)."""
    end = until(upload)
    if upload.state != UploadState.APPLIED or end is None or end <= timezone.now():
        return None
    return kind.look(upload, by)


def have_taken_back(kind: TakeBack[AnyUpload], *, upload: AnyUpload, by: Any) -> None:
    """Have it taken back in the background. Harmless when clicked twice. Raises DomainError where something hinders."""
    require(by, kind.permission)
    with transaction.atomic():
        row: Any = kind.model._default_manager.select_for_update(of=("self",)).get(pk=upload.pk)
        if row.state in (UploadState.UNDOING, UploadState.UNDONE):
            return
        _refuse(look(kind, row, by))
        row.state = UploadState.UNDOING
        title = _("Taking back %(name)s") % {"name": row.name}
        args = {"page": kind.page, "upload": str(row.pk), "by": by.pk}
        row.job = enqueue(WORK, title=title, by=by, args=args)
        row.save(update_fields=["state", "job"])


def _failed(*, page: str, upload: str, by: int) -> None:
    """Nothing was put back: it can be looked at again."""
    rows = TAKE_BACKS[page].model._default_manager.filter(pk=upload, state=UploadState.UNDOING)
    rows.update(state=UploadState.APPLIED)


@job(WORK, failed=_failed)
def work(progress: Progress, *, page: str, upload: str, by: int) -> dict[str, Any]:
    """Look once more, hold off everybody else, and put it back."""
    kind: TakeBack[Any] = TAKE_BACKS[page]
    url = reverse(page, args=[upload])
    progress.tell(0, 2, _("Looking whether something was built on it"), at_least_every=0)
    with pghistory.context(user=by, url=url), transaction.atomic():
        row: Any = kind.model._default_manager.select_for_update(of=("self",)).select_related("owner")
        row = row.filter(pk=upload).first()
        if row is None or row.state != UploadState.UNDOING:
            return {"url": url}
        take_back(kind, row, by=row.owner)
        progress.hold()
    kind.afterwards()
    progress.tell(2, 2)
    return {"url": url}


def take_back(kind: TakeBack[AnyUpload], upload: AnyUpload, *, by: Any) -> BackPlan:
    """Put back what the locked `upload` wrote, in the present transaction, with one audit entry that lists whom it concerns.

    Raises DomainError, and leaves everything as it is, where something was built on it or its time is over.
    """
    require(by, kind.permission)
    kind.lock(upload)
    state, upload.state = upload.state, UploadState.APPLIED
    plan = look(kind, upload, by)
    upload.state = state
    plan = _refuse(plan)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            kind.write(upload, by)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        said = _(
            "Something else refers to what this import wrote. Nothing was taken back. Change what is wrong one by one."
        )
        raise DomainError(said) from error
    detail: dict[str, Any] = {name: [count, None] for name, count in plan.counts.items() if count}
    if plan.marks:
        detail["people"] = [list(plan.marks)[:MARKS], None]
    record(by=by, verb=kind.verb, subject=upload.name, detail=detail)
    upload.state, upload.undone_at, upload.before = UploadState.UNDONE, timezone.now(), {}
    upload.save(update_fields=["state", "undone_at", "before"])
    return plan


def _refuse(plan: BackPlan | None) -> BackPlan:
    """Raise DomainError where it cannot be taken back."""
    if plan is None:
        raise DomainError(_("This import can no longer be taken back. Change what is wrong one by one."))
    if plan.hindrances:
        first = plan.hindrances[0]
        names = ", ".join(first.names[:3]) + (" …" if first.count > 3 else "")
        said = _("Something was built on it since, so it stays. %(why)s: %(names)s.")
        raise DomainError(said % {"why": first.said, "names": names})
    return plan


def told_until(upload: Any) -> str:
    """The last moment, as a page writes it; "" where there is none."""
    end = until(upload)
    return date_format(timezone.localtime(end), "j F Y, H:i") if end and end > timezone.now() else ""
