"""A reader for statements that are put together once (`ladders/core/statements.py`), for all who may see the same.

What says who sees which rows asks its reader for roles and for their reach. A stand-in has the roles that are part of the
statement's key, each of which reaches everybody, and a mark in place of its id; it knows nothing else. What a statement would
make of anything else is refused: other fields are not there, and the id of its employee is no argument.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS

from ladders.core.statements import NOBODY

from .models import Employee, User
from .roles import Role


def same_for(user: User) -> frozenset[Role] | None:
    """What a statement of this reader can be kept by: their roles. None where one of them reaches some people only."""
    return user.roles if user.is_active and not user.scoped_roles else None


def stand_in(roles: frozenset[Role], account: int) -> User:
    """Somebody with these roles, of whom nothing else is known. `account`: the mark of the id."""
    user = User.from_db(DEFAULT_DB_ALIAS, ["id"], [account])
    user.__dict__ |= {"is_active": True, "role_names": list(roles), "scoped_role_names": []}
    user._state.fields_cache["employee"] = Employee.from_db(DEFAULT_DB_ALIAS, ["id"], [NOBODY])
    return user
