"""Band exceptions as a list: all of them as a workbook. Their page shows them by where they stand, in one order."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, ListKind, Order, Sheet, register_list
from ladders.core.lists.sheets import day, sheet_of
from ladders.core.permissions import Permission
from ladders.core.xlsx import Cell

from ..models import BandException

SOON = "soon"


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """All that the page shows: 2 queries, and those of the reader's bands."""
    rows = BandException.objects.visible_to(user)
    if query.get("show") == SOON:
        rows = rows.end_soon(timezone.localdate())
    rows = rows.select_related("framework", "zone", "proposed_by", "decided_by").order_by(*order.names)
    headings = [
        _("Level"),
        _("Title"),
        _("Framework"),
        _("Pay zone"),
        _("Minimum"),
        _("Midpoint"),
        _("Maximum"),
        _("Currency"),
        _("From"),
        _("Until"),
        _("Criterion"),
        _("State"),
        _("Reason"),
        _("Proposed by"),
        _("Decided by"),
        _("Decided on"),
    ]
    return sheet_of(rows, _("Band exceptions"), "band-exceptions", headings, _cells)


def _cells(row: BandException) -> list[Cell]:
    return [
        row.level_code,
        row.level_title,
        str(row.framework),
        str(row.zone),
        row.minimum,
        row.midpoint,
        row.maximum,
        row.zone.currency,
        row.starts_on,
        row.ends_on,
        str(row.get_criterion_display()),
        str(row.get_state_display()),
        row.reason,
        str(row.proposed_by or ""),
        str(row.decided_by or ""),
        day(row.decided_at),
    ]


EXCEPTIONS = register_list(
    ListKind(
        name="exceptions",
        title=lazy("Band exceptions"),
        address="exceptions",
        may=lambda user: bool(user.has_perm(Permission.VIEW_BANDS)),
        columns=(Column("all", lazy("All of it"), tuple(range(16)), fixed=True),),
        narrowed_by=("show",),
        sheet=sheet,
        orders=(Order("", lazy("The first to end first"), ("ends_on", "level_code", "pk")),),
    )
)
