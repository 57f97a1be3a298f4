"""Nothing about people or teams can reach points or grade: neither by a model, nor by an import, nor by a value."""

from __future__ import annotations

import ast
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ladders.impact
from accounts.models import ContractType, Employee, User
from ladders.frameworks.domain.regrading_effects import RegradingEffect, regrade
from ladders.frameworks.models import Level, Version
from ladders.frameworks.queries.evaluated_levels import evaluated_levels
from ladders.impact.models import FactorPlan
from tests.factories import EmployeeFactory, draft_framework

ROOM = Path(ladders.impact.__file__).parent
# Who put a plan in force: written once, shown on the audit page, read by no sum.
ALLOWED = {("FactorPlan", "activated_by"), ("FactorPlanEvent", "activated_by")}
PURE = ("domain/points.py", "domain/headcount.py", "domain/patterns.py")


def _reachable(start: type[Model]) -> list[tuple[str, str, type[Model]]]:
    """Every (model, field, target) on the way along foreign keys, but not through the one allowed."""
    found, seen, waiting = [], set(), [start]
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field.is_relation and field.related_model is not None:
                found.append((model.__name__, field.name, field.related_model))
                if (model.__name__, field.name) not in ALLOWED and field.related_model._meta.app_label == "impact":
                    waiting.append(field.related_model)
    return found


def test_no_model_of_the_room_leads_to_a_person_or_a_team() -> None:
    models = list(apps.get_app_config("impact").get_models())
    assert len(models) == 10  # five, and their history
    outside = {
        (model, field)
        for start in models
        for model, field, target in _reachable(start)
        if target._meta.app_label not in ("impact", "pghistory")
    }
    assert outside == ALLOWED


def test_no_field_of_the_room_is_about_people_or_teams() -> None:
    words = ("employee", "person", "people", "team", "report", "headcount", "manager", "department", "staff", "budget")
    names = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("impact").get_models()
        for field in model._meta.get_fields()
    ]
    assert [name for name in names if any(word in name.lower() for word in words)] == []


def test_the_room_imports_neither_accounts_nor_a_higher_room() -> None:
    found = {
        f"{path.relative_to(ROOM)}: {name}"
        for path in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
        if name.split(".")[0] == "accounts"
        or name.startswith(("ladders.frameworks", "ladders.exchange", "django.contrib.auth"))
    }
    assert found == set()


def test_points_are_a_function_of_plain_data() -> None:
    for name in PURE:
        tree = ast.parse((ROOM / name).read_text(encoding="utf-8"))
        imported = {item for node in ast.walk(tree) for item in _imported(node)}
        assert not [item for item in imported if item.split(".")[0] in ("django", "accounts")], name


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [node.module or ""]
    return []


EMPLOYEE: dict[str, st.SearchStrategy[Any]] = {
    "legal_entity": st.text(st.characters(codec="ascii", categories=["L"]), max_size=20),
    "department": st.sampled_from(["", "Engineering", "Management", "Research"]),
    "job_title": st.sampled_from(["", "Engineer", "Head of everything"]),
    "location": st.sampled_from(["", "Lyon", "Riga"]),
    "country": st.sampled_from(["", "FR", "LV"]),
    "contract": st.sampled_from(["", *ContractType.values]),
    "weekly_hours": st.none() | st.decimals(min_value=1, max_value=60, places=2),
    "hired_on": st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2020, 1, 1)),
    "left_on": st.none() | st.dates(dt.date(2020, 1, 2), dt.date(2030, 1, 1)),
    "name": st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=20),
}


def test_the_strategy_changes_every_field_of_an_employee() -> None:
    fields = {field.name for field in Employee._meta.concrete_fields}
    assert fields - {"id", "number", "user", "sort_name"} == set(EMPLOYEE)


@pytest.fixture
def levels(plan: FactorPlan, hr: User) -> Version:
    """A draft with nine graded levels, owned by somebody, and a few more people."""
    EmployeeFactory.create_batch(3)
    return draft_framework(by=hr, owner=EmployeeFactory.create())


@given(changes=st.fixed_dictionaries(EMPLOYEE), extra=st.integers(0, 5))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_change_of_any_employee_moves_points_or_grade(levels: Version, changes: dict[str, Any], extra: int) -> None:
    plan = FactorPlan.objects.with_parts().in_force()
    assert plan is not None
    before = _grading(levels)
    Employee.objects.update(**changes)
    EmployeeFactory.create_batch(extra, weekly_hours=Decimal(1))  # a larger organisation
    assert _grading(levels) == before
    again = regrade(plan.shape(), evaluated_levels(Version.objects.filter(pk=levels.pk)))
    assert {item.effect for item in again} == {RegradingEffect.SAME}


def _grading(version: Version) -> list[tuple[Any, ...]]:
    return list(Level.objects.filter(version=version).order_by("code").values_list("code", "points", "grade__code"))
