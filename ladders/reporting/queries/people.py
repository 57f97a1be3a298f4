"""Lists of people: narrowed, sorted, a page at a time or as a whole, each read with its number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Employee, EmployeeQuerySet
from accounts.names import plain
from ladders.compensation.models import PayPosition
from ladders.compensation.queries.pay_positions import people_counted, refresh
from ladders.core.conditions import among
from ladders.core.lists.order import bare, right_behind
from ladders.core.lists.stream import stream
from ladders.core.permissions import Permission
from ladders.core.statements import Statement, number_of, rows_of
from ladders.core.word_search import beginnings_text
from ladders.frameworks.models import Level
from ladders.placements.models import NoLevel, Placement
from ladders.placements.queries import LevelWords, level_words_on, levels_on, second_words

from ..career_links import ways_up
from ..models import ReportingLine
from .lines import names_of_managers

PAGE = 50
MANY = 500  # found by a search, so that they are not gathered before a page of them is shown
BY_NAME = ("sort_name", "pk")
MOST_NAMES = 500
DISTINCT = """
WITH RECURSIVE seen(value) AS (
    (SELECT {column} FROM accounts_employee ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM accounts_employee WHERE {column} > seen.value ORDER BY {column} LIMIT 1)
    FROM seen WHERE seen.value IS NOT NULL)
