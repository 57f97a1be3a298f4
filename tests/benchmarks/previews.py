"""Pages that say what a change does to equal pay, against the same pages without that: 100,000 people in one legal entity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.compensation.models import PayZone
from ladders.compensation.queries.pay_positions import refresh
from ladders.core import equal_pay
from ladders.core.table_rights import analyze
from ladders.frameworks.models import Framework, Level
from ladders.impact.actions.plan import start_draft
from ladders.impact.models import GradeRange

from .processor import processor_seconds
from .salaries import MANY
from .table import Line

ROUNDS = 15  # of each; a page takes some 30 ms
TWO_COUNTRIES = ("salary", "supplement")
# Where people are in their bands: from 99.5 % of the minimum to the maximum, one in a hundred below the minimum.
SALARIES = """
INSERT INTO compensation_salary (employee_id, starts_on, amount, currency, basis, fte, source, created_at)
SELECT e.id, DATE '2020-01-01', round(b.minimum * (0.995 + e.id %% 500 * 0.0008), 2), 'EUR', 'year', 1, 'import', now()
FROM accounts_employee e JOIN placements_placement p ON p.employee_id = e.id JOIN frameworks_level l ON l.id = p.level_id
JOIN compensation_band b ON b.grade_id = l.grade_id JOIN compensation_payzone z ON z.id = b.zone_id AND z.code = 'PAY'
WHERE e.number LIKE %s
"""
ABROAD = "UPDATE accounts_employee SET country = 'AT' WHERE number LIKE %s AND id %% 3 = 0"
Send = Callable[[Client], Any]


def measure() -> list[Line]:
    """Lines of the table; the pages are read by an HR admin, who sees everything. Everybody is there already."""
    hr = User.objects.filter(grants__role=Role.HR_ADMIN)[0]
    with connection.cursor() as cursor:
        cursor.execute(SALARIES, ["P%"])
        analyze(cursor, "compensation_salary")
    refresh()
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # whose work would be counted with nobody's
    client = Client()
    client.force_login(hr, backend="accounts.backends.SignInBackend")
    lines = [
        _line(f"{name} at {MANY:,} / without what it does to equal pay", client, send) for name, send in _pages(hr)
    ]
    pages = dict(_pages(hr))
    after = _line("  salary, just after somebody else’s was set", client, pages["salary"], _set_another)
    lines.append(Line(after.work, after.measured, "", "with bringing pay positions up to date"))
    with connection.cursor() as cursor:
        cursor.execute(ABROAD, ["P%"])
        analyze(cursor, "accounts_employee")
    refresh()
    abroad = [_line(f"{name}, a third of the employer’s people abroad", client, pages[name]) for name in TWO_COUNTRIES]
    return [*lines, *abroad]


def _pages(hr: User) -> list[tuple[str, Send]]:
    person = Employee.objects.get(number=f"P{MANY // 2:06}")
    level = Level.objects.filter(version__state="published", grade__isnull=False)[0]
    zone = PayZone.objects.get(code="PAY")
    plan = start_draft(by=hr)
    for row in GradeRange.objects.filter(plan=plan, points_from__gt=1):
        GradeRange.objects.filter(pk=row.pk).update(points_from=row.points_from + 1)
    salary = {
        "starts_on": "2026-01-01",
        "amount": "61000",
        "currency": "EUR",
        "basis": "year",
        "fte": "1",
        "do": "look",
    }
    bands = {"percent": "1", "rounded_to": "1", "starts_on": "2040-01-01", "do": "preview"}
    supplement = {
        "framework": Framework.objects.get(slug="engineering").pk, "zone": zone.pk, "percent": "2",
        "starts_on": "2026-01-01", "criterion": "labour_market", "evidence": "A survey", "review_on": "2040-01-01",
        "do": "look",
    }  # fmt: skip
    exception = {
        "level": level.key, "zone": zone.pk, "minimum": "41000", "midpoint": "55000", "maximum": "60000", "do": "look",
        "starts_on": "2026-12-01", "ends_on": "2027-12-01", "criterion": "labour_market", "reason": "Scarce",
    }  # fmt: skip
    return [
        ("salary", lambda client: client.post(reverse("salary-set", args=[person.pk]), salary, follow=True)),
        ("bands", lambda client: client.post(reverse("bands-restructure", args=["PAY", "adjust"]), bands, follow=True)),
        ("supplement", lambda client: client.post(reverse("supplement-new"), supplement, follow=True)),
        ("exception", lambda client: client.post(reverse("exception-new"), exception, follow=True)),
        ("factor plan", lambda client: client.get(reverse("plan-preview"))),
    ]


def _line(name: str, client: Client, send: Send, before: Callable[[int], None] = lambda _round: None) -> Line:
    """The least processor time of some on both sides, of web and database together, which other work hardly lengthens."""
    own, bare = [], []
    for each in range(ROUNDS):
        before(each)
        own.append(_seconds(client, send, said=True))
        with _silent():
            bare.append(_seconds(client, send, said=False))
    ratio = min(own) / min(bare)
    return Line(f"{name} ({min(own) * 1000:.0f} ms)", f"{ratio:.2f} ×", "≤ 1.3 ×", "", ratio <= 1.3)


def _seconds(client: Client, send: Send, *, said: bool) -> float:
    started = processor_seconds()
    response = send(client)
    taken = processor_seconds() - started
    assert response.status_code == 200, response.status_code
    assert (b'id="equal-pay"' in response.content) is said
    return taken


def _set_another(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE compensation_salary SET amount = amount + 1 WHERE employee_id = "
            "(SELECT id FROM accounts_employee WHERE number = %s)",
            [f"P{number + 1:06}"],
        )


@contextmanager
def _silent() -> Iterator[None]:
    """Nobody knows what a change does to equal pay."""
    providers = (equal_pay.effect_of, equal_pay.sees_equal_pay)
    kept = [provider.answer for provider in providers]
    equal_pay.effect_of.provide(lambda user, change, country="": None)
    equal_pay.sees_equal_pay.provide(lambda user, legal_entity=None: False)
    try:
        yield
    finally:
        equal_pay.effect_of.provide(kept[0])  # type: ignore[arg-type]
        equal_pay.sees_equal_pay.provide(kept[1])  # type: ignore[arg-type]
