"""What becomes of levels that are graded together, and what stands in the way, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from .domain.grade_proposals import Obstacle, Proposal, ProposalOutcome

OUTCOMES: dict[ProposalOutcome, Promise] = {
    ProposalOutcome.CONFLICT: lazy("Conflict"),
    ProposalOutcome.UNMATCHED: lazy("Not matched"),
    ProposalOutcome.CHANGED: lazy("Changes"),
    ProposalOutcome.NEW: lazy("Gets a grade"),
    ProposalOutcome.KEPT: lazy("Keeps its grade"),
    ProposalOutcome.SAME: lazy("Stays the same"),
}

COUNTED: dict[ProposalOutcome, Promise] = {  # after a number, whatever it is
    ProposalOutcome.CONFLICT: lazy("in conflict"),
    ProposalOutcome.UNMATCHED: lazy("not matched"),
    ProposalOutcome.CHANGED: lazy("to change"),
    ProposalOutcome.NEW: lazy("to get a grade"),
    ProposalOutcome.KEPT: lazy("left with their grade"),
    ProposalOutcome.SAME: lazy("the same as now"),
}

_OBSTACLES: dict[Obstacle, Promise] = {
    Obstacle.NO_GRADE: lazy("The factor plan in force has no grade “%(about)s”."),
    Obstacle.SEVERAL: lazy("Lines give it different grades: %(about)s."),
    Obstacle.EVALUATED: lazy("It is evaluated: its points decide its grade. By this it would be grade %(about)s."),
    Obstacle.NO_BAND: lazy("No band holds the middle of this range."),
    Obstacle.BETWEEN: lazy("Two bands fit equally well: %(about)s."),
    Obstacle.NO_AMOUNT: lazy("This line holds no amount."),
    Obstacle.AMBIGUOUS: lazy("Several levels are called “%(about)s”. Use their codes."),
    Obstacle.NEIGHBOUR_UNGRADED: lazy("%(about)s has no grade to copy yet."),
}


def note_of(proposal: Proposal) -> str:
    """Why a level is left as it is; empty for one that is written, or that nothing was asked for."""
    if proposal.obstacle is not None:
        return str(_OBSTACLES[proposal.obstacle]) % {"about": proposal.about}
    if proposal.outcome == ProposalOutcome.KEPT:
        return _("It has a grade already. Tick “Replace” to change it.")
    return ""
