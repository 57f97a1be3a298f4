"""What every write about oneself checks first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import Employee


def oneself(employee: Employee, by: Any) -> Employee:
    """The person, locked, so that two of their tabs write one after the other. Raises PermissionDenied for anybody else."""
    person = Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=employee.pk)
    if person.user_id is None or person.user_id != by.pk:
        raise PermissionDenied
    return person
