"""HR's list of requests: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, Holds, ListKind, Order, Sheet, register_list
from ladders.core.lists.sheets import Cells, day, sheet_of
from ladders.core.permissions import Permission

from ..queries.hr_lists import RequestFilter, requests_asked, usual_order, with_people
from ..text.status import status_of

CELLS: Cells = {
    "number": (lazy("Employee number"), lambda row: row.person.number),
    "name": (lazy("Name"), lambda row: row.person.name),
    "department": (lazy("Department"), lambda row: row.person.department),
    "from": (lazy("From"), lambda row: row.from_level.code if row.from_level else ""),
    "to": (lazy("To"), lambda row: row.to_level.code),
    "title": (lazy("Title"), lambda row: row.to_level.title),
    "kind": (lazy("Kind"), lambda row: str(row.get_kind_display())),
    "where": (lazy("Where it is"), lambda row: status_of(row, timezone.localdate(), None)),
    "due": (lazy("Due"), lambda row: row.due_on if row.is_open else None),
    "heard": (lazy("HR heard on"), lambda row: day(row.hr_hears_at)),
}


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """The requests asked for, with every column: 2 queries beside those of roles."""
    asked = RequestFilter(query or None).asked()
    fitting = with_people(requests_asked(user, asked, timezone.localdate()))
    rows = fitting.order_by(*(order.names or usual_order(asked)))
    return sheet_of(rows, _("Requests"), "requests", CELLS)


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
