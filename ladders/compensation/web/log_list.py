"""The log of who looked at pay: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Employee
from ladders.core.lists.kinds import Column, Field, Holds, ListKind, Order, Sheet, register_list
from ladders.core.lists.sheets import Cells, moment, sheet_of
from ladders.core.permissions import Permission
from ladders.core.word_search import words_asked

from ..models import AccessKind, PayAccess

FEW = 200
MOST = 100_000  # lines of a workbook: the log has no end


def looks_asked(user: Any, query: QueryDict) -> QuerySet[PayAccess]:
    """The looks that an address asks for, at people of that name and in that way, without an order: 1 query where there are
    words."""
    rows, kind = PayAccess.objects.visible_to(user).select_related("by", "employee"), query.get("how", "")
    if words := words_asked(query):
        # Straight from the index: nobody is looked up a second time.
        found = Employee.objects.matching(words, many=True)
        # Found first: else the whole log is walked for somebody whom nobody looked at.
        few = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
        many: Any = found.values("pk")
        rows = rows.filter(employee__in=few if len(few) <= FEW else many)
    return rows.filter(kind=kind) if kind in AccessKind.values else rows


CELLS: Cells = {
    "when": (lazy("When"), lambda row: moment(row.at)),
    "who": (lazy("Who"), lambda row: str(row.by)),
    "name": (lazy("Whose pay"), lambda row: row.employee.name),
    "number": (lazy("Employee number"), lambda row: row.employee.number),
    "department": (lazy("Department"), lambda row: row.employee.department),
    "how": (lazy("How"), lambda row: row.get_kind_display()),
}


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """The looks asked for, the first 100,000 of them: at most 3 queries."""
    rows = looks_asked(user, query).order_by(*order.names)[:MOST]
    return sheet_of(rows, _("Who has looked at pay"), "pay-log", CELLS)


PAY_LOG = register_list(
    ListKind(
        name="pay-log",
        title=lazy("Who has looked at pay"),
        address="pay-log",
        may=lambda user: bool(user.has_perm(Permission.VIEW_PAY_LOG)),
        columns=(
            Column("when", lazy("When"), ("when",), sort=("pk",), down=True, fixed=True, holds=Holds.DAYS),
            Column("who", lazy("Who"), ("who",), fixed=True),
            Column("whose", lazy("Whose pay"), ("name", "number"), fixed=True),
            Column("department", lazy("Department"), ("department",), shown=False),
            Column("how", lazy("How"), ("how",)),
        ),
        fields=(
            Field("q", lazy("Whose pay")),
            Field("how", lazy("How"), lambda user: [("", lazy("All")), *AccessKind.choices]),
        ),
        sheet=sheet,
        usual="-when",
    )
)
