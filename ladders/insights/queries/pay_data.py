"""What pay equity was told: years and kinds of pay, recorded sexes. Counts of people in reach; sums only for whoever may pay."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from accounts.models import Employee
from ladders.core.permissions import Permission

from ..domain.pay_gap.people import Sex
from ..models import PaidAmount, PaidYear, RecordedSex

FEWEST: Final = 5  # people behind a sum that is shown


@dataclass(frozen=True, slots=True)
class YearPaid:
    """What one employer paid in one year, of the people in reach. `brought_at`: the last time any of it was written."""

    year: int
    legal_entity: str
    people: int
    without_hours: int
    currencies: tuple[str, ...]
    brought_at: dt.datetime


def years_paid_to(user: Any) -> list[YearPaid]:
    """Years and employers with people in the user's reach, the latest year first: 1 query, 1 more for a limited reach."""
    found: dict[tuple[int, str], YearPaid] = {}
    rows = (
        PaidYear.objects.visible_to(user)
        .values("year", "legal_entity", "currency")
        .annotate(people=Count("pk"), hourless=Count("pk", filter=Q(hours=None)), last=Max("brought_at"))
        .order_by("-year", "legal_entity", "currency")
    )
    for row in rows:
        key = row["year"], row["legal_entity"]
        before = found.get(key)
        found[key] = YearPaid(
            *key,
            row["people"] + (before.people if before else 0),
            row["hourless"] + (before.without_hours if before else 0),
            (*(before.currencies if before else ()), row["currency"]),
            max(row["last"], before.brought_at) if before else row["last"],
        )
    return list(found.values())


@dataclass(frozen=True, slots=True)
class KindPaid:
    """How many people received a kind of pay, in one currency, and how much together: None where that is not shown."""

    kind: int
    name: str
    treatment: str
    rule: str
    people: int
    currency: str
    total: Decimal | None


def kinds_of_year(user: Any, year: int) -> dict[str, list[KindPaid]]:
    """By legal entity, of the people in reach: 1 query. Sums of fewer than five people are left out."""
    rows = (
        PaidAmount.objects.filter(paid_year__in=PaidYear.objects.visible_to(user).filter(year=year))
        .values("kind", "kind__name", "kind__treatment", "kind__rule", "paid_year__legal_entity", "paid_year__currency")
        .annotate(people=Count("pk"), total=Sum("amount"))
        .order_by("paid_year__legal_entity", "-people", "kind__name", "paid_year__currency")
    )
    found: dict[str, list[KindPaid]] = defaultdict(list)
    for row in rows:
        found[row["paid_year__legal_entity"]].append(
            KindPaid(
                row["kind"],
                row["kind__name"],
                row["kind__treatment"],
                row["kind__rule"],
                row["people"],
                row["paid_year__currency"],
                row["total"] if row["people"] >= FEWEST else None,
            )
        )
    return dict(found)


def people_of_kinds(user: Any, kind: int | None = None) -> dict[int, list[tuple[int, int]]]:
    """Kind (one, or all) → years with how many people in reach received it, the latest first: 1 query."""
    rows = PaidAmount.objects.filter(paid_year__in=PaidYear.objects.visible_to(user))
    if kind is not None:
        rows = rows.filter(kind=kind)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    counted = rows.values("kind", "paid_year__year").annotate(people=Count("paid_year__employee", distinct=True))
    for row in counted.order_by("-paid_year__year"):
        found[row["kind"]].append((row["paid_year__year"], row["people"]))
    return dict(found)


@dataclass(frozen=True, slots=True)
class SexesRecorded:
    """Of everybody in reach who works here today: how many of each sex, and of how many nothing is recorded."""

    counts: tuple[tuple[Sex, int], ...]
    nothing: int


def sexes_recorded(user: Any) -> SexesRecorded:
    """2 queries."""
    here = Q(left_on=None) | Q(left_on__gte=timezone.localdate())
    people = Employee.objects.within(user, Permission.VIEW_PAY_EQUITY).filter(here)
    rows = RecordedSex.objects.filter(employee__in=people).values_list("sex").annotate(people=Count("pk")).order_by()
    counts = {Sex(sex): number for sex, number in rows}
    return SexesRecorded(tuple((sex, counts.get(sex, 0)) for sex in Sex), people.count() - sum(counts.values()))
