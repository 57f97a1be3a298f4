"""Who is raised by how much within a budget. Nobody is lowered, and more money never means less for anybody.

Everybody who is paid less than their target is brought up to the same share λ of it: those furthest from their target first,
until the budget is spent (λ = 1: until everybody has reached it). What is left of rounding stays unspent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext
from typing import Final

_EXACT: Final = Context(prec=50)
_FINE: Final = Decimal("0.000000000001")
NOTHING: Final = Decimal(0)
WHOLE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be raised. `pay` and `target` are of a full-time year, both over 0; `most` is the largest raise of it."""

    key: int
    pay: Decimal
    target: Decimal
    share: Decimal = WHOLE  # of full time, 0 < share ≤ 1
    payments: Decimal = WHOLE  # how many amounts a year pays, at the hours worked
    step: Decimal = WHOLE  # what an amount is rounded to
    most: Decimal | None = None

    @property
    def goal(self) -> Decimal:
        """Where this person is to be brought; never below where they are."""
        goal = max(self.target, self.pay)
        return goal if self.most is None else min(goal, self.pay + max(self.most, NOTHING))


@dataclass(frozen=True, slots=True)
class Raise:
    """So much more for each payment; `a_year` is what that costs in every whole year, at the hours worked."""

    key: int
    amount: Decimal
    a_year: Decimal
    share: Decimal = WHOLE

    @property
    def full_time(self) -> Decimal:
        """What a full-time year rises by."""
        with localcontext(_EXACT):
            return self.a_year / self.share


def planned_raises(candidates: Sequence[Candidate], budget: Decimal | None = None) -> tuple[Raise, ...]:
    """Raises above zero, in the order of `candidates`, that cost at most `budget` a year; None: whatever it takes."""
    full = _raises(candidates, WHOLE, ROUND_CEILING)
    if budget is None or cost(full) <= budget:
        return full
    return _raises(candidates, _share_within(candidates, budget), ROUND_FLOOR)


def cost(raises: Iterable[Raise]) -> Decimal:
    """What these raises cost in every whole year."""
    return sum((each.a_year for each in raises), NOTHING)


def _raises(candidates: Sequence[Candidate], share: Decimal, rounding: str) -> tuple[Raise, ...]:
    found = []
    with localcontext(_EXACT):
        for each in candidates:
            lacks = each.goal * share - each.pay
            if lacks <= 0:
                continue
            steps = (lacks * each.share / each.payments / each.step).to_integral_value(rounding)
            if each.most is not None:
                allowed = each.most * each.share / each.payments / each.step
                steps = min(steps, allowed.to_integral_value(ROUND_FLOOR))
            if steps > 0:
                amount = steps * each.step
                found.append(Raise(each.key, amount, amount * each.payments, each.share))
    return tuple(found)


def _share_within(candidates: Sequence[Candidate], budget: Decimal) -> Decimal:
    """The share of their goals to which everybody can be brought for so much a year, before rounding."""
    with localcontext(_EXACT):
        lacking = sorted((each for each in candidates if each.goal > each.pay), key=lambda each: each.pay / each.goal)
        goals = paid = NOTHING
        for place, each in enumerate(lacking):
            goals += each.goal * each.share
            paid += each.pay * each.share
            following = lacking[place + 1] if place + 1 < len(lacking) else None
            if following is None or goals * following.pay / following.goal - paid > budget:
                found = (max(budget, NOTHING) + paid) / goals
                return min(found.quantize(_FINE, ROUND_FLOOR), WHOLE)
    return WHOLE
