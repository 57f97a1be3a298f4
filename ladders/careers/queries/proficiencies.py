"""Where people stand in their competencies, by the assessment that counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from accounts.models import Employee
from ladders.core.statements import Statement

from ..models import Assessment, CareerPolicy, Counting, Side


def proficiencies(employee: Employee) -> Mapping[UUID, int]:
    """Competency key → the step (1 is the lowest) that counts for gaps, by the organisation's setting: 1 query.

    What was not assessed is missing. Whoever shows it to somebody asks `sharing.shared_with` first.
    """
    return {competency: step for _pk, competency, step in _rows_of(employee.pk)}


def proficiencies_of(employees: Collection[int]) -> dict[int, dict[UUID, int]]:
    """The same for several people: 1 query for any number. Everybody asked for is in it."""
    found: dict[int, dict[UUID, int]] = {pk: {} for pk in employees}
    for employee, competency, step in _counting().filter(sheet__employee__in=found):
        found[employee][competency] = step
    return found


def _counting() -> QuerySet[Any, tuple[int, UUID, int]]:
    policy = CareerPolicy.objects.filter(pk=1)
    rows = Assessment.objects.current().filter(
        Q(sheet__side=Side.SELF) & ~Exists(policy.filter(counting=Counting.MANAGER))
        | Q(sheet__side=Side.MANAGER) & ~Exists(policy.filter(counting=Counting.SELF)),
    )
    # "self" sorts behind "manager": descending, the manager's word comes last and stays.
    return rows.order_by("-sheet__side").values_list("sheet__employee", "competency", "proficiency")


_rows_of = Statement(lambda employee: _counting().filter(sheet__employee=employee), int)
