"""Who did equal work on a day, and what they were paid then: numbers of people, never names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Q

from accounts.models import Employee
from ladders.compensation.models import PayPosition
from ladders.compensation.queries.pay_positions import standings
from ladders.frameworks.models import Level
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.domain.small_groups import PayQuestion, SmallGroupRules, released_pay
from ladders.insights.models import CategoryDecision, CountryRules, PaySettingSource, RecordedSex
from ladders.placements.models import Placement

SIDES = ((Sex.WOMAN, "women"), (Sex.MAN, "men"))


def grades_of(category: str, decision: CategoryDecision | None) -> list[str]:
    """Codes of the grades that the category holds: 1 query."""
    if decision is None:
        return [category]
    named = list(decision.grades.values_list("grade__code", "name"))
    apart = {code for code, name in named if name != category}
    own = [code for code, name in named if name == category]
    return own or ([category] if category not in apart else [])


def category_of(grade: str, decision: CategoryDecision | None) -> str:
    """The category that a grade (a code) belongs to: 1 query."""
    names = dict(decision.grades.values_list("grade__code", "name")) if decision else {}
    return names.get(grade, grade)


def members_on(
    day: dt.date, grades: Collection[str], employer: str, decision: CategoryDecision | None
) -> list[PayPosition]:
    """Where everybody on these grades stands on that day, of the employer or the group that sets pay: 4 queries or so."""
    keys = Level.objects.filter(grade__code__in=grades).values("key")
    held = Placement.objects.primary().on(day).filter(level_key__in=keys)
    people = Employee.objects.filter(pk__in=held.values("employee"))
    if decision is None or decision.source != PaySettingSource.GROUP:
        people = people.filter(Q(legal_entity=employer))
    found = standings(day, list(people.values_list("pk", flat=True)))
    return [each for each in found if each.grade_code in grades]


def compared(day: dt.date, members: list[PayPosition], rules: CountryRules, apart: int | None) -> dict[str, Any]:
    """The members' pay of a full-time year, highest first, with sums by sex: 1 query. `apart` is whom the file is about.

    `few`: so few of a sex, stated or not, or one who is paid nearly all of it, that only whoever may see these people's pay
    reads it.
    """
    paid = [each for each in members if each.annual is not None and each.pk != apart]
    sexes = dict(RecordedSex.objects.filter(employee__in=[each.pk for each in paid]).values_list("employee", "sex"))
    rows = [
        {
            "person": each.pk,
            "sex": sexes.get(each.pk, Sex.NOT_STATED.value),
            "annual": str(each.annual),
            "currency": each.currency,
            "compa": None if each.compa_ratio is None else str(each.compa_ratio),
        }
        for each in sorted(paid, key=lambda each: (-(each.annual or Decimal(0)), each.pk))
    ]
    currencies = {str(row["currency"]) for row in rows}
    groups = {name: [row for row in rows if row["sex"] == sex.value] for sex, name in SIDES}
    return {
        "day": day.isoformat(),
        "people": rows,
        "few": _few(rows, rules),
        "currency": next(iter(currencies)) if len(currencies) == 1 else "",
        **{name: _summary(side, len(currencies) == 1) for name, side in groups.items()},
    }


def _summary(rows: list[dict[str, Any]], one_currency: bool) -> dict[str, Any]:
    amounts = [Decimal(row["annual"]) for row in rows]
    if not amounts or not one_currency:
        return {"people": len(rows), "mean": None, "median": None}
    cent = Decimal("0.01")
    return {
        "people": len(rows),
        "mean": str((sum(amounts, Decimal(0)) / len(amounts)).quantize(cent)),
        "median": str(median(amounts).quantize(cent)),
    }


def _few(rows: list[dict[str, Any]], rules: CountryRules) -> bool:
    if not rows:
        return False
    pay = {row["person"]: float(row["annual"]) for row in rows}
    # A line says the sex, so whoever is neither woman nor man, or not stated, is told apart, too, and has to be enough.
    alike = tuple(frozenset(row["person"] for row in rows if row["sex"] == sex.value) for sex in Sex)
    return not released_pay([PayQuestion("all", alike)], pay, SmallGroupRules(smallest=rules.smallest_group)).shown
