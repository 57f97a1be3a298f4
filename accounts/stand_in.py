"""A reader for statements that are put together once (`ladders/core/statements.py`), for all who may see the same.

What says who sees which rows asks its reader for roles and for their reach. A stand-in has the roles that are part of the
statement's key, each of which reaches everybody, and a mark in place of its id; it knows nothing else. What a statement would
make of anything else is refused: other fields are not there, and the id of its employee is no argument, unless it is given.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS

from ladders.core.statements import NOBODY

from .models import Employee, User
from .roles import Role
from .scopes import Scope


def same_for(user: User) -> frozenset[Role] | None:
    """What a statement of this reader can be kept by: their roles. None where one of them reaches some people only."""
    return user.roles if user.is_active and not user.scoped_roles else None


def stand_in(roles: frozenset[Role], account: int, employee: int | None = NOBODY) -> User:
    """Somebody with these roles, of whom nothing else is known. `account`, `employee`: the marks of the ids."""
    user = User.from_db(DEFAULT_DB_ALIAS, ["id"], [account])
    user.__dict__ |= {"is_active": True, "role_names": list(roles), "scoped_role_names": []}
    user._state.fields_cache["employee"] = employee and Employee.from_db(DEFAULT_DB_ALIAS, ["id"], [employee])
    return user


@dataclass(frozen=True, slots=True)
class ReaderKind:
    """Those who see the same lines on Home. `scopes`: how far each role reaches, where one of them reaches some people only."""

    roles: frozenset[Role]
    employed: bool
    leads: bool
    scopes: frozenset[Scope] = frozenset()

    def reader(self, account: int, employee: int) -> User:
        """One of them, of whom nothing else is known."""
        user = stand_in(self.roles, account, employee if self.employed else None)
        user.__dict__["leads"] = self.leads
        if self.scopes:
            user.note_scopes(tuple(sorted(self.scopes, key=lambda scope: scope.role)))
        return user


def kind_of(user: User) -> ReaderKind | None:
    """Of this reader; None for a closed account."""
    if not user.is_active:
        return None
    scopes = frozenset(user.all_scopes) if user.scoped_roles else frozenset()
    return ReaderKind(
        user.roles, getattr(user, "employee", None) is not None, bool(getattr(user, "leads", False)), scopes
    )
