"""Writes of this room: what everybody is shown."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ladders.core.json_data import to_json

from ..domain.answers import released
from ..models import Release
from ..queries.outcomes import answered


def release(today: dt.date) -> Release | None:
    """The figures of this month, made on its first run; None where they are there already. Harmless when repeated."""
    day = today.replace(day=1)
    with transaction.atomic():
        last = Release.objects.first()
        if last is not None and last.day >= day:
            return None
        rows = released(last.answered if last else (), answered())
        made, new = Release.objects.get_or_create(day=day, defaults={"rows": to_json(rows)})
        return made if new else None
