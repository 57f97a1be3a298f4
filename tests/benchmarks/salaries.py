"""Bringing 100,000 salaries in, against COPY of the same rows into the same table; and the list of pay at both sizes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.models import PayZone, ZoneLocation
from ladders.compensation.queries.pay_positions import refresh
from ladders.core.owner import as_owner
from ladders.core.rights import analyze
from ladders.frameworks.models import Level
from ladders.impact.models import Grade

from .table import Line

MANY = int(os.environ.get("PEOPLE", "100000"))
FEW = min(1_000, max(MANY // 10, 1))
PAGES = ("", "?show=all", "?show=all&sort=-compa", "?show=below&sort=gap", "?show=all&department=Department%207")
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
    """Lines of the table; the list is read by an HR admin."""
    user = User.objects.filter(grants__role=Role.HR_ADMIN)[0]
    _bands()
    file = folder / "payroll.csv"
    _people(FEW)
    file.write_bytes(payroll(FEW))
    _bring(file, database)
    few = [_page(user, query) for query in PAGES]
    _empty()
    _people(MANY)
    file.write_bytes(payroll(MANY))
    first, memory = _bring(file, database)
    repeat, _memory = _bring(file, database)
    many = [_page(user, query) for query in PAGES]
    bare = _bare()
    slowest = max(after / before for before, after in zip(few, many, strict=True))
    return [
        Line(
            f"import of {MANY:,} salaries / bare COPY",
            f"{first / bare:.2f} ×",
            "≤ 2.0 ×",
            "1.3 ×",
            first / bare <= 2,
        ),
        Line(f"  {first:.1f} s against {bare:.1f} s", ""),
        Line(
            "repeat without changes / first import",
            f"{repeat / first:.2f} ×",
            "≤ 0.3 ×",
            "0.3 ×",
            repeat / first <= 0.3,
        ),
        Line("memory of the import of salaries", f"{memory:.0f} MiB", "≤ 500 MiB", "", memory <= 500),
        Line(f"list of pay at {MANY:,} / at {FEW:,}", f"{slowest:.2f} ×", "≤ 1.5 ×", "1.1 ×", slowest <= 1.5),
    ]


def set_up_people(count: int) -> None:
    """A zone with bands, and so many people in it, each on a level of the framework."""
    _bands()
    _people(count)


def _bands() -> None:
    zone = PayZone.objects.create(code="PAY", name="Pay", currency="EUR")
    ZoneLocation.objects.create(zone=zone, location="Here")
    for grade in Grade.objects.all():
        low = 20_000 + 12_000 * grade.rank
        zone.bands.create(
            grade=grade, starts_on="2020-01-01", minimum=low, midpoint=low * 12 // 10, maximum=low * 14 // 10
        )


def _people(count: int) -> None:
    level = Level.objects.filter(version__state="published").select_related("version")[0]
    version = level.version
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [count])
        cursor.execute(PLACED, [version.framework_id, version.pk, version.pk])
        analyze(cursor, "accounts_employee", "placements_placement")


def _bring(path: Path, database: str) -> tuple[float, float]:
    return run_command(database, "import_salaries", str(path))


def run_command(database: str, *command: str) -> tuple[float, float]:
    """Seconds and MiB of a command of `manage.py`, from start to end of its process; its code is compiled, as a server has it."""
    environment = {**os.environ, "BENCH_DATABASE": database, "PYTHONPYCACHEPREFIX": os.environ["BENCH_COMPILED"]}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(
        [sys.executable, "manage.py", command[0], "--help"], env=environment, stdout=subprocess.DEVNULL, check=True
    )
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    _pid, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(child.stderr.read().decode() if child.stderr else "the import failed")
    if child.stderr:
        child.stderr.close()
    return seconds, usage.ru_maxrss / 1024


def _page(user: User, query: str) -> float:
    """Seconds of a page, after the pay positions are up to date: the least of many, which other work on the machine cannot
    lengthen."""
    client = Client()
    client.force_login(user, backend="accounts.backends.SignInBackend")
    address = reverse("pay-list") + query
    refresh()
    taken = []
    for _round in range(21):
        started = time.perf_counter()
        response = client.get(address)
        taken.append(time.perf_counter() - started)
        assert response.status_code == 200
    return min(taken[1:])


def _bare() -> float:
    """Seconds of COPY of the rows that the import has written, after they are gone from the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM compensation_salary LIMIT 0")
        columns = ", ".join(f'"{column.name}"' for column in cursor.description or ())
        with cursor.copy(f"COPY (SELECT {columns} FROM compensation_salary ORDER BY id) TO STDOUT") as copy:
            rows = b"".join(bytes(part) for part in copy)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE compensation_salary")
        cursor.execute("VACUUM ANALYZE compensation_salary")
    started = time.perf_counter()
    statement = f"COPY compensation_salary ({columns}) FROM STDIN"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(rows)
    return time.perf_counter() - started


def _empty() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE compensation_salary, placements_placement, compensation_payaccess CASCADE")
        cursor.execute("DELETE FROM compensation_payposition")
        cursor.execute("DELETE FROM accounts_employee WHERE number LIKE 'P%'")
        for table in ("accounts_employee", "placements_placement", "compensation_salary", "compensation_payposition"):
            cursor.execute(f"VACUUM ANALYZE {table}")
