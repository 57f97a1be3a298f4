"""What templates show of an answer: amounts and days as people write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ladders.compensation.models.salaries import BASES
from ladders.compensation.money import money
from ladders.core.percentages import share_text

from ..models import Recipient
from ..queries.averages import why_missing

PERIODS = dict(BASES)


@dataclass(frozen=True, slots=True)
class AverageLine:
    """Women or men of the category; empty texts where there is no figure."""

    who: str
    annual: str
    hourly: str
    nobody: bool


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """The content of an answer (see `queries/drafts.py`), ready to be read."""

    day: dt.date
    level: dict[str, str] | None
    salary: str
    full_time: str
    paid: list[tuple[str, str]]
    year: int | None
    averages: list[AverageLine]
    hourly: bool  # any figure of an hour is there
    missing: str
    recipient: str
    handed_to: str
    contact: str
    smallest: int


def shown(content: dict[str, Any]) -> ShownAnswer:
    """An answer to be read."""
    averages, recipient = content["averages"], content["recipient"]
    lines = average_lines(averages) if averages else []
    paid = content["paid"]
    return ShownAnswer(
        dt.date.fromisoformat(content["day"]),
        content["level"],
        _salary(content["salary"]),
        _full_time(content["salary"]),
        _paid(paid),
        (averages or paid or {}).get("year"),
        lines,
        any(line.hourly for line in lines),
        why_missing(content["missing"]),
        _recipient(recipient),
        recipient.get("handed_to", "") if recipient else "",
        recipient.get("contact", "") if recipient else "",
        content["smallest"],
    )


def average_lines(found: dict[str, Any]) -> list[AverageLine]:
    """Women, then men."""
    lines = []
    for name, who in (("women", _("Women")), ("men", _("Men"))):
        side, currency = found[name], found["currency"]
        annual, hourly = (_money(side[basis], currency) for basis in ("annual", "hourly"))
        lines.append(AverageLine(who, annual, hourly, name in found["nobody"]))
    return lines


def _money(amount: str | None, currency: str) -> str:
    return "" if amount is None else money(Decimal(amount), currency)


def _salary(found: dict[str, str] | None) -> str:
    if found is None:
        return ""
    return f"{_money(found['amount'], found['currency'])} {PERIODS[found['basis']]}"


def _full_time(found: dict[str, str] | None) -> str:
    if found is None or (found["basis"] == "year" and Decimal(found["fte"]) == 1):
        return ""
    return _("At %(share)s of full time: %(year)s for a full-time year.") % {
        "share": share_text(Decimal(found["fte"])),
        "year": _money(found["full_time_year"], found["currency"]),
    }


def _paid(found: dict[str, Any] | None) -> list[tuple[str, str]]:
    if found is None:
        return []
    lines = [
        (_("Basic pay"), _money(found["basic"], found["currency"])),
        (_("Complementary or variable pay"), _money(found["variable"], found["currency"])),
        (_("Together"), _money(found["total"], found["currency"])),
    ]
    if found["hourly"]:
        lines.append((_("For an hour"), _money(found["hourly"], found["currency"])))
    return lines


def _recipient(found: dict[str, str] | None) -> str:
    """ "the equality body (Antidiskriminierungsstelle des Bundes)"."""
    if found is None:
        return ""
    label = str(Recipient(found["kind"]).label)
    return f"{label} ({found['name']})" if found["name"] else label
