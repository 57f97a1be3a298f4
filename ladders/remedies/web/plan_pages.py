"""What the pages of the planner show. Sums of few people are shown to nobody who may not see each one's pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.compensation.access_log import seen
from ladders.compensation.models import AccessKind
from ladders.compensation.money import amount, money
from ladders.compensation.queries.readers import people_whose_pay
from ladders.core.approvals.deeds import values_of
from ladders.core.approvals.kinds import Beside, Payload
from ladders.core.percentages import percent_number, percent_text
from ladders.insights.domain.pay_gap.people import Sex

from ..actions.raises import Chosen, may_raise
from ..actions.raises_back import holds
from ..domain.effect import CurvePoint, gaps_of, raised
from ..domain.raises import Raise, cost
from ..domain.targets import NotRaised
from ..models import PlannedRaise, RemedyCase, RemedyPlan
from ..queries.people import case_people, one_of_few
from ..queries.planner import BudgetOutcome, PlanFound, cost_this_year
from .chosen_raises import FIELDS
from .pictures import curve_picture
from .presentation import adjusted_words, gap_words, percent_of

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class BudgetColumn:
    """One budget as the page shows it. `hidden`: so few people that their pay could be told from it."""

    plain: str  # for a field; empty: whatever it takes
    label: str
    raised: int
    cost: str
    this_year: str
    gap: str
    words: str
    adjusted: str
    below: bool
    hidden: bool
    nobody: bool


def planner_context(user: Any, case: RemedyCase, found: PlanFound, data: dict[str, Any]) -> dict[str, Any]:
    """The page of the planner: 1 query. Numbers are about those whose pay this user does not see: none, or enough of them."""
    everybody = frozenset(people_whose_pay(user).filter(pk__in=found.asked).values_list("pk", flat=True))
    seen = everybody & found.behind
    smallest = case.smallest_group
    currency = found.people.currency

    def hidden(point: CurvePoint) -> bool:
        return _too_few(*_unseen(point, found, everybody), smallest)

    def shown_of(point: CurvePoint) -> CurvePoint:
        return point if point.people <= seen else replace(point, cost=coarse(point.cost))

    shown = [shown_of(point) for point in found.curve if not hidden(point)]
    least = _least(found, everybody, smallest)
    few = 0 < len(found.behind - seen) < smallest
    return {
        "found": found,
        "behind": None if few else len(found.behind),
        "currency": currency,
        "year": found.people.year,
        "before": percent_of(found.before),
        "before_words": gap_words(found.before.total.percent, "") if found.before else "",
        "adjusted": adjusted_words(found.adjusted),
        "less": {Sex.WOMAN: _("women"), Sex.MAN: _("men")}[found.less] if found.less else "",
        "columns": [
            _column(case, each, currency, hidden(each.point), data["starts_on"], exact=each.point.people <= seen)
            for each in found.outcomes
        ],
        "picture": curve_picture(
            shown, case.threshold_percent, _short(currency), lambda value: percent_number(value, None)
        ),
        "curve": [(_cost(point.cost, currency, point.people <= seen), point.raised, _gap(point)) for point in shown],
        "least": None if least is None else _cost(least, currency, found.behind <= seen),
        "least_amount": least,
        "left_out": [
            (reason.label, count if found.free or count >= smallest else None)
            for reason, count in sorted(found.left_out.items())
        ],
        "smallest": smallest,
        "asked": {name: value for name, value in data.items() if name not in ("budget", "second", "third")},
        "threshold": percent_text(case.threshold_percent, None),
    }


def _least(found: PlanFound, seen: frozenset[int], smallest: int) -> Decimal | None:
    """The least budget under the threshold; None where it would raise few people whose pay is not seen."""
    budget = found.least.budget if found.least else None
    if found.least is None or budget is None or found.behind <= seen:
        return budget
    return None if _too_few(*_unseen(found.least, found, seen), smallest) else coarse(budget, ROUND_CEILING)


def _unseen(point: CurvePoint, found: PlanFound, seen: frozenset[int]) -> tuple[int, int]:
    """Of how many whose pay is not seen raises are planned, and of how many of those asked about none."""
    return len(point.people - seen), len(found.asked - point.people - seen)


def _too_few(raised: int, left: int, smallest: int) -> bool:
    """True where so few people whose pay is not seen are raised, or so few of those asked about are not: the averages of all
    of them are the report's, and what is left of these after a cost would be the pay of the few."""
    few = range(1, smallest)
    return raised in few or (raised > 0 and left in few)


