"""Who may see what of whom: one question for pages, and a queryset for lists."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, NamedTuple

from django.db.models import Exists

from accounts.models import Employee
from ladders.core.lists.places import beyond, seal_place, values_of

from ..models.sharing import Audience, Share, Thing, people_who_show

PAGE = 50
BY_NAME: Final = ("sort_name", "pk")
__all__ = ["Audience", "Share", "Thing", "people_shown", "people_who_show", "seen_by", "shared_with", "things_shown"]


def shared_with(viewer: Any, employee: Employee, what: Thing, day: dt.date) -> bool:
    """True when `viewer` (a user) may see this thing of this person on that day; their own they always may: 1 to 4 queries."""
    return people_who_show(viewer, what, day, only=employee.pk).exists()


def seen_by(employee: Employee, what: Thing, day: dt.date) -> list[Share]:
    """With whom this person shares this thing on that day: 1 query."""
    return list(Share.objects.current(day).filter(employee=employee, what=what).select_related("colleague"))


def things_shown(viewer: Any, employee: Employee, day: dt.date) -> frozenset[Thing]:
    """Everything of this person that `viewer` may see on that day: 1 query, and those of the viewer's roles."""
    shown = {f"shows_{what}": Exists(people_who_show(viewer, what, day, only=employee.pk).order_by()) for what in Thing}
    row: Any = Employee.objects.filter(pk=employee.pk).values(**shown).get()
    return frozenset(what for what in Thing if row[f"shows_{what}"])


class SharedPage(NamedTuple):
    """Some of those who share something, by name, each with what that is; `further`: where the next page begins, if any."""

    people: list[tuple[Employee, list[Thing]]]
    further: str


def people_shown(viewer: Any, day: dt.date, after: str = "", size: int = PAGE) -> SharedPage:
    """Others of whom `viewer` may see something that was shared, a page behind the sealed place `after`: 6 queries, and
    those of roles.

    Assessments that are seen without being shared are left out: HR would find everybody here.
    """
    shown = {what: people_who_show(viewer, what, day, told=True) for what in Thing}
    further = beyond(viewer, BY_NAME, after)
    found: dict[int, tuple[Employee, list[Thing]]] = {}
    for what, people in shown.items():
        people = (people if further is None else people.filter(further)).order_by(*BY_NAME)
        # Whoever is among the first of all is among the first of each thing that they share.
        for person in people[: size + 1]:
            found.setdefault(person.pk, (person, []))[1].append(what)
    rows = sorted(found.values(), key=lambda pair: (pair[0].sort_name, pair[0].pk))
    last = values_of(rows[size - 1][0], BY_NAME) if len(rows) > size else None
    return SharedPage(rows[:size], seal_place(viewer, BY_NAME, last) if last else "")
