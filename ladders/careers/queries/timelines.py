"""A person's timeline from the database. Whoever shows it to somebody else asks `sharing.shared_with` first."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.frameworks.domain.shapes import TrackKind
from ladders.placements.models import Placement, Source

from ..domain.move_kinds import SEASON_OF, Season
from ..domain.season_picture import SeasonLabels, SeasonPicture, picture
from ..domain.seasons import HeldLevel, Named, PlannedSeason, SecondLevel, Timeline, timeline
from ..models import SEASONS, NamedSeason, SeasonPlan


def timeline_of(employee: Employee) -> Timeline:
    """What they held, what they call it, what they plan: 3 queries."""
    held: list[HeldLevel] = []
    second: list[SecondLevel] = []
    for row in Placement.objects.filter(employee=employee).select_related("level__track", "framework"):
        level, season = row.level, SEASON_OF[TrackKind(row.level.track.kind)]
        if row.primary:
            held.append(HeldLevel(row.starts_on, row.ends_on, season, level.code, level.title, row.framework.name))
        else:
            tried = row.source == Source.TRY_OUT
            second.append(SecondLevel(row.starts_on, row.ends_on, season, level.code, level.title, row.share, tried))
    named = [
        Named(row.starts_on, row.ends_on, Season(row.season), row.pk)
        for row in NamedSeason.objects.filter(employee=employee)
    ]
    plans = [
        PlannedSeason(Season(row.season), row.starts_on, row.note or "", row.pk)
        for row in SeasonPlan.objects.filter(employee=employee)
    ]
    return timeline(held, named, plans, second)


def seasons_of(employee: Employee, today: dt.date) -> SeasonPicture:
    """The timeline as `careers/_seasons.html` draws it (as `seasons`): 3 queries."""
    return picture(timeline_of(employee), today, labels())


def labels() -> SeasonLabels:
    """The words of the picture, in the reader's language."""
    return SeasonLabels(
        seasons={Season(value): str(words) for value, words in SEASONS},
        next=_("next"),
        since=_("since %(day)s"),
        starting=_("from %(day)s"),
        period=_("%(first)s – %(last)s"),
        beside=_("and %(share)s %% %(title)s"),
        tried=_("%(season)s, to try: %(share)s %% %(title)s, %(when)s"),
        month=lambda day: date_format(day, "M Y"),
    )
