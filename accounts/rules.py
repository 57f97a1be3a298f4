"""Registers every verb with django-rules: whoever holds it through a role has it. Rooms may widen a verb for an object."""

from __future__ import annotations

from typing import Any

import rules

from ladders.core.permissions import Permission

from .models import Employee
from .roles import SCOPED


def holds(permission: Permission) -> rules.Predicate:
    """A predicate that is true for users whose roles contain the verb."""

    @rules.predicate(f"holds:{permission}")
    def check(user: Any, obj: object = None) -> bool:
        if not getattr(user, "holds", lambda _: False)(permission):
            return False
        return user.reaches(permission, obj) if isinstance(obj, Employee) and permission in SCOPED else True

    return check


for permission in Permission:
    if not rules.perm_exists(permission):
        rules.add_perm(permission, holds(permission))
