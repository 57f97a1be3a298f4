"""HR's list of requests: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, ListKind, Order, Sheet, register_list
from ladders.core.lists.stream import TOGETHER
from ladders.core.permissions import Permission
from ladders.core.xlsx import Cell

from ..models import MoveRequest
from ..queries.hr_lists import RequestFilter, in_order, requests_asked
from .presentation import status_of


def headings() -> list[str]:
    """The first row."""
    return [
        _("Employee number"),
        _("Name"),
        _("Department"),
        _("From"),
        _("To"),
        _("Title"),
        _("Kind"),
        _("Where it is"),
        _("Due"),
        _("HR heard on"),
    ]


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """The requests asked for, with every column: 2 queries beside those of roles."""
    today = timezone.localdate()
    asked = RequestFilter(query or None).asked()
    fitting = requests_asked(user, asked, today)
    rows = in_order(fitting, asked, order.names).select_related(
        "person", "from_level", "to_level", "owner", "placement"
    )
    return Sheet(_("Requests"), f"requests-{today:%Y-%m-%d}", headings(), _rows(rows), fitting.count())


def _rows(rows: QuerySet[MoveRequest]) -> Iterator[list[Cell]]:
    today = timezone.localdate()
    for row in rows.iterator(chunk_size=TOGETHER):
        person, heard = row.person, row.hr_hears_at
        yield [
            person.number,
            person.name,
            person.department,
            row.from_level.code if row.from_level else "",
            row.to_level.code,
            row.to_level.title,
            str(row.get_kind_display()),
            status_of(row, today),
            row.due_on if row.is_open else None,
            timezone.localdate(heard) if heard else None,
        ]


REQUESTS = register_list(
    ListKind(
        name="requests",
        title=lazy("Requests"),
        address="moves-all",
        may=lambda user: bool(user.has_perm(Permission.HANDLE_MOVES)),
        columns=(
            Column("who", lazy("Who"), (0, 1), sort=("person__sort_name", "pk"), fixed=True),
            Column("department", lazy("Department"), (2,), shown=False),
            Column("levels", lazy("From and to"), (3, 4, 5)),
            Column("kind", lazy("Kind"), (6,), sort=("kind", "hr_hears_at", "pk")),
            Column("where", lazy("Where it is"), (7,)),
            Column("due", lazy("Due"), (8,), shown=False),
            Column("heard", lazy("HR heard on"), (9,), sort=("hr_hears_at", "pk"), down=True, shown=False),
        ),
        narrowed_by=("q", "state", "kind", "only"),
        sheet=sheet,
        orders=(Order("", lazy("Open: the first due first; ended: the latest first"), ()),),
    )
)
