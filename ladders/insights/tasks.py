"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .actions.release import release


@shared_task
def release_figures() -> bool:
    """Make the month's figures about moves, once."""
    return release(timezone.localdate()) is not None
