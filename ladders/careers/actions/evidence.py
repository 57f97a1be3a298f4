"""Writing, changing, deleting and bringing back notes on impact. Nothing of it reaches audit or history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError, StaleError
from ladders.frameworks.labels import level_label
from ladders.placements.queries import levels_on

from ..models import Evidence
from ..models.evidence import KEPT_DAYS
from .own import oneself


def write_evidence(
    *, employee: Employee, happened_on: dt.date, title: str, text: str, impacts: Sequence[str], by: Any
) -> Evidence:
    """A new note, with the level and the framework of its day."""
    with transaction.atomic():
        person = oneself(employee, by)
        note = Evidence(employee=person)
        _fill(note, happened_on, title, text, impacts)
        note.save()
    return note


def change_evidence(
    *,
    evidence: Evidence,
    happened_on: dt.date,
    title: str,
    text: str,
    impacts: Sequence[str],
    seen: int,
    by: Any,
) -> Evidence:
    """Write a note anew. Raises StaleError where it changed since revision `seen`, in another tab perhaps."""
    with transaction.atomic():
        note = _locked(evidence, by)
        if note.revision != seen:
            raise StaleError(
                _(
                    "This note was changed meanwhile, in another tab perhaps. Nothing of yours is lost: compare, then save."
                ),
                note,
            )
        _fill(note, happened_on, title, text, impacts)
        note.revision += 1
        note.save()
    return note


def delete_evidence(*, evidence: Evidence, by: Any, now: dt.datetime | None = None) -> None:
    """Nobody but its author sees it from now on, who can bring it back for a while. Harmless when repeated."""
    with transaction.atomic():
        note = _locked(evidence, by)
        if note.deleted_at is None:
            note.deleted_at = now or timezone.now()
            note.save(update_fields=["deleted_at"])


def restore_evidence(*, evidence: Evidence, by: Any) -> None:
    """Bring it back as it was. Harmless when repeated."""
    with transaction.atomic():
        note = _locked(evidence, by)
        if note.deleted_at is not None:
            note.deleted_at = None
            note.save(update_fields=["deleted_at"])


def erase_evidence(*, evidence: Evidence, by: Any) -> None:
    """Delete for good what was deleted."""
    with transaction.atomic():
        note = _locked(evidence, by)
        if note.deleted_at is None:
            raise DomainError(_("Delete the note first. Then it can be erased."))
        note.delete()


def erase_expired(now: dt.datetime) -> int:
    """Delete for good what was deleted longer ago than it is kept; how many."""
    return (
        Evidence.objects.filter(deleted_at__lt=now - dt.timedelta(days=KEPT_DAYS))
        .delete()[1]
        .get("careers.Evidence", 0)
    )


def _locked(evidence: Evidence, by: Any) -> Evidence:
    person = oneself(evidence.employee, by)
    note: Evidence | None = (
        Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence.pk, employee=person).first()
    )
    if note is None:
        raise DomainError(_("This note was erased meanwhile, in another tab perhaps."))
    return note


def _fill(note: Evidence, happened_on: dt.date, title: str, text: str, impacts: Sequence[str]) -> None:
    if happened_on > timezone.localdate():
        raise DomainError(_("Evidence tells of what has happened: choose a day until today."))
    if not title.strip():
        raise DomainError(_("Say in one line what changed."))
    if not impacts:
        raise DomainError(_("Say on what it had an impact: business value, culture, innovation or continuity."))
    if note.happened_on != happened_on or note.pk is None:
        level = levels_on(happened_on, [note.employee_id]).get(note.employee_id)
        note.level_key = level.key if level else None
        note.level = level_label(level) if level else ""
        note.framework = level.version.framework.name if level else ""
    note.happened_on, note.title, note.text, note.impacts = happened_on, title.strip(), text.strip(), list(impacts)
