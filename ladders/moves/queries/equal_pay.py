"""What a move does to equal pay: level and pay as the terms say, or as HR is about to set it."""

from __future__ import annotations

from typing import Any

from ladders.compensation.domain.position import Salaried
from ladders.compensation.queries.readers import people_whose_pay
from ladders.core.equal_pay import Change, EqualPayEffect, NewPay, effect_of, sees_equal_pay

from ..domain.terms import MoveTerms
from ..models import MoveRequest


def effect_of_move(
    user: Any, row: MoveRequest, terms: MoveTerms | None, pay: Salaried | None = None
) -> EqualPayEffect | None:
    """As if it held today; None for whoever may not see it, or not this person's pay. `pay` counts before what the terms promise.

    No query for those without the verbs; else 2 more than `effect_of`.
    """
    if not sees_equal_pay(user) or not people_whose_pay(user).filter(pk=row.person_id).exists():
        return None
    stages = terms.pay.stages if terms else ()
    new = NewPay(level=row.to_key)
    if pay is not None:
        new = NewPay(pay.annual, pay.currency, row.to_key)
    elif terms is not None and stages:
        new = NewPay(stages[0].annual, terms.pay.currency, row.to_key)
    return effect_of(user, Change(people={row.person_id: new}), row.person.country)
