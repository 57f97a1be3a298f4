"""One person as of a day: levels then and now, lines and team."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Window

from accounts.models import Employee
from ladders.placements.models import Placement, Source
from ladders.placements.queries import HeldLevel, held

from ..models import ReportingLine
from ..visibility import Sight
from .lines import reports_to

MOST = 200  # direct reports that are named


@dataclass(frozen=True, slots=True)
class Profile:
    """What a page shows of one person."""

    primary: HeldLevel | None
    second: HeldLevel | None
    history: list[HeldLevel] = field(default_factory=list)
    lines: list[ReportingLine] = field(default_factory=list)
    team: list[Employee] = field(default_factory=list)
    others: int = 0  # direct reports outside the reach of who looks

    @property
    def primary_share(self) -> int:
        """What the second level leaves."""
        return 100 - (self.second.placement.share if self.second else 0)

    @property
    def to_end(self) -> list[HeldLevel]:
        """Levels that HR can end: a try-out ends as it was agreed."""
        return [each for each in self.history if each.placement.source != Source.TRY_OUT]

    def planned(self, today: dt.date) -> list[HeldLevel]:
        """Levels that begin after today."""
        return [each for each in self.history if each.placement.starts_on > today]


def profile(person: Employee, day: dt.date, user: Any, sight: Sight) -> Profile:
    """Of the team, those whom `user` may see; the others are counted. At most 9 queries."""
    rows = Placement.objects.filter(employee=person)
    history = held(rows.select_related("level__grade", "level__track", "version__framework"))
    now = [
        each
        for each in history
        if each.placement.starts_on <= day and (each.placement.ends_on is None or each.placement.ends_on >= day)
    ]
    lines = list(ReportingLine.objects.filter(employee=person).select_related("manager"))
    reach = Employee.objects.visible_to(user) if sight is Sight.FULL else Employee.objects.all()
    reports = reports_to(person, day).annotate(
        in_reach=Exists(reach.filter(pk=OuterRef("pk"))), number_of_all=Window(Count("pk"))
    )
    first: list[Any] = list(reports.order_by("-in_reach", "sort_name", "number")[:MOST])
    team = [each for each in first if each.in_reach]
    return Profile(
        primary=next((each for each in now if each.placement.primary), None),
        second=next((each for each in now if not each.placement.primary), None),
        history=history,
        lines=lines,
        team=team,
        others=first[0].number_of_all - len(team) if first else 0,
    )
