"""The list of pay: narrowed, sorted, a page at a time, as fast for 100,000 people as for 1,000."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value, prefetch_related_objects

from accounts.models import Employee
from accounts.names import plain
from ladders.core.conditions import among
from ladders.core.lists.order import bare
from ladders.core.lists.places import beyond, seal_place, values_of
from ladders.core.lists.stream import stream
from ladders.core.permissions import Permission
from ladders.core.statements import Statement
from ladders.core.statements import number_of as counting
from ladders.core.word_search import beginnings_text
from ladders.placements.models import NoLevel

from ..domain.position import RangeStatus
from ..models import STANDINGS, PayPosition, PayPositionsMade
from ..models.pay_positions import URGENCY, PayPositionQuerySet
from .pay_positions import RUNNING_OUT, read, standings, stream_of_day

PAGE = 50
MANY = 500  # bearers of a name, so that they are not gathered before a page of them is shown
ENDING = "running_out"  # asks for those whose protection or exception ends soon
# Asks for findings that somebody can mend now: not one's own, since nobody sets their own pay, and nobody above their band whose
# pay is protected, nor who holds no level on purpose. That was decided; the end of a protection or an exception is asked for by
# `ENDING`.
OTHERS = "others"
URGENT = ("urgency", "sort_name", "pk")
MEASURED = frozenset({"below", "within", "above"})  # whose pay is compared with a band
READ = (
    *(field.name for field in PayPosition._meta.concrete_fields),
    "employee__number",
    "employee__name",
    "framework__name",
)
MAY_BE_EMPTY = ("compa_ratio", "penetration", "rank")  # whoever has none stands in no order of these


def asked_for(
    user: Any, asked: dict[str, str], day: dt.date, order: Sequence[str] = URGENT, *, many: bool = False
) -> PayPositionQuerySet:
    """The people whose pay `user` may see and who fit what was asked, and who have a place in the order.

    `many`: known to be so many that the list is better walked in its order than they are gathered by the name looked for.
    """
    rows = PayPosition.objects.all() if _everybody(user) else PayPosition.objects.visible_to(user)
    own = getattr(getattr(user, "employee", None), "pk", None)
    rows = _fitting(rows, own, asked, day, order)
    if words := asked.get("q", "").strip():
        text = beginnings_text(plain(words))
        return _named(rows, text, words, many=many) if text else rows.none()
    return rows


def _named(rows: PayPositionQuerySet, text: str, number: str, *, many: bool) -> PayPositionQuerySet:
    """Those of them whose names have words that begin so, or of that number."""
    query = SearchQuery(text, search_type="raw", config="simple")
    if not many:
        return rows.filter(among("pk", Employee.objects.bearing(query, number).values("pk")))
    numbered = Employee.objects.filter(number=number).order_by().values("pk")
    # By the name that stands here, too: everybody who is walked past would be looked up.
    words = SearchVector("sort_name", config="simple")
    return rows.alias(words=words).filter(Q(words=query) | Q(pk=Subquery(numbered)))


def _fitting(
    rows: PayPositionQuerySet, own: int | None, asked: dict[str, str], day: dt.date, order: Sequence[str]
) -> PayPositionQuerySet:
    show = asked.get("show", "")
    if show == ENDING:
        end = day + RUNNING_OUT
        # The first condition is that of an index; the second alone would not say so.
        rows = rows.filter(Q(protected_until__isnull=False) | Q(excepted_until__isnull=False))
        rows = rows.filter(Q(protected_until__lte=end) | Q(excepted_until__lte=end))
    elif show == OTHERS:
        rows = rows.filter(finding=True).exclude(pk=own or 0)
        rows = rows.exclude(standing=RangeStatus.WITHIN)
        rows = rows.exclude(standing=RangeStatus.ABOVE, protected_until__isnull=False)
        on_purpose = NoLevel.objects.on(day).filter(employee=OuterRef("pk"))
        rows = rows.exclude(Exists(on_purpose), standing=RangeStatus.NO_LEVEL)
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
    rows = rows.filter(**{f"{name}__isnull": False for name in bare(order) if name in MAY_BE_EMPTY})
    return rows.annotate(urgency=URGENCY).select_related("employee", "framework").only(*READ)


def first_of_all(user: Any, asked: dict[str, Any], order: Sequence[str]) -> tuple[list[PayPosition], int | None] | None:
    """The first page of today, one row more where there are more, and of a name how many bear it: 1 query, or 2 for a name, put
    together once for all whose roles reach everybody. None for others, and where the list is narrowed by more than a name and
    how people stand."""
    narrowed = any(asked.get(name) for name in ("framework", "zone", "department"))
    show, words = asked.get("show", ""), asked.get("q", "").strip()
    if narrowed or show in (ENDING, OTHERS) or not _everybody(user):
        return None
    statements = _first_of_all(show, tuple(order))
    if not words:
        return statements.everybody(), None
    text = beginnings_text(plain(words))
    number = (statements.number.one(text, words) or 0) if text else 0
    first = statements.few if number <= MANY else statements.many
    return first(text, words) if number else [], number


class _FirstPages(NamedTuple):
    """Of everybody, and of the bearers of a name (its text to search for, and as a number), who may be few or many."""

    everybody: Statement[PayPosition]
    few: Statement[PayPosition]
    many: Statement[PayPosition]
    number: Statement[int]


@lru_cache(maxsize=128)
def _first_of_all(show: str, order: tuple[str, ...]) -> _FirstPages:
    def fitting() -> PayPositionQuerySet:
        return _fitting(PayPosition.objects.all(), None, {"show": show}, dt.date.min, order)

    def page(rows: PayPositionQuerySet) -> PayPositionQuerySet:
        return rows.order_by(*order)[: PAGE + 1]

    return _FirstPages(
        Statement(lambda: page(fitting())),
        Statement(lambda *named: page(_named(fitting(), *named, many=False)), str, str),
        Statement(lambda *named: page(_named(fitting(), *named, many=True)), str, str, planned_once=False),
        Statement(lambda *named: counting(_named(fitting(), *named, many=False)), str, str),
    )


def page_of(
    user: Any,
    rows: PayPositionQuerySet | list[PayPosition],
    order: Sequence[str],
    after: str,
    day: dt.date | None = None,
) -> tuple[list[PayPosition], str]:
    """A page behind the sealed place `after`, and the place to go on from, empty on the last: 1 query; none for the rows of the
    first page, one more than `PAGE` where there are more.

    Of another `day` than today it takes up to 20, whatever the number of people.
    """
    if isinstance(rows, list):
        return rows[:PAGE], seal_place(user, order, values_of(rows[PAGE - 1], order)) if len(rows) > PAGE else ""
    further = beyond(user, order, after)
    ordered = (rows if further is None else rows.filter(further)).order_by(*order)[: PAGE + 1]
    if day is None:
        return page_of(user, list(ordered), order, after)
    keyed = read(ordered.values_list("pk", *bare(order)), day)
    found = _of_day([pk for pk, *_place in keyed[:PAGE]], day)
    places = [place for _pk, *place in keyed]
    return found[:PAGE], seal_place(user, order, places[PAGE - 1]) if len(places) > PAGE else ""


def _of_day(ids: Sequence[int], day: dt.date) -> list[PayPosition]:
    found = {row.pk: row for row in standings(day, ids)}
    ordered = [found[pk] for pk in ids if pk in found]
    prefetch_related_objects(ordered, "employee", "framework")
    return ordered


def _values(rows: QuerySet[Any, Any], day: dt.date | None) -> list[tuple[Any, ...]]:
    return list(rows) if day is None else read(rows, day)


def in_order(
    rows: PayPositionQuerySet, order: Sequence[str], columns: Sequence[str], day: dt.date | None = None
) -> Iterator[tuple[Any, ...]]:
    """These columns of all these people, in the order of the list, handed out as they are read: 1 query.

    Up to 6 for another `day` than today.
    """
    ordered = rows.order_by(*order).values_list(*columns)
    return stream(ordered) if day is None else stream_of_day(ordered, day)


def number_by_sums(user: Any, asked: dict[str, str], order: Sequence[str], sums: Sequence[Total]) -> int | None:
    """How many are asked for, where `totals` says so and nobody has to be counted: all, all of a department, or all who stand so,
    who have a place in the order. Whoever's pay is measured has one by place in the band."""
    narrowed = any(asked.get(name) for name in ("q", "framework", "zone"))
    by, show = {*bare(order)} & {*MAY_BE_EMPTY}, asked.get("show", "")
    standings = {each.standing for each in sums} if show == "all" else {show} & {value for value, _label in STANDINGS}
    if narrowed or not standings or by - {"compa_ratio"} or not _everybody(user):
        return None
    counted = [each for each in sums if each.standing in (standings & MEASURED if by else standings)]
    if department := asked.get("department", "").strip():
        parts = [each.departments for each in counted]
        return None if None in parts else sum(part.get(department, 0) for part in parts if part is not None)
    return sum(each.people for each in counted)


