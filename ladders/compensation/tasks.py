"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task

from . import exception_reminders
from .queries import pay_positions


@shared_task
def remind_of_exceptions() -> int:
    """Write about exceptions that end soon."""
    return exception_reminders.remind()


@shared_task
def refresh_pay_positions() -> bool:
    """Make the list of pay ready before somebody opens it; one query where nothing has changed."""
    return pay_positions.refresh()
