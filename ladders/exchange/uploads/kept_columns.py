"""What people said that columns mean, kept for the next file with the same headings. See `models.KeptColumns`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils import timezone

from ..models import KeptColumns, OwnUpload, TableKind
from ..tables.sheets import Table, fold

ROWS: Final = 10  # within so many rows the headings are looked for
OF_ONE_FILE: Final = {
    "constants",
    "currency",
}  # what a mapping says of every row: the next file may be of another entity
# Fields whose values are words of the HR or payroll system. The others hold people, days and amounts of one file.
VOCABULARY: Final = {
    "basis", "currency", "contract", "country", "legal_entity", "department", "job_title", "location", "framework", "level",
    "sex",
}  # fmt: skip


def shape_of(headings: Iterable[str]) -> str:
    """What makes files look alike: their headings, in whatever order."""
    return hashlib.sha256("\x1f".join(sorted({fold(each) for each in headings if each})).encode()).hexdigest()


def keep(kind: TableKind, file: OwnUpload, headings: Iterable[str]) -> None:
    """Keep what a person corrected in this file; it replaces what was said of such files before."""
    if not file.corrected or not file.mapping:
        return
    told = {"mapping": lasting(file.mapping), "file": file.name, "by": file.owner, "said_at": timezone.now()}
    KeptColumns.objects.update_or_create(kind=kind, shape=shape_of(headings), defaults=told)


def lasting(mapping: dict[str, Any]) -> dict[str, Any]:
    """What of a mapping holds for the next file, too."""
    rest = {name: said for name, said in mapping.items() if name not in OF_ONE_FILE}
    if "values" in rest:
        rest["values"] = {name: said for name, said in rest["values"].items() if name in VOCABULARY}
    return rest


def offered(kind: TableKind, tables: Sequence[Table]) -> KeptColumns | None:
    """What was said of a file with such headings: 1 query."""
    shapes = [
        (shape_of(row.cells), fold(table.sheet))
        for table in tables
        for row in table.rows[:ROWS]
        if sum(map(bool, row.cells)) > 1
    ]
    kept = {
        each.shape: each for each in KeptColumns.objects.filter(kind=kind, shape__in={shape for shape, _ in shapes})
    }
    for shape, sheet in shapes:
        found = kept.get(shape)
        if found is not None and fold(found.mapping.get("sheet", "")) in ("", sheet):
            return found
    return None
