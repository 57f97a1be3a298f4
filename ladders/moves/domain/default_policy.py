"""The rules that an organisation starts with, until HR writes its own. No Django.

A new installation copies them into its database once; a later change here changes nobody's rules.
"""

from __future__ import annotations

from typing import Final

from ladders.careers.domain.move_kinds import MoveKind

from .enums import Decider, PayRule, StepDeed
from .policy import PolicyShape, StepShape

_APPROVED: Final = (
    StepShape(StepDeed.APPROVE, Decider.CURRENT_MANAGER, 10),
    StepShape(StepDeed.APPROVE, Decider.RECEIVING_MANAGER, 10),
    StepShape(StepDeed.CONFIRM, Decider.HR, 5),
)
_RELEASED: Final = (
    StepShape(StepDeed.RELEASE, Decider.CURRENT_MANAGER, 5, weeks=4),
    StepShape(StepDeed.APPROVE, Decider.RECEIVING_MANAGER, 10),
    StepShape(StepDeed.CONFIRM, Decider.HR, 5),
)
_SHOWN: Final = (
    "Work that shows the impact of the new level",
    "A self-assessment against what the new level expects",
)

DEFAULTS: Final[dict[MoveKind, PolicyShape]] = {
    MoveKind.PROMOTION: PolicyShape(MoveKind.PROMOTION, _APPROVED, least_months_in_level=12, evidence=_SHOWN),
    MoveKind.LATERAL: PolicyShape(
        MoveKind.LATERAL, _APPROVED, least_months_in_level=6, evidence=_SHOWN[1:], pay_rule=PayRule.KEPT
    ),
    MoveKind.DIAGONAL: PolicyShape(
        MoveKind.DIAGONAL, _APPROVED, least_months_in_level=12, evidence=_SHOWN, trial_months=6
    ),
    MoveKind.STEP_BACK: PolicyShape(
        MoveKind.STEP_BACK,
        _RELEASED,
        pay_rule=PayRule.STEPPED,
        pay_months=12,
        pay_steps=2,
        pay_step_months=6,
        right_of_return=True,
        return_needs_review=True,
    ),
    MoveKind.RETURN: PolicyShape(MoveKind.RETURN, _RELEASED),
}
