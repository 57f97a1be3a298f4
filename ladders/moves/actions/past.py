"""Requests that came to nothing go after a while; how they were answered stays, without anybody in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from ladders.core.person_keys import throw_away

from ..domain.states import RequestState
from ..models import FollowUp, Message, MoveRequest, NewSalary, Notice, PassedOn, Reason, ReturnRight, Step

CAME_TO_NOTHING = (RequestState.DECLINED, RequestState.WITHDRAWN, RequestState.LAPSED)
# As `insights.queries.outcomes` counts those that are still there. In no order, so that rows cannot be told apart by it.
REMEMBER = """
    INSERT INTO moves_pastanswer (kind, answer, days, steps, reminders)
    SELECT r.kind, CASE WHEN r.state = 'declined' THEN 'declined' ELSE 'withdrawn' END,
        round(extract(epoch FROM way.answered_at - r.submitted_at) / 86400)::int, coalesce(way.steps, 0),
        coalesce(way.reminders, 0)
    FROM moves_moverequest r LEFT JOIN (
        SELECT request_id, max(answered_at) AS answered_at,
            count(*) FILTER (WHERE outcome NOT IN ('', 'not_needed')) AS steps,
            sum(silences) + count(overdue_on) AS reminders
        FROM moves_step WHERE opened_on IS NOT NULL GROUP BY request_id
    ) way ON way.request_id = r.id
    WHERE r.id = ANY(%s) AND r.submitted_at IS NOT NULL ORDER BY random()
"""


def ended_without_a_move() -> QuerySet[MoveRequest]:
    """Those that ended without one, but for what a later request or a right still builds on."""
    later = MoveRequest.objects.filter(follows=OuterRef("pk"))
    return MoveRequest.objects.filter(
        ~Exists(later), ~Exists(ReturnRight.objects.filter(request=OuterRef("pk"))), state__in=CAME_TO_NOTHING
    )


def forget_requests(keys: Sequence[Any], rows: QuerySet[MoveRequest]) -> None:
    """Delete these requests with all that was said in them: the database lets go of what came to nothing, and of steps
    whose request is gone. Some statements, however many."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, [list(keys)])
    throw_away(f"{MoveRequest._meta.label_lower}:{key}" for key in keys)  # what the audit trail holds of them
    _gone(MoveRequest.objects.filter(pk__in=keys))
    _gone(PassedOn.objects.filter(step__in=Step.objects.filter(request__in=keys)))
    _gone(Message.objects.filter(request__in=keys))
    _gone(Reason.readers.through.objects.filter(reason__request__in=keys))
    for model in (Reason, NewSalary, FollowUp, Notice, Step):
        _gone(model._base_manager.filter(request__in=keys))


def _gone(rows: QuerySet[Any]) -> None:
    """As one statement: Django would collect what is protected, and foreign keys are looked at when everything is gone."""
    rows._raw_delete(rows.db)
