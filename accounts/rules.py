"""Registers every verb with django-rules: whoever holds it through a role has it. Rooms may widen a verb for an object."""

from __future__ import annotations

import rules

from ladders.core.permissions import Permission


def holds(permission: Permission) -> rules.Predicate:
    """A predicate that is true for users whose roles contain the verb."""

    @rules.predicate(f"holds:{permission}")
    def check(user: object) -> bool:
        return bool(getattr(user, "holds", lambda _: False)(permission))

    return check


for permission in Permission:
    if not rules.perm_exists(permission):
        rules.add_perm(permission, holds(permission))
