"""What a move's rules are made of. No Django."""

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _


class StepAction(Labelled):
    """What a step is. Only an approval can decline; whoever releases proposes a day, or objects to HR with a reason."""

    APPROVE = "approve", _("approves")
    RELEASE = "release", _("releases, and names a day")  # propose a day within some weeks; no veto
    CONFIRM = "confirm", _("sets salary and day")


class Decider(Labelled):
    """Who answers a step. Who that is, is found when the step opens."""

    CURRENT_MANAGER = "current_manager", _("Your manager")
    RECEIVING_MANAGER = "receiving_manager", _("The receiving manager")
    HR = "hr", _("HR")
    GROUP = "group", _("One of a group")


class PayRule(Labelled):
    """What happens to pay. Under every rule, pay below the new band's minimum rises to it on the day of the move."""

    KEPT = "kept", _("Kept")  # stays as it is, without an end
    STEPPED = "stepped", _("Kept for some months, then stepped")  # what is above the new maximum goes in equal steps
    BAND = "band", _("Band of the new grade")  # lies in the band of the new grade from the day of the move
