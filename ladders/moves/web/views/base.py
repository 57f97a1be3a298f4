"""What the pages of this room share."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.permissions import Permission
from ladders.core.statements import Statement
from ladders.moves.models import MoveRequest
from ladders.moves.models.requests import KEEP_SEEING

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
    try:
        # .first() would sort, and for that look at each of the many columns that are joined.
        return MoveRequest.objects.visible_to(request.user, today).select_related(*JOINED).get(pk=pk)
    except MoveRequest.DoesNotExist:
        raise Http404(_("There is no such request, or it is no longer with you.")) from None


def bar(request: HttpRequest, tab: str) -> dict[str, Any]:
    """The tabs: what waits for this person is counted. 1 query."""
    user: Any = request.user
    if user.holds(Permission.HANDLE_MOVES):
        waiting = MoveRequest.objects.waiting_for(user, today_of()).count()
    else:
        waiting = len(_waiting_for(user.pk, today_of(), timezone.now() - KEEP_SEEING)) if user.is_active else 0
    return {"tab": tab, "waiting": waiting}


_waiting_for = Statement(
    lambda account, day, since: (
        MoveRequest.objects.waiting_for_account(account, day, since).order_by().values_list("pk", flat=True)
    ),
    int,
    dt.date,
    dt.datetime,
)
