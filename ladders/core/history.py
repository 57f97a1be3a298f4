"""History of rows: what they were, when, and who changed them, written by the database itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pghistory
import pghistory.models
import pgtrigger
from django.db import models
from pghistory import trigger

M = TypeVar("M", bound=type[models.Model])


FUNC: Any = pgtrigger.Func


class _ChangedOnce(pgtrigger.AnyChange):
    """Any field has changed, and that field is set."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.once = field

    def resolve(self, model: type[models.Model]) -> str:
        """As SQL."""
        column = model._meta.get_field(self.once).column  # type: ignore[union-attr]
        return f'({super().resolve(model)}) AND NEW."{column}" IS NOT NULL'


class _SparingTrigger(trigger.Event):
    """Writes nothing at all where no row is to be kept: neither an event nor who was where (its address tells enough)."""

    def get_func(self, model: Any) -> Any:
        """As SQL."""
        keep = str(super().get_func(model).func)  # type: ignore[no-untyped-call]
        rows = "{cond_new_values}" if self.row == "NEW" else "{cond_old_values}"
        keep = keep.removesuffix("RETURN NULL;")
        return FUNC(f"IF EXISTS (SELECT 1 FROM {rows}) THEN {keep}END IF; RETURN NULL;")


class _Sparing(pghistory.RowEvent):
    """An event by that trigger."""

    def add_event_trigger(self, event_model: Any) -> None:
        """Beside the model."""
        kept = _SparingTrigger(  # type: ignore[no-untyped-call]
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
            level=self.level,
        )
        pgtrigger.register(kept)(event_model.pgh_tracked_model)


class _Inserted(_Sparing, pghistory.InsertEvent):
    """See above."""


class _Updated(_Sparing, pghistory.UpdateEvent):
    """See above."""


class _Deleted(_Sparing, pghistory.DeleteEvent):
    """See above."""


def tracked(*, exclude: Iterable[str] = (), once: str = "", who: bool = True) -> Callable[[M], M]:
    """Keep every insert, update and delete of a model in a history table beside it (`<Model>Event`).

    Statement-level triggers write it, so bulk writes cost one statement more and nothing can go round them. `exclude`
    names private or derived fields that the history must not hold. `once`: history begins when that field is first set; what
    was before, and a row that goes without it, leaves none. Without `who` it does not say who made a change.
    The matching migration takes UPDATE and DELETE on that table from the application's role; a test says which tables that are.
    """
    changed: Any = _ChangedOnce(once) if once else pgtrigger.AnyChange()
    new = pgtrigger.Q(**{f"new__{once}__isnull": False}) if once else None
    old = pgtrigger.Q(**{f"old__{once}__isnull": False}) if once else None
    kinds = (
        (_Inserted, _Updated, _Deleted)
        if once
        else (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)
    )
    insert, update, delete = kinds
    return pghistory.track(  # type: ignore[no-any-return]
        insert(condition=new),
        update(condition=changed),
        delete(condition=old),
        level=pghistory.Statement,
        exclude=list(exclude),
        obj_field=pghistory.ObjForeignKey(related_name="events", db_index=True),
        context_field=pghistory.ContextForeignKey() if who else None,  # type: ignore[arg-type]
    )


def append_only(*, at: str = "", replaceable: Iterable[str] = ()) -> Callable[[M], M]:
    """Rows of this model are added and never changed or taken out: the running role gets no right to (`rights.py`).

    `at` names the field with the time of a row; then the chain covers the table (`history_chain.py`). `replaceable` names
    columns (`by_name`) and keys of JSON columns (`detail.reason`) that hold a person's name or words, which an erasure may
    replace: the chain covers them apart, so that it holds without them.
    """

    def declare(model: M) -> M:
        model.append_only = (at, tuple(replaceable))  # type: ignore[attr-defined]
        return model

    return declare


def added_to_only(model: type[models.Model]) -> tuple[str, tuple[str, ...]] | None:
    """What `append_only` was told of this model; of history tables what holds for all of them; None for other models."""
    if issubclass(model, pghistory.models.Context):
        return "created_at", ("metadata.reason", "metadata.url", "updated_at")
    if issubclass(model, pghistory.models.Event) and not model._meta.abstract:
        return "pgh_created_at", ()
    return getattr(model, "append_only", None)


def context_of(event: Any) -> dict[str, Any]:
    """Who and where of one history row: `{"user": id or None, "url": path}`; empty for the system's own changes."""
    context = event.pgh_context
    return dict(context.metadata) if context else {}
