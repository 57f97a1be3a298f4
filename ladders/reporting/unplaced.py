"""People without a level: by job title and department, or one by one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Self

from django.db.models import Count, Q

from accounts.models import Employee, EmployeeQuerySet
from ladders.core.permissions import Permission
from ladders.frameworks.models import Level
from ladders.frameworks.shapes import TrackKind
from ladders.placements.proposals import Candidate, propose

from .people import PAGE, Asked, people_asked


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody without a level who has this job title in this department."""

    title: str
    department: str
    people: int = 0

    @property
    def name(self) -> str:
        """Of the field on the page: title and department as JSON."""
        return "group-" + json.dumps([self.title, self.department])

    @classmethod
    def read(cls, text: str) -> Self | None:
        """From the end of such a name; None where it is none of ours."""
        try:
            title, department = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            return None
        return cls(str(title), str(department))

    def members(self, user: Any, asked: Asked, day: dt.date) -> list[int]:
        """Ids of those who belong to it now, narrowed as the page was: 1 query."""
        people = _people(user, asked, day).filter(job_title=self.title, department=self.department)
        return list(people.order_by("pk").values_list("pk", flat=True))


def some(get: Mapping[str, str]) -> Asked:
    """What the page is narrowed to."""
    after = get.get("after", "")
    return Asked(
        words=get.get("q", "").strip()[:100],
        department=get.get("department", "")[:120],
        title=get["title"][:120] if "title" in get else None,
        state="unplaced",
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None,
    )


def _people(user: Any, asked: Asked, day: dt.date) -> EmployeeQuerySet:
    return people_asked(Employee.objects.within(user, Permission.PLACE_PEOPLE), replace(asked, title=None), day)


def groups_of(user: Any, asked: Asked, day: dt.date) -> tuple[list[Group], bool]:
    """The largest groups first, and whether there are more: 1 query."""
    rows = _people(user, asked, day).values("job_title", "department").annotate(people=Count("pk"))
    found = list(rows.order_by("-people", "job_title", "department")[: PAGE + 1])
    groups = [Group(row["job_title"], row["department"], row["people"]) for row in found[:PAGE]]
    return groups, len(found) > PAGE


def people_of(user: Any, asked: Asked, day: dt.date) -> tuple[list[Employee], int | None]:
    """A page of people with the title asked for, by name, and behind whom the next one begins: 1 query, 2 with `after`."""
    people = _people(user, asked, day)
    if asked.title:
        people = people.filter(job_title=asked.title)
    if asked.after and (last := Employee.objects.filter(pk=asked.after).values_list("sort_name", "pk").first()):
        people = people.filter(Q(sort_name__gt=last[0]) | Q(sort_name=last[0], pk__gt=last[1]))
    page = list(people.order_by("sort_name", "pk")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def proposals(levels: Mapping[str, Level]) -> Callable[[str, str], str]:
    """From title and department to the label of the level that is proposed; "" where none is."""
    candidates = [
        Candidate(level.pk, level.version.framework.name, level.title, level.track.kind == TrackKind.MANAGEMENT)
        for level in levels.values()
    ]
    labels = {level.pk: text for text, level in levels.items()}

    @cache
    def of(title: str, department: str) -> str:
        return labels.get(propose(title, department, candidates) or 0, "")

    return of
