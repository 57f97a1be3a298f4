"""What forms about the structure of pay show before anything is done: where a second person confirms it, what they are told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from ladders.core.access import may
from ladders.core.approvals.queries import could_confirm, waiting_for, who_else
from ladders.core.kept_choices import choice_of
from ladders.core.permissions import Permission

from ..actions.second_person import needed


def looks_first(sent: QueryDict | None) -> bool:
    """True where a form was sent to see what it does to equal pay, and not to do it."""
    return sent is not None and sent.get("do") == "look"


def second_person(request: HttpRequest, kind: str, about: int | None = None) -> dict[str, Any]:
    """Whether one is needed, whether there is nobody, what was written to them, and what of this kind waits already."""
    if not needed():
        return {"second": False}
    payload = {"about": about} if about is not None else None
    return {
        "second": True,
        "alone": not could_confirm(kind, request.user, payload, about),
        "why": (choice_of(request) or QueryDict()).get("why", ""),
        "approvals": [row for row in waiting_for(request.user, kind) if about is None or row.about == about],
    }


def approving(user: Any, asked_by: Any, why_not: str, why_nobody: str = "") -> dict[str, Any]:
    """What a page about the structure of pay says where something waits to be approved: `approves`, whether this reader can, else
    `why_not` and `others`, who can, for whoever works on bands.

    `why_not`: what the action would refuse to this reader, `why_nobody`: to everybody; then nobody else can. 3 queries at most.
    """
    approves = may(user, Permission.APPROVE_BANDS)
    if approves and not why_not and not why_nobody:
        return {"approves": True}
    if not approves and not may(user, Permission.EDIT_BANDS):
        return {"approves": False}
    if why_nobody:
        return {"approves": False, "why_nobody": why_nobody}
    why_not = why_not if approves else _("Your role proposes and does not approve.")
    return {"approves": False, "why_not": why_not, "others": who_else(Permission.APPROVE_BANDS, asked_by)}
