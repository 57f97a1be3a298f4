"""What a move's rules are made of. No Django: words for people are in `words`."""

from __future__ import annotations

from enum import StrEnum


class StepAction(StrEnum):
    """What a step is. Only an approval can decline; whoever releases proposes a day, or objects to HR with a reason."""

    APPROVE = "approve"
    RELEASE = "release"  # propose a day within some weeks; no veto
    CONFIRM = "confirm"  # HR sets salary and day


class Decider(StrEnum):
    """Who answers a step. Who that is, is found when the step opens."""

    CURRENT_MANAGER = "current_manager"
    RECEIVING_MANAGER = "receiving_manager"
    HR = "hr"
    GROUP = "group"  # one of a group


class PayRule(StrEnum):
    """What happens to pay. Under every rule, pay below the new band's minimum rises to it on the day of the move."""

    KEPT = "kept"  # stays as it is, without an end
    STEPPED = "stepped"  # stays for some months; what is above the new maximum then goes in equal steps
    BAND = "band"  # lies in the band of the new grade from the day of the move
