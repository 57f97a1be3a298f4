"""People and their invitations as a list: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, Field, ListKind, Order, Sheet, register_list
from ladders.core.lists.sheets import day
from ladders.core.lists.stream import TOGETHER
from ladders.core.permissions import Permission
from ladders.core.xlsx import Cell

from ..queries.invitees import departments_of, invited_asked, with_invitation

BY_NAME = ("sort_name", "pk")


def _departments(user: Any) -> list[tuple[str, str]]:
    return [("", _("All")), *((name, name) for name in departments_of(user))]


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """Everybody whom the list shows: 2 queries, 1 for each 2,000, and one for the reach."""
    people = invited_asked(user, query).order_by(*order.names)
    headings = {
        "number": _("Employee number"),
        "name": _("Name"),
        "department": _("Department"),
        "state": _("Where it stands"),
        "invited": _("Invited"),
        "until": _("Link works until"),
        "seen": _("Last signed in"),
    }
    name = f"invitations-{timezone.localdate():%Y-%m-%d}"
    return Sheet(_("Invitations"), name, headings, _rows(people), people.count())


def _rows(people: QuerySet[Any]) -> Iterator[list[Cell]]:
    every = people.iterator(chunk_size=TOGETHER)
    while some := list(islice(every, TOGETHER)):
        for row in with_invitation(some):
            person, days = row.person, (row.invited_at, row.expires_at, row.signed_in_at)
            yield [person.number, person.name, person.department, row.state.label, *map(day, days)]


INVITATIONS = register_list(
    ListKind(
        name="invitations",
        title=lazy("Invitations"),
        address="invitations",
        may=lambda user: bool(user.has_perm(Permission.INVITE_PEOPLE)),
        columns=(
            Column("name", lazy("Name"), ("number", "name"), sort=BY_NAME, fixed=True),
            Column("department", lazy("Department"), ("department",), sort=("department", *BY_NAME)),
            Column("state", lazy("Where it stands"), ("state",)),
            Column("invited", lazy("Invited"), ("invited", "until")),
            Column("seen", lazy("Last signed in"), ("seen",)),
        ),
        fields=(
            Field("q", lazy("Name or number")),
            Field("department", lazy("Department"), _departments),
        ),
        narrowed_by=("state",),
        sheet=sheet,
        usual="name",
    )
)
