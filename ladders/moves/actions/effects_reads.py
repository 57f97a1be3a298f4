"""What moves that take effect on one day need, read and locked for many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from accounts.locks import lock_people
from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.actions.salaries import read_salaries, salaries_of
from ladders.compensation.models import PayProtection, Salary
from ladders.core.once import known
from ladders.frameworks.actions.base import hold_versions_of_all
from ladders.placements.actions.placements import read_placements, read_states
from ladders.placements.queries import current_levels, read_levels

from ..domain.states import RequestState
from ..models import MoveRequest
from ..queries.return_rights import read_seen
from .consequences import left_to_end, read_earlier_moves
from .locks import JOINED
from .try_outs import end_with_level

ONE_DAY = dt.timedelta(days=1)


def locked_scheduled(requests: Collection[UUID], today: dt.date) -> list[MoveRequest]:
    """Those of the scheduled requests whose day has come, that nobody else holds and that go together, locked in the order of all
    writers (frameworks, people, requests), with all that taking effect reads: 12 to 17 queries, however many. In a scope of
    its own.

    What ends something else beside the level held (a second level, what an earlier move had still to bring) goes alone.
    """
    rows = MoveRequest.objects.filter(pk__in=requests, state=RequestState.SCHEDULED, agreed_on__lte=today)
    rows = rows.exclude(kind=MoveKind.TRY_OUT)
    hold_versions_of_all(set(rows.order_by().values_list("framework", flat=True)))
    mine = lock_people(set(rows.order_by().values_list("person", flat=True)))
    locking = rows.filter(person__in=mine).select_for_update(of=("self",), skip_locked=True).order_by("pk")
    held_now = list(locking.values_list("pk", flat=True))  # joined afterwards, see `locked`
    found = MoveRequest.objects.select_related(*JOINED, "agreed_by", "new_salary").in_bulk(held_now)
    people = {row.person_id for row in found.values()}
    now = current_levels({key for row in found.values() for key in (row.to_key, row.from_key)})
    read_states([level for level, _moved in now.values()])
    days = {row.agreed_on for row in found.values() if row.agreed_on is not None}
    for day in {today, *(day - ONE_DAY for day in days)}:
        read_levels(day, people)
    held = read_placements(people)
    read_salaries(people)
    read_promises(people)
    read_seen(people)
    read_earlier_moves(people)
    beside = {each.employee_id for each in held if not each.primary}
    known(end_with_level).update({pk: pk in beside for pk in people})
    together = [found[pk] for pk in requests if pk in found]
    return [row for row in together if row.person_id not in beside and not left_to_end(row)]


def salaries_around(person: int, on: dt.date) -> tuple[Salary | None, Salary | None]:
    """What is paid on the day before, and on the day itself (else as before), locked: 1 query, none where they were read."""
    rows = salaries_of(person)

    def on_day(day: dt.date) -> Salary | None:
        return next((row for row in rows if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)), None)

    before = on_day(on - ONE_DAY)
    return before, on_day(on) or before


def promises_from(person: int, on: dt.date) -> list[PayProtection]:
    """What protects the person's pay on that day and later, locked, in order: 1 query, none where it was read."""
    kept: Collection[PayProtection] | None = known(read_promises).get(person)
    rows = _promises().filter(employee=person, ends_on__gte=on) if kept is None else kept
    return [row for row in rows if row.ends_on >= on]


def read_promises(people: Collection[int]) -> None:
    """The same of several people, for this scope (see `read_once`): 1 query."""
    found: dict[int, list[PayProtection]] = {pk: [] for pk in people}
    for row in _promises().filter(employee__in=people):
        found[row.employee_id].append(row)
    known(read_promises).update(found)


def _promises() -> QuerySet[PayProtection]:
    return PayProtection.objects.select_for_update().order_by("starts_on")
