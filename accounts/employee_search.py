"""Finding somebody among 100,000 by number, name or address, for a field with suggestions.

Whoever signs in without being in the people file (the first HR admin, say) is a person, too: known by the account's address.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from ladders.core.conditions import everything, nothing

from .models import Employee, User
from .names import plain

LIMIT = 20


def label(person: Employee | User) -> str:
    """How a field writes a person: "Hana Ruiz · E00012", or "Hana Ruiz · hana@company.example". `find` reads it back."""
    if isinstance(person, Employee):
        return f"{person.name} · {person.number}"
    return f"{person.name} · {person.email}" if person.name else person.email


def suggest(text: str, limit: int = LIMIT) -> list[Employee]:
    """Who is meant by what was typed so far: working here today, by number or by any part of the name. One query."""
    text = text.strip()[:80]
    if len(text) < 2:
        return []
    here = Employee.objects.working_on(timezone.localdate())
    return list(here.filter(Q(number__istartswith=text) | _named(text))[:limit])


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


def suggest_owners(text: str, limit: int = LIMIT) -> list[Employee | User]:
    """As `suggest`, and then accounts of nobody in the people file, by address or any part of the name. Two queries."""
    found: list[Employee | User] = [*suggest(text, limit)]
    text = text.strip()[:80]
    if len(text) >= 2 and len(found) < limit:
        accounts = _accounts().filter(Q(email__istartswith=text) | _named(text)).order_by("sort_name", "pk")
        found += accounts[: limit - len(found)]
    return found


def find_owners(text: str) -> list[Employee | User]:
    """As `find`, and by address: of an employee, or of an account of nobody in the people file."""
    text = " ".join(text.split())
    email = text.rpartition(" · ")[2].lower()
    if "@" in email:
        people = list(Employee.objects.filter(user__email=email))
        return [*people, *_accounts().filter(email=email)] if people or " · " in text else [*suggest_owners(text, 6)]
    people = find(text)
    if " · " in text or any(person.number == text for person in people):
        return [*people]
    exact = [person for person in people if person.name.lower() == text.lower()]
    accounts = list(_accounts().filter(name__iexact=text)[:6])
    return [*exact, *accounts] if exact or accounts else [*suggest_owners(text, 6)]


def _named(text: str) -> Q:
    """Whose name has all of these words, in part or whole. The sort key has no accents: "Zoë" is found by "zoe"."""
    words = plain(text).replace(",", " ").split()
    parts = everything() if words else nothing()
    for word in words:
        parts &= Q(sort_name__contains=word)
    return parts


def _accounts() -> QuerySet[User]:
    """Accounts that sign in and belong to nobody in the people file."""
    return User.objects.filter(is_active=True, employee=None)
