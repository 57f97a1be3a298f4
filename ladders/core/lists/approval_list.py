"""What needs a second person as a list: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from ..approvals.kinds import APPROVAL_KINDS
from ..approvals.queries import asked_by, visible_to
from ..models import Approval, ApprovalState
from ..permissions import Permission
from .kinds import Column, Field, Holds, ListKind, anybody, register_list
from .sheets import Cells, day, sheets

WAITING, CLOSED, BANDS = "waiting", "closed", "bands"
STATES = [("", lazy("All")), (WAITING, lazy("Still waiting")), (CLOSED, lazy("Answered or ended"))]


def approvals_asked(user: Any, query: QueryDict) -> QuerySet[Approval]:
    """What this user asked for or may confirm, as an address narrows it (`show`: to what they asked about bands): no query."""
    rows = visible_to(user)
    if query.get("show") == BANDS:
        rows = rows.filter(pk__in=asked_by(user, Permission.EDIT_BANDS, timezone.now()).values("pk"))
    state, kind = query.get("state", ""), query.get("kind", "")
    now = timezone.now()
    if state == WAITING:
        rows = rows.filter(state=ApprovalState.WAITING, expires_at__gt=now)
    elif state == CLOSED:
        rows = rows.exclude(state=ApprovalState.WAITING, expires_at__gt=now)
    return rows.filter(kind=kind) if kind in APPROVAL_KINDS else rows


def kinds_of(user: Any) -> list[tuple[str, str]]:
    """The kinds among those that this user sees, by their words: 1 query."""
    there = visible_to(user).order_by().values_list("kind", flat=True).distinct()
    return sorted(
        ((name, str(APPROVAL_KINDS[name].title)) for name in there if name in APPROVAL_KINDS), key=lambda pair: pair[1]
    )


CELLS: Cells = {
    "kind": (lazy("Kind"), lambda row: str(APPROVAL_KINDS[row.kind].title) if row.kind in APPROVAL_KINDS else row.kind),
    "what": (lazy("What"), lambda row: row.subject),
    "by": (lazy("Asked for by"), lambda row: str(row.asked_by)),
    "asked": (lazy("Asked for on"), lambda row: day(row.asked_at)),
    "expires": (lazy("Expires on"), lambda row: day(row.expires_at)),
    "state": (lazy("State"), lambda row: str(row.state_word)),
    "decided_by": (lazy("Answered by"), lambda row: str(row.decided_by) if row.decided_by else ""),
    "decided": (lazy("Answered on"), lambda row: day(row.decided_at)),
    "why": (lazy("Why"), lambda row: row.reason),
}


APPROVALS = register_list(
    ListKind(
        name="approvals",
        title=lazy("For a second person"),
        address="approvals",
        may=anybody,
        columns=(
            Column("what", lazy("What"), ("kind", "what"), sort=("kind", "-pk"), fixed=True, holds=Holds.KINDS),
            Column("by", lazy("Asked for by"), ("by",)),
            Column("asked", lazy("Asked for on"), ("asked",), sort=("pk",), down=True, holds=Holds.DAYS),
            Column("expires", lazy("Expires on"), ("expires",), shown=False),
            Column("state", lazy("State"), ("state",), fixed=True),
            Column("decided", lazy("Answered by"), ("decided_by", "decided")),
            Column("why", lazy("Why"), ("why",), shown=False),
        ),
        fields=(
            Field("state", lazy("State"), lambda user: STATES),
            Field("kind", lazy("Kind"), lambda user: [("", lazy("All")), *kinds_of(user)]),
        ),
        narrowed_by=("show",),
        sheet=sheets(lazy("For a second person"), "second-person", CELLS, approvals_asked),
        usual="-asked",
    )
)
