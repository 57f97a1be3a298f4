"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from .uploads import retention


@shared_task
def forget_uploads() -> int:
    """Delete uploads that nobody needs any more."""
    try:
        return retention.forget_uploads(timezone.now())
    finally:
        close_old_connections()
