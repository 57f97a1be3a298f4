"""Reason files that were kept since a moment."""

from __future__ import annotations

import datetime as dt

from ..models import ReasonFile


def kept_since(_framework: int, since: dt.datetime) -> bool:
    """True where a reason file was kept after that moment: it says how levels were evaluated on its day. One query."""
    return ReasonFile.objects.filter(made_at__gte=since).exists()
