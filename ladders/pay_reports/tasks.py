"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .actions import owed_reports


@shared_task
def work_out_due_reports() -> int:
    """Which employer owes a report by when."""
    return owed_reports.work_out(timezone.localdate())
