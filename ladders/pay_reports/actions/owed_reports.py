"""What each employer owes next by the rules of its country, worked out in the background and kept for Home."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ..models import OwedReport
from ..queries.due import reports_of_all

FIELDS = ("employees", "year", "due_on", "certain")


def work_out(today: dt.date) -> int:
    """Keep the next report of every employer; how many changed. Harmless when repeated: 5 queries where nothing has changed."""
    now = {each.legal_entity: each for each in reports_of_all(today)}
    kept = {row.legal_entity: row for row in OwedReport.objects.all()}
    changed = [
        OwedReport(legal_entity=entity, **{name: getattr(each, name) for name in FIELDS})
        for entity, each in now.items()
        if entity not in kept or any(getattr(kept[entity], name) != getattr(each, name) for name in FIELDS)
    ]
    gone = set(kept) - set(now)
    if not changed and not gone:
        return 0
    with transaction.atomic():
        OwedReport.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["legal_entity"], update_fields=list(FIELDS)
        )
        OwedReport.objects.filter(pk__in=gone).delete()
    return len(changed) + len(gone)
