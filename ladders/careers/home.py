"""What of careers Home shows: where its reader stands, new people in the team, and for HR where the frameworks end ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.models import Employee
from ladders.core.home import Card, Line, Part
from ladders.core.permissions import Permission
from ladders.core.statements import Statement
from ladders.placements.models import Placement
from ladders.placements.queries import followed_on, level_since, no_level_of

from .domain.dead_ends import number_of_ends
from .domain.move_kinds import SEASON_OF, Season
from .models import SEASONS, NamedSeason
from .queries.my_position import Mine, mine
from .queries.teams import NEW, new_in_team
from .words import time_since

FRESH = dt.timedelta(days=60)  # how long a level counts as new


def lines(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    """That one's level is new, and who is new in the team: no query."""
    employee = getattr(user, "employee", None)
    if employee is not None:
        yield Line(
            Part.CHANGED,
            _held(employee, day).filter(starts_on__gt=day - FRESH),
            lambda n: gettext("Your level is new"),
            reverse("my-page"),
            when="starts_on",
            numbered=False,
        )
    if employee is not None and getattr(user, "leads", False):
        yield Line(
            Part.TEAM,
            new_in_team(employee, day),
            lambda n: ngettext("person new in your team", "people new in your team", n),
            f"{reverse('team')}?show={NEW}",
            when="starts_on",
        )


def cards(user: Any, day: dt.date) -> Iterator[Line | Card]:
    """Where this person stands, and what ends: 2 queries, some more where their level was removed, 1 where no employee is HR."""
    employee = getattr(user, "employee", None)
    handles = user.reaches_all(Permission.VIEW_DEAD_ENDS)  # who has a part of the people edits no framework
    if employee is None and not handles:
        return
    at = mine(user, day, gaps=False, rights=False)
    if employee is not None:
        yield Card(Part.YOU, "careers/_home.html", _standing(at, employee, day))
    if handles:
        yield Line(
            Part.DAY,
            number_of_ends(at.atlas, frozenset(at.seats)),
            lambda n: ngettext("dead end in the frameworks", "dead ends in the frameworks", n),
            reverse("dead-ends"),
        )


def _held(employee: Any, day: dt.date) -> QuerySet[Placement]:
    return Placement.objects.primary().on(day).filter(employee=employee)


def _with_season(employee: int, day: dt.date) -> QuerySet[Placement]:
    named = NamedSeason.objects.filter(employee=employee, starts_on__gte=OuterRef("starts_on"), starts_on__lte=day)
    named = named.order_by("-starts_on")
    own = {"season": Subquery(named.values("season")[:1]), "over": Subquery(named.values("ends_on")[:1])}
    return _held(employee, day).annotate(**own)


_in_season = Statement(_with_season, int, dt.date)


def _standing(at: Mine, employee: Employee, day: dt.date) -> dict[str, Any]:
    """What the card shows: the level, and as long as it is published since when, and in which season."""
    level = next((each for each in at.held if each.primary), None)
    if level is None:
        return {"level": level, "no_level": no_level_of(employee.pk, day)}
    if level.place is None:
        return {"level": level}
    row: Any = _in_season.one(employee.pk, day)
    moved = followed_on({row.level_key}) if row.level_key != level.place.key else {}
    since = level_since(row.starts_on, moved.get(row.level_key))
    holds = row.season and (row.over is None or row.over >= day)
    season = Season(row.season) if holds else SEASON_OF[level.place.track.kind]
    return {
        "level": level,
        "framework": at.atlas.chart_of(level.place).name,
        "since": since,
        "time": time_since(since, day),
        "season": dict(SEASONS)[season.value],
        "second": at.second,
        "tried": at.tried,
    }
