"""What waits for somebody's answer, and what they have answered: lists with a stated number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.conditions import nothing
from ladders.core.permissions import Permission
from ladders.core.statements import Statement
from ladders.reporting.queries.lines import reports_to

from ..domain.states import OPEN, MessageKind, Outcome, RequestState
from ..models import Message, MoveRequest, Reason, Step
from ..models.requests import KEEP_SEEING
from ..text.status import status_of
from ..web.presentation import step_title

PAST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits: whose it is, of which kind, what is asked, until when."""

    row: MoveRequest
    kind: str
    step: Step
    title: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class _Reach:
    """What an account sees, and what waits for its answer."""

    account: int
    visible: QuerySet[MoveRequest]
    waiting: QuerySet[MoveRequest]

    def steps(self) -> QuerySet[Step]:
        """Open steps to answer, overdue first."""
        asked = Q(decider=self.account) | Q(among__contains=[self.account])
        rows = Step.objects.filter(
            asked, request__in=self.waiting.values("pk"), opened_on__isnull=False, answered_at=None
        )
        return rows.select_related("request__person", "request__to_level", "request__from_level", "group").order_by(
            "due_on", "pk"
        )

    def days(self) -> QuerySet[MoveRequest]:
        """See `days_to_agree`."""
        rows = self._others_open().filter(owner=self.account, stopped_at=None).exclude(person__user=self.account)
        offered = Q(offered_on__isnull=False, offered_by=F("person__user"))
        return rows.filter(offered | Q(state=RequestState.APPROVED, offered_on=None))

    def team(self, me: Employee, today: dt.date) -> QuerySet[MoveRequest]:
        """See `asked_in_team`."""
        return self._others_open().filter(person__in=reports_to(me, today).values("pk"))

    def finished(self) -> QuerySet[Step]:
        """Steps that it has answered and can still see, latest first."""
        seen = self.visible.exclude(state=RequestState.DRAFT).exclude(person__user=self.account)
        rows = Step.objects.filter(request__in=seen.values("pk"), answered_by=self.account)
        return rows.select_related(
            "request__person", "request__owner", "request__from_level", "request__to_level", "request__placement"
        ).order_by("-answered_at")[:PAST]

    def _others_open(self) -> QuerySet[MoveRequest]:
        return self.visible.open().exclude(pk__in=self.waiting.values("pk"))  # type: ignore[attr-defined,no-any-return]


def _reach(user: Any, today: dt.date, since: dt.datetime | None = None) -> _Reach:
    rows = MoveRequest.objects
    return _Reach(user.pk, rows.visible_to(user, today, since), rows.waiting_for(user, today, since))


def _own_reach(account: int, day: dt.date, since: dt.datetime) -> _Reach:
    rows = MoveRequest.objects
    return _Reach(
        account, rows.visible_to_account(account, day, since), rows.waiting_for_account(account, day, since, nothing())
    )


def _listed(rows: QuerySet[MoveRequest]) -> QuerySet[MoveRequest]:
    """The first due first, with what says where each stands."""
    return rows.select_related("person", "from_level", "to_level", "owner").order_by("due_on", "pk")


# What most people's inbox asks, put together once: those whose roles handle nobody's moves.
_WHO = (int, dt.date, dt.datetime)
_steps = Statement(lambda *who: _own_reach(*who).steps(), *_WHO)
_days = Statement(lambda *who: _listed(_own_reach(*who).days()), *_WHO)
_finished = Statement(lambda *who: _own_reach(*who).finished(), *_WHO)
_team = Statement(lambda me, *who: _listed(_own_reach(*who).team(Employee(pk=me), who[1])), int, *_WHO)


@dataclass(frozen=True, slots=True)
class Inbox:
    """What somebody is asked, agrees and has answered, and what their team asks."""

    waiting: list[Waiting]
    days: list[tuple[MoveRequest, str]]
    team_asks: list[tuple[MoveRequest, str]]
    answered: list[tuple[MoveRequest, Step, str]]


