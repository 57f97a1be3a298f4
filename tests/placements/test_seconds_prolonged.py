"""A second level that ended with the first goes on with it, until its own end, and the audit trail says so."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Employee, User
from ladders.core.audit import opened
from ladders.core.models import AuditEntry
from ladders.frameworks.models import Version
from ladders.impact.library import install_default_plan
from ladders.placements.actions import placements
from ladders.placements.models import Placement
from tests.factories import EmployeeFactory, hr_admin
from tests.frameworks.published import published

from .test_placements import DAY, level

pytestmark = pytest.mark.django_db(transaction=True)  # the history tells transactions apart
MAY, SEPTEMBER, DECEMBER = dt.date(2026, 5, 31), dt.date(2026, 9, 30), dt.date(2026, 12, 31)


@pytest.fixture
def hr() -> User:
    install_default_plan()
    return hr_admin()


@pytest.fixture
def version(hr: User) -> Version:
    return published(hr)


def cut_and_prolonged(person: Employee, version: Version, hr: User, first: Placement) -> dt.date | None:
    """Until when a second level of its own until September is held, once the first one was cut to May and lasts longer again."""
    second = placements.add_second(
        employee=person, level=level(version, "M5"), share=40, starts_on=DAY, ends_on=SEPTEMBER, by=hr
    )
    for day in (MAY, DECEMBER):
        placements.end(placement=first, last_day=day, by=hr)
    second.refresh_from_db()
    return second.ends_on


def test_the_audit_trail_says_that_it_goes_on(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    first = placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    assert cut_and_prolonged(person, version, hr, first) == SEPTEMBER
    entries = opened(AuditEntry.objects.filter(verb="person.ended").order_by("pk"))
    said = [(each.detail["level"][0], each.detail["until"]) for each in entries]
    m5, s5 = str(level(version, "M5")), str(level(version, "S5"))
    assert said == [
        (s5, [None, str(MAY)]),
        (m5, [str(SEPTEMBER), f"{DAY} – {MAY}"]),
        (s5, [str(MAY), str(DECEMBER)]),
        (m5, [str(MAY), f"{DAY} – {SEPTEMBER}"]),
    ]


def test_its_own_end_counts_also_where_the_first_once_had_the_same(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    first = placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    for day in (SEPTEMBER, DECEMBER):
        placements.end(placement=first, last_day=day, by=hr)
    assert cut_and_prolonged(person, version, hr, first) == SEPTEMBER