SELECT value FROM seen WHERE value > '' LIMIT {most}
"""


# Of each person, as pages and workbooks show them.
FILE = (
    "pk", "number", "name", "user__email", "legal_entity", "department", "job_title", "location", "country", "contract",
    "weekly_hours", "hired_on", "left_on",
)  # fmt: skip


class Listed(NamedTuple):
    """A person of a list, as a row of `FILE`."""

    person: Any
    level: LevelWords | None
    manager: str  # their name; empty without one
    ahead: str = ""  # where the level leads further up, where the reader may see that
    second: str = ""  # the level that they hold beside it, and its share: "I5, 40 %"
    # Why they hold none on purpose, where that was asked for and the reader places them.
    no_level: NoLevel | None = None


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
    state: str = "here"  # here, unplaced, on_purpose, coming, left
    order: tuple[str, ...] = BY_NAME
    after: int | None = None


def people_asked(
    people: EmployeeQuerySet, asked: PeopleFilter, day: dt.date, *, many: bool = False, whole: bool = False
) -> EmployeeQuerySet:
    """Those of `people` whom the list shows, without its order: no query, at most 3 where pay positions are out of date.

    `many`: known to be so many that the list is better walked in its order. `whole`: it is read as a whole.

    Who holds a level today is read from the pay positions, which are indexed for it; on other days from the placements.
    """
    if asked.state == "left":
        people = people.filter(left_on__lt=day)
    elif asked.state == "coming":
        people = people.filter(hired_on__gt=day)
    else:
        people = people.working_on(day)
    if asked.state == "unplaced":
        people = unplaced(people, day, whole=whole and not asked.words)
    elif asked.state == "on_purpose":
        people = people.filter(on_purpose(day))
    if asked.framework:
        held = Placement.objects.primary().on(day).filter(employee=OuterRef("pk"), framework__slug=asked.framework)
        people = people.filter(Exists(held))
    if asked.words:
        people = people.matching(asked.words, many=many)
    exact = {"department": asked.department or None, "legal_entity": asked.legal_entity or None}
    exact["job_title"] = asked.title
    return people.filter(**{name: value for name, value in exact.items() if value is not None})


def unplaced(people: EmployeeQuerySet, day: dt.date, *, whole: bool = False) -> EmployeeQuerySet:
    """Those who hold no level on that day, and not on purpose. `whole`: all of them are read."""
    # As lists, read once each: how many of all they are is beyond a guess of the database.
    people = people.exclude(pk__in=NoLevel.objects.on(day).values("employee"))
    if day == timezone.localdate():
        refresh(day)
        ids = PayPosition.objects.filter(standing="no_level").values("employee")
        return people.filter(among("pk", ids) if whole else Q(pk__in=ids))
    return people.filter(~Exists(Placement.objects.primary().on(day).filter(employee=OuterRef("pk"))))


def on_purpose(day: dt.date) -> Exists:
    """Whether a person holds no level on purpose on that day."""
    return Exists(NoLevel.objects.on(day).filter(employee=OuterRef("pk")))


def _rows(people: EmployeeQuerySet, day: dt.date) -> QuerySet[Employee, Any]:
    """Each person as a row shows them: with the key and share of a second level."""
    held = Placement.objects.second().on(day).filter(employee=OuterRef("pk")).order_by("pk")
    own = {"second_key": Subquery(held.values("level_key")[:1]), "second_share": Subquery(held.values("share")[:1])}
    return people.annotate(**own).values_list(*FILE, *own, named=True)


# Everybody who works here on a day, the first page by name: what the list shows whoever reaches all and asks for nothing.
_first_of_all = Statement(
    lambda day: _rows(people_asked(Employee.objects.all(), PeopleFilter(), day), day).order_by(*BY_NAME)[: PAGE + 1],
    dt.date,
)


# The same of a name or number that is looked for.
_NAMED = (str, str, dt.date)


def _named(text: str, number: str, day: dt.date) -> EmployeeQuerySet:
    query = SearchQuery(text, search_type="raw", config="simple")
    return people_asked(Employee.objects.all(), PeopleFilter(), day).named(query, number)


def _bearing(text: str, number: str, day: dt.date) -> EmployeeQuerySet:
    query = SearchQuery(text, search_type="raw", config="simple")
    return people_asked(Employee.objects.all(), PeopleFilter(), day).bearing(query, number)


_first_named = Statement(lambda *asked: _rows(_named(*asked), asked[2]).order_by(*BY_NAME)[: PAGE + 1], *_NAMED)
# Of very many the list is walked in its order, which the server only does where it knows the words.
_first_of_many = Statement(
    lambda *asked: _rows(_bearing(*asked), asked[2]).order_by(*BY_NAME)[: PAGE + 1], *_NAMED, planned_once=False
)
# How many they are. A number stands beside the words, and each has its index: nobody is looked up a second time.
_number_named = Statement(lambda *asked: number_of(_bearing(*asked)), *_NAMED)


def people_list(user: Any, asked: PeopleFilter, day: dt.date) -> Listing:
    """People in the user's reach, a page behind a person: at most 9 queries for any number of rows."""
    if user.holds(Permission.VIEW_PEOPLE) and user.reaches_all(Permission.VIEW_PEOPLE):
        if asked == PeopleFilter():
            return _listing(user, _first_of_all(day), _number(user, None, asked, day), day)
        text = beginnings_text(plain(asked.words))
        if text and asked == PeopleFilter(words=asked.words):
            named = text, asked.words.strip(), day
            number = _number_named.one(*named) or 0
            first = _first_named if number <= MANY else _first_of_many
            return _listing(user, first(*named) if number else [], number, day)
    people = people_asked(Employee.objects.visible_to(user), asked, day, many=True)
    number = _number(user, people, asked, day)
    if number <= MANY and asked.words:  # of a first name, say, the first page is near, whoever else bears it
        people = people_asked(Employee.objects.visible_to(user), asked, day)
    order = asked.order
    reach = Employee.objects.visible_to(user)  # nobody else's place in the order is told
    if asked.after is not None and (last := reach.filter(pk=asked.after).values_list(*bare(order)).first()):
        people = people.filter(right_behind(order, last))
    found = _listing(user, list(_rows(people, day).order_by(*order)[: PAGE + 1]), number, day)
    if asked.state != "on_purpose" or not found.rows:
        return found
    marks = _reasons(user, day, [row.person.pk for row in found.rows])
    return replace(found, rows=[row._replace(no_level=marks.get(row.person.pk)) for row in found.rows])


def _reasons(user: Any, day: dt.date, people: Any) -> dict[int, NoLevel]:
    """Employee id → why they hold no level on purpose, of those whom this user places: 1 query, and those of roles."""
    if not user.holds(Permission.PLACE_PEOPLE):
        return {}
    reach = Employee.objects.within(user, Permission.PLACE_PEOPLE)
    rows = NoLevel.objects.on(day).filter(employee__in=people).filter(employee__in=reach).select_related("made_by")
    return {row.employee_id: row for row in rows}


def _listing(user: Any, page: list[Any], number: int, day: dt.date) -> Listing:
    """The page with what stands beside each of its people: 3 queries, and one more where somebody holds a second level."""
    shown = page[:PAGE]
    ids = [person.pk for person in shown]
    levels = level_words_on(day, ids) if ids else {}
    managers = names_of_managers(ids, day) if ids else {}
    ways = ways_up(user, {level.key for level in levels.values()})
    seconds = second_words(
        {person.pk: (person.second_key, person.second_share) for person in shown if person.second_key}
    )
    rows = _listed(shown, levels, managers, ways, seconds)
    return Listing(rows, shown[-1].pk if len(page) > PAGE else None, number, ways is not None)


