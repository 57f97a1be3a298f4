"""Reports that were worked out since a moment."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from ..models import Report


def reported_since(_framework: int, since: dt.datetime) -> bool:
    """True where a report on equal pay, which counts every level, was worked out, signed or published since then: 1 query."""
    done = Q(computed_at__gte=since) | Q(signed_at__gte=since) | Q(published_at__gte=since)
    return Report.objects.filter(done).exists()
