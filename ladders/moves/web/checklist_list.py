"""HR's checklists: what they can be narrowed to, their orders, and all of them as a workbook."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, Field, Holds, ListKind, Order, register_list
from ladders.core.lists.sheets import Cells, sheets
from ladders.core.permissions import Permission
from ladders.core.word_search import words_asked

from ..models import FollowUp
from ..queries import checklist
from ..queries.hr_lists import left_to_do

BY_DUE = ("due_on", "pk")
OVERDUE = "overdue"


def lines_asked(user: Any, query: QueryDict) -> QuerySet[FollowUp]:
    """What is left to do, as an address narrows it, without an order. No query but those of roles."""
    rows = left_to_do(user, words_asked(query))
    if (what := query.get("what", "")) in checklist.WORDS:
        rows = rows.filter(what=what)
    return rows.filter(due_on__lt=timezone.localdate()) if query.get("only") == OVERDUE else rows


CELLS: Cells = {
    "number": (lazy("Employee number"), lambda row: row.request.person.number),
    "name": (lazy("Name"), lambda row: row.request.person.name),
    "department": (lazy("Department"), lambda row: row.request.person.department),
    "kind": (lazy("Kind"), lambda row: str(row.request.get_kind_display())),
    "from": (lazy("From"), lambda row: str(row.request.from_level) if row.request.from_level else ""),
    "to": (lazy("To"), lambda row: str(row.request.to_level)),
    "agreed": (lazy("Agreed for"), lambda row: row.request.agreed_on),
    "what": (lazy("What is left"), lambda row: str(checklist.words(row.what))),
    "due": (lazy("Due"), lambda row: row.due_on),
    "overdue": (lazy("Overdue"), lambda row: _("overdue") if row.due_on < timezone.localdate() else ""),
}


def _with_moves(user: Any, query: QueryDict) -> QuerySet[FollowUp]:
    return lines_asked(user, query).select_related("request__person", "request__from_level", "request__to_level")


def _whats(user: Any) -> list[tuple[str, str]]:
    words = [(key, Truncator(str(label)).chars(60)) for key, label in checklist.WORDS.items()]
    return [("", _("Everything")), *words]


CHECKLISTS = register_list(
    ListKind(
        name="checklists",
        title=lazy("Checklists"),
        address="moves-follow-ups",
        may=lambda user: bool(user.has_perm(Permission.HANDLE_MOVES)),
        columns=(
            Column(
                "what", lazy("What is left"), ("number", "name", "kind", "from", "to", "agreed", "what"), fixed=True
            ),
            Column("department", lazy("Department"), ("department",), shown=False),
            Column("due", lazy("Due"), ("due", "overdue"), sort=BY_DUE, fixed=True, holds=Holds.DAYS),
        ),
        fields=(
            Field("q", lazy("Name or number")),
            Field("what", lazy("What is left"), _whats),
            Field("only", lazy("Only"), lambda user: [("", lazy("Everything")), (OVERDUE, lazy("Overdue"))]),
        ),
        sheet=sheets(lazy("Checklists"), "checklists", CELLS, _with_moves),
        orders=(
            Order("who", lazy("Name, A to Z"), ("request__person__sort_name", "request_id", *BY_DUE)),
            Order("-who", lazy("Name, Z to A"), ("-request__person__sort_name", "-request_id", "-due_on", "-pk")),
        ),
        usual="due",
    )
)
