"""Reads: what waits for whom, and who could confirm."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ladders.core.conditions import nothing
from ladders.core.permissions import Permission

from ..access import may
from ..models import Approval, ApprovalState
from .apart import asked_by_the_same, may_be_one, without_same_hands
from .kinds import APPROVAL_KINDS, ApprovalKind, Payload, people_holding


def visible_to(user: Any) -> QuerySet[Approval]:
    """What this user asked for, and what they may confirm, now or then."""
    if not getattr(user, "is_authenticated", False):
        return Approval.objects.none()
    rows = Approval.objects.filter(_may_confirm(user, timezone.localdate()) | Q(asked_by=user))
    return rows.select_related("asked_by", "decided_by")


def to_confirm(user: Any, day: dt.date | None = None, now: dt.datetime | None = None) -> QuerySet[Approval]:
    """What waits for this user's word on that day (None: today): asked for by somebody else, and not about the user."""
    if not getattr(user, "is_authenticated", False):
        return Approval.objects.none()
    now = now or timezone.now()
    mine = _may_confirm(user, day or timezone.localdate())
    rows = Approval.objects.filter(mine, state=ApprovalState.WAITING, expires_at__gt=now)
    rows = rows.exclude(asked_by=user).exclude(barred__contains=[user.pk]).exclude(_about(user))
    return rows.exclude(asked_by_the_same(user, now=now))


def asked_by(user: Any, verb: Permission, now: dt.datetime) -> QuerySet[Approval]:
    """What this user asked for, of the kinds that are asked for with the verb, and what waits for somebody else. No query."""
    kinds = [kind.name for kind in APPROVAL_KINDS.values() if kind.asks == verb]
    rows = Approval.objects.filter(kind__in=kinds, state=ApprovalState.WAITING, expires_at__gt=now)
    return rows.filter(asked_by=user.pk)


def _about(user: Any) -> Q:
    """Those about the user's own record, also where it became theirs after somebody asked."""
    record = _record_of(user)
    return nothing() if record is None else Q(concerned__contains=[record])


def concerns(user: Any, approval: Approval) -> bool:
    """True where it is about the user: by their account, or by the record that is theirs now."""
    return user.pk in approval.barred or _record_of(user) in approval.concerned


def concerned_by(kind: ApprovalKind, payload: Payload, about: int | None) -> set[int]:
    """The employees that it is about. As many queries as the kind makes."""
    return {*kind.concerned(payload), *(() if about is None else (about,))}


def _record_of(user: Any) -> int | None:
    employee = getattr(user, "employee", None)
    return None if employee is None else int(employee.pk)


def _may_confirm(user: Any, day: dt.date) -> Q:
    """Those of the kinds whose verb this user holds, for whom and for what they hold it that day."""
    seen = nothing()
    for kind in APPROVAL_KINDS.values():
        if may(user, kind.confirms):
            mine = Q(kind=kind.name)
            if kind.reach is not None:
                mine &= Q(about__in=kind.reach(user).values("pk"))
            if kind.keys is not None:
                mine &= Q(key__in=kind.keys(user, day).values("key"))
            seen |= mine
    return seen


def may_confirm(user: Any, approval: Approval) -> bool:
    """True for another person who holds the verb, where it is about somebody for that person, and is not it themselves."""
    kind = APPROVAL_KINDS.get(approval.kind)
    if kind is None or not may(user, kind.confirms) or user.pk == approval.asked_by_id or concerns(user, approval):
        return False
    if kind.keys is not None and not kind.keys(user, timezone.localdate()).filter(key=approval.key).exists():
        return False
    if may_be_one(user, approval.asked_by):
        return False
    return kind.reach is None or kind.reach(user).filter(pk=approval.about).exists()


def could_confirm(kind_name: str, by: Any, payload: Payload | None = None, about: int | None = None) -> list[Any]:
    """Who could confirm what `by` asks for: 3 queries."""
    kind = APPROVAL_KINDS[kind_name]
    barred = {by.pk, *(kind.barred(payload) if payload else ())}
    concerned = concerned_by(kind, payload, about) if payload else set()
    found = [user for user in people_holding(kind.confirms, about) if user.pk not in barred]
    return without_same_hands(by, [user for user in found if _record_of(user) not in concerned])


def who_else(verb: Permission, asked_by: Any) -> list[Any]:
    """Whose word counts for what `asked_by` asks for, where the verb does for the whole organisation: 3 queries."""
    found = list(people_holding(verb, None))
    if asked_by is None:
        return found
    return without_same_hands(asked_by, [user for user in found if user.pk != asked_by.pk])


def waiting_for(user: Any, *kinds: str) -> list[Approval]:
    """What waits of these kinds and this user sees, the latest first: 1 query, or 2."""
    rows = visible_to(user).filter(kind__in=kinds, state="waiting")
    return [row for row in rows[:50] if row.waiting]
