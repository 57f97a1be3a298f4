"""Saying when somebody is away, so that what waits for them passes on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.audit import record
from ladders.core.errors import DomainError

from ..models import Absence

LONGEST = dt.timedelta(days=3 * 366)


def add_absence(
    *, person: Employee, starts_on: dt.date, ends_on: dt.date, stand_in: Employee | None, today: dt.date, by: Any
) -> Absence:
    """Record an absence. Raises DomainError for days that are over or in disorder, and where the person is away already."""
    if ends_on < starts_on:
        raise DomainError(_("The last day lies before the first: check the two dates."))
    if ends_on < today:
        raise DomainError(_("These days are over. Write days from today on."))
    if ends_on - starts_on > LONGEST:
        raise DomainError(_("An absence lasts three years at most. Check the last day."))
    if stand_in is not None and stand_in.pk == person.pk:
        raise DomainError(_("Nobody stands in for themselves. Name somebody else, or nobody."))
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                employee=person, starts_on=starts_on, ends_on=ends_on, stand_in=stand_in, made_by=by
            )
            _told(absence, "moves.absence.added", by)
    except IntegrityError as error:
        raise DomainError(
            _("Some of these days are written down already. Choose other days, or end that absence first.")
        ) from error
    return absence


def end_absence(*, absence: Absence, today: dt.date, by: Any) -> bool:
    """Back again: an absence that has not begun goes, one that has ends yesterday. False where it was over already."""
    with transaction.atomic():
        row = Absence.objects.select_for_update().filter(pk=absence.pk).select_related("employee").first()
        if row is None or row.ends_on < today:
            return False
        _told(row, "moves.absence.ended", by)
        if row.starts_on >= today:
            row.delete()
        else:
            row.ends_on = today - dt.timedelta(days=1)
            row.save(update_fields=["ends_on"])
    return True


def _told(absence: Absence, verb: str, by: Any) -> None:
    days = f"{absence.starts_on.isoformat()} – {absence.ends_on.isoformat()}"
    record(
        by=by,
        verb=verb,
        subject=absence.employee.name,
        subject_key=str(absence.employee_id),
        about=absence.employee,
        detail={"days": days},
    )
