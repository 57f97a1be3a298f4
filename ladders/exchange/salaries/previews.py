"""What a file of salaries would change, for whoever brought it: counts, and the steps worth a look, largest first."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any, Final

from ladders.compensation.domain.position import Salaried

from .write import SalaryPlan, SalaryStep

LISTED: Final = 50
STEEP: Final = Decimal(25)  # per cent, up or down: more is often a slip of the pen


def preview_of(plan: SalaryPlan) -> dict[str, Any]:
    """The plan's report with the steps that change most, and what helps to correct the reading: the first texts of each
    column, the words for bases. Amounts are texts, so that no reader makes floats of them."""
    read = {"columns": [column.to_json(samples=True) for column in plan.columns], "bases": plan.bases}
    if plan.problems.refused:
        return plan.report() | read
    counts = Counter(_kind(step) for step in plan.steps)
    listed = sorted(plan.steps, key=_weight)[:LISTED]
    return plan.report() | {
        **read,
        "first": counts["first"],
        "raised": counts["raised"],
        "lowered": counts["lowered"],
        "other": counts["other"],
        "named": plan.named,
        "steep": sum(_steep(step) for step in plan.steps),
        "steps": [_as_data(step) for step in listed],
    }


def _kind(step: SalaryStep) -> str:
    """first: nothing before; other: another currency, or the same full-time year in other terms, but for the rounding of what
    is paid; else raised or lowered."""
    before, after = step.before, step.after
    if before is None:
        return "first"
    if before.currency != after.currency:
        return "other"
    if after.more_than(before.annual) and before.less_than(after.annual):
        return "raised"
    return "lowered" if after.less_than(before.annual) and before.more_than(after.annual) else "other"


def _steep(step: SalaryStep) -> bool:
    return step.percent is not None and abs(step.percent) > STEEP


def _weight(step: SalaryStep) -> tuple[int, Decimal, int]:
    """Another currency first, then the largest change, those without a salary before last; in the order of rows."""
    if step.percent is None:
        return (2 if step.before is None else 0, Decimal(0), step.row)
    return 1, -abs(step.percent), step.row


def _as_data(step: SalaryStep) -> dict[str, Any]:
    return {
        "employee": step.employee,
        "row": step.row,
        "from": step.starts_on.isoformat(),
        "before": None if step.before is None else _paid(step.before),
        "after": _paid(step.after),
        "percent": None if step.percent is None else str(step.percent),
        "steep": _steep(step),
    }


def _paid(pay: Salaried) -> dict[str, str]:
    return {"annual": str(pay.annual), "amount": str(pay.amount), "currency": pay.currency, "basis": pay.basis.value}
