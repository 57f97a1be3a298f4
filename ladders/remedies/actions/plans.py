"""Keeping a plan of raises with its case. Nobody is raised by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.compensation.domain.position import Salaried
from ladders.core.errors import DomainError
from ladders.core.repeats import just_made
from ladders.insights.domain.pay_gap.article9 import CategoryGaps

from ..domain.raises import Raise
from ..domain.targets import PlannedPay, PlanRules
from ..models import PlannedRaise, RemedyCase, RemedyPlan
from ..queries.planner import plan_for
from .case_lock import locked, log


def keep_plan(*, case: RemedyCase, rules: PlanRules, budget: Decimal | None, starts_on: dt.date, by: Any) -> RemedyPlan:
    """Work the plan out once more, and keep it with the case. Raises DomainError where nobody would be raised."""
    today = timezone.localdate()
    if starts_on < today:
        raise DomainError(_("Raises begin today or later: choose such a day."))
    with transaction.atomic():
        row = locked(case, by)
        found = plan_for(by, row, rules, [budget], starts_on, today, with_curve=False)
        outcome = found.outcomes[0]
        if not outcome.raises:
            raise DomainError(_("With this nobody would be raised, so there is nothing to keep."))
        same = {
            "case": row,
            "by": by,
            "target": rules.target.value,
            "whom": rules.whom.value,
            "band_point": rules.band_point,
            "most_percent": rules.most_percent,
            "within_band": rules.within_band,
            "budget": budget,
            "starts_on": starts_on,
            "year": found.people.year,
            "currency": found.people.currency,
            "cost": outcome.point.cost,
            "cost_this_year": outcome.this_year,
            "raised": len(outcome.raises),
            "asked": len(found.asked),
            "left_out": {reason.value: count for reason, count in sorted(found.left_out.items())},
            "women": found.before.total.women if found.before else 0,
            "men": found.before.total.men if found.before else 0,
            "gap_before": _percent(found.before),
            "gap_after": _percent(outcome.point.gaps),
            "adjusted_before": found.adjusted.percent if found.adjusted else None,
            "adjusted_after": outcome.adjusted.percent if outcome.adjusted else None,
        }
        if twice := just_made(RemedyPlan, at="made_at", **same):
            return twice
        plan = RemedyPlan.objects.create(**same)
        PlannedRaise.objects.bulk_create(_lines(plan, outcome.raises, found.people.salaries, found.people.pay))
        log(row, "plan.kept", by, people=plan.raised, starts_on=starts_on.isoformat())
    return plan


def _percent(gaps: CategoryGaps | None) -> Decimal | None:
    return gaps.total.percent if gaps else None


def _lines(
    plan: RemedyPlan,
    raises: tuple[Raise, ...],
    salaries: Mapping[int, Salaried],
    pay: Mapping[int, PlannedPay],
) -> list[PlannedRaise]:
    return [
        PlannedRaise(
            plan=plan,
            employee_id=each.key,
            before=salaries[each.key].amount,
            basis=salaries[each.key].basis.value,
            fte=salaries[each.key].fte,
            payments=pay[each.key].payments,
            more=each.amount,
            a_year=each.a_year.quantize(Decimal("0.01")),
        )
        for each in raises
    ]
