"""What of moves Home shows: what waits for its reader, and what they were told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from ladders.core.home import Line, Part

from .domain.states import RequestState
from .models import MoveRequest, Notice


def lines(user: Any, day: dt.date) -> Iterator[Line]:
    """What waits for this person's word, and notices not read: no query but those of roles."""
    yield Line(
        Part.TURN,
        MoveRequest.objects.waiting_for(user, day),
        lambda n: ngettext("request to answer", "requests to answer", n),
        reverse("moves-inbox"),
        when="due_on",
        due=True,
    )
    yield Line(
        Part.TURN,
        MoveRequest.objects.filter(person__user=user, proposer__isnull=False, state=RequestState.DRAFT),
        lambda n: ngettext("move proposed to you", "moves proposed to you", n),
        reverse("my-moves"),
        when="due_on",
        due=True,
    )
    yield Line(
        Part.CHANGED,
        Notice.objects.visible_to(user).unread(),
        lambda n: ngettext("notice not read yet", "notices not read yet", n),
        reverse("notices"),
        when="created_at",
    )
