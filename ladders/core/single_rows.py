"""Tables of one row, such as the rules of a room."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

from .audit import changes

Row = TypeVar("Row", bound=Model)


def locked_row(model: type[Row]) -> Row:
    """The one row of a table, made where it is missing, and locked until the transaction ends: 2 queries."""
    rows = model._default_manager
    rows.get_or_create(pk=1)
    return rows.select_for_update().get(pk=1)


def change_row(model: type[Model], values: dict[str, Any]) -> dict[str, list[Any]]:
    """Write these fields of the one row, within a transaction; what differed, as `changes` says it, empty where nothing did."""
    row = locked_row(model)
    detail = changes({name: getattr(row, name) for name in values}, values)
    if detail:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return detail
