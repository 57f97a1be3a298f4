"""What of plans and talks Home shows: to everybody their own, to managers whose talk is due.

How many are due among everybody takes a look at everybody, so that number stands on its own page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import ngettext

from ladders.core.home import Card, Line, Part
from ladders.core.statements import Statement
from ladders.reporting.queries.lines import reports_to

from .models import Feedback, Goal, GoalState, Talk, Target, WayQuestion
from .queries.talks import whose_talk_is_due

_working = Count("goals", filter=Q(goals__state=GoalState.OPEN, goals__taken_up_on__isnull=False))
_targets = Statement(lambda me: Target.objects.open().filter(employee=me).annotate(working=_working), int)


def lines(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    """What waits: goals suggested, talks with a date, feedback asked of or given to this person: no query."""
    me = getattr(user, "employee", None)
    if me is not None:
        yield Line(
            Part.TURN,
            Goal.objects.filter(target__employee=me, target__ended_on=None, taken_up_on=None),
            lambda n: ngettext("goal suggested to you", "goals suggested to you", n),
            reverse("growth"),
            when="created_at",
            quiet=True,
        )
        yield Line(
            Part.TURN,
            Talk.objects.visible_to(user, day).ahead(),
            lambda n: ngettext("talk about growing", "talks about growing", n),
            reverse("talks"),
            when="on",
            on=True,
            quiet=True,
        )
        yield Line(
            Part.TURN,
            Feedback.objects.asked_of(user, day),
            lambda n: ngettext("colleague asks you for feedback", "colleagues ask you for feedback", n),
            f"{reverse('feedback')}#asked-title",
            when="ask__due_on",
            due=True,
            quiet=True,
        )
        yield Line(
            Part.TURN,
            WayQuestion.objects.visible_to(user, day).filter(asked=me, answered_at=None),
            lambda n: ngettext("colleague asks about a move of yours", "colleagues ask about a move of yours", n),
            f"{reverse('growth-ways')}#to-me-title",
            when="asked_at",
            quiet=True,
        )
        yield Line(
            Part.CHANGED,
            Feedback.objects.given().filter(ask__by=me, read_at=None),
            lambda n: ngettext("piece of feedback for you", "pieces of feedback for you", n),
            f"{reverse('feedback')}#asks-title",
            when="written_at",
            quiet=True,
        )


def cards(user: Any, day: dt.date) -> Iterator[Line | Card]:
    """One's own plan, and talks due in the team, which count months back from today: 1 query; none for whoever is nobody's
    employee here."""
    me = getattr(user, "employee", None)
    if me is None:
        return
    if getattr(user, "leads", False):
        yield Line(
            Part.TEAM,
            reports_to(me, day).filter(whose_talk_is_due(day)).exclude(pk__in=Talk.objects.with_date(me)),
            lambda n: ngettext("talk due in your team, without a date", "talks due in your team, without a date", n),
            f"{reverse('talks')}?show=due",
        )
    yield Card(Part.YOU, "growth/_home.html", {"targets": _targets(me.pk)}, order=10)
