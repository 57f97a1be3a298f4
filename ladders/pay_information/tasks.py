"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .actions.reminders import tell_right


@shared_task
def tell_of_right() -> int:
    """Tell everybody employed of their right to know, once a year."""
    return tell_right(timezone.localdate())
