"""The list of pay: its columns, its orders, and all of it as a workbook. Amounts are numbers there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, Holds, ListKind, Order, Sheet, register_list
from ladders.core.permissions import Permission
from ladders.core.replica import read_primary

from ..access_log import seen
from ..domain.position import HUNDRED, TENTH, round_half_up
from ..models import STANDINGS, AccessKind
from ..models.salaries import BASES
from ..queries.pay_list import URGENT, asked_for, in_order, number_of
from ..queries.pay_positions import refresh
from ..queries.readers import sees_others
from .forms_pay import PayFilter


def headings() -> dict[str, str]:
    """The first row."""
    return {
        "number": _("Employee number"),
        "name": _("Name"),
        "entity": _("Legal entity"),
        "department": _("Department"),
        "location": _("Location"),
        "framework": _("Framework"),
        "level": _("Level"),
        "title": _("Title"),
        "grade": _("Grade"),
        "zone": _("Pay zone"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "basis": _("For"),
        "fte": _("Full-time equivalent"),
        "annual": _("Full-time year"),
        "minimum": _("Minimum"),
        "midpoint": _("Midpoint"),
        "maximum": _("Maximum"),
        "band_currency": _("Band currency"),
        "supplement": _("Supplement in the band, %"),
        "compa": _("Compa-ratio"),
        "penetration": _("Range penetration, %"),
        "standing": _("Standing"),
        "to_minimum": _("A full-time year lacks to the minimum"),
        "cost": _("Cost of the minimum a year"),
        "protected_until": _("Protected until"),
        "excepted_until": _("Exception until"),
    }


COLUMNS = (
    "employee__number", "employee__name", "legal_entity", "department", "location", "framework__name", "level_code",
    "level_title", "grade_code", "zone_name", "amount", "currency", "basis", "fte", "annual", "minimum", "midpoint", "maximum",
    "zone_currency", "supplement", "compa_ratio", "penetration", "standing", "to_minimum", "cost", "protected_until",
    "excepted_until",
)  # fmt: skip
_BASIS, _COMPA, _PENETRATION, _STANDING = (
    COLUMNS.index(name) for name in ("basis", "compa_ratio", "penetration", "standing")
)


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """Everybody who fits, with every column, each with a row in the log: at most 12 queries, 20 for another day than today."""
    form = PayFilter(query)
    asked = form.cleaned_data if form.is_valid() else {}
    if refresh():
        read_primary()
    day, other = days_of(asked)
    people = asked_for(user, asked, day, order.names)
    shown: list[int] = []
    rows = _rows(in_order(people, order.names, ("pk", *COLUMNS), other), shown)
    return Sheet(
        title=_("Pay"),
        name=f"pay-{day.isoformat()}",
        headings=headings(),
        rows=rows,
        total=number_of(people, other),
        taken=lambda: seen(by=user, employees=shown, kind=AccessKind.EXPORT),
    )


def days_of(asked: dict[str, Any]) -> tuple[dt.date, dt.date | None]:
    """The day that is asked for, and the same again where it is another than today: that one is worked out."""
    today = timezone.localdate()
    day = asked.get("on") or today
    return day, day if day != today else None


def _rows(found: Iterable[tuple[Any, ...]], shown: list[int]) -> Iterator[list[Any]]:
    standings = {value: str(label) for value, label in STANDINGS}
    bases = {value: str(label) for value, label in BASES}
    for person, *values in found:
        shown.append(person)
        values[_BASIS] = bases.get(values[_BASIS], "")
        values[_STANDING] = standings.get(values[_STANDING], values[_STANDING])
        if values[_COMPA] is not None:
            values[_COMPA] = round_half_up(values[_COMPA])
        if values[_PENETRATION] is not None:
            values[_PENETRATION] = round_half_up(values[_PENETRATION] * HUNDRED, TENTH)
        yield values


NO_RATIO = lazy("People without a band, or paid in another currency than it, have no place in this order.")
PAY = register_list(
    ListKind(
        name="pay",
        title=lazy("Pay of people"),
        address="pay-list",
        may=sees_others,
        may_take=lambda user: bool(user.has_perm(Permission.VIEW_PAY)),
        columns=(
            Column("name", lazy("Name"), ("number", "name"), sort=("sort_name", "pk"), fixed=True),
            Column("entity", lazy("Legal entity"), ("entity",), shown=False),
            Column(
                "department", lazy("Department"), ("department",), sort=("department", "sort_name", "pk"), shown=False
            ),
            Column("location", lazy("Location"), ("location",), shown=False),
            Column(
                "level",
                lazy("Level"),
                ("framework", "level", "title", "grade"),
                sort=("rank", "sort_name", "pk"),
                holds=Holds.STEPS,
                leaves_out=lazy("People without a grade have no place in this order."),
            ),
            Column("zone", lazy("Zone"), ("zone",), sort=("zone_name", "sort_name", "pk")),
            Column("salary", lazy("Salary"), ("amount", "currency", "basis", "fte"), shown=False, holds=Holds.NUMBERS),
            Column("annual", lazy("Full-time year"), ("annual", "currency"), holds=Holds.NUMBERS),
            Column(
                "band",
                lazy("Band"),
                ("minimum", "midpoint", "maximum", "band_currency", "supplement"),
                shown=False,
                holds=Holds.NUMBERS,
            ),
            Column(
                "compa",
                lazy("Compa-ratio"),
                ("compa",),
                sort=("compa_ratio", "pk"),
                holds=Holds.NUMBERS,
                leaves_out=NO_RATIO,
            ),
            Column(
                "penetration",
                lazy("Penetration"),
                ("penetration",),
                sort=("penetration", "pk"),
                holds=Holds.NUMBERS,
                leaves_out=NO_RATIO,
            ),
            Column(
                "standing", lazy("Standing"), ("standing", "to_minimum", "cost", "protected_until", "excepted_until")
            ),
        ),
        narrowed_by=("q", "show", "framework", "zone", "department", "on"),
        sheet=sheet,
        orders=(
            Order("", lazy("Findings first, then by name"), URGENT),
            Order("gap", lazy("Distance to the minimum"), ("-to_minimum", "pk")),
        ),
    )
)