def coarse(value: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Two digits of an amount: sums of other questions, taken from each other, then tell of nobody."""
    step = Decimal(10 ** max(value.adjusted() - 1, 0))
    return (value / step).quantize(Decimal(1), rounding) * step


def _cost(value: Decimal, currency: str, exact: bool) -> str:
    """An amount as it is, or with "about" before what is rounded already."""
    return money(value, currency) if exact else _("about %(amount)s") % {"amount": money(value, currency)}


def _short(currency: str) -> Any:
    return lambda value: money(Decimal(value).quantize(Decimal(1)), currency)


def _gap(point: CurvePoint) -> str:
    return percent_of(point.gaps)


def _column(
    case: RemedyCase, outcome: BudgetOutcome, currency: str, hidden: bool, starts_on: dt.date, *, exact: bool
) -> BudgetColumn:
    point = outcome.point
    a_year = point.cost if exact else coarse(point.cost)
    this_year = outcome.this_year if exact else coarse(cost_this_year(a_year, starts_on))
    gap = point.gaps.total.percent if point.gaps else None
    return BudgetColumn(
        "" if point.budget is None else amount(point.budget),
        "" if point.budget is None else money(point.budget, currency),
        point.raised,
        _cost(a_year, currency, exact),
        _cost(this_year, currency, exact),
        percent_text(gap),
        gap_words(gap) if gap is not None else "",
        adjusted_words(outcome.adjusted),
        gap is not None and abs(gap) < case.threshold_percent,
        hidden,
        point.raised == 0,
    )


def plan_context(
    user: Any, plan: RemedyPlan, sent: Any = None, wrong: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """A kept plan, with the single raises that this user may see: at most 4 queries.

    `sent`: what somebody chose and typed, shown again with what is `wrong` with it.
    """
    lines: QuerySet[PlannedRaise] = plan.raises.visible_to(user).select_related("employee").annotate(holds=holds())
    seen = list(lines.order_by("employee__sort_name", "pk"))
    for line in seen:
        typed: Any = line
        typed.field, typed.picked = amount(line.after), line.employee.user_id != user.pk
        if sent is not None:
            typed.field = sent.get(f"amount-{line.pk}", typed.field)
            typed.picked, typed.wrong = str(line.pk) in sent.getlist("who"), (wrong or {}).get(line.pk, "")
    unseen, smallest = plan.raised - len(seen), plan.case.smallest_group
    left = plan.asked - plan.raised
    if left:  # who they are is not kept: anybody else whose pay is seen may be one of them
        left = max(left - people_whose_pay(user).exclude(pk__in=plan.raises.values("employee"))[:left].count(), 1)
    a_year = coarse(plan.cost) if unseen else plan.cost
    this_year = coarse(cost_this_year(a_year, plan.starts_on)) if unseen else plan.cost_this_year
    return {
        "plan": plan,
        "lines": seen,
        "changed": plan.raises.exclude(decided=None).exclude(holds()).count() if plan.decided_at else 0,
        "all_seen": not unseen,
        # The sum, less those who are seen, would tell of the others; and so would it of the few who are not raised.
        "hidden": _too_few(unseen, left, smallest),
        "cost": _cost(a_year, plan.currency, not unseen),
        "this_year": _cost(this_year, plan.currency, not unseen),
        "gap_before": percent_text(plan.gap_before),
        "gap_after": percent_text(plan.gap_after),
        "adjusted_before": percent_text(plan.adjusted_before),
        "adjusted_after": percent_text(plan.adjusted_after),
        "left_out": [
            (NotRaised(reason).label, count if not unseen or count >= smallest else None)
            for reason, count in plan.left_out.items()
        ],
        "fields": plan.raised <= FIELDS,
        "smallest": smallest,
    }


def preview_context(user: Any, plan: RemedyPlan, chosen: Chosen, starts_on: dt.date) -> dict[str, Any]:
    """The raises that were chosen, with what they cost, and the gap afterwards by the method of the report for whoever sees
    the case: 14 queries. Who they are is for whoever may see their pay: whoever calls it has made sure."""
    amounts, case = dict(chosen), plan.case
    rows = plan.raises.filter(pk__in=amounts).select_related("employee").order_by("employee__sort_name", "pk")
    lines = [(row, amounts[row.pk]) for row in rows]
    raises = [
        Raise(row.employee_id, new - row.before, (new - row.before) * row.payments, row.fte) for row, new in lines
    ]
    a_year = cost(raises).quantize(CENT)
    context = {
        "plan": plan,
        "lines": lines,
        "number": len(lines),
        "cost": money(a_year, plan.currency),
        "this_year": money(cost_this_year(a_year, starts_on), plan.currency),
        "all": len(chosen) > FIELDS,
        "typed": {row.pk: amount(new) for row, new in lines},
    }
    if not RemedyCase.objects.visible_to(user).filter(pk=case.pk).exists():
        return context
    people = case_people(user, case, timezone.localdate())
    before = gaps_of(people.members, case.name, case.report.chosen)
    if one_of_few(user, case, people.members, before):
        return context
    after = gaps_of(raised(people.members, raises), case.name, case.report.chosen)
    return context | {
        "gap_before": percent_of(before),
        "gap_after": percent_of(after),
        "gap_words": gap_words(after.total.percent) if after and after.total.percent is not None else "",
    }


def raises_that_wait(payload: Payload, user: Any) -> Beside | None:
    """Whom a second person would raise, and what that does; None for whoever may not see the pay of all of them."""
    values = values_of(payload)
    plan = RemedyPlan.objects.select_related("case__category__report").get(pk=values["plan"].pk)
    if not may_raise(user, plan):
        return None
    if "chosen" in values:
        context = preview_context(user, plan, values["chosen"], values["starts_on"]) | {"waits": True}
    else:
        rows = plan.raises.exclude(decided=None).select_related("employee")
        lines = [(line, line.before) for line in rows.order_by("employee__sort_name", "pk")]
        for line, _before in lines:
            line.before = line.decided or line.before  # what it is now
        context = {"plan": plan, "lines": lines, "back": True}
    seen(by=user, employees=[line.employee_id for line, _amount in context["lines"]], kind=AccessKind.LIST)
    return Beside("remedies/_raises.html", context)  # how many they are stands above
