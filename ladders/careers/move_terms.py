"""What this room shows of moves' rules and rights without knowing them: plain data from the room above.

The compare page says how a move goes before anybody asks for it; the lattice shows to which levels somebody may return.
Both belong to the moves, which provide them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Employee
from ladders.compensation.domain.position import Range
from ladders.core.providers import Provider


@dataclass(frozen=True, slots=True)
class StepTerm:
    """One step of the way: who answers, within how many working days, and what happens when they do not."""

    title: str  # "Mia Nager approves"
    days: int | None = None  # None: it takes no time
    then: str = ""  # "or it passes to Greta Top (the next manager above)"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the rules ask to be shown with the request, and whether the person's draft has something for it."""

    what: str
    given: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """How this move would go if it were asked for today, in sentences. Empty sentences are not shown.

    `day`: the day of the move as far as it is known; `band`: that of the new level on that day, where the reader may see it.
    """

    steps: tuple[StepTerm, ...]
    least_months: int = 0  # in the present level, before one can ask
    passed_months: int = 0  # of those, by now
    ready_on: dt.date | None = None  # from when they are enough; None: they are
    shown: tuple[Shown, ...] = ()  # what is shown with the request
    seat: bool = False  # the receiving side confirms a vacant seat
    trial_months: int = 0
    pay: str = ""
    right_of_return: str = ""
    ask_url: str = ""  # where the request begins; empty while one cannot ask
    day: dt.date | None = None
    band: Range | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """A written right of return: to which levels (keys that hold today), until when, and how."""

    levels: tuple[UUID, ...]
    until: dt.date
    review: str = ""
    pay: str = ""


@Provider
def terms_of(
    person: Employee, level: UUID, day: dt.date, *, sees: bool | None = None, may_return: bool = True
) -> Terms | None:
    """How this move would go for this person; None where no moves can be asked for.

    `sees`: whether they may see the band of that level's grade, and `may_return`: False where they have no right of return
    to it, as far as the page has found out already (None, True: not yet).
    """
    return None


@Provider
def try_url(level: UUID, *, tried: bool) -> str:
    """Where one asks to try that level part-time; `tried`: where one that runs stands. Empty where nobody can. No query."""
    return ""


@Provider
def rights_of(person: Employee, day: dt.date) -> tuple[Right, ...]:
    """The person's rights of return that hold on that day."""
    return ()
