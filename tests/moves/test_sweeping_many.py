"""Sweeping over many requests: a few statements for all, one sweep at a time, and what one of them lacks stops no other."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.moves.actions import batches, overdue
from ladders.moves.models import MoveRequest, Notice, PassedOn, Step

from .company import Company, fresh, now_open
from .many import copies_of

DUE_ON = dt.date(2026, 3, 16)  # a Monday
DAY = dt.date(2026, 3, 17)


def swept(day: dt.date) -> tuple[int, int]:
    """How many requests a sweep changed, and with how many statements."""
    with CaptureQueriesContext(connection) as asked:
        changed = overdue.sweep(day)
    return changed, len(asked)


@pytest.mark.django_db
def test_a_sweep_asks_as_often_for_sixty_requests_as_for_three(limited_firm: Company) -> None:
    row = limited_firm.asked("S5")
    few = copies_of(row, 3, due=3, due_on=DUE_ON, later=dt.date(2026, 6, 1))
    Step.objects.filter(request=row).update(checked_on=DAY)
    changed, queries = swept(DAY)
    assert changed == len(few)
    many = copies_of(row, 200, due=60, due_on=DUE_ON, later=dt.date(2026, 6, 1))
    again, more = swept(DAY)
    assert again == 60
    assert more <= queries + 1 <= 45  # of many, whom they may concern is read in two statements
    asked = Step.objects.filter(request__in=many, opened_on__isnull=False)
    assert set(asked.filter(silences=1).values_list("decider__name", "via")) == {("Greta Top", "up")}
    assert asked.filter(silences=0, decider=limited_firm.user("mia")).count() == 140
    assert PassedOn.objects.filter(step__request__in=many, why="silence").count() == 60
    told = Notice.objects.filter(request__in=many)
    assert told.filter(kind="passed_on").count() == 120  # the author, and who was asked
    assert told.filter(kind="due").count() == 60
    assert MoveRequest.objects.filter(pk__in=[each.pk for each in many], owner=limited_firm.user("greta")).count() == 60
    assert AuditEntry.objects.filter(verb="request.passed_on").count() == 0  # HR does not hear of them yet
    assert swept(DAY)[0] == 0


@pytest.mark.django_db
def test_what_is_refused_of_one_request_is_not_written_and_stops_no_other(limited_firm: Company) -> None:
    row = limited_firm.asked("S5")
    rows = copies_of(row, 5, due=5, due_on=DUE_ON, later=DUE_ON)
    refused = rows[2].pk

    def work(each: MoveRequest, today: dt.date) -> bool:
        done = overdue._silence(each, today)
        if each.pk == refused:
            raise DomainError("HR has nobody who could answer.")
        return done

    assert batches.in_batches([each.pk for each in rows], work, DAY, batches.read_steps) == 4
    steps = Step.objects.filter(request__in=rows, opened_on__isnull=False)
    assert dict(steps.values_list("request", "silences")) == {each.pk: int(each.pk != refused) for each in rows}
    assert not PassedOn.objects.filter(step__request=refused).exists()
    assert not Notice.objects.filter(request=refused).exists()


@pytest.mark.django_db(transaction=True)
def test_one_sweep_at_a_time_and_the_other_leaves_everything_to_it(limited_firm: Company) -> None:
    row = limited_firm.asked("S5")
    found: list[Any] = []

    def other() -> None:
        try:
            found.append(overdue.sweep(DAY))
        finally:
            connection.close()

    with transaction.atomic():
        batches.hold()
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(60)
    assert found == [0]
    assert now_open(row).decider == limited_firm.user("mia")
    assert overdue.sweep(DAY) == 1
    assert fresh(row).owner == limited_firm.user("greta")
