"""What terms say of people beside the level: who receives somebody and why, and what becomes of a second level. No Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Received(StrEnum):
    """Why somebody would be the manager after a move."""

    BOTH = "both"  # leads people on the level in the person's own department and legal entity
    ENTITY = "entity"  # in their legal entity
    DEPARTMENT = "department"  # in their department, of another legal entity
    ELSEWHERE = "elsewhere"
    CHOSEN = "chosen"  # by the person, of several
    NAMED = "named"  # by HR
    NOBODY = "nobody"  # nobody leads anybody on the level


@dataclass(frozen=True, slots=True)
class ManagerTerm:
    """Who receives. `names`: one, or none; a list, as every place in terms where an erasure changes a name. `present`: they
    lead the person today; `others`: how many more lead people on the level."""

    names: tuple[str, ...]
    why: Received
    present: bool = False
    others: int = 0

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {"names": list(self.names), "why": self.why.value, "present": self.present, "others": self.others}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """What `to_json` gave."""
        return cls(tuple(data["names"]), Received(data["why"]), data["present"], data["others"])


class SecondFate(StrEnum):
    """What a move does to a second level."""

    STAYS = "stays"
    WHOLE = "whole"  # it is the level that the person moves to
    ENDS = "ends"  # a try-out ends with the level beside which it was agreed


@dataclass(frozen=True, slots=True)
class SecondTerm:
    """A second level that the person holds: its share in per cent, its last day (None: without an end), what becomes of it."""

    code: str
    title: str
    share: int
    until: dt.date | None
    fate: SecondFate
    tried: bool = False  # it is a try-out

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        own = {name: getattr(self, name) for name in ("code", "title", "share", "tried")}
        return own | {"until": self.until.isoformat() if self.until else None, "fate": self.fate.value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """What `to_json` gave."""
        until = dt.date.fromisoformat(data["until"]) if data["until"] else None
        return cls(data["code"], data["title"], data["share"], until, SecondFate(data["fate"]), data["tried"])


def fate_of(second: object, target: object, *, tried: bool) -> SecondFate:
    """What a move to the level `target` does to the second level `second` (keys as they are now)."""
    if second == target:
        return SecondFate.WHOLE
    return SecondFate.ENDS if tried else SecondFate.STAYS
