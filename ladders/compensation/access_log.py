"""Every view of another person's pay leaves a row. Whoever shows pay calls `seen` before the page is made."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .models import AccessKind, PayAccess


def seen(*, by: Any, employees: Collection[int], kind: AccessKind) -> None:
    """Write that `by` sees the pay of these people now: 1 query. One's own pay is nobody else's business."""
    own = getattr(getattr(by, "employee", None), "pk", None)
    rows = [PayAccess(by=by, employee_id=employee, kind=kind) for employee in employees if employee != own]
    if rows:
        PayAccess.objects.bulk_create(rows, batch_size=5000)
