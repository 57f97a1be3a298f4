"""The reader of a page: read by one statement, which is put together once and asked as of any day and moment."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.backends import _reader, _readers
from accounts.models import User
from ladders.core.models import LATE, Job
from ladders.reporting.models import ReportingLine
from tests.factories import EmployeeFactory, account

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def read(user: User, day: dt.date = DAY, now: dt.datetime = NOW) -> User:
    """The user as a page reads them then, by the kept statement as by a new one."""
    found = _reader().one(user.pk, day, now)
    assert found is not None
    again = _readers(user.pk, day, now).get()
    assert vars(found).keys() == vars(again).keys()
    assert [vars(found)[name] for name in ("leads", "work_waits_since", "unread", "role_names")] == [
        vars(again)[name] for name in ("leads", "work_waits_since", "unread", "role_names")
    ]
    return found


def test_who_leads_is_of_the_day_though_the_statement_is_kept() -> None:
    mia = account(hired_on=None)
    person = EmployeeFactory.create(hired_on=None)
    ReportingLine.objects.create(employee=person, manager=mia.employee, starts_on=DAY, ends_on=DAY)
    kept = _reader()
    days = [DAY + dt.timedelta(days=number) for number in (-1, 0, 1)]
    assert [read(mia, day).leads for day in days] == [False, True, False]  # type: ignore[attr-defined]
    assert _reader() is kept
    assert kept.made is not None


def test_since_when_work_waits_is_of_the_moment() -> None:
    ada = account()
    job = Job.objects.create(kind="x", title="X", created_at=NOW)
    found = [read(ada, now=at).work_waits_since for at in (NOW, NOW + LATE, NOW + LATE + SECOND)]  # type: ignore[attr-defined]
    assert found == [None, None, job.created_at]
