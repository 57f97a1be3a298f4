"""Talks as people find them: one's own, one's team's with what is due, and for HR how many took place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q

from accounts.models import Employee, EmployeeQuerySet
from ladders.core.conditions import nothing
from ladders.core.permissions import Permission
from ladders.reporting.models import ReportingLine
from ladders.reporting.queries.lines import reports_to

from ..domain.due import begun_by, is_due, talk_due
from ..models import MONTHS, GrowthPolicy, Talk, Target


@dataclass(frozen=True, slots=True)
class TeamTalk:
    """Somebody who reports to the reader: the next date, the last talk of the two, and whether one is due."""

    person: Employee
    ahead: Talk | None
    last: Talk | None
    due_on: dt.date | None
    due: bool
    targets: tuple[Target, ...]  # what they share with the reader

    @property
    def to_plan(self) -> bool:
        """True where one is due and has no date."""
        return self.due and self.ahead is None


@dataclass(frozen=True, slots=True)
class TalkCount:
    """How many of how many people, of a department (empty: all of them)."""

    department: str
    people: int
    due: int

    @property
    def fine(self) -> int:
        """Those of whom no talk is due."""
        return self.people - self.due


def my_talks(user: Any, person: Employee, day: dt.date) -> list[Talk]:
    """Those of the person as employee, latest first: 1 query."""
    rows = Talk.objects.visible_to(user, day).filter(employee=person)
    return list(rows.select_related("employee", "manager"))


def team_talks(user: Any, me: Employee, day: dt.date, policy: GrowthPolicy | None = None) -> list[TeamTalk]:
    """Everybody who reports to `me` that day, those whose talk is due first, then by name: 5 queries, for any number."""
    policy = policy or GrowthPolicy.current()
    people = list(reports_to(me, day))
    last_of = last_held([person.pk for person in people])
    ahead: dict[int, Talk] = {}
    last: dict[int, Talk] = {}
    for talk in Talk.objects.visible_to(user, day).filter(manager=me, called_off_at=None).order_by("on", "id"):
        (ahead if talk.held_at is None else last)[talk.employee_id] = talk
    shared: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.visible_to(user, day).open().filter(shared_with=me):
        shared[target.employee_id].append(target)
    rows = []
    for person in people:
        due = talk_due(policy.months, policy.since, last=last_of.get(person.pk), hired=person.hired_on)
        rows.append(
            TeamTalk(person, ahead.get(person.pk), last.get(person.pk), due, is_due(due, day), tuple(shared[person.pk]))
        )
    return sorted(rows, key=lambda row: not row.due)


def last_held(people: list[int]) -> dict[int, dt.date]:
    """Employee id → day of the last talk, whoever was the manager: 1 query. That, and nothing else of it, goes to others."""
    rows = Talk.objects.held().filter(employee__in=people).order_by().values_list("employee")
    return dict(rows.annotate(last=Max("on")))


def former_talks(user: Any, me: Employee, day: dt.date) -> list[Talk]:
    """Talks that `me` had with people who report to somebody else by now, latest first: 1 query."""
    rows = Talk.objects.visible_to(user, day).filter(manager=me).exclude(employee__in=reports_to(me, day).values("pk"))
    return list(rows.select_related("employee", "manager"))


def whose_talk_is_due(day: dt.date) -> Q:
    """Over employees: those whose talk is due that day, as `talk_due` says, with the rule as it is; no query of its own.

    That somebody talked, on which day, is all that it reads.
    """
    found = nothing()
    for rhythm, months in MONTHS.items():
        limit = begun_by(day, months)
        rule = GrowthPolicy.objects.filter(talks=rhythm, since__lte=limit)
        talked = Talk.objects.held().filter(employee=OuterRef("pk"), on__gt=limit)
        here = Q(hired_on=None) | Q(hired_on__lte=limit)
        found |= Q(Exists(rule)) & here & ~Q(Exists(talked))
    return found


def with_manager(user: Any, day: dt.date) -> EmployeeQuerySet:
    """The people in the reach of the user's role who have a manager that day: of whom HR sees whether talks take place."""
    lines = ReportingLine.objects.on(day).filter(manager__in=Employee.objects.working_on(day))
    people = Employee.objects.working_on(day).within(user, Permission.VIEW_CAREERS)
    return people.filter(pk__in=lines.values("employee"))


def talk_counts(user: Any, day: dt.date) -> list[TalkCount]:
    """By department, all of them first: over the people in reach who have a manager; empty without a rule.

    2 queries, and those of the roles. Counted in the database: who it is is in no answer.
    """
    if GrowthPolicy.current().months is None:
        return []
    people = with_manager(user, day).order_by().values("department")
    counts = people.annotate(people=Count("pk"), due=Count("pk", filter=whose_talk_is_due(day)))
    rows = [TalkCount(**row) for row in counts.order_by("department")]
    return [TalkCount("", sum(row.people for row in rows), sum(row.due for row in rows)), *rows] if rows else []
