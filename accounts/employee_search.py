"""Finding somebody among 100,000 by number, name or address, for a field with suggestions.

Whoever signs in without being in the people file (the first HR admin, say) is a person, too: known by the account's address.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from .models import Employee, User

LIMIT = 20


def label(person: Employee | User) -> str:
    """How a field writes a person: "Hana Ruiz · E00012", or "Hana Ruiz · hana@company.example". `find` reads it back."""
    if isinstance(person, Employee):
        return f"{person.name} · {person.number}"
    return f"{person.name} · {person.email}" if person.name else person.email


def suggest(text: str, limit: int = LIMIT) -> list[Employee]:
    """Who is meant by what was typed so far: working here today, by the beginning of the number or of words of the name.

    One query, as quick for who is not there as for who is.
    """
    text = text.strip()[:80]
    if len(text) < 2:
        return []
    return list(_like(text)[:limit])


def find(text: str) -> list[Employee]:
    """The people that a text names: one where it is a number, a suggestion taken as it was, or the only such name."""
    text = " ".join(text.split())
    _name, separator, number = text.rpartition(" · ")
    if exact := Employee.objects.filter(number=number if separator else text).first():
        return [exact]
    if separator:
        return []
    same = list(_like(text).filter(name__iexact=text)[:6])
    return same or suggest(text, 6)


def suggest_owners(text: str, limit: int = LIMIT) -> list[Employee | User]:
    """As `suggest`, and then accounts of nobody in the people file, by address or beginnings of the name. Two queries."""
    found: list[Employee | User] = [*suggest(text, limit)]
    text = text.strip()[:80]
    if len(text) >= 2 and len(found) < limit:
        ids = _ids(_accounts().filter(email__startswith=text.lower())).union(
            _ids(_accounts(User.objects.matching(text)))
        )
        accounts = User.objects.filter(pk__in=ids).order_by("sort_name", "pk")
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


def _like(text: str) -> QuerySet[Employee]:
    """Who works here today and has a number or words of the name that begin so."""
    here = Employee.objects.working_on(timezone.localdate())
    return here.filter(pk__in=_ids(here.filter(number__istartswith=text)).union(_ids(here.matching(text))))


def _ids(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Their ids alone and in no order: found by an index each, before anything is sorted."""
    return rows.order_by().values("pk")


def _accounts(among: QuerySet[User] | None = None) -> QuerySet[User]:
    """Accounts that sign in and belong to nobody in the people file."""
    return (User.objects.all() if among is None else among).filter(is_active=True, employee=None)
