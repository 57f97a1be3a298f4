"""The way to an erasure: asked for with a reason, held back by what a law needs, waiting, called off or done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.core.jobs import Progress, enqueue, job
from ladders.core.permissions import Permission
from ladders.moves.models import MoveRequest

from ..domain.leavers import kept_until
from ..models import Erasure, ErasureState
from ..queries.retention import leaver_years
from .person_erasure import erase

WAITS = dt.timedelta(days=7)  # in which everybody who erases people can call it off
ERASE = "privacy.erase"


def holds(person: Employee, today: dt.date) -> list[str]:
    """What an erasure has to wait for, in sentences; empty where nothing holds it back: 2 queries."""
    if person.left_on is None or person.left_on >= today:
        return [
            _("%(name)s still works here. What is known of somebody is erased after they have left.") % {"name": person}
        ]
    found = []
    if MoveRequest.objects.open().filter(person=person).exists():
        found.append(_("A request of theirs is still under way. It is answered or withdrawn first."))
    until = kept_until(person.left_on, person.country, leaver_years())
    if until > today:
        found.append(
            _("The law of %(country)s may ask for their pay until %(day)s. Until then it is kept.")
            % {"country": person.country or _("the country"), "day": date_format(until, "j F Y")}
        )
    return found


def ask(*, person: Employee, reason: str, by: Any) -> Erasure:
    """Ask for an erasure, which is done after a week. Raises DomainError where something holds it back, or without a reason."""
    if not reason.strip():
        raise DomainError(_("Write why: the reason stays with the proof."))
    with transaction.atomic():
        person = Employee.objects.select_for_update().get(pk=person.pk)
        _require(person, by)
        if held := holds(person, timezone.localdate()):
            raise DomainError(" ".join(held))
        if Erasure.objects.filter(employee=person).exclude(state=ErasureState.CANCELLED).exists():
            raise DomainError(_("This was asked for already."))
        row = Erasure.objects.create(employee=person, reason=reason.strip(), asked_by=by, due_at=timezone.now() + WAITS)
        record(by=by, verb="privacy.erasure.asked", subject=str(person), about=person, subject_key=str(row.pk))
        return row


def cancel(*, erasure: Erasure, by: Any) -> None:
    """Call it off while it waits. Harmless when repeated; raises DomainError once it is done."""
    with transaction.atomic():
        row = Erasure.objects.select_for_update(of=("self",)).select_related("employee").get(pk=erasure.pk)
        _require(row.employee, by)
        if row.state == ErasureState.CANCELLED:
            return
        if row.state == ErasureState.DONE:
            raise DomainError(_("It is done, and nothing of it can be brought back."))
        row.state, row.cancelled_by, row.ended_at = ErasureState.CANCELLED, by, timezone.now()
        row.save()
        record(by=by, verb="privacy.erasure.cancelled", subject=str(row.employee), about=row.employee)


def hand_over_due(now: dt.datetime) -> int:
    """Have those done whose waiting time is over; how many."""
    due = list(Erasure.objects.due(now).values_list("pk", flat=True)[:100])
    for pk in due:
        enqueue(ERASE, title=_("An erasure"), by=None, args={"erasure": pk})
    return len(due)


@job(ERASE)
def run(progress: Progress, *, erasure: int) -> dict[str, Any]:
    """Do one, exactly once. What has come up meanwhile (somebody came back) calls it off."""
    with transaction.atomic():
        row = Erasure.objects.select_for_update(of=("self",)).select_related("employee").filter(pk=erasure).first()
        if row is None or row.state != ErasureState.WAITING:
            return {}
        if held := holds(row.employee, timezone.localdate()):
            raise DomainError(" ".join(held))
        finish(row, by=row.asked_by)
        progress.hold()
    return {}


def finish(row: Erasure, *, by: Any) -> Erasure:
    """Erase, and keep the proof."""
    row.pseudonym, row.proof = erase(row.employee, by=by)
    row.refresh_from_db(fields=["reason"])  # names in it were replaced
    row.state, row.ended_at = ErasureState.DONE, timezone.now()
    row.save()
    return row


def _require(person: Employee, by: Any) -> None:
    if by is not None and not by.reaches(Permission.ERASE_PEOPLE, person):
        raise DomainError(_("You may not erase what is known of this person."))
