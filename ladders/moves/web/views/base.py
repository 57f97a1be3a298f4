"""What the pages of this room share."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.once import known
from ladders.moves.actions import locks
from ladders.moves.models import MoveRequest
from ladders.moves.queries.requests import waiting_for, waits_for
from ladders.moves.queries.seats import note_seat, with_seat

JOINED = (
    "person__user",
    "proposer",
    "from_level__grade",
    "to_level__grade",
    "from_level__track",
    "to_level__track",
    "framework",
    "owner",
    "receiving",
    "declined_step",
    "offered_by",
    "placement",
)


def today_of() -> dt.date:
    """Today, taken once for a page."""
    return timezone.localdate()


def find(request: HttpRequest, pk: UUID, today: dt.date) -> MoveRequest:
    """The request, for whoever may see it today; for everybody else there is none (404). 1 query and those of roles."""
    held = pk in known(locks.held_for_answer)
    joined = (*JOINED, *locks.JOINED) if held else JOINED
    rows = with_seat(MoveRequest.objects.visible_to(request.user, today).select_related(*joined))
    if held:
        waiting = MoveRequest.objects.waiting_for(request.user, today).filter(pk=OuterRef("pk"))
        rows = rows.annotate(waits=Exists(waiting))
    try:
        # .first() would sort, and for that look at each of the many columns that are joined.
        row = note_seat(rows.get(pk=pk))
        if held:
            locks.found_behind_lock(row)
            known(waits_for)[pk, request.user.pk] = row.waits  # type: ignore[attr-defined]
        return row
    except MoveRequest.DoesNotExist:
        raise Http404(_("There is no such request, or it is no longer with you.")) from None


def bar(request: HttpRequest, tab: str) -> dict[str, Any]:
    """The tabs: what waits for this person is counted. 1 query, none where it was read on this page."""
    return {"tab": tab, "waiting": len(waiting_for(request.user, today_of()))}
