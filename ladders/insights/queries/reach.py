"""How far a role carries the pay equity verbs: for some people, for everybody of a legal entity, for the whole organisation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission


def reaches_entity(user: Any, legal_entity: str, permission: Permission = Permission.EDIT_PAY_EQUITY) -> bool:
    """True where a role carries the verb for everybody of the entity ("": of the whole organisation). At most 1 query."""
    if not isinstance(user, User) or not user.holds(permission):
        return False
    return any(
        not grant.departments
        and (not grant.legal_entities or (bool(legal_entity) and legal_entity in grant.legal_entities))
        for grant in user.scopes(permission)
    )


def require_entity(user: Any, legal_entity: str = "") -> None:
    """Raises DomainError where the role reaches only a part of those whom the write is about."""
    if not reaches_entity(user, legal_entity):
        raise DomainError(
            _(
                "This holds for all of %(entity)s, and your role reaches only some of them. Ask somebody who reports on all."
            )
            % {"entity": legal_entity}
            if legal_entity
            else _(
                "This holds for the whole organisation, and your role reaches a part of it only. Ask somebody who reports on all."
            )
        )
