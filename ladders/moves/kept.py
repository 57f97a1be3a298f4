"""How long this room keeps what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ladders.core.retention import RetainedRows, RetentionKind

from .actions.past import ended_without_a_move, forget_requests

REQUESTS = RetentionKind(
    name="requests",
    title=_("Declined and withdrawn requests"),
    about=_(
        "Everything said in them goes, answers and reasons included. How such requests are answered on the whole stays "
        "known: how long it took and how it ended, without anybody’s name or day."
    ),
    tables=(RetainedRows(ended_without_a_move, "closed_at", forget_requests),),
    usual=6,
    least=3,
    most=60,
)
