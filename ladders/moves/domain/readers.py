"""Who comes to read a request, and from when: it follows from the way that its terms say. No Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .enums import Decider
from .escalation import OF_HR, Hears, Turn
from .terms import StepTerms


@dataclass(frozen=True, slots=True)
class Reads:
    """Somebody who comes to read the request: in whose step (None: all of HR who handle the person's moves), as what, who,
    and from when. `name` is empty where nobody is known yet; `account` is 0 there, and where it is not known whose name it is."""

    decider: Decider | None
    turn: Turn
    name: str
    hears: Hears
    account: int = 0

    @property
    def person(self) -> int | str:
        """What tells whether two are one: the account, else the name."""
        return self.account or self.name


def readers(way: Sequence[StepTerms], hr: Sequence[str] = ()) -> tuple[Reads, ...]:
    """Everybody but the author who may come to read a request that goes this way, in the order in which they hear of it.

    `hr`: the names of those who handle the person's moves. Stand-ins, whom a step is handed to, and who takes a place later
    (a new manager, say) come on top: nobody knows them before.
    """
    found: list[Reads] = []
    begun = False
    of_hr = ", ".join(hr)
    for each in way:
        turn, name, account = each.people[0]
        reads = Reads(each.step.decider, turn, name, Hears.TURN if begun else Hears.SENT, account)
        if turn in OF_HR:
            if not any(one.decider is None for one in found):
                found.append(Reads(None, Turn.HR, of_hr or name, Hears.ANSWERED if begun else Hears.SENT))
        elif not (each.skipped and reads.person in {one.person for one in found}):
            found.append(reads)
        if not begun and not each.skipped:
            begun = True
            if not any(one.decider is None for one in found):
                found.append(Reads(None, Turn.HR, of_hr, Hears.ANSWERED))
    if not any(one.decider is None for one in found):
        found.append(Reads(None, Turn.HR, of_hr, Hears.ANSWERED if begun else Hears.SENT))
    later: dict[tuple[object, ...], Reads] = {}
    for each in way:
        for turn, name, account in each.people[1:]:
            if turn not in OF_HR and not each.skipped:
                reads = Reads(each.step.decider, turn, name, Hears.PASSED, account)
                later.setdefault((reads.person,) if name else (turn, each.step.decider), reads)
    return (*found, *later.values())
