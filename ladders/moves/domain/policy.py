"""The rules of a kind of move as plain data, which a request freezes with itself. No Django in here.

`to_json` gives numbers, strings, lists and dicts alone; `from_json(to_json(x)) == x`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.json_data import JsonData
from ladders.frameworks.domain.shapes import TrackKind

from .enums import Decider, PayRule, StepAction

# What rules keep as it is written: numbers, and yes or no.
MEASURES: Final = (
    *("least_months_in_level", "trial_months", "pay_months", "pay_steps", "pay_step_months", "right_of_return"),
    *("return_months", "return_needs_review", "most_months", "most_share", "notice_weeks", "longer_months"),
)
HR_DAYS = 5  # working days for HR to agree a day where the rules have no step that does


@dataclass(frozen=True, slots=True)
class StepRule(JsonData):
    """One step: who does what within how many working days. `weeks`: within how many weeks a proposed date of release
    lies (0 for other deeds). `group` is the id of the group of which one answers, `group_name` its name when it was frozen.
    """

    deed: StepAction
    decider: Decider
    days: int
    weeks: int = 0
    group: int | None = None
    group_name: str = ""


@dataclass(frozen=True, slots=True)
class PolicyShape(JsonData):
    """The rules of one kind of move, everywhere (`framework` None) or in one framework (its id).

    `pay_months`: how long pay is kept, under the rule STEPPED. `pay_steps` equal steps follow, one every
    `pay_step_months`, the first on the day after those months.

    `return_months` is how long a right of return holds where a move carries one (see `carries_return`). `number` counts
    the versions of these rules, from 1.
    """

    kind: MoveKind
    steps: tuple[StepRule, ...]
    framework: int | None = None
    least_months_in_level: int = 0
    evidence: tuple[str, ...] = ()  # what is asked for, an item each
    trial_months: int = 0
    pay_rule: PayRule = PayRule.BAND
    pay_months: int = 0
    pay_steps: int = 0
    pay_step_months: int = 0
    right_of_return: bool = False
    return_months: int = 24
    return_needs_review: bool = False  # of what lapsed meanwhile, and of nothing else
    most_months: int = 0  # of a try-out: how long at most, at which share of working time in per cent at most,
    most_share: int = 0
    notice_weeks: int = 0  # within how many weeks it ends when the person goes back before
    longer_months: int = 0  # by how many months it can be made longer, once
    number: int = 1

    @property
    def days(self) -> int:
        """Working days along the whole way."""
        return sum(step.days for step in self.steps)


def carries_return(policy: PolicyShape, here: TrackKind, there: TrackKind) -> bool:
    """True where a move between tracks of these kinds carries a right of return: where its rules say so, and always for
    a step back, a trial, and a move into management. A try-out leaves no level, so there is none to return to."""
    if policy.kind == MoveKind.TRY_OUT:
        return False
    into_management = there == TrackKind.MANAGEMENT and here != TrackKind.MANAGEMENT
    return policy.right_of_return or policy.kind == MoveKind.STEP_BACK or policy.trial_months > 0 or into_management
