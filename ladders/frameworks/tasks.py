"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task
from django.db import close_old_connections

from .actions import draft_checks


@shared_task
def check_drafts() -> int:
    """Check drafts that were edited, for Home."""
    try:
        return draft_checks.check_drafts()
    finally:
        close_old_connections()
