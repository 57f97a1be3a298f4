"""Writes of this room: the organisation's settings."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from .audit import changes, record
from .models import Organisation


def change_organisation(*, values: dict[str, Any], by: Any) -> dict[str, list[Any]]:
    """Store the settings named in `values`; returns what changed as `{name: [before, after]}`, empty when nothing did."""
    with transaction.atomic():
        Organisation.objects.get_or_create(pk=1)
        row = Organisation.objects.select_for_update().get(pk=1)
        found = changes({name: getattr(row, name) for name in values}, values)
        if found:
            for name in found:
                setattr(row, name, values[name])
            row.save(update_fields=list(found))
            record(by=by, verb="core.organisation.changed", subject=row.name, detail=found)
        return found
