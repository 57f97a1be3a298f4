"""People without a level: by job title and department, or one by one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Count, Func, Q, Window
from django.utils.translation import gettext as _

from accounts.models import Employee, EmployeeQuerySet
from ladders.core.permissions import Permission
from ladders.core.word_search import words_asked
from ladders.placements.models import Placement

from .people import PAGE, PeopleFilter, people_asked


@dataclass(frozen=True, slots=True)
class UnplacedGroup:
    """Everybody without a level who has this job title in this department."""

    title: str
    department: str
    people: int = 0

    @property
    def words(self) -> str:
        """Title and department as a reader is told them."""
        title, department = self.title or _("no title"), self.department or _("no department")
        return _("%(title)s, %(department)s") % {"title": title, "department": department}

    @property
    def query(self) -> str:
        """Narrows the page to exactly these people: where there is no title or department, to those who have none."""
        return urlencode({"title": self.title, "department": self.department, "exact": "1"})

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


def some(get: Mapping[str, str]) -> PeopleFilter:
    """What the page is narrowed to."""
    after = get.get("after", "")
    return PeopleFilter(
        words=words_asked(get),
        department=get.get("department", "")[:120],
        title=get["title"][:120] if "title" in get else None,
        state="unplaced",
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None,
    )


def one_line(get: Mapping[str, str]) -> UnplacedGroup | None:
    """The line to whose people the page is narrowed (see `UnplacedGroup.query`); None where it is to no single one."""
    return UnplacedGroup(get.get("title", "")[:120], get.get("department", "")[:120]) if get.get("exact") else None


def people_to_place(user: Any, day: dt.date) -> EmployeeQuerySet:
    """Everybody of whom the page is, where nothing narrows it: 1 query, and those of roles."""
    return _people(user, PeopleFilter(state="unplaced"), day)


def _people(user: Any, asked: PeopleFilter, day: dt.date, *, whole: bool = False) -> EmployeeQuerySet:
    # Nobody places themselves, and for whom a level is planned, nothing is left to do.
    reach = Employee.objects.within(user, Permission.PLACE_PEOPLE).exclude(user=user)
    planned = Placement.objects.primary().after(day).values("employee")
    return people_asked(reach, replace(asked, title=None), day, whole=whole).exclude(pk__in=planned)


def number_on_purpose(user: Any, asked: PeopleFilter, day: dt.date) -> int:
    """How many in reach hold no level on purpose, of those whom words and department ask for: 1 query, and those of roles."""
    reach = Employee.objects.within(user, Permission.PLACE_PEOPLE)
    return people_asked(reach, replace(asked, title=None, state="on_purpose"), day).count()


def members(
    user: Any, asked: PeopleFilter, day: dt.date, picked: Collection[UnplacedGroup | int]
) -> dict[UnplacedGroup | int, list[Employee]]:
    """Who would be placed by each line: a group's people as they are now, or the one person of an id. 1 query.

    Narrowed as the page was; whoever holds a level meanwhile, or is out of reach, is in no line.
    """
    found: dict[UnplacedGroup | int, list[Employee]] = {line: [] for line in picked}
    groups = {(line.title, line.department): line for line in picked if isinstance(line, UnplacedGroup)}
    wanted = Q(pk__in=[line for line in picked if isinstance(line, int)])
    for title, department in groups:
        wanted |= Q(job_title=title, department=department)
    for person in _people(user, asked, day).filter(wanted).order_by("sort_name", "pk"):
        line = person.pk if person.pk in found else groups.get((person.job_title, person.department))
        if line is not None:
            found[line].append(person)
    return found


class _Sum(Func):
    """Of what groups count, over all of them: Django's own sums no counts."""

    function = "SUM"
    window_compatible = True
    output_field = BigIntegerField()


def groups_of(user: Any, asked: PeopleFilter, day: dt.date) -> tuple[list[UnplacedGroup], bool, int]:
    """The largest groups first, whether there are more, and how many people are in all of them: 1 query."""
    rows = _people(user, asked, day, whole=True).values("job_title", "department").annotate(people=Count("pk"))
    rows = rows.annotate(all=Window(_Sum(Count("pk"))))
    found = list(rows.order_by("-people", "job_title", "department")[: PAGE + 1])
    groups = [UnplacedGroup(row["job_title"], row["department"], row["people"]) for row in found[:PAGE]]
    return groups, len(found) > PAGE, int(found[0]["all"]) if found else 0


def people_of(
    user: Any, asked: PeopleFilter, day: dt.date, line: UnplacedGroup | None = None
) -> tuple[list[Employee], int | None, int]:
    """A page of people with the title asked for, by name, behind whom the next one begins, and how many there are in all.

    With `line` those alone who are in it. 2 queries, 3 with `after`.
    """
    people = _people(user, asked, day, whole=True)
    if line is not None:
        people = people.filter(job_title=line.title, department=line.department)
    elif asked.title:
        people = people.filter(job_title=asked.title)
    number = people.count()
    reach = Employee.objects.within(user, Permission.PLACE_PEOPLE)  # nobody else's place in the order is told
    if asked.after and (last := reach.filter(pk=asked.after).values_list("sort_name", "pk").first()):
        people = people.filter(Q(sort_name__gt=last[0]) | Q(sort_name=last[0], pk__gt=last[1]))
    page = list(people.order_by("sort_name", "pk")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None, number
