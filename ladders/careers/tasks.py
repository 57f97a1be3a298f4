"""Work on a schedule."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .actions.evidence import erase_expired


@shared_task
def erase_deleted_evidence() -> None:
    """Erase for good what its authors deleted longer ago than it can be brought back."""
    erase_expired(timezone.now())
