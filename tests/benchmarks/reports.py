"""A report on equal pay of 100,000 people from stored rows, in a process of its own as a worker has it; and its publication."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

from django.db import connection
from django.test import Client

from accounts.models import User
from ladders.core.rights import analyze
from ladders.insights.actions.pay_equity import say_kind
from ladders.insights.domain.paid import Treatment
from ladders.insights.models import Audience
from ladders.pay_reports.actions.drafts import have_figures_made, start_report
from ladders.pay_reports.actions.release import release_report
from ladders.pay_reports.models import Report

from .paid import SEXES
from .salaries import MANY, PEOPLE, PLACED
from .table import Line

PAID = """
INSERT INTO insights_paidyear (employee_id, year, legal_entity, currency, hours, brought_at)
SELECT id, 2026, 'Example GmbH', 'EUR', 1000 + id %% 700, now() FROM accounts_employee WHERE number LIKE %s
"""
AMOUNTS = """
INSERT INTO insights_paidamount (paid_year_id, kind_id, amount)
SELECT y.id, k.id, CASE WHEN k.treatment = 'basic' THEN 30000 + y.id % 50000 ELSE y.id % 4000 + 1 END
FROM insights_paidyear y JOIN insights_paidkind k ON k.treatment = 'basic' OR y.id % 3 = 0
"""
WORK = "import django, sys; django.setup(); from ladders.core.jobs import run; run(sys.argv[1])"


def measure(user: User, database: str) -> list[Line]:
    """Lines of the table. The first reader of the benchmark is made an analyst."""
    from accounts.models import RoleGrant
    from accounts.roles import Role
    from ladders.frameworks.models import Framework

    RoleGrant.objects.get_or_create(user=user, role=Role.PAY_EQUITY_ANALYST)
    version = Framework.objects.get(slug="engineering").versions.get(state="published")
    for name, treatment in (("Base", Treatment.BASIC), ("Bonus", Treatment.VARIABLE)):
        say_kind(name=name, treatment=treatment, by=None)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [MANY])
        cursor.execute(SEXES, ["P%"])
        cursor.execute(PLACED, [version.framework_id, version.pk, version.pk])
        cursor.execute(PAID, ["P%"])
        cursor.execute(AMOUNTS)
        analyze(cursor, "accounts_employee", "insights_recordedsex", "insights_paidyear", "insights_paidamount")
        analyze(cursor, "placements_placement")
    by: Any = User.objects.get(pk=user.pk)
    report = start_report(year=2026, legal_entity="Example GmbH", by=by)
    seconds, busy, memory = _worked(database, str(have_figures_made(report=report, by=by).pk))
    report = Report.objects.get(pk=report.pk)
    if report.people != MANY:
        raise RuntimeError("The figures were not worked out.")
    started = time.perf_counter()
    release_report(report, Audience.EMPLOYEES)
    released = time.perf_counter() - started
    client = Client()
    client.force_login(by, backend="accounts.backends.SignInBackend")
    client.get(f"/equal-pay/reports/{report.pk}/")  # the first one loads what all pages need
    started = time.perf_counter()
    client.get(f"/equal-pay/reports/{report.pk}/")
    page = time.perf_counter() - started
    return [
        Line(f"report of {MANY:,} people from stored rows, in a job", f"{seconds:.1f} s", "≤ 20 s", "", seconds <= 20),
        Line("memory of its worker", f"{memory:.0f} MiB", "≤ 700 MiB", "", memory <= 700),
        Line(f"  of which its processor was busy {busy:.1f} s, with starting", ""),
        Line(f"  what may be shown of it: {released:.1f} s; its page: {1000 * page:.0f} ms", ""),
    ]


def _worked(database: str, job: str) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and MiB of the process that does the work, from start to end."""
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-c", WORK, job], env={**os.environ, "BENCH_DATABASE": database}, stdout=subprocess.DEVNULL
    )
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
