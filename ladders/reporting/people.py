"""Lists of people, and one person: reads over several rooms, each with its number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from accounts.models import Employee
from ladders.frameworks.models import Level
from ladders.placements.models import Placement
from ladders.placements.queries import Held, held, levels_on

from .models import ReportingLine

PAGE = 50
SORTS = {"name": ("sort_name", "pk"), "number": ("number",), "department": ("department", "sort_name", "pk")}
DISTINCT = """
WITH RECURSIVE seen(value) AS (
    (SELECT {column} FROM accounts_employee ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM accounts_employee WHERE {column} > seen.value ORDER BY {column} LIMIT 1)
    FROM seen WHERE seen.value IS NOT NULL)
SELECT value FROM seen WHERE value > '' LIMIT 500
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a list."""

    person: Employee
    level: Level | None
    manager: Employee | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list; `after` is the key of the next page, None on the last."""

    rows: list[Listed]
    after: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to."""

    words: str = ""
    department: str = ""
    legal_entity: str = ""
    state: str = "here"  # here, unplaced, left
    sort: str = "name"
    after: int | None = None


def people_list(user: Any, asked: Asked, day: dt.date) -> Listing:
    """People in the user's reach: at most 6 queries for any number of rows. Pages continue behind a person."""
    people = Employee.objects.visible_to(user)
    if asked.state == "left":
        people = people.filter(left_on__lt=day)
    else:
        people = people.working_on(day)
    if asked.state == "unplaced":
        people = people.filter(~Exists(Placement.objects.primary().on(day).filter(employee=OuterRef("pk"))))
    if asked.words:
        people = people.matching(asked.words)
    if asked.department:
        people = people.filter(department=asked.department)
    if asked.legal_entity:
        people = people.filter(legal_entity=asked.legal_entity)
    order = SORTS[asked.sort]
    if asked.after is not None and (last := Employee.objects.filter(pk=asked.after).values_list(*order).first()):
        people = people.filter(_behind(order, last))
    page = list(people.select_related("user").order_by(*order)[: PAGE + 1])
    shown = page[:PAGE]
    ids = [person.pk for person in shown]
    levels = levels_on(day, ids) if ids else {}
    lines = ReportingLine.objects.on(day).filter(employee__in=ids).select_related("manager")
    managers = {line.employee_id: line.manager for line in lines}
    rows = [Listed(person, levels.get(person.pk), managers.get(person.pk)) for person in shown]
    return Listing(rows, shown[-1].pk if len(page) > PAGE else None)


def _behind(order: tuple[str, ...], last: tuple[Any, ...]) -> Q:
    """Rows that come after `last` in that order."""
    found = Q()
    for index, name in enumerate(order):
        same = dict(zip(order[:index], last[:index], strict=True))
        found |= Q(**same, **{f"{name}__gt": last[index]})
    # The plain bound lets the database start at the right place of the index.
    return Q(**{f"{order[0]}__gte": last[0]}) & found


def names_of(column: str) -> list[str]:
    """The departments or legal entities there are, by hops over their index: 1 query, quick at any size."""
    if column not in ("department", "legal_entity"):
        raise ValueError(column)
    with connection.cursor() as cursor:
        cursor.execute(DISTINCT.format(column=column))
        return [value for (value,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Profile:
    """One person as of a day."""

    primary: Held | None
    second: Held | None
    history: list[Held] = field(default_factory=list)
    lines: list[ReportingLine] = field(default_factory=list)
    team: list[Employee] = field(default_factory=list)

    @property
    def primary_share(self) -> int:
        """What the second level leaves."""
        return 100 - (self.second.placement.share if self.second else 0)


def profile(person: Employee, day: dt.date) -> Profile:
    """Levels then and now, lines and team: at most 7 queries."""
    rows = Placement.objects.filter(employee=person)
    history = held(rows.select_related("level__grade", "level__track", "version__framework"))
    now = [
        each
        for each in history
        if each.placement.starts_on <= day and (each.placement.ends_on is None or each.placement.ends_on >= day)
    ]
    lines = list(ReportingLine.objects.filter(employee=person).select_related("manager"))
    team = ReportingLine.objects.on(day).filter(manager=person)
    return Profile(
        primary=next((each for each in now if each.placement.primary), None),
        second=next((each for each in now if not each.placement.primary), None),
        history=history,
        lines=lines,
        team=list(Employee.objects.working_on(day).filter(pk__in=team.values("employee"))[:200]),
    )
