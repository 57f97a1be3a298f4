"""What happens by the calendar: HR is reminded of answers that are due, and everybody is told of their right once a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from django.db import transaction

from accounts.models import Employee, User
from ladders.core.audit import record
from ladders.insights.queries.country_rules import rules_for
from ladders.moves.actions.notices import notify_of_page
from ladders.moves.domain.states import NoticeKind

from ..models import InformationRequest, YearlyNotice
from .requests import OWN_PAGE, answerers_of, hr_page

AHEAD: Final = dt.timedelta(days=14)  # before the day for the answer
DAY: Final = dt.timedelta(days=1)
WEEK: Final = 7
BATCH: Final = 1000


def _all(users: Sequence[User]) -> Sequence[User]:
    return users


def remind(
    today: dt.date, ahead: dt.timedelta = AHEAD, present: Callable[[Sequence[User]], Sequence[User]] = _all
) -> int:
    """Tell HR of every answer that is due within `ahead`, then each week until it is sent; how many those are.

    Without any days ahead, only of those that are late: the law's day is no matter of taste. Weeks count from the day itself,
    so that somebody who changes the days ahead silences nothing.
    `present` gives those of several who are here. Harmless when repeated. Nobody is told of a request about themselves.
    """
    last = today + (ahead or -DAY)
    rows = InformationRequest.objects.open().filter(due_on__lte=last).select_related("employee", "recorded_by")
    found = list(rows)
    for row in found:
        assert row.due_on is not None
        week = f"{row.due_on}.{(today - row.due_on).days // WEEK}"
        # Where nobody else can answer what somebody entered, they hear of it: they can find or name who does.
        asked = present(answerers_of(row) or [user for user in [row.recorded_by] if user is not None])
        notify_of_page(NoticeKind.FOR_HR_LATE, *asked, page=hr_page(row), about=row.pk, on=week)
    return len(found)


def tell_right(today: dt.date) -> int:
    """Tell everybody employed today, and not told yet this calendar year, of their right; how many that were.

    Once for each person and year, however often this runs and by how many at once: the database holds to it. Only where the
    rules of the person's country hold by today.
    """
    told = 0
    while rows := _untold(today):
        with transaction.atomic():
            YearlyNotice.objects.bulk_create(
                [YearlyNotice(employee=person, year=today.year) for person in rows], ignore_conflicts=True
            )
            users = [person.user for person in rows if person.user is not None and person.user.is_active]
            notify_of_page(NoticeKind.YEARLY, *users, page=OWN_PAGE, about=today.year)
            record(
                by=None,
                verb="pay_information.right.told",
                subject=str(today.year),
                detail={"people": [None, len(rows)]},
            )
        told += len(rows)
    return told


def _untold(today: dt.date) -> list[Employee]:
    here = Employee.objects.working_on(today)
    known = YearlyNotice.objects.filter(year=today.year).values("employee")
    countries = here.order_by().values_list("country", flat=True).distinct()
    holding = [country for country in countries if rules_for(country, today).starts_on <= today]
    rows = here.exclude(pk__in=known).filter(country__in=holding)
    return list(rows.select_related("user").order_by("pk")[:BATCH])
