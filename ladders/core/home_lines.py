"""What of this room Home shows: what a second person has to confirm, and background work of one's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from .approvals.queries import to_confirm
from .home import Line, Part
from .lists.page import plain_url
from .models import Job


def lines(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    """What waits for this person's confirmation; work of theirs that goes on, or stopped: no query."""
    yield Line(
        Part.TURN,
        to_confirm(user, day, now),
        lambda n: ngettext("change to confirm as the second person", "changes to confirm as the second person", n),
        f"{plain_url('approvals')}#yours",
        when="asked_at",
    )
    mine = Job.objects.visible_to(user)
    yield Line(
        Part.TURN,
        mine.failed_unseen(),
        lambda n: ngettext("piece of background work that stopped", "pieces of background work that stopped", n),
        f"{reverse('jobs')}?show=failed",
        when="finished_at",
    )
    yield Line(
        Part.CHANGED,
        mine.unfinished(),
        lambda n: ngettext("piece of background work at work", "pieces of background work at work", n),
        f"{reverse('jobs')}?show=running",
        when="created_at",
    )
