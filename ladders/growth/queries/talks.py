"""Talks as people find them: one's own, one's team's with what is due, and for HR how many took place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q

from accounts.models import Employee
from ladders.core.permissions import Permission
from ladders.reporting.models import ReportingLine
from ladders.reporting.queries.lines import reports_to

from ..domain.due import is_due, talk_due
from ..models import GrowthPolicy, Talk, Target


@dataclass(frozen=True, slots=True)
class TeamTalk:
    """Somebody who reports to the reader: the next date, the last talk of the two, and whether one is due."""

    person: Employee
    ahead: Talk | None
    last: Talk | None
    due_on: dt.date | None
    due: bool
    targets: tuple[Target, ...]  # what they share with the reader


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


def talk_counts(user: Any, day: dt.date) -> list[TalkCount]:
    """By department, all of them first: over the people in the reach of the role who have a manager; empty without a rule.

    2 queries, and those of the roles. Counted in the database: who it is is in no answer.
    """
    policy = GrowthPolicy.current()
    if policy.months is None:
        return []
    lines = ReportingLine.objects.on(day).filter(manager__in=Employee.objects.working_on(day))
    people = (
        Employee.objects.working_on(day).within(user, Permission.VIEW_CAREERS).filter(pk__in=lines.values("employee"))
    )
    people = people.annotate(last=Max("talks__on", filter=Q(talks__held_at__isnull=False)))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for department, hired, last in people.order_by("department").values_list("department", "hired_on", "last"):
        counts[department][0] += 1
        counts[department][1] += is_due(talk_due(policy.months, policy.since, last=last, hired=hired), day)
    rows = [TalkCount(department, *both) for department, both in counts.items()]
    return [TalkCount("", sum(row.people for row in rows), sum(row.due for row in rows)), *rows] if rows else []


def talks_due(user: Any, me: Employee, day: dt.date) -> int:
    """For how many who report to `me` a talk is due: at most 6 queries."""
    return sum(row.due for row in team_talks(user, me, day))
