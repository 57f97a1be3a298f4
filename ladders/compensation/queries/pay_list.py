"""The list of pay: narrowed, sorted, a page at a time, as fast for 100,000 people as for 1,000."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum, Value, prefetch_related_objects

from accounts.models import Employee
from ladders.core.conditions import nothing
from ladders.core.permissions import Permission

from ..models import PayPosition, PayPositionsMade
from ..models.pay_positions import URGENCY, PayPositionQuerySet
from .pay_positions import RUNNING_OUT, read, standings

PAGE = 50
ENDING = "running_out"  # asks for those whose protection or exception ends soon
OTHERS = "others"  # asks for findings that are not one's own: nobody sets their own pay
# What the list is sorted by, and whether the highest comes first; the person's id decides between equals.
ORDERS = {
    "": (("urgency", "sort_name"), False),
    "name": (("sort_name",), False),
    "compa": (("compa_ratio",), False),
    "-compa": (("compa_ratio",), True),
    "gap": (("to_minimum",), True),
}


def asked_for(user: Any, asked: dict[str, str], day: dt.date) -> PayPositionQuerySet:
    """The people whose pay `user` may see and who fit what was asked."""
    rows = PayPosition.objects.all() if _everybody(user) else PayPosition.objects.visible_to(user)
    show = asked.get("show", "")
    if show == ENDING:
        end = day + RUNNING_OUT
        # The first condition is that of an index; the second alone would not say so.
        rows = rows.filter(Q(protected_until__isnull=False) | Q(excepted_until__isnull=False))
        rows = rows.filter(Q(protected_until__lte=end) | Q(excepted_until__lte=end))
    elif show == OTHERS:
        rows = rows.filter(finding=True).exclude(pk=getattr(getattr(user, "employee", None), "pk", None) or 0)
    elif show == "":
        rows = rows.filter(finding=True)
    elif show != "all":
        rows = rows.filter(standing=show)
    if slug := asked.get("framework"):
        rows = rows.filter(framework__slug=slug)
    if code := asked.get("zone"):
        rows = rows.filter(zone_code=code)
    if department := asked.get("department", "").strip():
        rows = rows.filter(department=department)
    if words := asked.get("q", "").strip():
        rows = rows.filter(employee__in=Employee.objects.matching(words).values("pk"))
    if asked.get("sort") in ("compa", "-compa"):
        rows = rows.filter(compa_ratio__isnull=False)
    return rows.annotate(urgency=URGENCY).select_related("employee", "framework")


def page_of(
    rows: PayPositionQuerySet, sort: str, after: str, day: dt.date | None = None
) -> tuple[list[PayPosition], int | None]:
    """A page behind the person with the id `after`, and the id to go on with: 1 query, 2 with `after`.

    Of another `day` than today it takes up to 20, whatever the number of people.
    """
    names, down = ORDERS.get(sort, ORDERS[""])
    if after.isascii() and after.isdigit() and len(after) < 19:
        # Among the same rows: where somebody else's pay would stand between them is not to be found out.
        last = next(iter(_values(rows.filter(pk=int(after)).values_list(*names, "pk"), day)), None)
        if last:
            rows = rows.filter(_behind([*names, "pk"], last, down=down))
    ordered = _ordered(rows, sort)[: PAGE + 1]
    found = list(ordered) if day is None else _of_day(ordered, day)
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def _ordered(rows: PayPositionQuerySet, sort: str) -> PayPositionQuerySet:
    names, down = ORDERS.get(sort, ORDERS[""])
    return rows.order_by(*(f"-{name}" if down else name for name in names), "pk")


def _behind(names: Sequence[str], last: Sequence[Any], *, down: bool) -> Q:
    """The rows that come after the one with these values; of the person's id, the last of them, the higher one."""
    found = nothing()
    for place, name in enumerate(names):
        same = dict(zip(names[:place], last[:place], strict=True))
        beyond = "lt" if down and name != "pk" else "gt"
        found |= Q(**same, **{f"{name}__{beyond}": last[place]})
    return found


def _of_day(rows: PayPositionQuerySet, day: dt.date) -> list[PayPosition]:
    ids = [row[0] for row in read(rows.values_list("pk"), day)]
    found = {row.pk: row for row in standings(day, ids)}
    ordered = [found[pk] for pk in ids if pk in found]
    prefetch_related_objects(ordered, "employee", "framework")
    return ordered


def _values(rows: QuerySet[Any, Any], day: dt.date | None) -> list[tuple[Any, ...]]:
    return list(rows) if day is None else read(rows, day)


def in_order(rows: PayPositionQuerySet, sort: str, day: dt.date | None = None) -> list[int]:
    """The ids of all these people, in the order of the list: 1 query, up to 6 for another `day` than today."""
    return [row[0] for row in _values(_ordered(rows, sort).values_list("pk"), day)]


def number_of(rows: PayPositionQuerySet, day: dt.date | None = None) -> int:
    """How many people these are: 1 query, up to 6 for another `day` than today."""
    if day is None:
        return rows.count()
    groups = rows.order_by().annotate(all=Value(1)).values("all").annotate(people=Count("pk")).values_list("people")
    return sum(row[0] for row in read(groups, day))


@dataclass(frozen=True, slots=True)
class Total:
    """How many people stand so, and what it costs a year to bring those below to the minimum, per currency."""

    standing: str
    people: int
    costs: tuple[tuple[str, Decimal], ...]


def totals(user: Any, day: dt.date | None = None) -> list[Total]:
    """Over everybody whose pay `user` may see: 1 query, from sums kept beside the pay positions where roles decide.

    Of another `day` than today up to 6, and they are added up anew.
    """
    groups: Iterable[tuple[str, str, int, Decimal]]
    if day is None and user.holds(Permission.VIEW_PAY):
        made = PayPositionsMade.objects.filter(pk=1).values_list("totals", flat=True).first() or []
        scopes = user.scopes(Permission.VIEW_PAY)
        groups = [
            (standing, currency, people, Decimal(cost))
            for entity, department, standing, currency, people, cost in made
            if any(
                (not scope.legal_entities or entity in scope.legal_entities)
                and (not scope.departments or department in scope.departments)
                for scope in scopes
            )
        ]
    else:
        rows = PayPosition.objects.all() if _everybody(user) else PayPosition.objects.visible_to(user)
        sums = rows.values_list("standing", "zone_currency").annotate(people=Count("pk"), sum=Sum("cost"))
        groups = _values(sums, day)
    people: dict[str, int] = {}
    costs: dict[str, dict[str, Decimal]] = {}
    for standing, currency, count, cost in groups:
        people[standing] = people.get(standing, 0) + count
        if cost:
            own = costs.setdefault(standing, {})
            own[currency] = own.get(currency, Decimal(0)) + cost
    order = {
        value: index for index, (value, _label) in enumerate(PayPosition._meta.get_field("standing").choices or ())
    }
    return [
        Total(standing, people[standing], tuple(sorted(costs.get(standing, {}).items())))
        for standing in sorted(people, key=lambda item: order[item])
    ]


def _everybody(user: Any) -> bool:
    return bool(user.holds(Permission.VIEW_PAY) and user.reaches_all(Permission.VIEW_PAY))
