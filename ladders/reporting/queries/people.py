"""Lists of people: narrowed, sorted, a page at a time or as a whole, each read with its number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Employee, EmployeeQuerySet
from ladders.compensation.models import PayPosition
from ladders.compensation.queries.pay_positions import refresh
from ladders.core.conditions import nothing
from ladders.core.permissions import Permission
from ladders.frameworks.models import Level
from ladders.placements.models import Placement
from ladders.placements.queries import levels_on

from ..career_links import ways_up
from .lines import managers_of

PAGE = 50
SORTS = {"name": ("sort_name", "pk"), "number": ("number",), "department": ("department", "sort_name", "pk")}
MOST_NAMES = 500
DISTINCT = """
WITH RECURSIVE seen(value) AS (
    (SELECT {column} FROM accounts_employee ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM accounts_employee WHERE {column} > seen.value ORDER BY {column} LIMIT 1)
    FROM seen WHERE seen.value IS NOT NULL)
SELECT value FROM seen WHERE value > '' LIMIT {most}
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a list."""

    person: Employee
    level: Level | None
    manager: Employee | None
    ahead: str = ""  # where the level leads further up, where the reader may see that


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list; `after` is the key of the next page, None on the last. `ahead`: the rows say where levels lead.

    `number` is that of the people on all pages.
    """

    rows: list[Listed]
    after: int | None
    number: int
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What a list is narrowed to."""

    words: str = ""
    department: str = ""
    legal_entity: str = ""
    framework: str = ""  # slug
    title: str | None = None  # job title, exactly; "" is nobody's
    state: str = "here"  # here, unplaced, coming, left
    sort: str = "name"
    after: int | None = None


def people_asked(people: EmployeeQuerySet, asked: PeopleFilter, day: dt.date) -> EmployeeQuerySet:
    """Those of `people` whom the list shows, without its order: no query, at most 3 where pay positions are out of date.

    Who holds a level today is read from the pay positions, which are indexed for it; on other days from the placements.
    """
    if asked.state == "left":
        people = people.filter(left_on__lt=day)
    elif asked.state == "coming":
        people = people.filter(hired_on__gt=day)
    else:
        people = people.working_on(day)
    if asked.state == "unplaced":
        people = unplaced(people, day)
    if asked.framework:
        held = Placement.objects.primary().on(day).filter(employee=OuterRef("pk"), framework__slug=asked.framework)
        people = people.filter(Exists(held))
    if asked.words:
        people = people.matching(asked.words)
    exact = {"department": asked.department or None, "legal_entity": asked.legal_entity or None}
    exact["job_title"] = asked.title
    return people.filter(**{name: value for name, value in exact.items() if value is not None})


def unplaced(people: EmployeeQuerySet, day: dt.date) -> EmployeeQuerySet:
    """Those who hold no level on that day."""
    if day == timezone.localdate():
        refresh(day)
        return people.filter(pk__in=PayPosition.objects.filter(standing="no_level").values("employee"))
    return people.filter(~Exists(Placement.objects.primary().on(day).filter(employee=OuterRef("pk"))))


def people_list(user: Any, asked: PeopleFilter, day: dt.date) -> Listing:
    """People in the user's reach, a page behind a person: at most 9 queries for any number of rows."""
    people = people_asked(Employee.objects.visible_to(user), asked, day)
    number = people.count()
    order = SORTS[asked.sort]
    reach = Employee.objects.visible_to(user)  # nobody else's place in the order is told
    if asked.after is not None and (last := reach.filter(pk=asked.after).values_list(*order).first()):
        people = people.filter(_behind(order, last))
    page = list(people.select_related("user").order_by(*order)[: PAGE + 1])
    shown = page[:PAGE]
    ids = [person.pk for person in shown]
    levels = levels_on(day, ids) if ids else {}
    managers = managers_of(ids, day) if ids else {}
    ways = ways_up(user, {level.key for level in levels.values()})
    rows = _listed(shown, levels, managers, ways)
    return Listing(rows, shown[-1].pk if len(page) > PAGE else None, number, ways is not None)


def _listed(
    people: Iterable[Employee],
    levels: Mapping[int, Level],
    managers: Mapping[int, Employee],
    ways: Mapping[UUID, str] | None,
) -> list[Listed]:
    rows = []
    for person in people:
        level = levels.get(person.pk)
        rows.append(Listed(person, level, managers.get(person.pk), (ways or {}).get(level.key, "") if level else ""))
    return rows


def everybody_asked(user: Any, asked: PeopleFilter, day: dt.date) -> Iterator[list[Listed]]:
    """All whom the list shows, in its order, in parcels; 3 to 8 queries for each thousand."""
    people = people_asked(Employee.objects.visible_to(user), asked, day)
    ids = list(people.order_by(*SORTS[asked.sort]).values_list("pk", flat=True))
    for start in range(0, len(ids), 1000):
        parcel = ids[start : start + 1000]
        found = Employee.objects.select_related("user").in_bulk(parcel)
        levels, managers = levels_on(day, parcel), managers_of(parcel, day)
        ways = ways_up(user, {level.key for level in levels.values()})
        yield _listed((found[pk] for pk in parcel if pk in found), levels, managers, ways)


def _behind(order: tuple[str, ...], last: tuple[Any, ...]) -> Q:
    """Rows that come after `last` in that order."""
    found = nothing()
    for index, name in enumerate(order):
        same = dict(zip(order[:index], last[:index], strict=True))
        found |= Q(**same, **{f"{name}__gt": last[index]})
    # The plain bound lets the database start at the right place of the index.
    return Q(**{f"{order[0]}__gte": last[0]}) & found


def names_of(user: Any, column: str) -> list[str]:
    """The departments or legal entities of the people in the user's reach: 1 query, quick at any size."""
    if column not in ("department", "legal_entity"):
        raise ValueError(column)
    if not user.reaches_all(Permission.VIEW_PEOPLE):
        names = Employee.objects.visible_to(user).exclude(**{column: ""}).order_by(column)
        return list(names.values_list(column, flat=True).distinct()[:MOST_NAMES])
    with connection.cursor() as cursor:
        cursor.execute(DISTINCT.format(column=column, most=MOST_NAMES))
        return [value for (value,) in cursor.fetchall()]
