"""An answer as the product drafts it: facts and figures as plain data, which HR checks before anything is sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import Employee
from ladders.compensation.models import PayPosition
from ladders.compensation.queries.pay_positions import standing_of
from ladders.insights.models import CountryRules
from ladders.insights.queries.country_rules import rules_for

from ..domain.averages import CENT
from ..models import InformationRequest, SmallGroupRecipient
from .averages import CategoryAverages, averages_for

FORMAT = "ladders-pay-information-1"


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """`content` is what the person gets; `withheld`, where a group is too small, what goes elsewhere instead."""

    content: dict[str, Any]
    withheld: dict[str, Any] | None

    @property
    def needs_words(self) -> bool:
        """True where figures are missing, so that HR has to say why in their own words."""
        return bool(self.content["missing"])


def draft_answer(request: InformationRequest, today: dt.date, *, tell: bool = False) -> DraftAnswer:
    """What the answer is today: at most 40 queries. `tell` once it is sent. Works out nothing new once the person has left."""
    person = request.employee
    day = min(today, person.left_on or today)
    at = standing_of(day, person.pk)
    rules = rules_for(person.country, day)
    grade = at.grade_code if at else ""
    found = averages_for(person, grade, rules, tell=tell)
    content = {
        "format": FORMAT,
        "day": day.isoformat(),
        "level": _level(at, found.category or grade),
        "salary": _salary(at),
        "paid": _paid(found),
        "averages": _averages(found),
        "missing": found.missing,
        "recipient": _recipient(person) if found.withheld is not None else None,
        "smallest": rules.smallest_group,
    }
    return DraftAnswer(content, None if found.withheld is None else _whole(found, rules))


def _level(at: PayPosition | None, category: str) -> dict[str, str] | None:
    if at is None or not at.level_code:
        return None
    return {
        "code": at.level_code,
        "title": at.level_title,
        "framework": str(at.framework or ""),
        "grade": at.grade_code,
        "category": category,
    }


def _salary(at: PayPosition | None) -> dict[str, str] | None:
    """As it is stored."""
    if at is None or at.amount is None:
        return None
    return {
        "amount": str(at.amount),
        "currency": at.currency,
        "basis": at.basis,
        "fte": str(at.fte),
        "full_time_year": str(at.annual),
    }


def _paid(found: CategoryAverages) -> dict[str, Any] | None:
    own = found.own
    if own is None:
        return None
    total = own.basic + own.variable
    return {
        "year": found.year,
        "currency": found.currency,
        "basic": str(own.basic),
        "variable": str(own.variable),
        "total": str(total),
        "hours": None if own.hours is None else str(own.hours),
        "hourly": str(Decimal(total / own.hours).quantize(CENT)) if own.hours else None,
    }


def _averages(found: CategoryAverages) -> dict[str, Any] | None:
    if found.told is None:
        return None
    return {"year": found.year, "employer": found.employer, "currency": found.currency, **found.told}


def _recipient(person: Employee) -> dict[str, str]:
    """Who alone may have the figures: the country's, else what holds everywhere. 1 query."""
    rows = {row.country: row for row in SmallGroupRecipient.objects.filter(country__in=[person.country, ""])}
    row = rows.get(person.country) or rows[""]
    return {"kind": row.recipient, "name": row.name, "contact": row.contact}


def _whole(found: CategoryAverages, rules: CountryRules) -> dict[str, Any]:
    return {
        "year": found.year,
        "employer": found.employer,
        "currency": found.currency,
        "category": found.category,
        "smallest": rules.smallest_group,
        **(found.withheld or {}),
    }
