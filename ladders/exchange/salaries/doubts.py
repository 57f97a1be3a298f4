"""Salaries of a file that look wrong: named by row, and asked about before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ladders.compensation.domain.position import Range
from ladders.compensation.doubts import salary_doubts
from ladders.compensation.models import PayPosition, PayProtection

from ..tables.sheets import Severity
from .write import SalaryPlan


def add_doubts(plan: SalaryPlan, left: Mapping[int, dt.date | None]) -> None:
    """Name what looks wrong as warnings; count it in `plan.doubts`, and in `plan.named` how many of these are named.

    `left` is employee → last day. The band is the one that the person has today: 2 queries.
    """
    ids = {step.employee for step in plan.steps}
    rows = PayPosition.objects.filter(pk__in=ids, minimum__isnull=False)
    columns = ("pk", "minimum", "midpoint", "maximum", "zone_currency")
    ranges = {pk: Range(low, mid, high, currency) for pk, low, mid, high, currency in rows.values_list(*columns)}
    protections: dict[int, list[PayProtection]] = {}
    for row in PayProtection.objects.filter(employee__in=ids):
        protections.setdefault(row.employee_id, []).append(row)
    for step in plan.steps:
        kept = protections.get(step.employee, ())
        found = salary_doubts(
            step.after,
            step.starts_on,
            before=step.before,
            band=ranges.get(step.employee),
            left_on=left.get(step.employee),
            protection=next((row for row in kept if row.starts_on <= step.starts_on <= row.ends_on), None),
        )
        plan.doubts += bool(found)
        named = False
        for sentence in found:
            said = f"{plan.file}, row {step.row}: {sentence}"
            named |= plan.problems.add("doubt", step.row, said, Severity.WARNING)
        plan.named += named
