"""The list of people: its columns, its orders, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import ContractType
from ladders.core.lists.kinds import Column, Holds, ListKind, Order, Sheet, register_list
from ladders.core.permissions import Permission
from ladders.core.xlsx import Cell
from ladders.placements.models import NoLevel

from ..career_links import ways_up
from ..queries.people import BY_NAME, Everybody, everybody_asked
from .people_filter import asked_of, day_of


def headings(*, ahead: bool = False, reasons: bool = False) -> dict[str, str]:
    """The first row; `ahead`: with where the levels lead, `reasons`: with why somebody holds none on purpose.

    Those that a people file knows are worded as it knows them, so that it can be brought again.
    """
    return {
        "number": _("Employee number"),
        "name": _("Name"),
        "email": _("Email"),
        "manager_number": _("Manager number"),
        "manager": _("Manager’s name"),
        "entity": _("Legal entity"),
        "department": _("Department"),
        "title": _("Job title"),
        "location": _("Location"),
        "country": _("Country"),
        "contract": _("Contract"),
        "hours": _("Weekly hours"),
        "hired": _("Hire date"),
        "left": _("Leave date"),
        "framework": _("Framework"),
        "level": _("Level"),
        "level_title": _("Level’s title"),
        "grade": _("Grade"),
        "second": _("Second level"),
        **({"ahead": _("Further up")} if ahead else {}),
        **(_reason_headings() if reasons else {}),
    }


def _reason_headings() -> dict[str, str]:
    return {
        "no_level": _("No level on purpose"),
        "no_level_since": _("On purpose since"),
        "no_level_by": _("Said by"),
        "no_level_until": _("Look again on"),
    }


def sheet(user: Any, query: QueryDict, order: Order) -> Sheet:
    """Everybody whom the list shows to `user`, with every column: at most 18 queries."""
    day = day_of(query)
    found = everybody_asked(user, asked_of(query, order), day)
    name = f"people-{day:%Y-%m-%d}"
    return Sheet(
        _("People"), name, headings(ahead=found.ahead, reasons=found.reasons is not None), _rows(found), found.number
    )


def _rows(found: Everybody) -> Iterator[list[Cell]]:
    words = {value: str(label) for value, label in ContractType.choices}
    for (pk, number, name, email, *place, contract, hours, hired, left), manager, level, ahead in found.rows:
        row = [number, name, email or "", *manager, *place, words.get(contract, ""), hours, hired, left]
        row += [level.version.framework.name, level.code, level.title] if level else ["", "", ""]
        row += [level.grade.code if level and level.grade else "", found.seconds.get(pk, "")]
        row += [ahead] if found.ahead else []
        if found.reasons is not None:
            row += _reason(found.reasons.get(pk))
        yield row


def _reason(said: NoLevel | None) -> list[Cell]:
    if said is None:
        return ["", "", "", None]
    return [said.reason, timezone.localdate(said.made_at), str(said.made_by), said.review_on]


def _sees_ways(user: Any) -> bool:
    return ways_up(user, ()) is not None


PEOPLE = register_list(
    ListKind(
        name="people",
        title=lazy("People"),
        address="people",
        may=lambda user: bool(user.has_perm(Permission.VIEW_PEOPLE)),
        columns=(
            Column("name", lazy("Name"), ("number", "name"), sort=BY_NAME, fixed=True),
            Column("email", lazy("Email"), ("email",), shown=False),
            Column(
                "level",
                lazy("Level"),
                (
                    "framework",
                    "level",
                    "level_title",
                    "second",
                    "no_level",
                    "no_level_since",
                    "no_level_by",
                    "no_level_until",
                ),
            ),
            Column("grade", lazy("Grade"), ("grade",), shown=False),
            Column("ahead", lazy("Further up"), ("ahead",), may=_sees_ways),
            Column("department", lazy("Department"), ("department",), sort=("department", *BY_NAME)),
            Column("entity", lazy("Legal entity"), ("entity",), sort=("legal_entity", *BY_NAME), shown=False),
            Column("title", lazy("Job title"), ("title",), sort=("job_title", *BY_NAME), shown=False),
            Column("location", lazy("Location"), ("location",), sort=("location", *BY_NAME)),
            Column("country", lazy("Country"), ("country",), shown=False),
            Column("contract", lazy("Contract"), ("contract",), shown=False),
            Column("hours", lazy("Weekly hours"), ("hours",), shown=False, holds=Holds.NUMBERS),
            Column("hired", lazy("Hire date"), ("hired",), shown=False),
            Column("left", lazy("Leave date"), ("left",), shown=False),
            Column("manager", lazy("Manager"), ("manager_number", "manager")),
        ),
        narrowed_by=("q", "state", "department", "entity", "framework", "on"),
        sheet=sheet,
        orders=(Order("number", lazy("Number"), ("number",)),),
        usual="name",
    )
)
