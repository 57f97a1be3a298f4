"""Market supplements as a list: its columns, its orders, and all of it as a workbook."""

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

from ..models import MarketSupplement

DUE, OVER, ANY = "due", "over", "any"
STATES = [
    ("", lazy("Those that are not over")),
    (DUE, lazy("To look at again")),
    (OVER, lazy("Over")),
    (ANY, lazy("All")),
]


def supplements_asked(user: Any, query: Mapping[str, Any]) -> QuerySet[MarketSupplement]:
    """What this user sees, as an address narrows it: those that hold or will hold, unless another `state` is asked for.

    Without an order, and no query but those of roles.
    """
    today, state = timezone.localdate(), query.get("state", "")
    rows = MarketSupplement.objects.visible_to(user).select_related("framework", "zone", "created_by")
    if words := words_asked(query):
        rows = rows.filter(Q(framework__name__icontains=words) | Q(zone__name__icontains=words))
    found: QuerySet[MarketSupplement] = {
        DUE: rows.to_review(today),
        OVER: rows.filter(ends_on__lt=today),
        ANY: rows,
    }.get(state, rows.filter(Q(ends_on=None) | Q(ends_on__gte=today)))
    return found


CELLS: Cells = {
    "framework": (lazy("Framework"), lambda row: str(row.framework)),
    "zone": (lazy("Pay zone"), lambda row: str(row.zone)),
    "percent": (lazy("Percent"), lambda row: row.percent),
    "from": (lazy("From"), lambda row: row.starts_on),
    "until": (lazy("Until"), lambda row: row.ends_on),
    "criterion": (lazy("Criterion"), lambda row: str(row.get_criterion_display())),
    "evidence": (lazy("Evidence"), lambda row: row.evidence),
    "review": (lazy("Looked at again on"), lambda row: row.review_on),
    "by": (lazy("Made by"), lambda row: str(row.created_by or "")),
    "made": (lazy("Made on"), lambda row: day(row.created_at)),
}


SUPPLEMENTS = register_list(
    ListKind(
        name="supplements",
        title=lazy("Market supplements"),
        address="supplements",
        may=lambda user: bool(user.has_perm(Permission.VIEW_BANDS)),
        columns=(
            Column(
                "framework",
                lazy("Framework"),
                ("framework",),
                sort=("framework__name", "zone__name", "pk"),
                fixed=True,
            ),
            Column("zone", lazy("Pay zone"), ("zone",), sort=("zone__name", "framework__name", "pk"), fixed=True),
            Column(
                "percent",
                lazy("Percent"),
                ("percent",),
                sort=("percent", "pk"),
                down=True,
                fixed=True,
                holds=Holds.NUMBERS,
            ),
            Column(
                "holds", lazy("From – until"), ("from", "until"), sort=("starts_on", "pk"), down=True, holds=Holds.DAYS
            ),
            Column("criterion", lazy("Criterion"), ("criterion",), shown=False),
            Column("evidence", lazy("Evidence"), ("evidence",)),
            Column("review", lazy("Looked at again on"), ("review",), sort=("review_on", "pk"), holds=Holds.DAYS),
            Column("by", lazy("Made by"), ("by", "made"), shown=False),
        ),
        fields=(Field("q", lazy("Framework or zone")), Field("state", lazy("State"), lambda user: STATES)),
        sheet=sheets(lazy("Market supplements"), "market-supplements", CELLS, supplements_asked),
        usual="framework",
    )
)
