"""The example of operations.md: audit trail and history by month, tried as the owner would do it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from ladders.compensation.models import Salary
from ladders.core import audit
from ladders.core.models import AuditEntry
from ladders.core.owner import as_owner
from tests.factories import EmployeeFactory, hr_admin

EXAMPLE = Path(settings.BASE_DIR) / "docs" / "examples" / "partition_by_month.sql"
pytestmark = pytest.mark.django_db(transaction=True)


def partition_of(table: str, key: str, row: int) -> str:
    """Where a row lies."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tableoid::regclass::text FROM {table} WHERE {key} = %s", [row])
        return str(cursor.fetchone()[0])


def test_the_audit_trail_and_a_history_go_on_by_month() -> None:
    person, by = EmployeeFactory.create(name="Ann"), hr_admin()
    old = audit.record(by=by, verb="core.tried", subject="Before", about=person)
    events: Any = apps.get_model("compensation", "SalaryEvent")
    soon = timezone.now() + dt.timedelta(days=70)
    with as_owner(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(EXAMPLE.read_text(encoding="utf-8"))
            cursor.execute("SELECT pg_temp.partition_by_month('core_auditentry', 'id', 'at')")
            cursor.execute("SELECT pg_temp.partition_by_month('compensation_salaryevent', 'pgh_id', 'pgh_created_at')")
        new = audit.record(by=by, verb="core.tried", subject="Now", about=person)
        later = AuditEntry.objects.create(at=soon, by=by, verb="tried", area="core", subject="Later", detail={})
        assert [each.subject for each in audit.opened(AuditEntry.objects.filter(verb="tried"))] == [
            "Later",
            "Now",
            "Before",
        ]
        assert old.pk < new.pk < later.pk
        assert partition_of("core_auditentry", "id", old.pk) == "core_auditentry_before"
        assert partition_of("core_auditentry", "id", later.pk) == f"core_auditentry_{soon:%Y_%m}"
        Salary.objects.create(employee=person, starts_on=dt.date(2026, 1, 1), amount=Decimal(50_000), currency="EUR")
        event = events.objects.get(pgh_label="insert")
        assert partition_of("compensation_salaryevent", "pgh_id", event.pk) == "compensation_salaryevent_before"
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN SELECT * FROM core_auditentry WHERE at >= %s", [soon - dt.timedelta(days=1)])
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "core_auditentry_before" not in plan, plan
        transaction.set_rollback(True)
    assert AuditEntry.objects.filter(verb="tried").count() == 1
