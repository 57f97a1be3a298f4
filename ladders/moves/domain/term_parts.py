"""Parts of terms: who receives somebody and why, a right of return, and what becomes of a second level. No Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from ladders.core.json_data import JsonData

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
class ManagerTerm(JsonData):
    """Who receives. `names`: one, or none; a list, as every place in terms where an erasure changes a name. `present`: they
    lead the person today; `others`: how many more lead people on the level; `who`: the id of the employee."""

    names: tuple[str, ...]
    why: Received
    present: bool = False
    others: int = 0
    who: int | None = None


@dataclass(frozen=True, slots=True)
class RightTerm(JsonData):
    """A right of return: to the level that is left, until when, what is reviewed, and what holds for pay on return."""

    level: UUID
    code: str
    title: str
    until: dt.date
    needs_review: bool
    pay_rule: PayRule


class SecondFate(StrEnum):
    """What a move does to a second level."""

    STAYS = "stays"
    WHOLE = "whole"  # it is the level that the person moves to
    ENDS = "ends"  # a try-out ends with the level beside which it was agreed


@dataclass(frozen=True, slots=True)
class SecondTerm(JsonData):
    """A second level that the person holds: its share in per cent, its last day (None: without an end), what becomes of it."""

    code: str
    title: str
    share: int
    until: dt.date | None
    fate: SecondFate
    tried: bool = False  # it is a try-out


def fate_of(second: object, target: object, *, tried: bool) -> SecondFate:
    """What a move to the level `target` does to the second level `second` (keys as they are now)."""
    if second == target:
        return SecondFate.WHOLE
    return SecondFate.ENDS if tried else SecondFate.STAYS
