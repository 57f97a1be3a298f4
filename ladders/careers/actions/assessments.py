"""Assessing oneself, and the people who report to one. Nothing of it reaches audit or history; earlier steps stay here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError, StaleError
from ladders.frameworks.actions.base import hold_versions
from ladders.reporting.queries.lines import is_manager_of

from ..models import Assessment, AssessmentSheet, Evidence, Side
from .own import oneself


@dataclass(frozen=True, slots=True)
class Mark:
    """A step of the scale in a competency of a framework, with a note and, from oneself, evidence (ids)."""

    framework: int
    step: int
    note: str = ""
    evidence: frozenset[int] = frozenset()


def assess(
    *, employee: Employee, side: Side, marks: Mapping[UUID, Mark | None], seen: int, today: dt.date, by: Any
) -> int:
    """Keep what differs from what is there (None: not assessed); how many that were. What `marks` does not name stays.

    Raises PermissionDenied unless one assesses oneself, or somebody who reports to one today; StaleError where that side
    was saved since revision `seen`.
    """
    with transaction.atomic():
        hold_versions({mark.framework for mark in marks.values() if mark})  # before the person, as every writer does
        person = oneself(employee, by) if side == Side.SELF else _of_the_team(employee, by, today)
        AssessmentSheet.objects.get_or_create(employee=person, side=side)
        sheet = AssessmentSheet.objects.select_for_update().get(employee=person, side=side)
        if sheet.revision != seen:
            raise StaleError(
                _(
                    "This assessment was saved meanwhile, in another tab perhaps. What you chose is still below, and what is"
                    " saved now stands beside it. Look at both, then save again."
                ),
                sheet,
            )
        _check(marks, person, side)
        current = {row.competency: row for row in sheet.assessments.filter(replaced_at=None)}
        changed = sum(_keep(sheet, current.get(key), key, mark, today, by) for key, mark in marks.items())
        if changed:
            sheet.revision += 1
            sheet.saved_at = timezone.now()
            sheet.save()
    return changed


def _of_the_team(employee: Employee, by: Any, today: dt.date) -> Employee:
    """The person, where `by` is their manager today."""
    manager = getattr(by, "employee", None)
    if manager is None or not is_manager_of(manager, employee, today):
        raise PermissionDenied
    return Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=employee.pk)


def _check(marks: Mapping[UUID, Mark | None], person: Employee, side: Side) -> None:
    linked = {each for mark in marks.values() if mark for each in mark.evidence}
    if linked and side == Side.MANAGER:
        raise DomainError(_("Evidence belongs to the person, who alone links it."))
    if linked and Evidence.objects.kept().filter(employee=person, pk__in=linked).count() != len(linked):
        raise DomainError(_("Some of the evidence was deleted meanwhile. Choose again."))
    if any(mark.step < 1 for mark in marks.values() if mark):
        raise DomainError(_("A step of the scale is 1 or more."))


def _keep(
    sheet: AssessmentSheet, row: Assessment | None, key: UUID, mark: Mark | None, today: dt.date, by: Any
) -> bool:
    """True when something was changed. On the same day a row is written anew; later, the earlier one stays as it was."""
    if mark is None:
        if row is None:
            return False
        row.replaced_at = timezone.now()
        row.save(update_fields=["replaced_at"])
        return True
    linked = set(row.evidence.values_list("pk", flat=True)) if row else set()
    kept = {each for each in linked if each not in mark.evidence} if row else set()
    deleted = set(Evidence.objects.deleted().filter(pk__in=kept).values_list("pk", flat=True)) if kept else set()
    wanted = set(mark.evidence) | deleted  # what is deleted may be brought back, and is linked again then
    if row and (row.proficiency, row.note) == (mark.step, mark.note.strip()) and linked == wanted:
        return False
    if row and (row.by_id != by.pk or row.assessed_on != today):
        row.replaced_at = timezone.now()
        row.save(update_fields=["replaced_at"])
        row = None
    row = row or Assessment(sheet=sheet, competency=key, by=by, assessed_on=today)
    row.framework_id, row.proficiency, row.note = mark.framework, mark.step, mark.note.strip()
    row.save()
    row.evidence.set(wanted)
    return True
