"""What a budget would bring: the planner over the stored figures. It reads and changes nothing."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from ladders.core.errors import DomainError
from ladders.insights.domain.adjusted_gap.pay_model import AdjustedGap
from ladders.insights.domain.pay_gap.article9 import CategoryGaps
from ladders.insights.domain.pay_gap.people import Sex

from ..domain.effect import POINTS, CurvePoint, adjusted_of, curve, gaps_of, least_budget, less_paid, point, raised
from ..domain.raises import Raise, planned_raises
from ..domain.targets import NotRaised, PlanRules, Target, Whom, planned
from ..models import RemedyCase
from .people import CasePeople, answers_freely, case_people, check_not_one_of_few

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class BudgetOutcome:
    """One budget: whom it raises by how much, and every figure afterwards."""

    point: CurvePoint
    raises: tuple[Raise, ...]
    this_year: Decimal
    adjusted: AdjustedGap | None


@dataclass(frozen=True, slots=True)
class PlanFound:
    """What the planner says. `least` is the smallest budget under the threshold; None: there is none, or nobody can tell."""

    people: CasePeople
    less: Sex | None
    before: CategoryGaps | None
    adjusted: AdjustedGap | None
    outcomes: tuple[BudgetOutcome, ...]
    curve: tuple[CurvePoint, ...]
    least: CurvePoint | None
    left_out: Counter[NotRaised]
    behind: frozenset[int]  # who is paid less than their target
    asked: frozenset[int]  # of whom it was asked: those who are raised or could be, or cannot be raised
    free: bool  # whether anything may be asked: see `answers_freely`


def plan_for(
    user: Any,
    case: RemedyCase,
    rules: PlanRules,
    budgets: Sequence[Decimal | None],
    starts_on: dt.date,
    today: dt.date,
    *,
    with_curve: bool = True,
) -> PlanFound:
    """What each of the budgets a year would bring, in their order: 12 queries, whatever the number of people.

    Whoever does not see everybody's pay asks one question of each explanation, whatever it takes, and gets both ends of the
    curve: a step between, and the difference between two questions, is often one person's. Raises DomainError for any other.
    """
    free = answers_freely(user, case)
    usual = rules.target is not Target.BAND and rules == PlanRules(rules.target, band_point=rules.band_point)
    if not free and not (usual and all(each is None for each in budgets)):
        raise DomainError(
            _(
                "A point of the band, a budget, a limit and another choice of whom to raise are for whoever may see the pay of"
                " everybody of this entity: by asking often, one could tell from the answers what one person is paid. Ask"
                " somebody in HR."
            )
        )
    people, choices = case_people(user, case, today), case.report.chosen
    before = gaps_of(people.members, case.name, choices)
    check_not_one_of_few(user, case, people.members, before)
    less = less_paid(before)
    found = planned(people.members, case.name, people.pay, rules, currency=people.currency, less=less, here=people.here)
    outcomes = []
    for budget in budgets:
        raises = planned_raises(found.candidates, budget)
        outcomes.append(
            BudgetOutcome(
                point(people.members, found.candidates, budget, case.name, choices),
                raises,
                cost_this_year(sum((each.a_year for each in raises), Decimal(0)), starts_on),
                adjusted_of(raised(people.members, raises), rules.target.worth),
            )
        )
    least = None
    if with_curve and rules.whom is Whom.LESS_PAID:
        least = least_budget(people.members, found.candidates, case.name, choices, case.threshold_percent)
    return PlanFound(
        people,
        less,
        before,
        adjusted_of(people.members, rules.target.worth),
        tuple(outcomes),
        curve(people.members, found.candidates, case.name, choices, POINTS if free else 1) if with_curve else (),
        least,
        Counter(found.left_out.values()),
        frozenset(each.key for each in found.candidates if each.goal > each.pay),
        frozenset((*(each.key for each in found.candidates), *found.left_out)),
        free,
    )


def cost_this_year(a_year: Decimal, starts_on: dt.date) -> Decimal:
    """What it costs from that day to the end of its year, by days."""
    days = (dt.date(starts_on.year, 12, 31) - starts_on).days + 1
    whole = 366 if calendar.isleap(starts_on.year) else 365
    return (a_year * days / whole).quantize(CENT, ROUND_HALF_UP)
