"""Who reports to whom on a day: reads for the rooms above, each with its number of queries.

Lines are read as they stand on the day that is asked for. Whoever has left by then is nobody's manager: a line to them may
still stand until the HR system names the next one, but nobody is asked, reached or climbed through by it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.models import Employee, EmployeeQuerySet
from ladders.core.conditions import one_of
from ladders.core.once import known, within_scope
from ladders.core.statements import FEW as FEW_IDS
from ladders.core.statements import Statement, rows_of

from ..models import ReportingLine

# One step is one line that holds on the day, to a manager who works here then. A hundred steps are more than any company
# has, so that not even a circle in the data would turn endlessly.
_STEP = """
    SELECT line.{to}, {depth} FROM reporting_reportingline line
    JOIN accounts_employee boss ON boss.id = line.manager_id
    {join}
    WHERE {where} AND line.starts_on <= %(day)s AND (line.ends_on IS NULL OR line.ends_on >= %(day)s)
      AND (boss.hired_on IS NULL OR boss.hired_on <= %(day)s) AND (boss.left_on IS NULL OR boss.left_on >= %(day)s)
"""


# Everybody met by following lines upwards.
_UP = f"""
    WITH RECURSIVE met(id, depth) AS (
        {_STEP.format(to="manager_id", depth="1", join="", where="line.employee_id = %(start)s")}
        UNION
        {
    _STEP.format(
        to="manager_id", depth="met.depth + 1", join="JOIN met ON line.employee_id = met.id", where="met.depth < 100"
    )
}
    ) SELECT DISTINCT id FROM met
"""
# The same from several at once, each with who is met from whom.
_CHAINS = f"""
    WITH RECURSIVE met(start, id, depth) AS (
        {
    _STEP.format(
        to="employee_id AS start, line.manager_id", depth="1", join="", where="line.employee_id = ANY(%(starts)s)"
    )
}
        UNION
        {
    _STEP.format(
        to="manager_id", depth="met.depth + 1", join="JOIN met ON line.employee_id = met.id", where="met.depth < 100"
    ).replace("SELECT line", "SELECT met.start, line")
}
    ) SELECT start, id, min(depth) AS depth FROM met GROUP BY start, id
"""
# Everybody met by following lines downwards from several at once, each with from whom.
_BELOW = f"""
    WITH RECURSIVE met(start, id, depth) AS (
        {
    _STEP.format(
        to="manager_id AS start, line.employee_id", depth="1", join="", where="line.manager_id = ANY(%(starts)s)"
    )
}
        UNION
        {
    _STEP.format(
        to="employee_id", depth="met.depth + 1", join="JOIN met ON line.manager_id = met.id", where="met.depth < 100"
    ).replace("SELECT line", "SELECT met.start, line")
}
    ) SELECT DISTINCT start, id FROM met
"""
FEW = 30  # of so many the people come with who stands above whom; of more that would be too much of it
_NAMED = re.compile(r"%\((\w+)\)s")


def _above(start: int, day: dt.date) -> set[int]:
    """Ids of everybody above; in a circle one would meet oneself."""
    return {pk for (pk,) in rows_of(_UP, {"start": start, "day": day})} - {start}


def manager_of(employee: Employee, day: dt.date) -> Employee | None:
    """Whom `employee` reports to on that day; None where that is nobody, or somebody who has left: 1 query, none where the
    chain above was read already (see `read_once`)."""
    if (chain := known((chain_of, day)).get(employee.pk)) is not None:
        return chain[0] if chain else None
    lines = ReportingLine.objects.on(day).filter(employee=employee)
    return Employee.objects.working_on(day).filter(pk__in=lines.values("manager")).select_related("user").first()


def managers_of(employees: Collection[int], day: dt.date) -> dict[int, Employee]:
    """Employee id → manager on that day, of those who have one who works here: 1 query."""
    few = 0 < len(employees) <= FEW_IDS
    rows = _lines_of(day, list(employees)) if few else list(_lines(day, Q(employee__in=employees)))
    return {line.employee_id: line.manager for line in rows}


def names_of_managers(employees: Collection[int], day: dt.date) -> dict[int, str]:
    """Employee id → name of the manager on that day, of up to `FEW_IDS` who have one who works here: 1 query."""
    return dict(_named_lines(day, list(employees)))


def _lines(day: dt.date, whose: Q) -> QuerySet[ReportingLine]:
    rows = ReportingLine.objects.on(day).filter(whose, manager__in=Employee.objects.working_on(day))
    return rows.select_related("manager")


_named_lines: Statement[Any] = Statement(
    lambda day, people: _lines(day, one_of("employee", people)).values_list("employee_id", "manager__name"),
    dt.date,
    list[int],
)
_lines_of = Statement(lambda day, people: _lines(day, one_of("employee", people)), dt.date, list[int])


def managers_on(day: dt.date) -> dict[int, int]:
    """Employee id → manager's id on that day, of everybody whose manager works here: 1 query."""
    lines = ReportingLine.objects.on(day).filter(manager__in=Employee.objects.working_on(day))
    return dict(lines.order_by().values_list("employee_id", "manager_id"))


@within_scope
def chain_of(employee: Employee, day: dt.date) -> list[Employee]:
    """Everybody above `employee` on that day, the direct manager first: 1 query, however high it goes."""
    return chains_of([employee.pk], day)[employee.pk]


