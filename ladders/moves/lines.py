"""Who of those in line is asked: a pure function over plain facts. No Django.

A line is an order: the one whom the rules name, who stands in, the next above, and at its end the HR leads. Nobody decides
about themselves or about anybody above them; whoever has left, cannot sign in or is away is passed over, and it is said why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from .enums import Decider
from .states import Via, Why


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in line. `user` is the account, None where there is none to sign in with.

    `barred`: is the person who asks, or stands below them. `here`: works here and can sign in. `away`: absent on the day.
    """

    user: int | None
    via: Via
    country: str = ""
    barred: bool = False
    here: bool = True
    away: bool = False

    @property
    def obstacle(self) -> Why | None:
        """Why this one cannot answer today; None where they can."""
        if self.user is None or not self.here:
            return Why.LEFT
        if self.barred:
            return Why.BARRED
        return Why.AWAY if self.away else None


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is asked, and who was passed over on the way: (user, why)."""

    candidate: Candidate
    over: tuple[tuple[int | None, Why], ...] = ()


def choose(line: Sequence[Candidate], *, without: Collection[int] = ()) -> Choice | None:
    """The first in line who can answer; at the end of it an HR lead who is away, sooner than nobody; None: nobody at all.

    `without`: users who had their turn.
    """
    over: list[tuple[int | None, Why]] = []
    for each in line:
        if each.user in without and each.via != Via.HR:
            continue
        why = each.obstacle
        if why is None and each.user not in without:
            return Choice(each, tuple(over))
        if why is not None:
            over.append((each.user, why))
    for each in line:
        if each.via == Via.HR and each.obstacle in (None, Why.AWAY):
            return Choice(each, tuple(over))
    return None


# Who comes after whom when nobody answers in time; behind the last it stays, overdue, until it is answered.
PASSING: Final[dict[Decider, tuple[Via, ...]]] = {
    Decider.CURRENT_MANAGER: (Via.UP, Via.HR),
    Decider.RECEIVING_MANAGER: (Via.UP, Via.OWNER, Via.HR),
    Decider.GROUP: (Via.HR,),
    Decider.HR: (Via.HR,),
}


def after_silence(
    line: Sequence[Candidate], who: Decider, via: Via, *, asked: Collection[int], silences: int
) -> Choice | None:
    """Who is next where the one asked, who came by `via`, let the time pass; None: the line is at its end.

    `asked`: users who had their turn. Nobody is asked twice, and no step is passed on more often than `PASSING` says.
    """
    rest = PASSING[who]
    if via == Via.HR:
        rest = rest[-1:] if who == Decider.HR and silences == 0 else ()
    elif via in rest:
        rest = rest[rest.index(via) + 1 :]
    for turn in rest:
        for each in line:
            if each.via == turn and each.obstacle is None and each.user not in asked:
                return Choice(each)
    return None
