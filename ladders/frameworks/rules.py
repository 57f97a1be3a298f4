"""The owner of a framework may edit, publish and evaluate that framework, and no other."""

from __future__ import annotations

import rules

from accounts.roles import OWNER_PERMISSIONS
from accounts.rules import holds

from .permissions import owns


@rules.predicate("owns_framework")
def owns_framework(user: object, thing: object) -> bool:
    """True for the accountable owner of the framework that `thing` is or belongs to."""
    return bool(getattr(user, "is_active", False)) and owns(user, thing)


for permission in OWNER_PERMISSIONS:
    rules.set_perm(permission, holds(permission) | owns_framework)
