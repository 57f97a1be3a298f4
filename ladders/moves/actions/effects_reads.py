"""What moves that take effect on one day need, read and locked for many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from accounts.locks import lock_people
from ladders.compensation.models import Salary
from ladders.core.once import known, once
from ladders.frameworks.actions.base import hold_versions
from ladders.placements.queries import current_levels, read_levels

from ..domain.states import RequestState
from ..models import MoveRequest
from .consequences import read_earlier_moves
from .locks import JOINED

ONE_DAY = dt.timedelta(days=1)


def locked_scheduled(requests: Collection[UUID], today: dt.date) -> list[MoveRequest]:
    """Those of the scheduled requests whose day has come and that nobody else holds, locked in the order of all writers
    (frameworks, people, requests), with what taking effect reads: 7 to 11 queries, however many. In a scope of its own.
    """
    rows = MoveRequest.objects.filter(pk__in=requests, state=RequestState.SCHEDULED, agreed_on__lte=today)
    hold_versions(set(rows.order_by().values_list("framework", flat=True)))
    mine = lock_people(set(rows.order_by().values_list("person", flat=True)))
    locking = rows.filter(person__in=mine).select_for_update(of=("self",), skip_locked=True)
    found = {row.pk: row for row in locking.select_related(*JOINED, "agreed_by", "new_salary")}
    people = {row.person_id for row in found.values()}
    current_levels({key for row in found.values() for key in (row.to_key, row.from_key)})
    days = {row.agreed_on for row in found.values() if row.agreed_on is not None}
    for day in {today, *(day - ONE_DAY for day in days)}:
        read_levels(day, people)
    for day in days:
        read_salaries(people, day)
    read_earlier_moves(people)
    return [found[pk] for pk in requests if pk in found]


@once
def salaries_around(person: int, on: dt.date) -> tuple[Salary | None, Salary | None]:
    """What is paid on the day before, and on the day itself (else as before): 1 query."""
    return _around(list(_paid({person}, on)), on)


def read_salaries(people: Collection[int], on: dt.date) -> None:
    """The same of several people, for this scope (see `read_once`): 1 query."""
    found: dict[int, list[Salary]] = {pk: [] for pk in people}
    for row in _paid(people, on):
        found[row.employee_id].append(row)
    known(salaries_around).update({((pk, on),): _around(rows, on) for pk, rows in found.items()})


def _paid(people: Collection[int], on: dt.date) -> list[Salary]:
    before, now = (Salary.objects.filter(employee__in=people).on(day) for day in (on - ONE_DAY, on))
    return list(before | now)


def _around(rows: list[Salary], on: dt.date) -> tuple[Salary | None, Salary | None]:
    def on_day(day: dt.date) -> Salary | None:
        return next((row for row in rows if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)), None)

    before = on_day(on - ONE_DAY)
    return before, on_day(on) or before
