"""Who may see what of whom: one question for pages, and a queryset for lists."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import Employee

from ..models.sharing import Audience, Share, Thing, people_who_show

__all__ = ["Audience", "Share", "Thing", "people_shown", "people_who_show", "seen_by", "shared_with", "things_shown"]


def shared_with(viewer: Any, employee: Employee, what: Thing, day: dt.date) -> bool:
    """True when `viewer` (a user) may see this thing of this person on that day; their own they always may: 1 to 4 queries."""
    return people_who_show(viewer, what, day).filter(pk=employee.pk).exists()


def seen_by(employee: Employee, what: Thing, day: dt.date) -> list[Share]:
    """With whom this person shares this thing on that day: 1 query."""
    return list(Share.objects.current(day).filter(employee=employee, what=what).select_related("colleague"))


def things_shown(viewer: Any, employee: Employee, day: dt.date) -> frozenset[Thing]:
    """Everything of this person that `viewer` may see on that day: 1 query, and those of the viewer's roles."""
    shown = {
        f"shows_{what}": Exists(people_who_show(viewer, what, day).filter(pk=OuterRef("pk")).order_by())
        for what in Thing
    }
    row = Employee.objects.filter(pk=employee.pk).values(**shown).get()
    return frozenset(what for what in Thing if row[f"shows_{what}"])


def people_shown(viewer: Any, day: dt.date) -> list[tuple[Employee, list[Thing]]]:
    """Others of whom `viewer` may see something that was shared, by name, with what that is: 6 queries and those of roles.

    Assessments that are seen without being shared are left out: HR would find everybody here.
    """
    found: dict[int, tuple[Employee, list[Thing]]] = {}
    for what in Thing:
        for person in people_who_show(viewer, what, day, told=True):
            found.setdefault(person.pk, (person, []))[1].append(what)
    return sorted(found.values(), key=lambda pair: (pair[0].sort_name, pair[0].pk))
