"""How far a role reaches: to everybody, or to the people of some legal entities or departments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .roles import Role


@dataclass(frozen=True, slots=True)
class Scope:
    """A role with its reach. Empty: everywhere. Both filled: people in one of the entities and in one of the departments."""

    role: Role
    legal_entities: Sequence[str] = ()
    departments: Sequence[str] = ()

    def covers(self, person: Any) -> bool:
        """True for people in this reach: whatever has a legal entity and a department."""
        entity = not self.legal_entities or person.legal_entity in self.legal_entities
        return entity and (not self.departments or person.department in self.departments)


def scopes_of(grants: Iterable[Any]) -> tuple[Scope, ...]:
    """Those of the grants whose role is still one."""
    return tuple(
        Scope(Role(each.role), tuple(each.legal_entities), tuple(each.departments))
        for each in grants
        if each.role in Role.values
    )
