"""A manager's own team on the lattice: who of those who report to them today stands where, and what each of them shares.

The levels are a manager's to know. Everything else belongs to the people, who share it or do not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Employee
from ladders.placements.models import Placement, Source
from ladders.placements.queries import current_levels, followed_on, level_since, on_purpose_among
from ladders.reporting.models import ReportingLine
from ladders.reporting.queries.lines import reports_to

from ..domain.published_index import Chart, PublishedIndex, PublishedLevel
from .published_cache import published_atlas
from .sharing import Thing, people_who_show

NEW = "new"  # asks for those who are new in the team
SHORT_WHILE = dt.timedelta(days=60)
SHOWN = tuple(thing for thing in Thing if thing != Thing.ASSESSMENT)  # that one a manager sees in any case


@dataclass(frozen=True, slots=True)
class TeamLevel:
    """A level somebody holds today. `place` is None where it is no longer published; code and title are then as they were."""

    place: PublishedLevel | None
    code: str
    title: str
    primary: bool
    share: int
    since: dt.date
    tried_until: dt.date | None = None  # a try-out's last day


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team. `shares`: what they share with the reader today. `on_purpose`: that they hold no level is."""

    person: Employee
    held: tuple[TeamLevel, ...]
    shares: tuple[Thing, ...]
    on_purpose: bool = False

    @property
    def primary(self) -> TeamLevel | None:
        """The level that decides the grade."""
        return next((each for each in self.held if each.primary), None)


@dataclass(frozen=True, slots=True)
class Team:
    """The reader's direct reports by name, over what is published."""

    members: tuple[Member, ...]
    atlas: PublishedIndex

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The frameworks in which somebody of the team holds a level, by name."""
        used = {each.place.framework for member in self.members for each in member.held if each.place}
        return tuple(chart for chart in self.atlas.charts if chart.id in used)

    @property
    def unplaced(self) -> tuple[Member, ...]:
        """Who stands on no lattice: without a level, or on one that is no longer published."""
        return tuple(member for member in self.members if not any(each.place for each in member.held))

    @property
    def waiting(self) -> bool:
        """Whether HR is to place somebody of those: whoever holds no level on purpose waits for none."""
        return any(not member.on_purpose for member in self.unplaced)

    def on(self, chart: Chart) -> dict[UUID, list[tuple[Member, TeamLevel]]]:
        """Level key → who of the team holds it in this framework."""
        found: dict[UUID, list[tuple[Member, TeamLevel]]] = {}
        for member in self.members:
            for each in member.held:
                if each.place and each.place.framework == chart.id:
                    found.setdefault(each.place.key, []).append((member, each))
        return found


def new_in_team(me: Employee, day: dt.date) -> QuerySet[ReportingLine]:
    """Lines of the people who have reported to this person for a short while, and work here: no query until it is read."""
    lines = ReportingLine.objects.on(day).filter(manager=me, starts_on__gt=day - SHORT_WHILE)
    return lines.filter(employee__in=reports_to(me, day).values("pk"))


def team(user: Any, day: dt.date) -> Team:
    """Who reports to this user on that day: 8 queries for any number of people, 3 where that is nobody; one more where
    somebody holds no level, and up to 5 where somebody holds one that is no longer published."""
    me: Employee | None = getattr(user, "employee", None)
    people = list(reports_to(me, day)) if me is not None else []
    atlas = published_atlas()
    if not people:
        return Team((), atlas)
    ids = [person.pk for person in people]
    held = standings(atlas, ids, day)
    shares: dict[int, list[Thing]] = {}
    for thing in SHOWN:
        for pk in people_who_show(user, thing, day).filter(pk__in=ids).values_list("pk", flat=True):
            shares.setdefault(pk, []).append(thing)
    on_purpose = on_purpose_among((pk for pk in ids if pk not in held), day)
    return Team(
        tuple(
            Member(person, tuple(held.get(person.pk, ())), tuple(shares.get(person.pk, ())), person.pk in on_purpose)
            for person in people
        ),
        atlas,
    )


def standings(atlas: PublishedIndex, employees: Iterable[int], day: dt.date) -> dict[int, list[TeamLevel]]:
    """Employee id → levels held on that day, the primary one first: 1 query, up to 5 more for levels that are gone."""
    rows = list(
        Placement.objects.on(day)
        .filter(employee__in=list(employees))
        .order_by("-primary", "pk")
        .values_list(
            "employee_id",
            "level_key",
            "level__code",
            "level__title",
            "primary",
            "share",
            "starts_on",
            "source",
            "ends_on",
        )
    )
    gone = {row[1] for row in rows if row[1] not in atlas.places}
    now = {key: level.key for key, (level, _moved) in current_levels(gone).items()} if gone else {}
    days = followed_on(now) if now else {}
    found: dict[int, list[TeamLevel]] = {}
    for employee, key, code, title, primary, share, starts_on, source, ends_on in rows:
        place = atlas.places.get(now.get(key, key))
        level = place.level if place else None
        said = (level.code, level.title) if level else (code, title)
        since = level_since(starts_on, days.get(key))
        found.setdefault(employee, []).append(
            TeamLevel(place, said[0], said[1], primary, share, since, ends_on if source == Source.TRY_OUT else None)
        )
    return found
