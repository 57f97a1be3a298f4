"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from .actions import retention


@shared_task
def let_go() -> dict[str, int]:
    """Erase what has had its time."""
    try:
        return retention.let_go(timezone.now())
    finally:
        close_old_connections()
