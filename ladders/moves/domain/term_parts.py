"""Parts of terms: who receives somebody and why, a right of return, and what becomes of a second level. No Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

from .enums import PayRule

MOST_OFFERED: Final = 6  # of those who could receive somebody, so many can be chosen from


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
    lead the person today; `others`: how many more lead people on the level; `who`: the id of the employee."""

    names: tuple[str, ...]
    why: Received
    present: bool = False
    others: int = 0
    who: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        own = {name: getattr(self, name) for name in ("present", "others", "who")}
        return own | {"names": list(self.names), "why": self.why.value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """What `to_json` gave."""
        return cls(**data | {"names": tuple(data["names"]), "why": Received(data["why"])})


@dataclass(frozen=True, slots=True)
class RightTerm:
    """A right of return: to the level that is left, until when, what is reviewed, and what holds for pay on return."""

    level: UUID
    code: str
    title: str
    until: dt.date
    needs_review: bool
    pay_rule: PayRule

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "level": str(self.level),
            "code": self.code,
            "title": self.title,
            "until": self.until.isoformat(),
            "needs_review": self.needs_review,
            "pay_rule": self.pay_rule.value,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """What `to_json` gave."""
        own: dict[str, Any] = {
            "level": UUID(data["level"]),
            "until": dt.date.fromisoformat(data["until"]),
            "pay_rule": PayRule(data["pay_rule"]),
        }
        return cls(**data | own)


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
