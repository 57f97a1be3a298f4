"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .actions import addresses, reminders, told_dates


@shared_task
def remind_before_days() -> int:
    """Remind of what is due soon, close calendars that are over, and let go of what calendars were told long ago."""
    addresses.end_addresses()
    told_dates.forget_told(timezone.now())
    return reminders.remind(timezone.localdate())
