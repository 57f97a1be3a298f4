"""To whom invitations go. Pure: plain data in and out, as it stands in a round and in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _

MOST_CHOSEN: Final = 500  # single people in one round; more go by department


class Whom(Labelled):
    """Which of the people with an address."""

    NEW = "new", _("Everybody who was not invited yet")
    AGAIN = "again", _("Everybody who was invited and has not signed in: they get a new link, the old one ends")
    CHOSEN = "chosen", _("The people I have selected")


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
