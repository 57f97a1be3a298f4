"""Band exceptions as a list: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, Field, Holds, ListKind, Order, Sheet, register_list
from ladders.core.lists.sheets import day, sheet_of
from ladders.core.permissions import Permission
from ladders.core.words import words_asked
from ladders.core.xlsx import Cell

from ..models import BandException, ExceptionState

YOURS, PROPOSED, HOLDING, SOON, OVER, DECLINED, ANY = "yours", "proposed", "holding", "soon", "over", "declined", "any"
STATES = [
    ("", lazy("Proposed or holding")),
    (YOURS, lazy("Waits for your decision")),
    (PROPOSED, lazy("Waits for a decision")),
    (HOLDING, lazy("Approved, not over")),
    (SOON, lazy("Ends soon, no renewal")),
    (OVER, lazy("Over")),
    (DECLINED, lazy("Declined")),
    (ANY, lazy("All")),
]


def exceptions_asked(user: Any, query: Mapping[str, Any]) -> QuerySet[BandException]:
    """What this user sees, as an address narrows it: what is proposed or still holds, unless another `state` is asked for.

    Without an order, and no query but those of roles.
    """
    today, state = timezone.localdate(), query.get("state", "")
    rows = BandException.objects.visible_to(user).select_related("framework", "zone", "proposed_by", "decided_by")
    if words := words_asked(query):
        named = Q(level_code__iexact=words) | Q(level_title__icontains=words) | Q(framework__name__icontains=words)
        rows = rows.filter(named | Q(zone__name__icontains=words))
    approved = rows.filter(state=ExceptionState.APPROVED)
    found: QuerySet[BandException] = {
        YOURS: rows.to_decide(user) if user.holds(Permission.APPROVE_BANDS) else rows.none(),
        PROPOSED: rows.filter(state=ExceptionState.PROPOSED),
        HOLDING: approved.filter(ends_on__gte=today),
        SOON: rows.end_soon(today),
        OVER: approved.filter(ends_on__lt=today),
        DECLINED: rows.filter(state=ExceptionState.DECLINED),
        ANY: rows,
    }.get(state, rows.filter(Q(state=ExceptionState.PROPOSED) | Q(state=ExceptionState.APPROVED, ends_on__gte=today)))
    return found


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """All that the list shows: 2 queries beside those of roles."""
    headings = {
        "level": _("Level"),
        "title": _("Title"),
        "framework": _("Framework"),
        "zone": _("Pay zone"),
        "minimum": _("Minimum"),
        "midpoint": _("Midpoint"),
        "maximum": _("Maximum"),
        "currency": _("Currency"),
        "from": _("From"),
        "until": _("Until"),
        "criterion": _("Criterion"),
        "state": _("State"),
        "reason": _("Reason"),
        "proposed_by": _("Proposed by"),
        "decided_by": _("Decided by"),
        "decided": _("Decided on"),
    }
    rows = exceptions_asked(user, query).order_by(*order.names)
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
        columns=(
            Column("level", lazy("Level"), ("level", "title", "framework"), sort=("level_code", "pk"), fixed=True),
            Column("zone", lazy("Pay zone"), ("zone",), sort=("zone__name", "pk")),
            Column("range", lazy("Range"), ("minimum", "midpoint", "maximum", "currency"), holds=Holds.NUMBERS),
            Column("from", lazy("From"), ("from",), sort=("starts_on", "pk"), holds=Holds.DAYS),
            Column("until", lazy("Until"), ("until",), sort=("ends_on", "pk"), fixed=True, holds=Holds.DAYS),
            Column("criterion", lazy("Criterion"), ("criterion",)),
            Column("state", lazy("State"), ("state",), fixed=True),
            Column("reason", lazy("Reason"), ("reason",), shown=False),
            Column("proposed", lazy("Proposed by"), ("proposed_by",), shown=False),
            Column("decided", lazy("Decided by"), ("decided_by", "decided"), shown=False),
        ),
        fields=(
            Field("q", lazy("Level, framework or zone")),
            Field(
                "state",
                lazy("State"),
                lambda user: [each for each in STATES if each[0] != YOURS or user.holds(Permission.APPROVE_BANDS)],
            ),
        ),
        sheet=sheet,
        usual="until",
    )
)
