"""The rules that count for a kind of move as long as the database holds none. No Django.

A new installation gets the same ones from its first migration, which keeps a copy of its own
(`migrations/_rules.py`, held to these by `tests/moves/test_policy.py`): a change here changes nobody's rules.
"""

from __future__ import annotations

from typing import Final

from ladders.careers.domain.move_kinds import MoveKind

from .enums import Decider, PayRule, StepAction
from .policy import PolicyShape, StepRule

_APPROVED: Final = (
    StepRule(StepAction.APPROVE, Decider.CURRENT_MANAGER, 10),
    StepRule(StepAction.APPROVE, Decider.RECEIVING_MANAGER, 10),
    StepRule(StepAction.CONFIRM, Decider.HR, 5),
)
_RELEASED: Final = (
    StepRule(StepAction.RELEASE, Decider.CURRENT_MANAGER, 5, weeks=4),
    StepRule(StepAction.APPROVE, Decider.RECEIVING_MANAGER, 10),
    StepRule(StepAction.CONFIRM, Decider.HR, 5),
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
    MoveKind.TRY_OUT: PolicyShape(
        MoveKind.TRY_OUT,
        (
            StepRule(StepAction.APPROVE, Decider.CURRENT_MANAGER, 5),
            StepRule(StepAction.APPROVE, Decider.RECEIVING_MANAGER, 5),
        ),
        pay_rule=PayRule.KEPT,
        most_months=6,
        most_share=40,
        notice_weeks=2,
        longer_months=3,
    ),
}
