"""Where people stand in their competencies, by the assessment that counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Exists, Q

from accounts.models import Employee

from ..models import Assessment, CareerPolicy, Counting, Side


def proficiencies(employee: Employee) -> Mapping[UUID, int]:
    """Competency key → the step (1 is the lowest) that counts for gaps, by the organisation's setting: 1 query.

    What was not assessed is missing. Whoever shows it to somebody asks `sharing.shared_with` first.
    """
    return proficiencies_of([employee.pk])[employee.pk]


def proficiencies_of(employees: Collection[int]) -> dict[int, dict[UUID, int]]:
    """The same for several people: 1 query for any number. Everybody asked for is in it."""
    found: dict[int, dict[UUID, int]] = {pk: {} for pk in employees}
    policy = CareerPolicy.objects.filter(pk=1)
    rows = Assessment.objects.current().filter(
        Q(sheet__side=Side.SELF) & ~Exists(policy.filter(counting=Counting.MANAGER))
        | Q(sheet__side=Side.MANAGER) & ~Exists(policy.filter(counting=Counting.SELF)),
        sheet__employee__in=found,
    )
    # "self" sorts behind "manager": descending, the manager's word comes last and stays.
    ordered = rows.order_by("-sheet__side").values_list("sheet__employee", "competency", "proficiency")
    for employee, competency, step in ordered:
        found[employee][competency] = step
    return found
