"""What forms show where a second person confirms a change of the structure of pay."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from ladders.core.approvals.queries import could_confirm, waiting_for

from ..actions.second_person import needed


def second_person(request: HttpRequest, kind: str, about: int | None = None) -> dict[str, Any]:
    """Whether one is needed, whether there is nobody, what was written to them, and what of this kind waits already."""
    if not needed():
        return {"second": False}
    payload = {"about": about} if about is not None else None
    return {
        "second": True,
        "alone": not could_confirm(kind, request.user, payload, about),
        "why": request.POST.get("why", ""),
        "approvals": [row for row in waiting_for(request.user, kind) if about is None or row.about == about],
    }
