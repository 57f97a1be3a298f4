"""Decisions about categories of workers, each with what it says and what it changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from accounts.models import Employee
from ladders.core.permissions import Permission
from ladders.impact.models import Grade

from ..domain.category_changes import CategoryChange, changed_categories
from ..models import CategoryDecision, CategoryGrade, PaidYear


@dataclass(frozen=True, slots=True)
class DecisionRead:
    """A decision, its categories (name, codes of their grades) in the order of the scale, and what it changed."""

    row: CategoryDecision
    categories: tuple[tuple[str, tuple[str, ...]], ...]
    changes: tuple[CategoryChange, ...]
    first: bool  # before it each grade was a category


def decisions() -> list[DecisionRead]:
    """All of them, the latest first: 3 queries."""
    scale = dict(Grade.objects.order_by("rank").values_list("pk", "code"))
    named: dict[int, dict[int, str]] = defaultdict(dict)
    for decision, grade, name in CategoryGrade.objects.values_list("decision_id", "grade_id", "name"):
        named[decision][grade] = name
    found: list[DecisionRead] = []
    last: dict[str, dict[str, str]] = {}
    for row in CategoryDecision.objects.select_related("by").order_by("decided_on", "id"):
        said = {code: named[row.pk][pk] for pk, code in scale.items() if pk in named[row.pk]}
        groups: dict[str, list[str]] = defaultdict(list)
        for code, name in said.items():
            groups[name].append(code)
        before = last.get(row.legal_entity, last.get(""))  # the group’s held where an entity had none
        found.append(
            DecisionRead(
                row,
                tuple((name, tuple(codes)) for name, codes in groups.items()),
                changed_categories(before or {}, said, scale.values()),
                before is None,
            )
        )
        last[row.legal_entity] = said
    return found[::-1]


def entities_in_reach(user: Any) -> list[str]:
    """Legal entities that the people in reach belong to or were paid by, by name: 2 queries, 1 more for a limited reach."""
    people = Employee.objects.within(user, Permission.VIEW_PAY_EQUITY)
    names = set(people.order_by().values_list("legal_entity", flat=True).distinct())
    names |= set(PaidYear.objects.visible_to(user).order_by().values_list("legal_entity", flat=True).distinct())
    return sorted(names - {""})
