"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task

from .actions import reminders


@shared_task
def remind_of_remedies() -> int:
    """Remind of measures and cases that are due."""
    return reminders.remind()
