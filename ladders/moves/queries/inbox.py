"""What waits for somebody's answer, and what they have answered: lists with a stated number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ..domain.states import RequestState
from ..models import MoveRequest, Reason, Step
from ..web.presentation import status_of, step_title

PAST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits: whose it is, what is asked, until when."""

    row: MoveRequest
    step: Step
    title: str
    overdue: bool


def waiting(user: Any, today: dt.date) -> list[Waiting]:
    """Steps that this person can answer, overdue first: 1 query and those of roles."""
    asked = MoveRequest.objects.waiting_for(user, today)
    steps = (
        Step.objects.filter(request__in=asked.values("pk"), opened_on__isnull=False, answered_at=None)
        .filter(Q(decider=user) | Q(among__contains=[user.pk]))
        .select_related("request__person", "request__to_level", "request__from_level", "group")
        .order_by("due_on", "pk")
    )
    return [Waiting(step.request, step, step_title(step), bool(step.due_on and step.due_on < today)) for step in steps]


def finished_of(user: Any, today: dt.date) -> list[tuple[MoveRequest, Step, str]]:
    """The last steps that this person has answered and can still see, latest first, with where it stands: 1 query."""
    seen = MoveRequest.objects.visible_to(user, today).exclude(state=RequestState.DRAFT).exclude(person__user=user)
    steps = (
        Step.objects.filter(request__in=seen.values("pk"), answered_by=user)
        .select_related("request__person", "request__owner")
        .order_by("-answered_at")[:PAST]
    )
    return [(step.request, step, status_of(step.request, today)) for step in steps]


def reasons_for(user: Any, today: dt.date) -> list[Reason]:
    """Reasons of others that this person may read, the one that is gone first first; without their text: 1 query."""
    rows = Reason.objects.readable_by(user, today).exclude(request__person__user=user)
    return list(rows.select_related("request__person").defer("text").order_by("delete_on", "pk"))