def number_of(rows: PayPositionQuerySet, day: dt.date | None = None) -> int:
    """How many people these are: 1 query, up to 6 for another `day` than today."""
    if day is None:
        return rows.count()
    groups = rows.order_by().annotate(all=Value(1)).values("all").annotate(people=Count("pk")).values_list("people")
    return sum(row[0] for row in read(groups, day))


@dataclass(frozen=True, slots=True)
class Total:
    """How many people stand so, and what it costs a year to bring those below to the minimum, per currency.

    `departments`: how many of each, where kept sums say it.
    """

    standing: str
    people: int
    costs: tuple[tuple[str, Decimal], ...]
    departments: Mapping[str, int] | None = None


_kept_sums = Statement(lambda: PayPositionsMade.objects.filter(pk=1).values_list("totals", flat=True))


def totals(user: Any, day: dt.date | None = None) -> list[Total]:
    """Over everybody whom the roles of `user` reach, else over everybody whose pay they may see: 1 query, from sums kept beside
    the pay positions where roles decide.

    Of another `day` than today up to 6, and they are added up anew.
    """
    groups: Iterable[tuple[str, str, int, Decimal]]
    parts: dict[str, dict[str, int]] | None = None
    if day is None and user.holds(Permission.VIEW_PAY):
        scopes, everybody = user.scopes(Permission.VIEW_PAY), user.reaches_all(Permission.VIEW_PAY)
        reached = [
            row
            for row in _kept_sums.one() or []
            if everybody
            or any(
                (not scope.legal_entities or row[0] in scope.legal_entities)
                and (not scope.departments or row[1] in scope.departments)
                for scope in scopes
            )
        ]
        groups, parts = [(row[2], row[3], row[4], Decimal(row[5])) for row in reached], {}
        for _entity, department, standing, _currency, number, _cost in reached:
            part = parts.setdefault(standing, {})
            part[department] = part.get(department, 0) + number
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
        Total(
            standing,
            people[standing],
            tuple(sorted(costs.get(standing, {}).items())),
            None if parts is None else parts[standing],
        )
        for standing in sorted(people, key=lambda item: order[item])
    ]


def _everybody(user: Any) -> bool:
    return bool(user.holds(Permission.VIEW_PAY) and user.reaches_all(Permission.VIEW_PAY))
