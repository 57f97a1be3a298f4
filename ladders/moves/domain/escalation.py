"""Who answers a step, who comes next, and from when HR reads a request: one table, and pure readings of it. No Django.

Everything that is said about it (rules, terms, who sees what) and everything that is done (who is asked, to whom silence
passes it, what a query finds) follows from `ESCALATION`, so that an author is told of exactly those who may come to read.

A line is the table for one person and day: the one whom the rules name, who stands in, those above, and at its end HR.
Nobody decides about themselves or about anybody above them; whoever has left, cannot sign in or is away is passed over, and
it is said why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _

from .enums import Decider, StepAction
from .states import ReassignmentReason, Via


class Turn(StrEnum):
    """As what somebody answers a step."""

    NAMED = "named"  # the one whom the rules name
    STAND_IN = "stand_in"  # of somebody who is away: right behind them
    ABOVE = "above"  # the next in line above who can answer
    OWNER = "owner"  # who answers for the framework
    HR = "hr"  # HR in charge of the person
    LEAD = "lead"  # the HR lead: there it stays, overdue, until it is answered


# Who answers in turn, each within the step's working days.
ESCALATION: Final[dict[Decider, tuple[Turn, ...]]] = {
    Decider.CURRENT_MANAGER: (Turn.NAMED, Turn.ABOVE, Turn.LEAD),
    Decider.RECEIVING_MANAGER: (Turn.NAMED, Turn.ABOVE, Turn.OWNER, Turn.LEAD),
    Decider.HR: (Turn.HR, Turn.LEAD),
    Decider.GROUP: (Turn.NAMED, Turn.LEAD),
}
OF_HR: Final = (Turn.HR, Turn.LEAD)
_VIA: Final[dict[Turn, Via]] = {
    Turn.NAMED: Via.ROLE,
    Turn.STAND_IN: Via.STAND_IN,
    Turn.ABOVE: Via.UP,
    Turn.OWNER: Via.OWNER,
    Turn.HR: Via.HR,
    Turn.LEAD: Via.HR,
}


class Hears(Labelled):
    """From when somebody reads a request. HR reads it from the first answer on, or as soon as HR itself is asked."""

    SENT = "sent", _("when you send it")
    TURN = "turn", _("when the step is theirs")
    PASSED = "passed", _("if it is passed on to them")
    ANSWERED = "answered", _("once somebody has answered, or when it is passed on to HR")


def asks_hr(who: str, via: str) -> bool:
    """True where a step is HR's to answer: then everybody in HR who handles the person's moves may read the request."""
    return who == Decider.HR or via == Via.HR


def answers_once(
    user: int | None, *, proposer: int | None, approved: Collection[int], released: Collection[int]
) -> bool:
    """True where an approval need not be asked of this user, who has had their say: proposed it, approved it, or released
    the person, which nobody can refuse. Of two rights the weaker one holds.
    """
    return user is not None and (user == proposer or user in approved or user in released)


def passes_over(user: int | None, who: Decider, deed: StepAction, via: Via, *, proposer: int | None) -> bool:
    """True where this step goes past this user, who proposed the move: the other side has a say, and not they again.

    Their own step as the manager is theirs, and skipped (see `answers_once`); a release is no approval: it gives a date.
    """
    if user is None or user != proposer or deed == StepAction.RELEASE:
        return False
    return (who, via) != (Decider.CURRENT_MANAGER, Via.ROLE)


class Asking(StrEnum):
    """Whether a step is asked on the way, and why not."""

    ASKED = "asked"
    ONCE = "once"  # not asked: they have a say in another step
    PROPOSED = "proposed"  # not asked: they proposed the move
    INSTEAD = "instead"  # asked for an approval, in the place of who proposed the move
    MAY_DECLINE = "may_decline"  # asked to confirm, and can decline: only who proposed the move has said yes to it

    @property
    def skipped(self) -> bool:
        """The step takes no time."""
        return self in (Asking.ONCE, Asking.PROPOSED)


@dataclass(frozen=True, slots=True)
class DeciderCandidate:
    """Somebody in line. `user` is the account, None where there is none to sign in with.

    `barred`: is the person who asks, or stands below them. `here`: works here and can sign in. `away`: absent on the day.
    `proposed`: the step goes past them, who proposed the move (see `passes_over`).
    """

    user: int | None
    via: Via
    country: str = ""
    barred: bool = False
    here: bool = True
    away: bool = False
    proposed: bool = False
    name: str = ""  # of the account

    @property
    def obstacle(self) -> ReassignmentReason | None:
        """Why this one cannot answer today; None where they can."""
        if self.user is None or not self.here:
            return ReassignmentReason.LEFT
        if self.barred:
            return ReassignmentReason.BARRED
        if self.proposed:
            return ReassignmentReason.PROPOSED
        return ReassignmentReason.AWAY if self.away else None


@dataclass(frozen=True, slots=True)
class DeciderChoice:
    """Who is asked, and who was passed over on the way: (user, why)."""

    candidate: DeciderCandidate
    over: tuple[tuple[int | None, ReassignmentReason], ...] = ()


def choose(line: Sequence[DeciderCandidate], *, without: Collection[int] = ()) -> DeciderChoice | None:
    """The first in line who can answer; at the end of it an HR lead who is away, sooner than nobody; None: nobody at all.

    `without`: users who had their turn.
    """
    over: list[tuple[int | None, ReassignmentReason]] = []
    for each in line:
        if each.user in without and each.via != Via.HR:
            continue
        why = each.obstacle
        if why is None and each.user not in without:
            return DeciderChoice(each, tuple(over))
        if why is not None:
            over.append((each.user, why))
    for each in line:
        if each.via == Via.HR and each.obstacle in (None, ReassignmentReason.AWAY):
            return DeciderChoice(each, tuple(over))
    return None


def after_silence(
    line: Sequence[DeciderCandidate], who: Decider, via: Via, *, asked: Collection[int], silences: int
) -> DeciderChoice | None:
    """Who is next where the one asked, who came by `via`, let the time pass; None: the line is at its end.

    `asked`: users who had their turn. Nobody is asked twice, and no step is passed on more often than `ESCALATION` says.
    """
    rest = tuple(dict.fromkeys(_VIA[turn] for turn in ESCALATION[who] if turn != Turn.NAMED))
    if via == Via.HR:
        rest = rest[-1:] if who == Decider.HR and silences == 0 else ()
    elif via in rest:
        rest = rest[rest.index(via) + 1 :]
    for turn in rest:
        for each in line:
            if each.via == turn and each.obstacle is None and each.user not in asked:
                return DeciderChoice(each)
    return None


def in_turn(line: Sequence[DeciderCandidate], who: Decider) -> tuple[tuple[Turn, DeciderCandidate], ...]:
    """Who would be asked and, if everybody stays silent, who next, to the end: what `choose` and `after_silence` do."""
    found: list[tuple[Turn, DeciderCandidate]] = []
    asked: set[int] = set()
    choice = choose(line)
    while choice is not None and choice.candidate.user is not None:
        candidate = choice.candidate
        found.append((_turn(who, candidate.via, first=not found), candidate))
        asked.add(choice.candidate.user)
        choice = after_silence(line, who, candidate.via, asked=asked, silences=len(found) - 1)
    return tuple(found)


def _turn(who: Decider, via: Via, *, first: bool) -> Turn:
    if via == Via.HR:
        return Turn.HR if first and who == Decider.HR else Turn.LEAD
    return next(turn for turn, each in _VIA.items() if each == via)
