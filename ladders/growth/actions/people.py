"""Who may write here: the person, and the manager with whom they share it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Employee, User
from ladders.reporting.queries.lines import is_manager_of, manager_of


def acting(by: Any) -> Employee:
    """The person behind the account. Raises PermissionDenied for an account of nobody who works here."""
    person: Employee | None = getattr(by, "employee", None)
    if person is None or not by.is_active:
        raise PermissionDenied
    return person


def account_of(person: Employee | None) -> User | None:
    """Whom a notice reaches: their account, where it can sign in."""
    user = person.user if person else None
    return user if user and user.is_active else None


def todays_manager(person: Employee) -> Employee | None:
    """To whom they report today: 1 query."""
    return manager_of(person, timezone.localdate())


def manages_today(manager: Employee, person: Employee) -> bool:
    """Whether that is so today: 1 query."""
    return is_manager_of(manager, person, timezone.localdate())
