"""Finding somebody among 100,000 by number or name, for a field with suggestions."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from accounts.models import Employee
from accounts.names import plain
from ladders.core.conditions import everything, nothing

LIMIT = 20


def label(employee: Employee) -> str:
    """How a field writes a person: "Hana Ruiz · E00012". `find` reads it back."""
    return f"{employee.name} · {employee.number}"


def suggest(text: str, limit: int = LIMIT) -> list[Employee]:
    """Who is meant by what was typed so far: working here today, by number or by any part of the name. One query."""
    text = text.strip()[:80]
    if len(text) < 2:
        return []
    here = Employee.objects.working_on(timezone.localdate())
    words = plain(text).replace(",", " ").split()  # the sort key has no accents: "Zoë" is found by "zoe"
    parts = everything() if words else nothing()
    for word in words:
        parts &= Q(sort_name__contains=word)
    return list(here.filter(Q(number__istartswith=text) | parts)[:limit])


def find(text: str) -> list[Employee]:
    """The people that a text names: one where it is a number, a suggestion taken as it was, or the only such name."""
    text = " ".join(text.split())
    _name, separator, number = text.rpartition(" · ")
    if exact := Employee.objects.filter(number=number if separator else text).first():
        return [exact]
    if separator:
        return []
    same = list(Employee.objects.working_on(timezone.localdate()).filter(name__iexact=text)[:6])
    return same or suggest(text, 6)
