"""Answers that were sent since a moment."""

from __future__ import annotations

import datetime as dt

from ..models import InformationAnswer


def answered_since(_framework: int, since: dt.datetime) -> bool:
    """True where somebody was told after that moment what their level is paid. One query."""
    return InformationAnswer.objects.filter(sent_at__gte=since).exists()
