"""Who holds a level: the people behind a count, for whoever may know them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Employee
from ladders.compensation.queries.pay_positions import refresh
from ladders.core.conditions import one_of
from ladders.core.permissions import Permission
from ladders.core.statements import Statement
from ladders.placements.models import Placement
from ladders.placements.queries import followed_on, level_since

PAGE = 50
# Of the pay positions, which are indexed by level and name.
BY_NAME = ("pay_position__sort_name", "pay_position__employee")


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody (a row with pk, number, name, department and legal entity), and since when they hold the level."""

    person: Any
    since: dt.date


@dataclass(frozen=True, slots=True)
class Holders:
    """One page by name; `after` is the key of the next page, None on the last."""

    rows: list[Holder]
    after: int | None


def _page(people: QuerySet[Employee], level: UUID) -> QuerySet[Employee, Any]:
    held = people.filter(pay_position__level_key=level).order_by(*BY_NAME)
    return held.values_list("pk", "number", "name", "department", "legal_entity", named=True)[: PAGE + 1]


_first: Statement[Any] = Statement(lambda level, day: _page(Employee.objects.working_on(day), level), UUID, dt.date)
_placed: Statement[Any] = Statement(
    lambda day, people: (
        Placement.objects.primary()
        .on(day)
        .filter(one_of("employee", people))
        .order_by()
        .values_list("employee_id", "level_key", "starts_on")
    ),
    dt.date,
    list[int],
)


def holders_of(user: Any, level: UUID, today: dt.date, after: int | None = None) -> Holders:
    """The people whose grade this level decides today, in the reach of VIEW_DEAD_ENDS: at most 5 queries, those for the user's
    roles, and more where pay positions are out of date, of which it is read. Pages continue behind a person."""
    refresh(today)
    if after is None and user.holds(Permission.VIEW_DEAD_ENDS) and user.reaches_all(Permission.VIEW_DEAD_ENDS):
        page = _first(level, today)
    else:
        around = Employee.objects.within(user, Permission.VIEW_DEAD_ENDS)
        people = around.working_on(today)
        # Among all in reach: who was the last of a page may have moved on since.
        if after is not None and (last := around.filter(pk=after).values_list("sort_name", "pk").first()):
            people = people.filter(_behind(*last))
        page = list(_page(people, level))
    shown = page[:PAGE]
    placed = _placed(today, [person.pk for person in shown]) if shown else []
    gone = {key for _person, key, _day in placed if key != level}
    days = followed_on(gone) if gone else {}
    since = {person: level_since(starts_on, days.get(key)) for person, key, starts_on in placed}
    return Holders(
        [Holder(person, since[person.pk]) for person in shown if person.pk in since],
        shown[-1].pk if len(page) > PAGE else None,
    )


def _behind(name: str, pk: int) -> Q:
    first, then = BY_NAME
    further = Q(**{f"{first}__gt": name}) | Q(**{first: name, f"{then}__gt": pk})
    return further & Q(**{f"{first}__gte": name})