def _number(user: Any, people: EmployeeQuerySet | None, asked: PeopleFilter, day: dt.date) -> int:
    """How many they are: by the kept sums where these know, so that nobody is counted; 1 query, or 2."""
    narrowed = asked.state != "here" or asked.words or asked.framework or asked.title is not None
    if not narrowed and day == timezone.localdate() and user.reaches_all(Permission.VIEW_PEOPLE):
        kept = people_counted(day, legal_entity=asked.legal_entity, department=asked.department)
        if kept is not None:
            return kept
    return (people_asked(Employee.objects.all(), asked, day) if people is None else people).count()


def _listed(
    people: Iterable[Any],
    levels: Mapping[int, LevelWords],
    managers: Mapping[int, str],
    ways: Mapping[UUID, str] | None,
    seconds: Mapping[int, str],
) -> list[Listed]:
    rows = []
    for person in people:
        level = levels.get(person.pk)
        ahead = (ways or {}).get(level.key, "") if level else ""
        rows.append(Listed(person, level, managers.get(person.pk, ""), ahead, seconds.get(person.pk, "")))
    return rows


@dataclass(frozen=True, slots=True)
class Everybody:
    """All whom a list shows, in its order: how many, their rows as they are read, and whether these say where levels lead.

    A row: columns of `FILE` of the person, then number and name of the manager, the level, and where it leads. By id of a person,
    `seconds`: the level that they hold beside it; `reasons`: why they hold none on purpose, None where that was not asked for.
    """

    number: int
    rows: Iterator[tuple[tuple[Any, ...], tuple[str, str], Level | None, str]]
    ahead: bool
    seconds: Mapping[int, str]
    reasons: Mapping[int, NoLevel] | None = None


def everybody_asked(user: Any, asked: PeopleFilter, day: dt.date) -> Everybody:
    """All whom the list shows, whatever their number, handed out as they are read: at most 18 queries."""
    people = people_asked(Employee.objects.visible_to(user), asked, day)
    ids = people.order_by().values("pk")
    levels = levels_on(day, ids)
    lines = ReportingLine.objects.on(day).filter(employee__in=ids, manager__in=Employee.objects.working_on(day))
    manager_of = dict(lines.order_by().values_list("employee_id", "manager_id"))
    led = Employee.objects.filter(pk__in=set(manager_of.values())).order_by()
    managers = {pk: (number, name) for pk, number, name in led.values_list("pk", "number", "name")}
    ways = ways_up(user, {level.key for level in levels.values()})

    def rows() -> Iterator[tuple[tuple[Any, ...], tuple[str, str], Level | None, str]]:
        for person in stream(people.order_by(*asked.order).values_list(*FILE)):
            level = levels.get(person[0])
            above = managers.get(manager_of.get(person[0], 0), ("", ""))
            yield person, above, level, (ways or {}).get(level.key, "") if level else ""

    reasons = _reasons(user, day, ids) if asked.state == "on_purpose" else None
    held = Placement.objects.second().on(day).filter(employee__in=ids).order_by("-pk")
    seconds = second_words({row[0]: row[1:] for row in held.values_list("employee_id", "level_key", "share")})
    return Everybody(people.count(), rows(), ways is not None, seconds, reasons)


def names_of(user: Any, *columns: str) -> list[list[str]]:
    """The departments, legal entities or both of the people in the user's reach, a list for each: 1 query, quick at any size;
    one for each where roles do not reach everybody."""
    if unknown := {*columns} - {"department", "legal_entity"}:
        raise ValueError(unknown)
    if not user.reaches_all(Permission.VIEW_PEOPLE):
        people = Employee.objects.visible_to(user)
        rows = (people.exclude(**{name: ""}).order_by(name).values_list(name, flat=True) for name in columns)
        return [list(each.distinct()[:MOST_NAMES]) for each in rows]
    parts = (DISTINCT.format(column=name, most=MOST_NAMES) for name in columns)
    sql = " UNION ALL ".join(f"SELECT {at}, value FROM ({part}) AS named" for at, part in enumerate(parts))
    found: list[list[str]] = [[] for _column in columns]
    for at, value in rows_of(f"{sql} ORDER BY 1, 2", []):
        found[at].append(value)
    return found
