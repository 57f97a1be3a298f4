"""Bringing 100,000 salaries in, against COPY of the same rows into the same table."""

from __future__ import annotations

import os
from pathlib import Path

from django.db import connection, transaction

from ladders.compensation.models import PayZone, ZoneLocation
from ladders.core.owner import as_owner
from ladders.core.table_rights import analyze
from ladders.frameworks.models import Level
from ladders.impact.models import Grade

from .command import CommandTime, run_command
from .processor import Stopwatch, processor_seconds
from .table import Line

MANY = int(os.environ.get("PEOPLE", "100000"))
PEOPLE = """
INSERT INTO accounts_employee (number, name, sort_name, legal_entity, department, job_title, location, country, contract,
    weekly_hours, hired_on)
SELECT 'P' || lpad(i::text, 6, '0'), 'Person ' || i, 'person ' || lpad(i::text, 6, '0'), 'Example GmbH',
    'Department ' || i %% 40, '', 'Here', 'DE', 'permanent', 40, DATE '2020-01-01'
FROM generate_series(1, %s) AS i
"""
PLACED = """
INSERT INTO placements_placement (employee_id, framework_id, version_id, level_id, level_key, starts_on, "primary", share,
    source, reason, created_at)
SELECT e.id, %s, %s, l.id, l.key, DATE '2020-01-01', true, 100, 'import', '', now()
FROM accounts_employee e
JOIN LATERAL (SELECT id, key FROM frameworks_level WHERE version_id = %s ORDER BY id OFFSET e.id %% 32 LIMIT 1) l ON true
WHERE e.number LIKE 'P%%'
"""
SEXES = """
INSERT INTO insights_recordedsex (employee_id, sex, said_at)
SELECT id, CASE WHEN id %% 5 < 2 THEN 'woman' ELSE 'man' END, now() FROM accounts_employee WHERE number LIKE %s
"""


def payroll(count: int) -> bytes:
    """A csv of `count` salaries: years, months and hours, some of them part time."""
    lines = ["employee number,amount,currency,basis,hours,from"]
    for number in range(count, 0, -1):
        basis, amount = (("year", 60_000), ("month", 4_800), ("hour", 31))[number % 3]
        hours = "20" if number % 9 == 0 else "40"
        day = f"{2020 + number % 6}-{number % 12 + 1:02}-01"
        lines.append(f"P{number:06},{amount + number % 997}.{number % 100:02},EUR,{basis},{hours},{day}")
    return ("\n".join(lines) + "\n").encode()


def measure(folder: Path, database: str) -> list[Line]:
    """Lines of the table. Everybody is there already."""
    file = folder / "payroll.csv"
    file.write_bytes(payroll(MANY))
    watch = Stopwatch("salaries")
    first = run_command(database, "import_salaries", str(file))
    watch.lap("import")
    repeat = run_command(database, "import_salaries", str(file))
    watch.lap("repeat")
    bare = _bare()
    watch.lap("bare")
    return [*compared(f"import of {MANY:,} salaries", first, repeat, bare, aim="1.3 ×")]


def compared(work: str, first: CommandTime, repeat: CommandTime, bare: float, *, aim: str = "") -> list[Line]:
    """Lines of an import and its repeat, against the same rows bare."""
    times, again = first.processor / bare, repeat.processor / first.processor
    return [
        Line(f"{work} / bare COPY", f"{times:.2f} ×", "≤ 2.0 ×", aim, times <= 2),
        Line(f"  {first.processor:.1f} s of processor time against {bare:.1f} s; {first.seconds:.0f} s passed", ""),
        Line("repeat without changes / first import", f"{again:.2f} ×", "≤ 0.3 ×", "0.3 ×", again <= 0.3),
        Line(f"memory of the {work}", f"{first.memory:.0f} MiB", "≤ 500 MiB", "", first.memory <= 500),
    ]


def set_up_people(count: int) -> None:
    """A zone with bands, and so many people in it, each on a level of the framework and with a recorded sex."""
    _bands()
    level = Level.objects.filter(version__state="published").select_related("version")[0]
    version = level.version
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [count])
        cursor.execute(PLACED, [version.framework_id, version.pk, version.pk])
        cursor.execute(SEXES, ["P%"])
        analyze(cursor, "accounts_employee", "placements_placement", "insights_recordedsex")


def _bands() -> None:
    zone = PayZone.objects.create(code="PAY", name="Pay", currency="EUR")
    ZoneLocation.objects.create(zone=zone, location="Here")
    for grade in Grade.objects.all():
        low = 20_000 + 12_000 * grade.rank
        zone.bands.create(
            grade=grade, starts_on="2020-01-01", minimum=low, midpoint=low * 12 // 10, maximum=low * 14 // 10
        )


def _bare() -> float:
    """Seconds of the processor that COPY takes for the rows that the import has written, after they are gone from the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM compensation_salary LIMIT 0")
        columns = ", ".join(f'"{column.name}"' for column in cursor.description or ())
        with cursor.copy(f"COPY (SELECT {columns} FROM compensation_salary ORDER BY id) TO STDOUT") as copy:
            rows = b"".join(bytes(part) for part in copy)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE compensation_salary")
        cursor.execute("VACUUM ANALYZE compensation_salary")
    started = processor_seconds()
    statement = f"COPY compensation_salary ({columns}) FROM STDIN"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(rows)
    return processor_seconds() - started
