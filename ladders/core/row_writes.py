"""Rows that actions add and change: written at once, or together with those of many other actions.

Within `rows_together()` they are kept, and written at its end in one statement for each table and sort of change. What one of
many would have written can be dropped alone, so none of them needs a savepoint. Whoever reads meanwhile what was kept finds it
as it was: so each of them looks only at rows that it was given (see `ladders.core.once`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Model


@dataclass(slots=True)
class RowWrites:
    """What is to be written. `models`: in which order, so that what others point to comes first."""

    models: tuple[type[Model], ...]
    kept: list[tuple[Model, tuple[str, ...]]] = field(
        default_factory=list
    )  # with the fields that changed; none: a new row

    @contextmanager
    def one(self) -> Iterator[None]:
        """Drop what comes within, where it ends in an error.

        Objects that were read ahead keep what it set: none of the others may work on the same ones.
        """
        mark = len(self.kept)
        try:
            yield
        except Exception:
            del self.kept[mark:]
            raise

    def keep(self, row: Model, fields: tuple[str, ...]) -> None:
        """Raises ValueError for a row of a table that nobody named, which would never be written."""
        if type(row) not in self.models:
            raise ValueError(type(row))
        self.kept.append((row, fields))

    def write(self) -> None:
        """Write all of it, and forget it. Of each table changes come first: where one row ends for another to begin, they
        never overlap."""
        for model in self.models:
            added: list[Model] = []
            changed: dict[tuple[str, ...], dict[object, Model]] = {}
            for row, fields in self.kept:
                if type(row) is model and fields:
                    changed.setdefault(fields, {})[row.pk] = row
                elif type(row) is model:
                    added.append(row)
            for fields, rows in changed.items():
                model._base_manager.bulk_update(rows.values(), fields)
            model._base_manager.bulk_create(added)
        self.kept.clear()


_writes: ContextVar[RowWrites | None] = ContextVar("row_writes", default=None)


@contextmanager
def rows_together(*models: type[Model]) -> Iterator[RowWrites]:
    """Keep the rows of these tables that are added and changed within, and write them at its end, unless that is an error."""
    writes = RowWrites(models)
    token = _writes.set(writes)
    try:
        yield writes
        writes.write()
    finally:
        _writes.reset(token)


def add(row: Model) -> None:
    """Add a new row: now, or with the others."""
    if (writes := _writes.get()) is None:
        row.save(force_insert=True)
    else:
        writes.keep(row, ())


def change(row: Model, *fields: str) -> None:
    """Write these fields of a row: now, or with the others. What is still to be added has them already."""
    if (writes := _writes.get()) is None:
        row.save(update_fields=fields)
    elif not row._state.adding:
        writes.keep(row, fields)


def wait_to_write(*models: type[Model]) -> None:
    """Wait for whoever has one of these tables for themselves, such as an import, before a row of anything is held: 1 query.

    Locks on rows pass beside such a lock, writing does not: whoever came with rows in hand would wait for somebody who waits
    for these rows. Many may hold this one at once.
    """
    names = ", ".join(f'"{model._meta.db_table}"' for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN ROW EXCLUSIVE MODE")


def all_or_nothing() -> AbstractContextManager[None]:
    """A transaction, or a savepoint in one; none where rows are kept, since then nothing is written within."""
    return transaction.atomic() if _writes.get() is None else nullcontext()
