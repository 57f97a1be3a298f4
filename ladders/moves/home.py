"""What of moves Home shows: what waits for its reader, their own request, their team's, and what HR looks after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from ladders.core.home import Card, Line, Part
from ladders.core.lists.page import plain_url
from ladders.core.permissions import Permission
from ladders.core.statements import Statement

from .domain.states import RequestState
from .models import MoveRequest, Notice, ReturnRight
from .models.requests import KEEP_SEEING
from .queries.hr_lists import RequestSelection, left_to_do, requests_asked
from .queries.inbox import asked_in_team, days_to_agree, proposed_by, questions_to
from .queries.try_outs import TRY_OUTS
from .text.status import status_of

_under_way = Statement(
    lambda person: (
        MoveRequest.objects.open().filter(person=person).select_related("from_level", "to_level", "owner")[:1]
    ),
    int,
)
_due = partial(Line, when="due_on", due=True)


def lines(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    """All of it: no query."""
    since = now - KEEP_SEEING
    yield from _for_me(user, day, since)
    yield from _mine(user, day)
    if getattr(user, "leads", False):
        yield from _team(user, day, since)
    if user.holds(Permission.HANDLE_MOVES):
        yield from _hr(user, day, since)


def _for_me(user: Any, day: dt.date, since: dt.datetime) -> Iterator[Line]:
    inbox, mine = reverse("moves-inbox"), reverse("my-moves")
    own = MoveRequest.objects.filter(person__user=user)
    yield _due(
        Part.TURN,
        MoveRequest.objects.waiting_for(user, day, since),
        lambda n: ngettext("request to answer", "requests to answer", n),
        inbox,
    )
    yield _due(
        Part.TURN,
        days_to_agree(user, day, since),
        lambda n: ngettext("day to agree for somebody’s move", "days to agree for people’s moves", n),
        f"{inbox}#days",
    )
    yield Line(
        Part.TURN,
        questions_to(user),
        lambda n: ngettext("question about your request", "questions about your request", n),
        f"{mine}#current-title",
        when="at",
    )
    yield Line(
        Part.TURN,
        own.with_day_offered().exclude(offered_by=user),
        lambda n: gettext("Another day is offered for your move"),
        f"{mine}#current-title",
        when="offered_at",
        numbered=False,
    )
    yield _due(
        Part.TURN,
        own.filter(proposer__isnull=False, state=RequestState.DRAFT),
        lambda n: ngettext("move proposed to you", "moves proposed to you", n),
        f"{mine}#proposals-title",
    )
    yield Line(
        Part.CHANGED,
        Notice.objects.visible_to(user).unread(),
        lambda n: ngettext("notice not read yet", "notices not read yet", n),
        f"{reverse('notices')}?show=unread",
        when="created_at",
    )


def _mine(user: Any, day: dt.date) -> Iterator[Line]:
    mine = reverse("my-moves")
    yield Line(
        Part.YOU,
        ReturnRight.objects.on(day).filter(person__user=user),
        lambda n: ngettext("right of return that you hold", "rights of return that you hold", n),
        f"{mine}#rights",
        when="until",
        ends=True,
    )
    yield Line(
        Part.YOU,
        TRY_OUTS.filter(person__user=user, placement__ends_on__gte=day),
        lambda n: ngettext("try-out under way", "try-outs under way", n),
        f"{mine}#try-outs",
        when="placement__ends_on",
        ends=True,
    )


def _team(user: Any, day: dt.date, since: dt.datetime) -> Iterator[Line]:
    inbox = reverse("moves-inbox")
    yield _due(
        Part.TEAM,
        asked_in_team(user, day, since),
        lambda n: ngettext("request of your team under way", "requests of your team under way", n),
        f"{inbox}#team-asks",
    )
    yield _due(
        Part.TEAM,
        proposed_by(user),
        lambda n: ngettext("proposal of yours not accepted yet", "proposals of yours not accepted yet", n),
        f"{inbox}#proposed-title",
    )


def _hr(user: Any, day: dt.date, since: dt.datetime) -> Iterator[Line]:
    everything = reverse("moves-all")
    yield _due(
        Part.DAY,
        requests_asked(user, RequestSelection(only="overdue"), day, since),
        lambda n: ngettext("request that is overdue", "requests that are overdue", n),
        f"{everything}?only=overdue",
    )
    yield Line(
        Part.DAY,
        requests_asked(user, RequestSelection(only="stopped"), day, since),
        lambda n: ngettext("request that cannot go on", "requests that cannot go on", n),
        f"{everything}?only=stopped",
        when="stopped_at",
    )
    yield _due(
        Part.DAY,
        left_to_do(user, ""),
        lambda n: ngettext("thing left to do after a move", "things left to do after moves", n),
        plain_url("moves-follow-ups"),
    )


def cards(user: Any, day: dt.date) -> Iterator[Card]:
    """One's own request under way: 1 query, 0 for whoever does not work here."""
    person = getattr(user, "employee", None)
    if person is None:
        return
    row = _under_way.one(person.pk)
    if row is not None:
        yield Card(Part.YOU, "moves/_home.html", {"row": row, "status": status_of(row, day, user)}, order=20)
