"""What the page of a reason file shows: amounts and names, for whoever may see the pay of these people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.models import STANDINGS
from ladders.compensation.models.salaries import BASES
from ladders.compensation.money import money
from ladders.insights.domain.pay_gap.people import Sex

LISTED = 100  # people of a day on a page
PERIODS, WHERE = dict(BASES), dict(STANDINGS)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What held on the day of a decision, in words."""

    day: dt.date
    level: str
    grade: str
    category: str
    band: str
    pay: str
    full_time: str
    standing: str


@dataclass(frozen=True, slots=True)
class ComparedPerson:
    """One of those compared."""

    label: str
    name: str
    sex: str
    annual: str
    compa: str


@dataclass(frozen=True, slots=True)
class ComparedDay:
    """Everybody of the category on one day. `closed`: this reader may not see the pay of all of them, so no amount is shown;
    `hidden`: and they are so few that nothing is."""

    day: dt.date
    category: str
    own: str
    women: dict[str, Any]
    men: dict[str, Any]
    people: list[ComparedPerson]
    more: int  # who stand in the file beside the first ones that a page shows
    hidden: bool
    closed: bool


def decision_lines(found: list[dict[str, Any]], *, paid: bool) -> list[DecisionLine]:
    """Latest first; what was paid, and where it stood in the band, only where it is `paid` to be shown."""
    return [_decision(row, paid=paid) for row in found]


def compared_days(found: list[dict[str, Any]], names: Mapping[int, str], *, paid: bool) -> list[ComparedDay]:
    """`names`: those whose pay the reader may see, by id; `paid`: and that of whom the file is about. Labels say nothing.

    Amounts of a day are for whoever may see all of them: each file leaves out another person, so that sums, or lists without
    names, of two files would tell what either is paid.
    """
    return [_compared(row, names, paid=paid) for row in found]


def people_shown(found: list[dict[str, Any]], names: Mapping[int, str]) -> set[int]:
    """Those compared whose pay the reader sees."""
    days = ([each["person"] for each in row["people"]] for row in found)
    return {person for people in days if names.keys() >= set(people) for person in people}


def move_lines(found: list[dict[str, Any]]) -> list[tuple[str, str, dt.date | None]]:
    """Kind, from and to, and since when."""
    return [(MoveKind(row["kind"]).label, f"{row['from']} → {row['to']}", _day(row["agreed"])) for row in found]


def _decision(row: dict[str, Any], *, paid: bool) -> DecisionLine:
    day = dt.date.fromisoformat(row["day"])
    if not row["level"]:
        return DecisionLine(day, "", "", "", "", "", "", "")
    band = ""
    if row["minimum"] is not None:
        ends = (_money(row["minimum"], row["band_currency"]), _money(row["maximum"], row["band_currency"]))
        band = f"{ends[0]} – {ends[1]} ({row['zone']})"
    pay = ""
    if paid and row["amount"] is not None:
        pay = f"{_money(row['amount'], row['currency'])} {PERIODS[row['basis']]}"
    return DecisionLine(
        day,
        f"{row['level']} {row['title']}",
        row["grade"],
        row["category"],
        band,
        pay,
        _money(row["annual"], row["currency"]) if paid else "",
        str(WHERE.get(row["standing"], row["standing"])) if paid else "",
    )


def _compared(row: dict[str, Any], names: Mapping[int, str], *, paid: bool) -> ComparedDay:
    people = row["people"]
    closed = not all(each["person"] in names for each in people)
    shown = [] if closed else people
    sides = {
        name: {
            "people": row[name]["people"],
            "mean": "" if closed else _money(row[name]["mean"], row["currency"]),
            "median": "" if closed or row[name]["people"] % 2 else _money(row[name]["median"], row["currency"]),
        }
        for name in ("women", "men")
    }
    return ComparedDay(
        dt.date.fromisoformat(row["day"]),
        row["category"],
        _money(row.get("own"), row.get("own_currency", "")) if paid else "",
        sides["women"],
        sides["men"],
        [
            ComparedPerson(
                _("Person %(n)s") % {"n": number},
                names[each["person"]],
                Sex(each["sex"]).label,
                _money(each["annual"], each["currency"]),
                "" if each["compa"] is None else str(Decimal(each["compa"]).quantize(Decimal("0.01"))),
            )
            for number, each in enumerate(shown[:LISTED], 1)
        ],
        max(len(shown) - LISTED, 0),
        closed and bool(row["few"]),
        closed,
    )


def _money(amount: str | None, currency: str) -> str:
    return "" if amount is None or not currency else money(Decimal(amount), currency)


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
