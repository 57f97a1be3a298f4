"""People on levels outside management to whom others report: for HR to know, never a reason to grade anything anew."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, OuterRef

from accounts.models import Employee
from ladders.compensation.models import PayPosition
from ladders.compensation.queries.pay_positions import refresh
from ladders.core.lists.order import behind
from ladders.core.permissions import Permission
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level
from ladders.frameworks.queries.snapshot import Kept
from ladders.placements.queries import levels_on

from ..models import ReportingLine

PAGE = 50
BY_NAME: Final = ("sort_name", "pk")
SECONDS = 60  # the longest that who it is about is kept: a change in a long transaction may be told late


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody with direct reports whose level is on no management track."""

    employee: Employee
    level: Level
    reports: int


@dataclass(frozen=True, slots=True)
class Leads:
    """One page; `after` is the key of the next, None on the last. `number` is that of the people on all pages."""

    rows: list[Lead]
    after: int | None
    number: int


class _LeadPlace(NamedTuple):
    """Whom it is about, and what decides who may know."""

    pk: int
    legal_entity: str
    department: str


_kept: Kept[tuple[_LeadPlace, ...]] = Kept(300_000, len)

# Changes have numbers that only grow; the last of each history says that there was none since.
# Names are in no history: who has another one stands where they stood until the minute is over.
_CHANGED = """
SELECT (SELECT max(pgh_id) FROM reporting_reportinglineevent), (SELECT max(pgh_id) FROM placements_placementevent),
    (SELECT max(pgh_id) FROM accounts_employeeevent),
    (SELECT json_agg(id ORDER BY id) FROM frameworks_version WHERE state = 'published')::text
"""


def leads_outside_management(user: Any, day: dt.date, after: int | None = None) -> Leads:
    """Among the people in the reach of `user`, by name, today's levels: at most 4 queries, 4 to 8 more after changes, and 2
    more behind somebody who is no longer among them.

    Who they are is kept per process, ids without names, until somebody is placed, moved, hired, leaves or reports to somebody
    else, and no longer than a minute.
    """
    holds = user.holds(Permission.VIEW_PEOPLE)
    places = _places(day) if holds else ()
    if holds and not user.reaches_all(Permission.VIEW_PEOPLE):
        scopes = user.scopes(Permission.VIEW_PEOPLE)
        places = tuple(place for place in places if any(scope.covers(place) for scope in scopes))
    first = _place_behind(user, [place.pk for place in places], after) if after is not None else 0
    page = [place.pk for place in places[first : first + PAGE]]
    rows = Employee.objects.within(user, Permission.VIEW_PEOPLE).in_bulk(page)
    lines = ReportingLine.objects.on(day).filter(manager__in=page, employee__in=Employee.objects.working_on(day))
    counts = dict(lines.order_by().values_list("manager").annotate(reports=Count("pk")))
    held = levels_on(day, page) if page else {}
    shown = [Lead(rows[pk], held[pk], counts[pk]) for pk in page if pk in rows and pk in held and pk in counts]
    return Leads(shown, page[-1] if len(places) > first + PAGE else None, len(places))


def _place_behind(user: Any, ids: list[int], after: int) -> int:
    """How many of these stand up to and with the person with the id `after`, who may have left the list since: 2 queries then."""
    if after in ids:
        return ids.index(after) + 1
    last = Employee.objects.within(user, Permission.VIEW_PEOPLE).filter(pk=after).values_list(*BY_NAME).first()
    return len(ids) - Employee.objects.filter(behind(BY_NAME, last), pk__in=ids).count() if last else 0


def _places(day: dt.date) -> tuple[_LeadPlace, ...]:
    """Everybody on the page for whoever may see all, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED)
        key = (day, *cursor.fetchone(), int(time.monotonic() // SECONDS))
    return _kept.get(key, lambda: _read(day))


def _read(day: dt.date) -> tuple[_LeadPlace, ...]:
    refresh(day)
    levels = Level.objects.exclude(version__state=VersionState.DRAFT).order_by("version__number")
    kinds = dict(levels.values_list("key", "track__kind"))  # the newest version speaks last
    placed = PayPosition.objects.filter(
        level_key__in=[key for key, kind in kinds.items() if kind != TrackKind.MANAGEMENT]
    )
    lines = ReportingLine.objects.on(day).filter(employee__in=Employee.objects.working_on(day))
    people = Employee.objects.working_on(day).filter(
        Exists(placed.filter(employee=OuterRef("pk"))), Exists(lines.filter(manager=OuterRef("pk")))
    )
    rows = people.order_by(*BY_NAME).values_list("pk", "legal_entity", "department")
    return tuple(_LeadPlace(*row) for row in rows)
