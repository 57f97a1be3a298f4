"""What becomes of levels that are graded together, and what stands in the way, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from .domain.grade_proposals import Proposal, ProposalOutcome

COUNTED: dict[ProposalOutcome, Promise] = {  # after a number, whatever it is
    ProposalOutcome.CONFLICT: lazy("in conflict"),
    ProposalOutcome.UNMATCHED: lazy("not matched"),
    ProposalOutcome.CHANGED: lazy("to change"),
    ProposalOutcome.NEW: lazy("to get a grade"),
    ProposalOutcome.KEPT: lazy("left with their grade"),
    ProposalOutcome.SAME: lazy("the same as now"),
}


def note_of(proposal: Proposal) -> str:
    """Why a level is left as it is; empty for one that is written, or that nothing was asked for."""
    if proposal.obstacle is not None:
        return proposal.obstacle.label % {"about": proposal.about}
    if proposal.outcome == ProposalOutcome.KEPT:
        return _("It has a grade already. Tick “Replace” to change it.")
    return ""