@within_scope
def chains_of(starts: Collection[int], day: dt.date) -> dict[int, list[Employee]]:
    """The same for several employees, by id: 1 query for those that were not read already (see `read_once`), 2 for many.

    What it reads of people, the starts among them, is `known(Employee)` afterwards.
    """
    read = known((chain_of, day))
    new = set(starts) - set(read)
    if len(new) > FEW:
        with connection.cursor() as cursor:
            cursor.execute(f"{_CHAINS} ORDER BY start, depth, id", {"starts": list(new), "day": day})
            pairs = [(start, above) for start, above, _depth in cursor.fetchall()]
        ids = {*new, *(above for _start, above in pairs)}
        keep_chains(new, pairs, Employee.objects.select_related("user").in_bulk(ids), day)
    elif new:
        sql, values = _by_position(_CHAINS, {"starts": list(new), "day": day})
        named = RawSQL(f"SELECT id FROM ({sql}) AS above", values)
        met = RawSQL(f"ARRAY(SELECT ARRAY[start, id] FROM ({sql}) AS met ORDER BY start, depth, id)", values)
        rows = Employee.objects.filter(Q(pk__in=named) | Q(pk__in=new)).select_related("user").annotate(met=met)
        people = {row.pk: row for row in rows.order_by()}
        keep_chains(new, [pair for row in list(people.values())[:1] for pair in getattr(row, "met", ())], people, day)
    return {start: read[start] for start in starts}


def keep_chains(
    starts: Collection[int], met: Iterable[Sequence[int]], people: Mapping[int, Employee], day: dt.date
) -> None:
    """Note who stands above `starts` on that day, for this scope (see `read_once`): pairs of a start and somebody above it, the
    nearest first, with the people they name."""
    read, circles = known((chain_of, day)), known((in_circle, day))
    known(Employee).update(people)
    read.update({start: [] for start in starts})
    for start, above in met:
        if start == above:  # in a circle one meets oneself
            circles[start] = True
        else:
            read[start].append(people[above])


def in_circle(employee: int, day: dt.date) -> bool:
    """True where lines lead from somebody whose chain was read in this scope back to them."""
    return employee in known((in_circle, day))


def _by_position(sql: str, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """The same statement with its values by position, as an expression of the ORM wants them."""
    return _NAMED.sub("%s", sql), [values[name] for name in _NAMED.findall(sql)]


def led_by(user: Any, people: Collection[int]) -> set[int]:
    """Those of these people who stand below this user today, at any distance: 1 query, however many they are."""
    me = getattr(user, "employee", None)
    if me is None or not people:
        return set()
    first = _STEP.format(
        to="manager_id, line.employee_id", depth="1", join="", where="line.employee_id = ANY(%(people)s)"
    )
    further = _STEP.format(
        to="manager_id, met.person",
        depth="met.depth + 1",
        join="JOIN met ON line.employee_id = met.id",
        where="met.depth < 100 AND met.id <> %(me)s",
    )
    sql = f"WITH RECURSIVE met(id, person, depth) AS ({first} UNION {further}) SELECT DISTINCT person FROM met WHERE id = %(me)s"
    asked = {"people": list(people), "me": me.pk, "day": timezone.localdate()}
    return {person for (person,) in rows_of(sql, asked)} - {me.pk}


def below(person: int, day: dt.date) -> RawSQL:
    """Ids of the person and of everybody below them on that day, at any distance, for `__in`. No query of its own."""
    sql, values = _by_position(_BELOW, {"starts": [person], "day": day})
    return RawSQL(f"SELECT id FROM ({sql}) AS below UNION SELECT %s", [*values, person])


def led_among(leaders: Collection[int], people: Collection[int], day: dt.date) -> set[tuple[int, int]]:
    """Pairs of a leader and somebody of `people` who stands below them on that day, at any distance: 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT start, id FROM ({_BELOW}) AS below WHERE id = ANY(%(people)s)",
            {"starts": list(leaders), "people": list(people), "day": day},
        )
        return set(cursor.fetchall())


def is_superior(superior: Employee, employee: Employee, day: dt.date) -> bool:
    """True where `superior` stands anywhere above `employee` on that day; never of oneself: 1 query, none where the chain
    above was read already (see `read_once`)."""
    if (chain := known((chain_of, day)).get(employee.pk)) is not None:
        return any(each.pk == superior.pk for each in chain)
    return superior.pk in _above(employee.pk, day)


def is_manager_of(manager: Employee, employee: Employee, day: dt.date) -> bool:
    """True where `employee` reports to `manager` directly on that day: 1 query."""
    return reports_to(manager, day).filter(pk=employee.pk).exists()


def reports_to(manager: Employee | int, day: dt.date) -> EmployeeQuerySet:
    """Who reports to `manager` directly on that day and works here then; no query until it is read.

    Nobody where the manager does not work here then.
    """
    lines = ReportingLine.objects.on(day).filter(manager=manager)
    lines = lines.filter(manager__in=Employee.objects.working_on(day))
    return Employee.objects.working_on(day).filter(pk__in=lines.values("employee"))


def team_of(employee: Employee, day: dt.date) -> list[Employee]:
    """Who reports to `employee` on that day and works here then, by name: 1 query."""
    return _team(employee.pk, day)


_team = Statement(lambda manager, day: reports_to(manager, day), int, dt.date)


def leads_on(day: dt.date) -> Exists:
    """Over a user's row: whether anybody who works here reports to them on that day. No query of its own."""
    here = Employee.objects.working_on(day).filter(pk=OuterRef("employee_id"))
    lines = ReportingLine.objects.on(day).filter(manager__user=OuterRef("pk"))
    return Exists(lines.filter(Exists(here)))


def manager_user(employee: Employee, day: dt.date) -> Any | None:
    """The account of the manager on that day, where it can sign in: 1 query."""
    manager = manager_of(employee, day)
    return manager.user if manager and manager.user and manager.user.is_active else None
