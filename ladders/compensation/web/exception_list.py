"""Band exceptions as a list: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, Field, Holds, ListKind, register_list
from ladders.core.lists.sheets import Cells, day, sheets
from ladders.core.permissions import Permission
from ladders.core.word_search import words_asked

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


CELLS: Cells = {
    "level": (lazy("Level"), lambda row: row.level_code),
    "title": (lazy("Title"), lambda row: row.level_title),
    "framework": (lazy("Framework"), lambda row: str(row.framework)),
    "zone": (lazy("Pay zone"), lambda row: str(row.zone)),
    "minimum": (lazy("Minimum"), lambda row: row.minimum),
    "midpoint": (lazy("Midpoint"), lambda row: row.midpoint),
    "maximum": (lazy("Maximum"), lambda row: row.maximum),
    "currency": (lazy("Currency"), lambda row: row.zone.currency),
    "from": (lazy("From"), lambda row: row.starts_on),
    "until": (lazy("Until"), lambda row: row.ends_on),
    "criterion": (lazy("Criterion"), lambda row: str(row.get_criterion_display())),
    "state": (lazy("State"), lambda row: str(row.get_state_display())),
    "reason": (lazy("Reason"), lambda row: row.reason),
    "proposed_by": (lazy("Proposed by"), lambda row: str(row.proposed_by or "")),
    "decided_by": (lazy("Decided by"), lambda row: str(row.decided_by or "")),
    "decided": (lazy("Decided on"), lambda row: day(row.decided_at)),
}


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
        sheet=sheets(lazy("Band exceptions"), "band-exceptions", CELLS, exceptions_asked),
        usual="until",
    )
)
