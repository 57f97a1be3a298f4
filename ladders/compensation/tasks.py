"""Celery shells: they call what does the work."""

from __future__ import annotations

from celery import shared_task
from django.db import close_old_connections

from . import reminding


@shared_task
def remind_of_exceptions() -> int:
    """Write about exceptions that end soon."""
    try:
        return reminding.remind()
    finally:
        close_old_connections()
