"""Bringing 100,000 people in, against COPY of the same rows into the same tables."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from django.db import connection, transaction

from ladders.exchange.people.write import TABLES
from ladders.frameworks.models import Level
from tests.exchange.crowd import crowd

from .command import run_command
from .processor import Stopwatch, processor_seconds
from .table import Line

MANY = int(os.environ.get("PEOPLE", "100000"))
OURS = {"accounts_user": "WHERE email LIKE 'n%@example.org'", "accounts_employee": "WHERE number LIKE 'N%'"}


def measure(folder: Path, database: str, another: Callable[[], AbstractContextManager[str]]) -> list[Line]:
    """Lines of the table. `another`: a second database with the same frameworks and nobody in it, for the bare rows."""
    published = Level.objects.filter(version__state="published").values_list("version__framework__name", "code")
    file = folder / "people.csv"
    file.write_bytes(crowd(MANY, list(published)))
    watch = Stopwatch("people")
    first = run_command(database, "import_people", str(file))
    watch.lap("import")
    repeat = run_command(database, "import_people", str(file))
    watch.lap("repeat")
    rows = _rows()
    with another():
        bare = _copied(rows)
    watch.lap("bare")
    return [
        _line(f"import of {MANY:,} people / bare COPY", first.processor / bare, 2.0, 1.3),
        Line(f"  {first.processor:.1f} s of processor time against {bare:.1f} s; {first.seconds:.0f} s passed", ""),
        _line("repeat without changes / first import", repeat.processor / first.processor, 0.3, 0.3),
        Line("memory of the import", f"{first.memory:.0f} MiB", "≤ 500 MiB", "", first.memory <= 500),
    ]


def _line(work: str, ratio: float, bound: float, aim: float) -> Line:
    return Line(work, f"{ratio:.2f} ×", f"≤ {bound} ×", f"{aim} ×", ratio <= bound)


def _rows() -> dict[str, bytes]:
    """The rows that the import has written, by the table and columns they go to."""
    rows = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            columns = ", ".join(f'"{column.name}"' for column in cursor.description or ())
            with cursor.copy(
                f"COPY (SELECT {columns} FROM {table} {OURS.get(table, '')} ORDER BY id) TO STDOUT"
            ) as copy:
                rows[f"{table} ({columns})"] = b"".join(bytes(part) for part in copy)
    return rows


def _copied(rows: dict[str, bytes]) -> float:
    """Seconds of the processor that COPY takes for them."""
    started = processor_seconds()
    with transaction.atomic(), connection.cursor() as cursor:
        for place, lines in rows.items():
            with cursor.copy(f"COPY {place} FROM STDIN") as copy:
                copy.write(lines)
    return processor_seconds() - started
