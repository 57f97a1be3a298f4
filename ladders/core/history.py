"""History of rows: what they were, when, and who changed them, written by the database itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(*, exclude: Iterable[str] = ()) -> Callable[[M], M]:
    """Keep every insert, update and delete of a model in a history table beside it (`<Model>Event`).

    Statement-level triggers write it, so bulk writes cost one statement more and nothing can go round them. `exclude`
    names private or derived fields that the history must not hold. The matching migration takes
    UPDATE and DELETE on that table from the application's role; a test says which tables that are.
    """
    return pghistory.track(  # type: ignore[no-any-return]
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        exclude=list(exclude),
        obj_field=pghistory.ObjForeignKey(related_name="events", db_index=True),
        context_field=pghistory.ContextForeignKey(),
    )


def context_of(event: Any) -> dict[str, Any]:
    """Who and where of one history row: `{"user": id or None, "url": path}`; empty for the system's own changes."""
    context = event.pgh_context
    return dict(context.metadata) if context else {}
