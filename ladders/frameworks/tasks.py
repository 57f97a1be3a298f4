"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task

from .actions import draft_checks


@shared_task
def check_drafts() -> int:
    """Check drafts that were edited, for Home."""
    return draft_checks.check_drafts()