def inbox_of(user: Any, today: dt.date) -> Inbox:
    """All of it: 3 queries and one for whoever is an employee, and those of roles."""
    me: Employee | None = getattr(user, "employee", None)
    if user.holds(Permission.HANDLE_MOVES):
        reach = _reach(user, today)
        steps, days, finished = list(reach.steps()), list(_listed(reach.days())), list(reach.finished())
        team = list(_listed(reach.team(me, today))) if me else []
    else:
        who = (user.pk, today, timezone.now() - KEEP_SEEING)
        steps, days, finished = _steps(*who), _days(*who), _finished(*who)
        team = _team(me.pk, *who) if me else []
    return Inbox(
        _waiting(steps, today),
        [(row, status_of(row, today, user)) for row in days],
        [(row, status_of(row, today, user)) for row in team],
        [(step.request, step, status_of(step.request, today, user)) for step in finished],
    )


def _waiting(steps: Iterable[Step], today: dt.date) -> list[Waiting]:
    return [
        Waiting(
            step.request,
            step.request.get_kind_display(),
            step,
            step_title(step),
            bool(step.due_on and step.due_on < today),
        )
        for step in steps
    ]


def days_to_agree(user: Any, today: dt.date, since: dt.datetime) -> QuerySet[MoveRequest]:
    """Requests of others of which this person is to agree the day: every step is answered, or the author offers another one.

    Without those that wait for an answer of theirs in any case. No query but those of roles.
    """
    return _reach(user, today, since).days()


def days_waiting_for(user: Any, today: dt.date) -> QuerySet[MoveRequest]:
    """The same without what has its day already, and with try-outs to which this person said yes and whose author offers another
    day. No query but those of roles."""
    said_yes = Step.objects.filter(request=OuterRef("pk"), answered_by=user, outcome=Outcome.APPROVED)
    tried = Q(Exists(said_yes), kind=MoveKind.TRY_OUT) & ~Q(person__user=user)
    rows = MoveRequest.objects.visible_to(user, today).open().filter(stopped_at=None)
    mine = Q(owner=user) & ~Q(person__user=user)
    offered = Q(mine | tried, offered_by=F("person__user"))
    without = Q(agreed_on=None) | Q(agreed_on__lt=today)
    return rows.filter(offered | Q(mine, without, state=RequestState.APPROVED, offered_on=None))


def questions_to(user: Any) -> QuerySet[Message]:
    """Questions that this person has not answered, about requests that are still open."""
    rows = Message.objects.filter(to=user, kind=MessageKind.QUESTION, answer=None)
    return rows.filter(request__state__in=OPEN)


def asked_in_team(user: Any, today: dt.date, since: dt.datetime) -> QuerySet[MoveRequest]:
    """Open requests of the people who report to this person, as far as they may see them, but for those that they answer now."""
    me: Employee | None = getattr(user, "employee", None)
    return MoveRequest.objects.none() if me is None else _reach(user, today, since).team(me, today)


def proposed_by(user: Any) -> QuerySet[MoveRequest]:
    """What this person has proposed and nobody has accepted yet."""
    return MoveRequest.objects.proposals().filter(proposer=user.pk)


_proposed = Statement(
    lambda account: (
        MoveRequest.objects.proposals().filter(proposer=account).select_related("person", "from_level", "to_level")
    ),
    int,
)


def proposals_of(user: Any) -> list[MoveRequest]:
    """The same, read with people and levels: 1 query."""
    return _proposed(user.pk)


def reasons_for(user: Any, today: dt.date) -> list[Reason]:
    """Reasons of others that this person may read, the one that is gone first first; without their text: 1 query."""
    return _reasons(user.pk, today) if user.is_active else []


def _of_others(account: int, today: dt.date) -> QuerySet[Reason]:
    rows = Reason.objects.readable_by_account(account, today).exclude(request__person__user=account)
    return rows.select_related("request__person").defer("text").order_by("delete_on", "pk")


_reasons = Statement(_of_others, int, dt.date)
