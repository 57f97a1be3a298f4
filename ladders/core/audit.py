"""The audit trail: who changed what, when, in words HR can filter."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from .models import AuditEntry

_COPY = "COPY core_auditentry (at, by_id, by_name, verb, area, subject, subject_key, detail) FROM STDIN"


def record(
    *, by: Any, verb: str, subject: str, subject_key: str = "", detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Write one entry in the transaction of the change it tells of.

    `verb` is "thing.done" with the room before it: "frameworks.level.renamed". `by` is None for the system's own
    changes. `detail` maps a field's name to `[before, after]`; private texts do not belong in it.
    """
    entry = _entry(by, verb, subject, subject_key, detail or {})
    entry.save(force_insert=True)
    return entry


def record_many(*, by: Any, verb: str, entries: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Write what happened to many things alike, each with an entry of its own: (subject, its key, detail). Few queries."""
    AuditEntry.objects.bulk_create((_entry(by, verb, *each) for each in entries), batch_size=1000)


def record_file(*, by: Any, verb: str, entries: Iterable[tuple[str, str, dict[str, Any]]]) -> int:
    """The same by one COPY, for what a file changed of very many; returns how many entries that were."""
    number = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for each in entries:
            row = _entry(by, verb, *each)
            copy.write_row(
                (row.at, by.pk if by else None, row.by_name, row.verb, row.area, row.subject, row.subject_key,
                 json.dumps(row.detail))
            )  # fmt: skip
            number += 1
    return number


def _entry(by: Any, verb: str, subject: str, subject_key: str, detail: dict[str, Any]) -> AuditEntry:
    area, _, rest = verb.partition(".")
    return AuditEntry(
        by=by,
        by_name=str(by)[:200] if by is not None else "",
        verb=rest or area,
        area=area,
        subject=subject[:200],
        subject_key=subject_key,
        detail=detail,
    )


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """The fields that differ: `{"title": [before, after]}`, values as text."""
    return {
        name: [_plain(before.get(name)), _plain(value)] for name, value in after.items() if before.get(name) != value
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
