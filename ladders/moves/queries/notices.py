"""Notices of one person: how many wait, the list, what was read, and how they want to be told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..models import Notice, NoticeSetting
from ..notifications.topics import USUAL, Topic


def unread_of() -> Any:
    """Over a user's row: how many notices wait unread. No query of its own."""
    rows = Notice.objects.filter(recipient=OuterRef("pk"), read_at=None).order_by().values("recipient")
    count = Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(count, 0)


def read_all(user: Any) -> int:
    """Mark everything as read; returns how much that was."""
    return Notice.objects.visible_to(user).unread().update(read_at=timezone.now())


def read_about(user: Any, request_id: UUID) -> None:
    """Whoever opens a request has read what was told of it. No query where nothing waits."""
    if getattr(user, "unread", 1):
        read = Notice.objects.visible_to(user).unread().filter(request=request_id).update(read_at=timezone.now())
        user.unread = max(getattr(user, "unread", 0) - read, 0)


def read_about_rights(user: Any) -> None:
    """Whoever sees their rights has read what was told of them."""
    if getattr(user, "unread", 1):
        rows = Notice.objects.visible_to(user).unread().filter(right__isnull=False)
        user.unread = max(getattr(user, "unread", 0) - rows.update(read_at=timezone.now()), 0)


def read_one(notice: Notice) -> None:
    """Whoever opens what a notice is about has read it."""
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def ways(user: Any) -> dict[str, str]:
    """Sort → way, chosen or as usual, in order: 1 query."""
    chosen = dict(NoticeSetting.objects.filter(user=user).values_list("sort", "way"))
    return {sort.value: chosen.get(sort.value, USUAL[sort].value) for sort in Topic}


def choose_ways(*, by: Any, chosen: dict[str, str]) -> None:
    """Keep how somebody wants to be told."""
    rows = [NoticeSetting(user=by, sort=sort, way=way) for sort, way in chosen.items()]
    NoticeSetting.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "sort"], update_fields=["way"]
    )
