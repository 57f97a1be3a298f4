"""Bringing in what 100,000 people were paid, against COPY of the same rows into the same tables; and the figures of Article 9."""

from __future__ import annotations

import time
from pathlib import Path

from django.db import connection, transaction

from ladders.core.owner import as_owner
from ladders.core.rights import analyze
from ladders.insights.domain.pay_gap.article9 import article9
from ladders.insights.domain.pay_gap.choices import Choices
from ladders.insights.queries.paid_people import paid_population

from .salaries import MANY, PEOPLE, run_command
from .table import Line

TABLES = ("insights_paidyear", "insights_paidamount")
SEXES = """
INSERT INTO insights_recordedsex (employee_id, sex, said_at)
SELECT id, CASE WHEN id %% 5 < 2 THEN 'woman' ELSE 'man' END, now() FROM accounts_employee WHERE number LIKE %s
"""


def payroll_year(count: int) -> bytes:
    """A csv of `count` people, with basic pay, a bonus for every third, and paid hours."""
    lines = ["employee number,currency,paid hours,base salary,bonus"]
    for number in range(count, 0, -1):
        bonus = f"{number % 4_000}.50" if number % 3 == 0 else ""
        lines.append(f"P{number:06},EUR,{1_000 + number % 700},{30_000 + number % 50_000}.{number % 100:02},{bonus}")
    return ("\n".join(lines) + "\n").encode()


def measure(folder: Path, database: str) -> list[Line]:
    """Lines of the table."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [MANY])
        cursor.execute(SEXES, ["P%"])
        analyze(cursor, "accounts_employee", "insights_recordedsex")
    file = folder / "paid.csv"
    file.write_bytes(payroll_year(MANY))
    first, memory = run_command(database, "import_paid", str(file), "--year", "2026")
    repeat, _memory = run_command(database, "import_paid", str(file), "--year", "2026")
    started = time.perf_counter()
    population = paid_population(None, year=2026)
    found = article9([row.paid for row in population.rows], Choices())
    figures = time.perf_counter() - started
    assert found.mean.women + found.mean.men == MANY
    bare = _bare()
    return [
        Line(
            f"import of what {MANY:,} were paid / bare COPY", f"{first / bare:.2f} ×", "≤ 2.0 ×", "", first / bare <= 2
        ),
        Line(f"  {first:.1f} s against {bare:.1f} s", ""),
        Line("repeat without changes / first import", f"{repeat / first:.2f} ×", "≤ 0.3 ×", "", repeat / first <= 0.3),
        Line("memory of the import of what was paid", f"{memory:.0f} MiB", "≤ 500 MiB", "", memory <= 500),
        Line(f"figures of {MANY:,} people from stored rows", f"{figures:.1f} s", "≤ 20 s", "", figures <= 20),
    ]


def _bare() -> float:
    """Seconds of COPY of the rows that the import has written, after they are gone from the tables."""
    kept = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY (SELECT * FROM {table} ORDER BY id) TO STDOUT") as copy:
                kept[table] = b"".join(bytes(part) for part in copy)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)}")
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in kept.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(rows)
    return time.perf_counter() - started
