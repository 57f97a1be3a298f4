"""Bringing everything that is sealed under the newest key, so that the former ones can go.

In batches of a transaction each, one run at a time. What is under the newest key already is left as it is, so a run that was
stopped goes on where it ended. Run as the owner of the tables: triggers that keep a text from being changed see no change
of the text here, and are off within each batch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from .errors import DomainError
from .private import SealedTextField, box, key_of, sealing_keys

LOCK: Final = 4_137_003
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """Where sealed texts are: a column of bytes, or (with `keys`) values of a JSON column: a text or a list of texts."""

    table: str
    key: str
    column: str
    purpose: str
    keys: tuple[str, ...] = ()


@dataclass(slots=True)
class Resealed:
    """What a run has done with a column: rows brought under the newest key, rows that were, rows that no key reads."""

    changed: int = 0
    fine: int = 0
    unreadable: int = 0


_also: list[tuple[str, str, str, tuple[str, ...]]] = []


def also_sealed(table: str, column: str, purpose: str, *, keys: tuple[str, ...]) -> None:
    """Name a JSON column with sealed values of a library's table. From `AppConfig.ready`; harmless when repeated."""
    if (place := (table, column, purpose, keys)) not in _also:
        _also.append(place)


def sealed_columns() -> list[SealedColumn]:
    """Every column with sealed texts, by table."""
    found = [
        SealedColumn(model._meta.db_table, str(model._meta.pk.column), str(field.column), field.purpose)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, SealedTextField)
    ]
    found += [SealedColumn(table, "id", column, purpose, keys) for table, column, purpose, keys in _also]
    return sorted(found, key=lambda each: (each.table, each.column))


def reseal(tell: Callable[[SealedColumn, Resealed], None]) -> dict[SealedColumn, Resealed]:
    """Bring all columns under the newest key, and tell after each. Raises DomainError while another run is under way."""
    with _alone():
        done = {}
        for column in sealed_columns():
            done[column] = _reseal_column(column)
            tell(column, done[column])
        return done


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise DomainError(_("Somebody is resealing at this moment. Wait until that has ended."))
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _reseal_column(column: SealedColumn) -> Resealed:
    done, last = Resealed(), None
    while True:
        rows = _batch(column, last, done)
        if not rows:
            return done
        last = rows[-1]


def _batch(column: SealedColumn, last: Any, done: Resealed) -> list[Any]:
    """Reseal the next rows after the key `last`; returns their keys."""
    table, key, name = (connection.ops.quote_name(each) for each in (column.table, column.key, column.column))
    kind = "jsonb" if column.keys else "bytea"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            f"SELECT {key}, {name}{'::text' if column.keys else ''} FROM {table} "
            f"WHERE {'TRUE' if last is None else f'{key} > %s'} ORDER BY {key} LIMIT {BATCH} FOR UPDATE",
            [] if last is None else [last],
        )
        rows = cursor.fetchall()
        changed = []
        for row, value in rows:
            try:
                new = _resealed(column, value)
            except InvalidToken:
                done.unreadable += 1
                continue
            if new is None:
                done.fine += 1
            else:
                changed.append((new, row))
        if changed:
            cursor.executemany(f"UPDATE {table} SET {name} = %s::{kind} WHERE {key} = %s", changed)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        done.changed += len(changed)
    return [row for row, _value in rows]


def _resealed(column: SealedColumn, value: Any) -> Any:
    """The value under the newest key; None where it is already, or where nothing is sealed. Raises InvalidToken."""
    if not value:
        return None
    if not column.keys:
        return _token(column.purpose, bytes(value))
    data = json.loads(value)
    found = False
    for name in column.keys:
        texts = data.get(name)
        if texts:
            tokens = [_token(column.purpose, text.encode()) for text in ([texts] if isinstance(texts, str) else texts)]
            if any(tokens):
                old = [texts] if isinstance(texts, str) else texts
                new = [token.decode() if token else text for token, text in zip(tokens, old, strict=True)]
                data[name] = new[0] if isinstance(texts, str) else new
                found = True
    return json.dumps(data) if found else None


def _token(purpose: str, token: bytes) -> bytes | None:
    """The token under the newest key, or None where it is already."""
    try:
        key_of(purpose, sealing_keys()[0]).decrypt(token)
    except InvalidToken:
        return box(purpose).rotate(token)
    return None
