"""HR's list of requests: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, Holds, ListKind, Order, Sheet, register_list
from ladders.core.lists.sheets import day, sheet_of
from ladders.core.permissions import Permission
from ladders.core.xlsx import Cell

from ..models import MoveRequest
from ..queries.hr_lists import RequestFilter, requests_asked, usual_order, with_people
from ..text.status import status_of


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """The requests asked for, with every column: 2 queries beside those of roles."""
    asked = RequestFilter(query or None).asked()
    fitting = with_people(requests_asked(user, asked, timezone.localdate()))
    rows = fitting.order_by(*(order.names or usual_order(asked)))
    headings = {
        "number": _("Employee number"),
        "name": _("Name"),
        "department": _("Department"),
        "from": _("From"),
        "to": _("To"),
        "title": _("Title"),
        "kind": _("Kind"),
        "where": _("Where it is"),
        "due": _("Due"),
        "heard": _("HR heard on"),
    }
    return sheet_of(rows, _("Requests"), "requests", headings, _cells)


def _cells(row: MoveRequest) -> list[Cell]:
    return [
        row.person.number,
        row.person.name,
        row.person.department,
        row.from_level.code if row.from_level else "",
        row.to_level.code,
        row.to_level.title,
        str(row.get_kind_display()),
        status_of(row, timezone.localdate(), None),
        row.due_on if row.is_open else None,
        day(row.hr_hears_at),
    ]


REQUESTS = register_list(
    ListKind(
        name="requests",
        title=lazy("Requests"),
        address="moves-all",
        may=lambda user: bool(user.has_perm(Permission.HANDLE_MOVES)),
        columns=(
            Column("who", lazy("Who"), ("number", "name"), sort=("person__sort_name", "pk"), fixed=True),
            Column("department", lazy("Department"), ("department",), shown=False),
            Column("levels", lazy("From and to"), ("from", "to", "title")),
            Column("kind", lazy("Kind"), ("kind",), sort=("kind", "hr_hears_at", "pk"), holds=Holds.KINDS),
            Column("where", lazy("Where it is"), ("where",)),
            Column("due", lazy("Due"), ("due",), shown=False),
            Column(
                "heard",
                lazy("HR heard on"),
                ("heard",),
                sort=("hr_hears_at", "pk"),
                down=True,
                shown=False,
                holds=Holds.DAYS,
            ),
        ),
        narrowed_by=("q", "state", "kind", "only"),
        sheet=sheet,
        orders=(Order("", lazy("Open: the first due first; ended: the latest first"), ()),),
    )
)
