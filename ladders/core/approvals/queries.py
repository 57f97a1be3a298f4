"""Reads: what waits for whom, and who could confirm."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from ladders.core.conditions import nothing

from ..access import may
from ..models import Approval
from .kinds import KINDS, Payload, people_holding


def visible_to(user: Any) -> QuerySet[Approval]:
    """What this user asked for, and what they may confirm, now or then."""
    if not getattr(user, "is_authenticated", False):
        return Approval.objects.none()
    seen = nothing()
    for kind in KINDS.values():
        if may(user, kind.confirms):
            mine = Q(kind=kind.name)
            if kind.reach is not None:
                mine &= Q(about__in=kind.reach(user).values("pk"))
            if kind.keys is not None:
                mine &= Q(key__in=kind.keys(user).values("key"))
            seen |= mine
    return Approval.objects.filter(seen | Q(asked_by=user)).select_related("asked_by", "decided_by")


def may_confirm(user: Any, approval: Approval) -> bool:
    """True for another person who holds the verb, where it is about somebody for that person, and is not it themselves."""
    kind = KINDS.get(approval.kind)
    if kind is None or not may(user, kind.confirms) or user.pk in (approval.asked_by_id, kind.barred(approval.payload)):
        return False
    if kind.keys is not None and not kind.keys(user).filter(key=approval.key).exists():
        return False
    return kind.reach is None or kind.reach(user).filter(pk=approval.about).exists()


def could_confirm(kind_name: str, by: Any, payload: Payload | None = None, about: int | None = None) -> list[Any]:
    """Who could confirm what `by` asks for: 2 queries."""
    kind = KINDS[kind_name]
    barred = (by.pk, kind.barred(payload) if payload else None)
    return [user for user in people_holding(kind.confirms, about) if user.pk not in barred]


def waiting_for(user: Any, *kinds: str) -> list[Approval]:
    """What waits of these kinds and this user sees, the latest first: 1 query, or 2."""
    rows = visible_to(user).filter(kind__in=kinds, state="waiting")
    return [row for row in rows[:50] if row.waiting]
