"""A report on equal pay of 100,000 people from stored rows, in a process of its own as a worker has it; and its publication."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client

from accounts.models import User
from ladders.core.table_rights import analyze
from ladders.insights.actions.pay_equity import say_kind
from ladders.insights.domain.paid_kinds import Treatment
from ladders.insights.models import Audience
from ladders.pay_reports.actions.drafts import have_figures_made, start_report
from ladders.pay_reports.actions.release import release_report
from ladders.pay_reports.models import Report

from .command import run_python
from .processor import processor_seconds
from .salaries import MANY
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
    """Lines of the table. Everybody is there already; the first reader of the benchmark is made an analyst."""
    from accounts.models import RoleGrant
    from accounts.roles import Role

    RoleGrant.objects.get_or_create(user=user, role=Role.PAY_EQUITY_ANALYST)
    for name, treatment in (("Base", Treatment.BASIC), ("Bonus", Treatment.VARIABLE)):
        say_kind(name=name, treatment=treatment, by=None)
    with connection.cursor() as cursor:
        cursor.execute(PAID, ["P%"])
        cursor.execute(AMOUNTS)
        analyze(cursor, "insights_paidyear", "insights_paidamount")
    by: Any = User.objects.get(pk=user.pk)
    report = start_report(year=2026, legal_entity="Example GmbH", by=by)
    taken = run_python(database, "-c", WORK, str(have_figures_made(report=report, by=by).pk))
    report = Report.objects.get(pk=report.pk)
    if report.people != MANY:
        raise RuntimeError("The figures were not worked out.")
    started = processor_seconds()
    release_report(report, Audience.EMPLOYEES)
    released = processor_seconds() - started
    client = Client()
    client.force_login(by, backend="accounts.backends.SignInBackend")
    client.get(f"/equal-pay/reports/{report.pk}/")  # the first one loads what all pages need
    started = processor_seconds()
    client.get(f"/equal-pay/reports/{report.pk}/")
    page = processor_seconds() - started
    what = f"report of {MANY:,} people from stored rows, in a job: processor time"
    return [
        Line(what, f"{taken.processor:.1f} s", "≤ 20 s", "", taken.processor <= 20),
        Line("memory of its worker", f"{taken.memory:.0f} MiB", "≤ 700 MiB", "", taken.memory <= 700),
        Line(f"  {taken.seconds:.1f} s passed, with starting", ""),
        Line(f"  what may be shown of it: {released:.1f} s; its page: {1000 * page:.0f} ms", ""),
    ]
