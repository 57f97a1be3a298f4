"""The list of people and their roles: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, ListKind, Order, Sheet, register_list
from ladders.core.lists.stream import TOGETHER
from ladders.core.permissions import Permission
from ladders.core.xlsx import Cell

from ..forms import PeopleFilter
from ..queries import BY_NAME, accounts_asked, in_order


def headings() -> dict[str, str]:
    """The first row."""
    return {
        "name": _("Name"),
        "email": _("Email"),
        "account": _("Account"),
        "department": _("Department"),
        "roles": _("Roles"),
        "seen": _("Last signed in"),
    }


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """The accounts asked for, with every column: 2 queries, and one for the roles of each few thousand."""
    asked = PeopleFilter(query).asked()
    people = accounts_asked(asked["words"], asked["role"])
    rows = in_order(people, asked["words"], order.names).select_related("employee").prefetch_related("grants")
    return Sheet(_("Roles"), f"roles-{timezone.localdate():%Y-%m-%d}", headings(), _rows(rows), people.count())


def _rows(people: Any) -> Iterator[list[Cell]]:
    for user in people.iterator(chunk_size=TOGETHER):
        employee = getattr(user, "employee", None)
        held = [
            f"{grant.get_role_display()} ({grant.counts_for})" if grant.counts_for else str(grant.get_role_display())
            for grant in user.grants.all()
        ]
        state = _("open") if user.is_active else _("closed")
        seen = timezone.localdate(user.last_login) if user.last_login else None
        yield [user.shown_name, user.email, state, employee.department if employee else "", "; ".join(held), seen]


ROLES = register_list(
    ListKind(
        name="roles",
        title=lazy("Roles"),
        address="roles",
        may=lambda user: bool(user.has_perm(Permission.MANAGE_ROLES)),
        columns=(
            Column("name", lazy("Name"), ("name", "email", "account"), sort=BY_NAME, fixed=True),
            Column("department", lazy("Department"), ("department",)),
            Column("roles", lazy("Roles"), ("roles",), fixed=True),
            Column("seen", lazy("Last signed in"), ("seen",), shown=False),
        ),
        narrowed_by=("q", "role"),
        sheet=sheet,
        usual="name",
    )
)
