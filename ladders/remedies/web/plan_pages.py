"""What the pages of the planner show. Sums of few people are shown to nobody who may not see each one's pay."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ladders.compensation.money import amount, money
from ladders.compensation.queries.readers import people_whose_pay

from ..domain.effect import CurvePoint, gaps_of, raised
from ..domain.raises import Raise, cost
from ..models import PlannedRaise, RemedyCase, RemedyPlan
from ..queries.people import case_people
from ..queries.planner import BudgetOutcome, PlanFound, cost_this_year
from ..text.labels import LESS_PAID, NOT_RAISED
from .chosen import FIELDS
from .pictures import curve_picture
from .presentation import adjusted_words, gap_words, percent, percent_of

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
    """The page of the planner: 2 queries."""
    everybody = {each.key for outcome in found.outcomes for each in outcome.raises}
    sees = sees_everybody(user, everybody)
    smallest = smallest_of(case)
    currency = found.people.currency

    def hidden(count: int) -> bool:
        return not sees and 0 < count < smallest

    shown = [point for point in found.curve if not hidden(point.raised)]
    # Raises only grow along the curve, so the first point beyond the least budget raises at least as many as it does.
    beyond = next((point.raised for point in found.curve if found.least is not None and point.cost >= found.least), 0)
    least = None if hidden(beyond) else found.least
    return {
        "found": found,
        "currency": currency,
        "year": found.people.year,
        "before": percent_of(found.before),
        "before_words": gap_words(found.before.total.percent, "") if found.before else "",
        "adjusted": adjusted_words(found.adjusted),
        "less": LESS_PAID[found.less] if found.less else "",
        "columns": [_column(case, each, currency, hidden(each.point.raised)) for each in found.outcomes],
        "picture": curve_picture(shown, case.threshold_percent, _short(currency), lambda value: percent(value, 0)[:-2]),
        "curve": [(money(point.cost, currency), point.raised, _gap(point)) for point in shown],
        "least": None if least is None else money(least, currency),
        "least_amount": least,
        "left_out": [(NOT_RAISED[reason.value], count) for reason, count in sorted(found.left_out.items())],
        "smallest": smallest,
        "asked": {name: value for name, value in data.items() if name not in ("budget", "second", "third")},
        "threshold": percent(case.threshold_percent, 0 if case.threshold_percent % 1 == 0 else 2),
    }


def _short(currency: str) -> Any:
    return lambda value: money(Decimal(value).quantize(Decimal(1)), currency)


def _gap(point: CurvePoint) -> str:
    return percent_of(point.gaps)


def _column(case: RemedyCase, outcome: BudgetOutcome, currency: str, hidden: bool) -> BudgetColumn:
    point = outcome.point
    gap = point.gaps.total.percent if point.gaps else None
    return BudgetColumn(
        "" if point.budget is None else amount(point.budget),
        "" if point.budget is None else money(point.budget, currency),
        point.raised,
        money(point.cost, currency),
        money(outcome.this_year, currency),
        percent(gap),
        gap_words(gap) if gap is not None else "",
        adjusted_words(outcome.adjusted),
        gap is not None and abs(gap) < case.threshold_percent,
        hidden,
        point.raised == 0,
    )


def plan_context(user: Any, plan: RemedyPlan) -> dict[str, Any]:
    """A kept plan, with the single raises that this user may see: 3 queries."""
    lines: QuerySet[PlannedRaise] = plan.raises.visible_to(user).select_related("employee")
    seen = list(lines.order_by("employee__sort_name", "pk"))
    for line in seen:
        line.field = amount(line.after)  # type: ignore[attr-defined]
    hidden = len(seen) < plan.raised < smallest_of(plan.case)
    return {
        "plan": plan,
        "lines": seen,
        "all_seen": len(seen) == plan.raised,
        "hidden": hidden,
        "gap_before": percent(plan.gap_before),
        "gap_after": percent(plan.gap_after),
        "adjusted_before": percent(plan.adjusted_before),
        "adjusted_after": percent(plan.adjusted_after),
        "left_out": [(NOT_RAISED[reason], count) for reason, count in plan.left_out.items()],
        "fields": plan.raised <= FIELDS,
        "smallest": smallest_of(plan.case),
    }


def preview_context(user: Any, case: RemedyCase, plan: RemedyPlan, chosen: list[tuple[int, Decimal]]) -> dict[str, Any]:
    """The raises that were chosen, with what they cost and the gap afterwards by the method of the report: 13 queries."""
    amounts = dict(chosen)
    rows = plan.raises.filter(pk__in=amounts).select_related("employee").order_by("employee__sort_name", "pk")
    lines = [(row, amounts[row.pk]) for row in rows]
    raises = [
        Raise(row.employee_id, new - row.before, (new - row.before) * row.payments, row.fte) for row, new in lines
    ]
    people = case_people(user, case, timezone.localdate())
    before = gaps_of(people.members, case.name, case.report.chosen)
    after = gaps_of(raised(people.members, raises), case.name, case.report.chosen)
    a_year = cost(raises).quantize(CENT)
    return {
        "lines": lines,
        "number": len(lines),
        "cost": money(a_year, plan.currency),
        "this_year": money(cost_this_year(a_year, plan.starts_on), plan.currency),
        "gap_before": percent_of(before),
        "gap_after": percent_of(after),
        "gap_words": gap_words(after.total.percent) if after and after.total.percent is not None else "",
        "all": len(chosen) > FIELDS,
        "typed": {row.pk: amount(new) for row, new in lines},
    }


def smallest_of(case: RemedyCase) -> int:
    """People of each sex in the smallest group that the report shows."""
    return case.report.smallest_group or 5


def sees_everybody(user: Any, people: set[int]) -> bool:
    """True where the user may see the pay of all of them: 1 query."""
    return people_whose_pay(user).filter(pk__in=people).count() == len(people)
