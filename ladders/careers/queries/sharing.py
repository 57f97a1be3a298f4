"""Who may see what of whom: one question for pages, and a queryset for lists."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from accounts.models import Employee

from ..models.sharing import Audience, Share, Thing, people_who_show

PAGE = 50
__all__ = ["Audience", "Share", "Thing", "people_shown", "people_who_show", "seen_by", "shared_with", "things_shown"]


def shared_with(viewer: Any, employee: Employee, what: Thing, day: dt.date) -> bool:
    """True when `viewer` (a user) may see this thing of this person on that day; their own they always may: 1 to 4 queries."""
    return people_who_show(viewer, what, day, only=employee.pk).exists()


def seen_by(employee: Employee, what: Thing, day: dt.date) -> list[Share]:
    """With whom this person shares this thing on that day: 1 query."""
    return list(Share.objects.current(day).filter(employee=employee, what=what).select_related("colleague"))


def things_shown(viewer: Any, employee: Employee, day: dt.date) -> frozenset[Thing]:
    """Everything of this person that `viewer` may see on that day: 1 query, and those of the viewer's roles."""
    shown = {
        f"shows_{what}": Exists(people_who_show(viewer, what, day).filter(pk=OuterRef("pk")).order_by())
        for what in Thing
    }
    row: Any = Employee.objects.filter(pk=employee.pk).values(**shown).get()
    return frozenset(what for what in Thing if row[f"shows_{what}"])


class SharedPage(NamedTuple):
    """Some of those who share something, by name, each with what that is; `further`: the id to go on behind, if any."""

    people: list[tuple[Employee, list[Thing]]]
    further: int | None


def people_shown(viewer: Any, day: dt.date, after: int | None = None, size: int = PAGE) -> SharedPage:
    """Others of whom `viewer` may see something that was shared, a page behind a person: 6 queries, 7 with `after`, and
    those of roles.

    Assessments that are seen without being shared are left out: HR would find everybody here.
    """
    shown = {what: people_who_show(viewer, what, day, told=True) for what in Thing}
    last = None
    if after:  # of those shown: where somebody else's name would stand between them is not to be found out
        among = reduce(or_, (Q(pk__in=people.values("pk")) for people in shown.values()))
        last = Employee.objects.filter(among, pk=after).values_list("sort_name", "pk").first()
    found: dict[int, tuple[Employee, list[Thing]]] = {}
    for what, people in shown.items():
        people = people.order_by("sort_name", "pk")
        if last:
            people = people.filter(Q(sort_name__gt=last[0]) | Q(sort_name=last[0], pk__gt=last[1]))
        # Whoever is among the first of all is among the first of each thing that they share.
        for person in people[: size + 1]:
            found.setdefault(person.pk, (person, []))[1].append(what)
    rows = sorted(found.values(), key=lambda pair: (pair[0].sort_name, pair[0].pk))
    return SharedPage(rows[:size], rows[size - 1][0].pk if len(rows) > size else None)
