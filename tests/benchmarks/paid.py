"""Bringing in what 100,000 people were paid, against COPY of the same rows into the same tables; and the figures of Article 9."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from ladders.core.owner import as_owner
from ladders.insights.domain.pay_gap.article9 import article9
from ladders.insights.domain.pay_gap.choices import Choices
from ladders.insights.queries.paid_people import paid_population

from .command import run_command
from .processor import Stopwatch, processor_seconds
from .salaries import MANY, compared
from .table import Line

TABLES = ("insights_paidyear", "insights_paidamount")


def payroll_year(count: int) -> bytes:
    """A csv of `count` people, with basic pay, a bonus for every third, and paid hours."""
    lines = ["employee number,currency,paid hours,base salary,bonus"]
    for number in range(count, 0, -1):
        bonus = f"{number % 4_000}.50" if number % 3 == 0 else ""
        lines.append(f"P{number:06},EUR,{1_000 + number % 700},{30_000 + number % 50_000}.{number % 100:02},{bonus}")
    return ("\n".join(lines) + "\n").encode()


def measure(folder: Path, database: str) -> list[Line]:
    """Lines of the table. Everybody is there already."""
    file = folder / "paid.csv"
    file.write_bytes(payroll_year(MANY))
    watch = Stopwatch("paid")
    first = run_command(database, "import_paid", str(file), "--year", "2026")
    watch.lap("import")
    repeat = run_command(database, "import_paid", str(file), "--year", "2026")
    watch.lap("repeat")
    started = processor_seconds()
    population = paid_population(None, year=2026)
    found = article9([row.paid for row in population.rows], Choices())
    figures = processor_seconds() - started
    watch.lap("figures")
    assert found.mean.women + found.mean.men == MANY
    bare = _bare()
    watch.lap("bare")
    return [
        *compared(f"import of what {MANY:,} were paid", first, repeat, bare),
        Line(
            f"figures of {MANY:,} people from stored rows: processor time",
            f"{figures:.1f} s",
            "≤ 20 s",
            "",
            figures <= 20,
        ),
    ]


def _bare() -> float:
    """Seconds of the processor that COPY takes for the rows that the import has written, after they are gone from the tables."""
    kept = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY (SELECT * FROM {table} ORDER BY id) TO STDOUT") as copy:
                kept[table] = b"".join(bytes(part) for part in copy)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)}")
    started = processor_seconds()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in kept.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(rows)
    return processor_seconds() - started
