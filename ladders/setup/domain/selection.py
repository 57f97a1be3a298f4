"""To whom invitations go. Pure: plain data in and out, as it stands in a round and in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

MOST_CHOSEN: Final = 500  # single people in one round; more go by department


class Whom(StrEnum):
    """Which of the people with an address."""

    NEW = "new"  # who was never invited
    AGAIN = "again"  # who was, and has not signed in: a new link, the old one ends
    CHOSEN = "chosen"  # single people


@dataclass(frozen=True, slots=True)
class Selection:
    """Of the people in reach. `departments` empty: of all; `people` are employees' ids, for `CHOSEN` alone."""

    whom: Whom = Whom.NEW
    departments: tuple[str, ...] = ()
    people: tuple[int, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """From what `stored` gave."""
        return cls(Whom(data["whom"]), tuple(data["departments"]), tuple(data["people"]))

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {"whom": self.whom.value, "departments": list(self.departments), "people": list(self.people)}
