"""Placing many people at once, and taking that back at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.conflict_of_interest import is_own, refuse_own
from accounts.models import Employee
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.frameworks.actions.base import hold_versions
from ladders.frameworks.models import Level

from ..domain.later_use import built_upon
from ..models import TAKE_BACK_WITHIN, Batch, Placement, Source
from .placements import already, check_here, check_published, new_row, own_level_text
from .trail import record_levels


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many people are without a level again, and the names of those whose level stays since something was built on it."""

    people: int
    kept: tuple[str, ...] = ()


def place_many(*, choices: Mapping[int, Level], starts_on: dt.date, by: Any) -> Batch:
    """Place several unplaced people at once, all or nobody: employee id → level. 11 queries for any number.

    Raises DomainError where one of them holds a level then or leaves before, PermissionDenied for people out of reach.
    """
    with transaction.atomic():
        hold_versions({level.version.framework_id for level in choices.values()})
        people = Employee.objects.within(by, Permission.PLACE_PEOPLE).select_for_update(of=("self",), no_key=True)
        chosen = list(people.filter(pk__in=choices).order_by("pk"))
        if len(chosen) != len(choices):
            raise PermissionDenied
        for person in chosen:
            refuse_own(person, by, own_level_text())
        held = Placement.objects.primary().filter(employee__in=chosen).exclude(ends_on__lt=starts_on)
        if (one := held.select_related("employee").first()) is not None:
            raise DomainError(already(one.employee, one.starts_on))
        check_published(*choices.values())
        batch = Batch.objects.create(made_by=by)
        rows = []
        for person in chosen:
            check_here(person, starts_on)
            row = new_row(person, choices[person.pk], starts_on, Source.HR, "", person.left_on, True, 100)
            row.batch = batch
            rows.append(row)
        Placement.objects.bulk_create(rows)
        record_levels(by, "placed", ((row.employee, (None, row.level), (None, starts_on)) for row in rows))
    return batch


def take_back(*, batch: Batch, by: Any) -> TakenBack:
    """Whoever was placed with the batch holds no level again, unless something was built on it since. Harmless when repeated.

    Built on: another level was given or the end changed, the level was put right, a move was asked for. Only whoever made
    it, or reaches everybody in it, may, and within a week. Raises DomainError otherwise. 8 queries for any number.
    """
    with transaction.atomic():
        row = Batch.objects.select_for_update().get(pk=batch.pk)
        if row.taken_back_at is not None:
            return TakenBack(0)
        if row.made_at < timezone.now() - TAKE_BACK_WITHIN:
            raise DomainError(_("That was more than a week ago. Change or remove the levels one by one."))
        reach = Employee.objects.within(by, Permission.PLACE_PEOPLE)
        placed = row.placements.locked()
        ids = {each.employee_id for each in placed}
        if reach.filter(pk__in=ids).count() != len(ids):
            raise DomainError(_("Some of these people are outside your reach. Ask whoever placed them."))
        since = Placement.objects.filter(employee__in=ids, created_at__gt=row.made_at).exclude(batch=row)
        kept = set(since.values_list("employee", flat=True)) | built_upon(ids, row.made_at)
        kept |= {each.employee_id for each in placed if each.reason or each.ends_on != each.employee.left_on}
        kept |= {each.employee_id for each in placed if is_own(each.employee, by)}  # others take one's own level back
        gone = [each for each in placed if each.employee_id not in kept]
        Placement.objects.filter(pk__in=[each.pk for each in gone]).delete()
        row.taken_back_at = timezone.now()
        row.save(update_fields=["taken_back_at"])
        record_levels(by, "unplaced", ((each.employee, (each.level, None), (each.starts_on, None)) for each in gone))
    return TakenBack(len(gone), tuple(str(each.employee) for each in placed if each.employee_id in kept))
