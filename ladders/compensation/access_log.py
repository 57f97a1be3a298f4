"""Every view of another person's pay leaves a row. Whoever shows pay calls `seen` before the page is made."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.utils import timezone

from .models import AccessKind

# In SQL, because an export may show a hundred thousand people.
_WRITE = """
INSERT INTO compensation_payaccess (at, by_id, employee_id, kind) SELECT %s, %s, person, %s FROM unnest(%s::bigint[]) AS person
"""


def seen(*, by: Any, employees: Collection[int], kind: AccessKind) -> None:
    """Write that `by` sees the pay of these people now: 1 query. One's own pay is nobody else's business."""
    own = getattr(getattr(by, "employee", None), "pk", None)
    others = [employee for employee in employees if employee != own]
    if not others:
        return
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [timezone.now(), by.pk, kind.value, others])
