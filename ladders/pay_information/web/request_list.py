"""Requests about pay as HR's list: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Employee
from ladders.core.lists.kinds import Column, Field, Holds, ListKind, Order, register_list
from ladders.core.lists.sheets import Cells, day, sheets
from ladders.core.permissions import Permission
from ladders.core.word_search import words_asked

from ..models import InformationRequest

ENDED, ANY = "ended", "any"
STATES = [("", lazy("Waits for an answer")), (ENDED, lazy("Answered or taken back")), (ANY, lazy("All"))]


def requests_asked(user: Any, query: Mapping[str, Any]) -> QuerySet[InformationRequest]:
    """What this user answers, as an address narrows it: what waits, unless another `state` is asked for.

    Without an order, and no query but those of roles.
    """
    rows = InformationRequest.objects.answered_by(user).select_related("employee", "answer__sent_by")
    if words := words_asked(query):
        rows = rows.filter(employee__in=Employee.objects.matching(words).values("pk"))
    state = query.get("state", "")
    if state == ENDED:
        return rows.filter(closed_at__isnull=False)
    return rows if state == ANY else rows.filter(pk__in=InformationRequest.objects.to_answer(user).values("pk"))


def usual_order(query: Mapping[str, Any]) -> tuple[str, ...]:
    """How such requests are looked at where nobody sorted them."""
    return {ENDED: ("-closed_at", "-pk"), ANY: ("-asked_on", "-pk")}.get(query.get("state", ""), ("due_on", "pk"))


def _answered_by(row: InformationRequest) -> str:
    answer = getattr(row, "answer", None)
    return str(answer.sent_by) if answer else ""


CELLS: Cells = {
    "number": (lazy("Employee number"), lambda row: row.employee.number),
    "name": (lazy("Name"), lambda row: row.employee.name),
    "department": (lazy("Department"), lambda row: row.employee.department),
    "asked": (lazy("Asked on"), lambda row: row.asked_on),
    "due": (lazy("Answer due by"), lambda row: row.due_on),
    "state": (lazy("State"), lambda row: str(row.get_state_display())),
    "ended": (lazy("Ended on"), lambda row: day(row.closed_at)),
    "by": (lazy("Answered by"), lambda row: _answered_by(row)),
}


REQUESTS = register_list(
    ListKind(
        name="pay-information",
        title=lazy("Requests about pay"),
        address="pay-information-requests",
        may=lambda user: bool(user.has_perm(Permission.ANSWER_PAY_REQUESTS)),
        columns=(
            Column("who", lazy("Who"), ("number", "name"), sort=("employee__sort_name", "pk"), fixed=True),
            Column("department", lazy("Department"), ("department",), shown=False),
            Column("asked", lazy("Asked on"), ("asked",), sort=("asked_on", "pk"), down=True, holds=Holds.DAYS),
            Column("due", lazy("Answer due by"), ("due",), sort=("due_on", "pk"), holds=Holds.DAYS),
            Column("state", lazy("State"), ("state",), shown=False),
            Column("ended", lazy("Ended on"), ("ended", "by"), shown=False),
        ),
        fields=(Field("q", lazy("Name or number")), Field("state", lazy("State"), lambda user: STATES)),
        sheet=sheets(lazy("Requests about pay"), "requests-about-pay", CELLS, requests_asked, usual=usual_order),
        orders=(Order("", lazy("The first due first"), ()),),
    )
)
