"""Bringing 100,000 people in, against COPY of the same rows into the same tables; and pages about people at both sizes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from ladders.core.owner import as_owner
from ladders.exchange.people.write import TABLES
from ladders.frameworks.models import Level
from tests.exchange.crowd import crowd

from .table import Line

MANY = int(os.environ.get("PEOPLE", "100000"))
FEW = min(1_000, max(MANY // 10, 1))
OURS = {"accounts_user": "WHERE email LIKE 'n%@example.org'", "accounts_employee": "WHERE number LIKE 'N%'"}
PAGES = ("", "?sort=department", "?q=ada", "?department=Department%207")


def measure(folder: Path, database: str) -> list[Line]:
    """Lines of the table; the list is read by an HR admin."""
    user = User.objects.filter(grants__role=Role.HR_ADMIN)[0]
    published = Level.objects.filter(version__state="published").values_list("version__framework__name", "code")
    levels = list(published)
    small, large = folder / "few.csv", folder / "many.csv"
    small.write_bytes(crowd(FEW, levels))
    large.write_bytes(crowd(MANY, levels))
    _bring(small, database)
    few = [_page(user, query) for query in PAGES]
    counted = [_page(user, address=address) for address in _counting()]
    home = _page(user, address=reverse("home"))
    _empty()
    first, memory = _bring(large, database)
    repeat, _memory = _bring(large, database)
    many = [_page(user, query) for query in PAGES]
    recounted = [_page(user, address=address) for address in _counting()]
    home_again = _page(user, address=reverse("home"))
    bare = _bare()
    slowest = max(after / before for before, after in zip(few, many, strict=True))
    rungs = max(after / before for before, after in zip(counted, recounted, strict=True))
    return [
        _line(f"import of {MANY:,} people / bare COPY", first / bare, 2.0, 1.3),
        _line("repeat without changes / first import", repeat / first, 0.3, 0.3),
        Line("memory of the import", f"{memory:.0f} MiB", "≤ 500 MiB", "", memory <= 500),
        _line(f"list of people at {MANY:,} / at {FEW:,}", slowest, 1.5, 1.1),
        _line(f"Home of HR at {MANY:,} / at {FEW:,}", home_again / home, 1.5, 1.1),
        _line(f"dead ends, paper rungs, who holds a level at {MANY:,} / at {FEW:,}", rungs, 1.5, 1.1),
    ]


def _line(work: str, ratio: float, bound: float, aim: float) -> Line:
    return Line(work, f"{ratio:.2f} ×", f"≤ {bound} ×", f"{aim} ×", ratio <= bound)


def _bring(path: Path, database: str) -> tuple[float, float]:
    """Seconds and MiB of `manage.py import_people`, from start to end of its process."""
    environment = {**os.environ, "BENCH_DATABASE": database}
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "manage.py", "import_people", str(path)],
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


def _counting() -> list[str]:
    """Pages that count everybody, and the people behind one of their counts."""
    level = Level.objects.filter(version__state="published").order_by("pk")[0]
    return [reverse("dead-ends"), reverse("rungs"), reverse("level-people", args=[level.key])]


def _page(user: User, query: str = "", address: str = "") -> float:
    """Median seconds of the list of people with that query, or of another page."""
    client = Client()
    client.force_login(user, backend="accounts.backends.SignInBackend")
    address = address or reverse("people") + query
    taken = []
    for _round in range(21):
        started = time.perf_counter()
        response = client.get(address)
        taken.append(time.perf_counter() - started)
        assert response.status_code == 200
    return median(taken[1:])


def _bare() -> float:
    """Seconds of COPY of the rows that the import has written, after they are gone from the tables."""
    columns, rows = {}, {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            columns[table] = ", ".join(f'"{column.name}"' for column in cursor.description or ())
            query = f"COPY (SELECT {columns[table]} FROM {table} {OURS.get(table, '')} ORDER BY id) TO STDOUT"
            with cursor.copy(query) as copy:
                rows[table] = b"".join(bytes(part) for part in copy)
    _empty()
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY {table} ({columns[table]}) FROM STDIN") as copy:
                copy.write(rows[table])
    return time.perf_counter() - started


def _empty() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE reporting_reportingline, placements_placement, compensation_payposition CASCADE")
        cursor.execute("DELETE FROM accounts_employee WHERE number LIKE 'N%'")
        cursor.execute("DELETE FROM accounts_user WHERE email LIKE 'n%@example.org'")
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
