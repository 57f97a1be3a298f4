"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .actions import copies, erasure_requests, retention


@shared_task
def let_go() -> dict[str, int]:
    """Erase what has had its time."""
    copies.forget_copies(timezone.now())
    return retention.let_go(timezone.now())


@shared_task
def erase_due() -> int:
    """Have those erased whose waiting time is over."""
    return erasure_requests.hand_over_due(timezone.now())
