"""What runs without anybody waiting for it, at its busiest: sweeping requests, mailing, and days on which much changes at once.

Processor time is that of this process; `database` is that of its server process, on top of it. Both are within the seconds that
passed, which a busy machine lengthens.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.mail import get_connection
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.models import PayZone, ZoneLocation
from ladders.compensation.queries.pay_positions import refresh
from ladders.core.table_rights import analyze
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Framework, Version
from ladders.moves.actions import effects, overdue
from ladders.moves.models import Notice
from ladders.moves.notifications import mail_outbox
from ladders.placements.models import Placement
from tests.moves.company import Company, company
from tests.moves.many import copies_of, insert_like

from .processor import database_seconds
from .salaries import MANY
from .table import Line

OPEN, DUE = max(MANY // 5, 10), max(MANY // 200, 5)
MAILS = max(MANY // 10, 10)
MOVES = max(MANY // 50, 5)
ZONES = 12
SINK = """
import sys
from tests.moves.mailserver import MailServer
server = MailServer()
print(server.port, flush=True)
sys.stdin.read()
"""


@dataclass
class Taken:
    """What something took."""

    seconds: float = 0.0
    processor: float = 0.0
    database: float = 0.0
    queries: int = 0

    @property
    def work(self) -> float:
        """Processor time of both: at least so many seconds pass on a quiet machine, and hardly more."""
        return self.processor + self.database


@contextmanager
def measured() -> Iterator[Taken]:
    """Seconds, processor time and statements of what happens within."""
    taken = Taken()

    def count(execute: Callable[..., Any], *values: Any) -> Any:
        taken.queries += 1
        return execute(*values)

    with connection.execute_wrapper(count):
        started, before, database = time.perf_counter(), time.process_time(), database_seconds()
        yield taken
        taken.seconds, taken.processor = time.perf_counter() - started, time.process_time() - before
        taken.database = database_seconds() - database


def _firm() -> Company:
    """A company that asks for moves beside everybody else, who are there already."""
    PayZone.objects.filter(code="DE").update(code="DE1", name="Germany before")
    ZoneLocation.objects.filter(location="DE").delete()
    hr = User.objects.filter(grants__role=Role.HR_ADMIN)[0]
    return company(hr)


def sweep() -> list[Line]:
    """Sweeping many open requests of which few are due."""
    firm, today = _firm(), timezone.localdate()
    row = firm.asked("S5", today)
    copies_of(row, OPEN, due=DUE, due_on=today, later=today + dt.timedelta(days=90))
    with connection.cursor() as cursor:
        analyze(
            cursor,
            "moves_moverequest",
            "moves_step",
            "accounts_employee",
            "placements_placement",
            "reporting_reportingline",
        )
    day = today + dt.timedelta(days=1)
    with measured() as taken:
        changed = overdue.sweep(day)
    assert changed == DUE, changed
    with measured() as quiet:
        assert overdue.sweep(day) == 0
    what = f"sweep, {OPEN:,} open requests, {DUE} due"
    return [
        Line(f"{what}: web and database", f"{taken.work:.1f} s", "≤ 30 s", "", taken.work <= 30),
        Line(f"{what}: statements", f"{taken.queries}", "≤ 100", "", taken.queries <= 100),
        Line(f"  {taken.seconds:.1f} s passed; a quiet one takes {quiet.work:.1f} s, {quiet.queries} statements", ""),
    ]


def mails() -> list[Line]:
    """Settling notices of many people and mailing them to a sink that takes everything."""
    firm, today = _firm(), timezone.localdate()
    row = firm.asked("S5", today)
    copies_of(row, MAILS, due=0, due_on=today, later=today + dt.timedelta(days=90))
    Notice.objects.all().delete()
    insert_like(
        Notice(kind="answered"),
        {"recipient_id": "e.user_id", "request_id": "r.id", "key": "'bench-' || n || r.id"},
        "FROM moves_moverequest r JOIN accounts_employee e ON e.id = r.person_id, generate_series(1, 6) n WHERE r.id <> %s",
        row.pk,
    )
    with connection.cursor() as cursor:
        analyze(cursor, "moves_notice", "moves_moverequest", "moves_step", "accounts_user", "accounts_employee")
    notices = Notice.objects.count()
    with measured() as settling:
        while mail_outbox.collect() >= mail_outbox.BATCH:
            pass
    [first] = mail_outbox.claim_many(most=1)  # what a process does once, whatever follows
    mail_outbox._send(first, get_connection("django.core.mail.backends.dummy.EmailBackend"))
    with _sink() as port, override_settings(**_to(port)), measured() as sending:
        sent = mail_outbox.send()
    assert sent >= MAILS - 1, sent
    rate = sent / sending.processor
    return [
        Line(f"{sent:,} mails to a sink, each second of processor time", f"{rate:.0f}", "≥ 200", "", rate >= 200),
        Line(
            f"{notices:,} notices settled: web and database",
            f"{settling.work:.1f} s",
            "≤ 10 s",
            "",
            settling.work <= 10,
        ),
        Line(
            f"  {sending.seconds:.0f} s in all, {sending.queries / sent:.1f} statements each; settling took "
            f"{settling.queries} statements",
            "",
        ),
    ]


def _to(port: int) -> dict[str, Any]:
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }


@contextmanager
def _sink() -> Iterator[int]:
    """A mail server in a process of its own."""
    child = subprocess.Popen(
        [sys.executable, "-c", SINK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    )
    assert child.stdout is not None
    try:
        yield int(child.stdout.readline())
    finally:
        child.communicate(b"")


def days() -> list[Line]:
    """Days on which much changes at once."""
    firm, today = _firm(), timezone.localdate()
    return [*_moves(firm, today), *_publication(), *_pay(today)]


def _within(work: str, taken: Taken) -> Line:
    """A line of what has to be over within a minute, by what it takes of a quiet machine."""
    return Line(
        f"{work}: web and database ({taken.seconds:.1f} s passed)",
        f"{taken.work:.1f} s",
        "≤ 60 s",
        "",
        taken.work <= 60,
    )


def _moves(firm: Company, today: dt.date) -> list[Line]:
    on = today + dt.timedelta(days=20)
    row = firm.scheduled("S5", on, today)
    copies_of(row, MOVES - 1, due=0, due_on=on, later=on)
    with measured() as taken:
        count = effects.run_effects(on)
    assert count == MOVES, count
    each = taken.queries / count
    return [
        _within(f"day on which {count:,} moves take effect", taken),
        Line(f"  {each:.1f} statements for each move", ""),
    ]


def _publication() -> list[Line]:
    hr = User.objects.filter(employee__name="Hana Lead")[0]
    framework = Framework.objects.get(slug="engineering")
    holders = Placement.objects.filter(framework=framework).count()
    draft = start_draft(framework=framework, by=hr)
    with measured() as taken:
        publish(version=draft, seen=Version.objects.get(pk=draft.pk).revision, by=hr)
    what = f"publishing with {holders:,} holders"
    return [
        _within(what, taken),
        Line(f"  {taken.queries} statements", ""),
    ]


def _pay(today: dt.date) -> list[Line]:
    zones = [PayZone.objects.get(code="PAY")]
    for number in range(1, ZONES):
        zone = PayZone.objects.create(code=f"PAY{number}", name=f"Pay {number}", currency="EUR")
        for band in zones[0].bands.all():
            band.pk, band.zone = None, zone
            band.save(force_insert=True)
        zones.append(zone)
    refresh()
    client = Client()
    client.force_login(User.objects.filter(employee__name="Hana Lead")[0], backend="accounts.backends.SignInBackend")
    first = today + dt.timedelta(days=1)
    form = {
        "percent": "2",
        "rounded_to": "1",
        "starts_on": str(first),
        "do": "confirm",
        "sure": "on",
        "note": "The year's rise",
    }
    with measured() as adjusting:
        for zone in zones:
            answer = client.post(reverse("bands-restructure", args=[zone.code, "adjust"]), form)
            assert answer.status_code == 302, answer.content.decode()
        refresh()
    with measured() as turning:
        refresh(first)
    with measured() as quiet:
        assert refresh(first) is False
    return [
        _within(f"adjustment over {ZONES} zones", adjusting),
        _within("pay positions of everybody on a new day", turning),
        Line("refresh of pay positions in a quiet minute", f"{quiet.queries} statement", "≤ 1", "", quiet.queries <= 1),
    ]
