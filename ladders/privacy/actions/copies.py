"""Copies of what is known of somebody: for themselves, and for leavers by HR."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job
from ladders.core.permissions import Permission

from ..models import PersonalCopy
from ..models.copies import KEPT
from ..queries.personal_data import everything_about

COPY = "privacy.copy"


def ask_for_copy(*, person: Employee, by: Any) -> PersonalCopy:
    """Have a copy made for whoever asks: the person, or HR for a leaver in reach. Raises DomainError for anybody else."""
    own = person.user_id is not None and person.user_id == by.pk
    if not own:
        if not by.reaches(Permission.ERASE_PEOPLE, person):
            raise DomainError(_("You may not ask for what is known of this person."))
        if person.left_on is None or person.left_on >= timezone.localdate():
            raise DomainError(_("%(name)s can make this copy alone, under “Your account”.") % {"name": person})
    with transaction.atomic():
        waits = PersonalCopy.objects.visible_to(by).filter(employee=person, content=b"", job__finished_at=None).first()
        if waits is not None:
            return waits  # a second click
        row = PersonalCopy.objects.create(owner=by, employee=person)
        row.job = enqueue(COPY, title=_("A copy of personal data"), by=by, args={"copy": str(row.pk)})
        row.save(update_fields=["job"])
        record(by=by, verb="privacy.copy.asked", subject=str(person), about=person)
    return row


@job(COPY)
def make_copy(progress: Progress, *, copy: str) -> dict[str, Any]:
    """Gather it. Harmless when repeated."""
    row = PersonalCopy.objects.select_related("employee__user").filter(pk=copy).first()
    if row is None:
        raise DomainError(_("The copy is gone. Make a new one."))
    about = everything_about(row.employee, for_hr=row.owner_id != row.employee.user_id)
    content = json.dumps(about, ensure_ascii=False, indent=1)
    with transaction.atomic():
        progress.hold()
        row.content = content
        row.save(update_fields=["content"])
    return {"url": reverse("my-data-copy", args=[row.pk])}


def forget_copies(now: dt.datetime) -> int:
    """Delete copies that had their week; how many."""
    return int(PersonalCopy.objects.filter(made_at__lt=now - KEPT).delete()[0])
