"""What was said before of a row with history, by whom and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import User
from ladders.core.amounts import without_zeros
from ladders.core.history import context_of


@dataclass(frozen=True, slots=True)
class RowChange:
    """One change, or the beginning of the row: (label, before, after) of each field; `before` is None at the beginning."""

    at: dt.datetime
    by: str  # "" for the system
    fields: tuple[tuple[str, Any, Any], ...]


def changes_of(row: models.Model, fields: Mapping[str, Any]) -> list[RowChange]:
    """What became of these fields (name → label), the latest first: 2 queries."""
    events = list(row.events.select_related("pgh_context").order_by("pgh_id"))  # type: ignore[attr-defined]
    users = {context_of(event).get("user") for event in events}
    names: dict[Any, str] = dict(User.objects.filter(pk__in=[user for user in users if user]).values_list("pk", "name"))
    found: list[RowChange] = []
    before: dict[str, Any] | None = None
    for event in events:
        now = {name: _said(event, name) for name in fields}
        told = tuple(
            (str(label), None if before is None else before[name], now[name])
            for name, label in fields.items()
            if before is None or before[name] != now[name]
        )
        if told:
            found.append(RowChange(event.pgh_created_at, names.get(context_of(event).get("user"), ""), told))
        before = now
    return found[::-1]


def _said(event: Any, name: str) -> Any:
    """As a person reads it: the label of a choice, a number without the zeros at its end, else the value."""
    words = getattr(event, f"get_{name}_display", None)
    value = words() if words else getattr(event, name)
    return without_zeros(value)
