"""Justifications and measures of a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.core.person_keys import mark_of
from ladders.core.repeats import just_made

from ..domain.states import Criterion
from ..models import Justification, Measure, RemedyCase
from ..queries.cases import who_may_own
from .case_lock import CLOSED, locked, log, required
from .reminders import settle_measure, tell_owner


def justify(*, case: RemedyCase, criterion: Criterion, text: str, evidence: str, by: Any) -> Justification:
    """Write down a reason for the gap and where it is shown. It counts once another person accepts it."""
    text = required(text, _("Say how the criterion explains the gap."))
    evidence = required(evidence, _("Say where it is shown: a document, figures, a date."))
    with transaction.atomic():
        row = locked(case, by)
        same = {"case": row, "criterion": criterion.value, "text": text, "evidence": evidence, "by": by}
        if twice := just_made(Justification, at="written_at", accepted=None, **same):
            return twice
        made = Justification.objects.create(**same)
        log(row, "reason.written", by, criterion=criterion.value)
    return made


def judge(*, justification: Justification, accepted: bool, reason: str, by: Any) -> Justification:
    """Accept a justification, or say that it does not explain the gap; with a reason, and never one's own.

    Harmless when repeated with the same answer; once judged it stays: a new one can be written.
    """
    reason = required(reason, _("Say why: the answer is read beside the justification."))
    with transaction.atomic():
        case = locked(justification.case, by)
        row = Justification.objects.select_for_update(of=("self",)).get(pk=justification.pk)
        if row.accepted == accepted:
            return row
        if why := why_not_judge(row, by):
            raise DomainError(why)
        row.accepted, row.decided_by, row.decided_at, row.decided_reason = accepted, by, timezone.now(), reason
        row.save()
        log(case, "reason.accepted" if accepted else "reason.refused", by, criterion=row.criterion, reason=reason)
    return row


def why_not_judge(row: Justification, by: Any) -> str:
    """Why this person does not judge it; empty where they may."""
    if row.accepted is not None:
        return _("This was judged already. Write a new justification.")
    return _("You wrote this. Somebody else who reports on equal pay judges it.") if row.by_id == by.pk else ""


def add_measure(*, case: RemedyCase, text: str, owner: User, due_on: dt.date, by: Any) -> Measure:
    """Something to be done by somebody until a day; they are told. Raises DomainError for a day that is over."""
    text = required(text, _("Say what is to be done."))
    if due_on < timezone.localdate():
        raise DomainError(_("This day has passed: choose one that lies ahead."))
    with transaction.atomic():
        row = locked(case, by)
        if owner not in who_may_own(row):
            raise DomainError(_("Choose somebody who can open this case."))
        same = {"case": row, "text": text[:300], "owner": owner, "due_on": due_on, "by": by}
        if twice := just_made(Measure, at="made_at", ended_at=None, **same):
            return twice
        made = Measure.objects.create(**same)
        log(row, "measure.added", by, text=made.text, owner=mark_of(owner), due_on=due_on.isoformat())
        tell_owner(made)
    return made


def end_measure(*, measure: Measure, done: bool, note: str, by: Any) -> Measure:
    """It is done, or dropped; with a note on what came of it. Its owner may, and whoever writes about the case."""
    note = required(note, _("Say what came of it."))
    with transaction.atomic():
        case = _case_of(measure, by)
        row = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
        if row.ended_at is not None:
            if row.done == done:
                return row
            raise DomainError(_("This measure has ended already."))
        row.done, row.ended_at, row.ended_by, row.note = done, timezone.now(), by, note
        row.save()
        log(case, "measure.done" if done else "measure.dropped", by, text=row.text, note=note)
        settle_measure(row)
    return row


def _case_of(measure: Measure, by: Any) -> RemedyCase:
    """Locked, for its owner who sees the case, too. Raises PermissionDenied for everybody else who may not write."""
    mine = RemedyCase.objects.visible_to(by).filter(pk=measure.case_id)
    if measure.owner_id != by.pk or not mine.exists():
        return locked(measure.case, by)
    row = RemedyCase.objects.select_for_update(of=("self",)).select_related("category__report").get(pk=measure.case_id)
    if row.closed:
        raise DomainError(CLOSED)
    return row
