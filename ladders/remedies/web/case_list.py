"""Cases about gaps in pay as a list: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as lazy

from ladders.core.choices import choices_of
from ladders.core.lists.kinds import Column, Field, Holds, ListKind, Order, register_list
from ladders.core.lists.sheets import Cells, day, sheets
from ladders.core.permissions import Permission

from ..domain.states import CaseState
from ..queries.cases import cases_asked, usual_order

CHOICES = [("", lazy("To do")), *choices_of(CaseState), ("any", lazy("All, closed ones too"))]


CELLS: Cells = {
    "category": (lazy("Category"), lambda row: row.name),
    "entity": (lazy("Legal entity"), lambda row: row.entity_name),
    "year": (lazy("Year"), lambda row: row.report.year),
    "then": (lazy("Gap then, %"), lambda row: _shown(row.gap_percent)),
    "now": (lazy("Gap now, %"), lambda row: _shown(row.gap_now)),
    "measured": (lazy("Measured again on"), lambda row: day(row.gap_now_at)),
    "state": (lazy("State"), lambda row: str(row.get_state_display())),
    "measures": (lazy("Measures to do"), lambda row: row.to_do),
    "until": (lazy("Until"), lambda row: row.remedy_until),
    "closed": (lazy("Closed on"), lambda row: day(row.closed_at)),
    "why": (lazy("Why it is closed"), lambda row: row.closed_reason),
}


def _shown(gap: Decimal | None) -> Decimal | None:
    """As the page rounds it: a gap before and after one raise, to four decimals, would tell the raise."""
    return None if gap is None else gap.quantize(Decimal("0.1"), ROUND_HALF_UP)


CASES = register_list(
    ListKind(
        name="cases",
        title=lazy("What needs doing"),
        address="remedies",
        may=lambda user: bool(user.has_perm(Permission.VIEW_PAY_EQUITY)),
        columns=(
            Column("category", lazy("Category"), ("category", "entity", "year"), sort=("name", "pk"), fixed=True),
            Column("then", lazy("Gap then"), ("then",), sort=("gap_percent", "pk"), down=True, holds=Holds.NUMBERS),
            Column("now", lazy("Gap now"), ("now", "measured"), holds=Holds.NUMBERS),
            Column("state", lazy("State"), ("state",)),
            Column("measures", lazy("Measures to do"), ("measures",), holds=Holds.NUMBERS),
            Column("until", lazy("Until"), ("until",), sort=("remedy_until", "pk"), holds=Holds.DAYS),
            Column("closed", lazy("Closed on"), ("closed", "why"), shown=False),
        ),
        fields=(Field("q", lazy("Category")), Field("state", lazy("State"), lambda user: CHOICES)),
        sheet=sheets(lazy("Gaps in pay"), "gaps-in-pay", CELLS, cases_asked, usual=usual_order),
        orders=(Order("", lazy("The first due first"), ()),),
    )
)
