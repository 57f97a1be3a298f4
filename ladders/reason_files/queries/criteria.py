"""The criteria of pay and the versions in force on a day, as plain data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ladders.compensation.models import PayPolicy
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.insights.models import CategoryDecision, CountryRules


def criteria_on(day: dt.date, decision: CategoryDecision | None, rules: CountryRules) -> dict[str, Any]:
    """Factors with their weights, grades, versions of frameworks, who does equal work, and how pay progresses: 9 queries."""
    return {
        "plan": _plan(day),
        "versions": _versions(day),
        "categories": _decision(decision),
        "progression": PayPolicy.current().progression,
        "country": {
            "country": rules.country,
            "from": rules.starts_on.isoformat(),
            "threshold": f"{rules.threshold_percent.normalize():f}",
            "smallest": rules.smallest_group,
            "source": rules.source,
            "certain": rules.certain,
        },
    }


def _plan(day: dt.date) -> dict[str, Any] | None:
    """The factor plan in force on that day; the earliest one for days before any."""
    rows = FactorPlan.objects.with_parts().filter(activated_at__isnull=False).order_by("activated_at")
    found = list(rows)
    held = [row for row in found if row.activated_at is not None and row.activated_at.date() <= day] or found[:1]
    if not held:
        return None
    shape = held[-1].shape()
    return {
        "number": held[-1].number,
        "in_force": None if held[-1].activated_at is None else held[-1].activated_at.date().isoformat(),
        "factors": [
            {"name": str(factor.name), "weight": f"{factor.weight.normalize():f}", "degrees": len(factor.degrees)}
            for factor in shape.factors
        ],
        "grades": [{"code": grade.code, "from": grade.points_from, "to": grade.points_to} for grade in shape.grades],
    }


def _versions(day: dt.date) -> list[dict[str, Any]]:
    rows = Version.objects.filter(published_at__date__lte=day).select_related("framework").order_by("number")
    newest = {row.framework_id: row for row in rows}
    return [
        {
            "framework": row.framework.name,
            "number": row.number,
            "published": row.published_at.date().isoformat() if row.published_at else None,
        }
        for row in sorted(newest.values(), key=lambda row: row.framework.name)
    ]


def _decision(decision: CategoryDecision | None) -> dict[str, Any] | None:
    """None: each grade is a category by itself."""
    if decision is None:
        return None
    grades = decision.grades.select_related("grade").order_by("name", "grade__rank")
    return {
        "employer": decision.legal_entity,
        "decided": decision.decided_on.isoformat(),
        "reason": decision.reason,
        "opinion": decision.opinion,
        "grades": [[each.name, each.grade.code] for each in grades],
    }
