"""HR's lists: requests and checklists of the people in reach, each with one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from accounts.roles import Role
from accounts.stand_in import same_for, stand_in
from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.choices import FilterChoice, choices_of
from ladders.core.permissions import Permission
from ladders.core.statements import Statement, number_of

from ..domain.states import OPEN, RequestState
from ..models import FollowUp, MoveRequest, ReturnRight
from ..models.requests import KEEP_SEEING
from ..text.status import status_of

PAGE = 30
MOST = 100  # lines of a checklist on one page
ANY = "any"
MOVE = ("request__person", "request__from_level", "request__to_level", "request__receiving")
LISTED = [state for state in RequestState if state != RequestState.DRAFT]


@dataclass(frozen=True, slots=True)
class RequestSelection:
    """What the list is narrowed to."""

    words: str = ""
    state: str = ""  # empty: whatever is open; `ANY`: ended, too
    kind: str = ""
    only: str = ""  # overdue, stopped


class RequestFilter(forms.Form):
    """Narrowing the list; what cannot be read counts as not asked for."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    state = FilterChoice(
        label=_("State"),
        required=False,
        choices=[("", _("Open")), (ANY, _("Open and ended")), *choices_of(LISTED)],
    )
    kind = FilterChoice(label=_("Kind"), required=False, choices=[("", _("All")), *choices_of(MoveKind)])
    only = FilterChoice(
        label=_("Only"),
        required=False,
        choices=[("", _("Everything")), ("overdue", _("Overdue")), ("stopped", _("Cannot go on"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            select = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if select else "form-control"

    def asked(self) -> RequestSelection:
        """What was asked for."""
        if not self.is_bound:
            return RequestSelection()
        self.is_valid()
        data = self.cleaned_data
        return RequestSelection(data.get("q", ""), data.get("state", ""), data.get("kind", ""), data.get("only", ""))


def requests_asked(
    user: Any, asked: RequestSelection, today: dt.date, since: dt.datetime | None = None
) -> QuerySet[MoveRequest]:
    """The requests that the list shows, without its order. Never one's own. No query but those of roles. `since`: as
    `visible_to` has it."""
    within = Employee.objects.within(user, Permission.HANDLE_MOVES)
    people = within.matching(asked.words) if asked.words.strip() else within
    rows = MoveRequest.objects.visible_to(user, today, since)
    rows = rows.filter(hr_hears_at__isnull=False, person__in=people.values("pk"))
    rows = rows.exclude(person__user=user).exclude(state=RequestState.DRAFT)
    if asked.state != ANY:
        rows = rows.filter(state=asked.state) if asked.state else rows.filter(state__in=OPEN)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.only == "overdue":
        rows = rows.filter(due_on__lt=today)
    if asked.only == "stopped":
        rows = rows.filter(stopped_at__isnull=False)
    return rows


def first_requests(
    user: Any, asked: RequestSelection, order: tuple[str, ...], today: dt.date
) -> tuple[list[MoveRequest], int] | None:
    """The first page of the list, one row more where there are more, and how many there are: 2 queries that are put together
    once. None where words are looked for, or where a role of the reader reaches some people only."""
    roles = same_for(user)
    if asked.words.strip() or roles is None:
        return None
    rows, number = _first_statements(roles, asked, order)
    who = user.pk, today, timezone.now() - KEEP_SEEING
    return rows(*who), number.one(*who) or 0


@lru_cache(maxsize=256)
def _first_statements(
    roles: frozenset[Role], asked: RequestSelection, order: tuple[str, ...]
) -> tuple[Statement[MoveRequest], Statement[int]]:
    def fitting(account: int, day: dt.date, since: dt.datetime) -> QuerySet[MoveRequest]:
        return requests_asked(stand_in(roles, account), asked, day, since)

    types = int, dt.date, dt.datetime
    return (
        Statement(lambda *who: with_people(fitting(*who)).order_by(*order)[: PAGE + 1], *types),
        Statement(lambda *who: number_of(fitting(*who)), *types),
    )


def with_people(rows: QuerySet[MoveRequest]) -> QuerySet[MoveRequest]:
    """The requests with all that the list says of them."""
    return rows.select_related("person", "from_level", "to_level", "owner", "placement")


def say(rows: Iterable[Any], today: dt.date, user: Any) -> None:
    """Give each request its status in words (`said`) as this user reads it, and whether it is `overdue`."""
    for row in rows:
        row.said, row.overdue = status_of(row, today, user), bool(row.due_on and row.due_on < today and row.is_open)


def usual_order(asked: RequestSelection) -> tuple[str, ...]:
    """How such requests are looked at where nobody sorted them."""
    if not asked.state or asked.state in OPEN:
        return ("due_on", "pk")
    return ("-created_at", "-pk") if asked.state == ANY else ("-closed_at", "-pk")


def left_to_do(user: Any, words: str) -> QuerySet[FollowUp]:
    """What is left to do for the people in reach; of those of that name, where there are words. No query but those of roles."""
    return FollowUp.objects.filter(done_at=None, request__person__in=_people(user, words))


def rights_that_hold(user: Any, words: str, today: dt.date) -> list[ReturnRight]:
    """Rights of return of the people in reach, the first to end first, one more than `MOST` where there are more: 1 query."""
    rows = ReturnRight.objects.on(today).filter(person__in=_people(user, words))
    return list(rows.select_related("person", "level").order_by("until", "pk")[: MOST + 1])


def _people(user: Any, words: str) -> Any:
    """The people in reach, but for oneself; those of that name, where there are words."""
    within = Employee.objects.within(user, Permission.HANDLE_MOVES).exclude(user=user)
    return (within.matching(words) if words else within).values("pk")
