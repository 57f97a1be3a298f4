"""What waits for somebody's answer, and what they have answered: lists with a stated number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import Employee
from ladders.reporting.queries.lines import reports_to

from ..domain.states import OPEN, MessageKind, RequestState
from ..models import Message, MoveRequest, Reason, Step
from ..text.labels import KINDS
from ..web.presentation import status_of, step_title

PAST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits: whose it is, of which kind, what is asked, until when."""

    row: MoveRequest
    kind: str
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
    return [
        Waiting(
            step.request,
            str(KINDS[step.request.kind]),
            step,
            step_title(step),
            bool(step.due_on and step.due_on < today),
        )
        for step in steps
    ]


def days_to_agree(user: Any, today: dt.date) -> QuerySet[MoveRequest]:
    """Requests of others of which this person is to agree the day: every step is answered, or the author offers another one.

    Without those that wait for an answer of theirs in any case. No query but those of roles.
    """
    rows = MoveRequest.objects.visible_to(user, today).open().filter(owner=user, stopped_at=None)
    rows = rows.exclude(person__user=user).exclude(pk__in=MoveRequest.objects.waiting_for(user, today).values("pk"))
    offered = Q(offered_on__isnull=False, offered_by=F("person__user"))
    return rows.filter(offered | Q(state=RequestState.APPROVED, offered_on=None))


def questions_to(user: Any) -> QuerySet[Message]:
    """Questions that this person has not answered, about requests that are still open."""
    rows = Message.objects.filter(to=user, kind=MessageKind.QUESTION, answer=None)
    return rows.filter(request__state__in=OPEN)


def asked_in_team(user: Any, today: dt.date) -> QuerySet[MoveRequest]:
    """Open requests of the people who report to this person, as far as they may see them, but for those that they answer now."""
    me: Employee | None = getattr(user, "employee", None)
    if me is None:
        return MoveRequest.objects.none()
    rows = MoveRequest.objects.visible_to(user, today).open().filter(person__in=reports_to(me, today).values("pk"))
    return rows.exclude(pk__in=MoveRequest.objects.waiting_for(user, today).values("pk"))


def proposed_by(user: Any) -> QuerySet[MoveRequest]:
    """What this person has proposed and nobody has accepted yet."""
    return MoveRequest.objects.filter(proposer=user.pk, submitted_at=None, state=RequestState.DRAFT)


def with_status(rows: QuerySet[MoveRequest], today: dt.date) -> list[tuple[MoveRequest, str]]:
    """These requests, the first due first, each with where it stands: 1 query."""
    rows = rows.select_related("person", "from_level", "to_level", "owner").order_by("due_on", "pk")
    return [(row, status_of(row, today)) for row in rows]


def finished_of(user: Any, today: dt.date) -> list[tuple[MoveRequest, Step, str]]:
    """The last steps that this person has answered and can still see, latest first, with where it stands: 1 query."""
    seen = MoveRequest.objects.visible_to(user, today).exclude(state=RequestState.DRAFT).exclude(person__user=user)
    steps = (
        Step.objects.filter(request__in=seen.values("pk"), answered_by=user)
        .select_related(
            "request__person", "request__owner", "request__from_level", "request__to_level", "request__placement"
        )
        .order_by("-answered_at")[:PAST]
    )
    return [(step.request, step, status_of(step.request, today)) for step in steps]


def reasons_for(user: Any, today: dt.date) -> list[Reason]:
    """Reasons of others that this person may read, the one that is gone first first; without their text: 1 query."""
    rows = Reason.objects.readable_by(user, today).exclude(request__person__user=user)
    return list(rows.select_related("request__person").defer("text").order_by("delete_on", "pk"))
