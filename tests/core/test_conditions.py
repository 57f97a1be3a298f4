"""Conditions that mean everything or nothing, wherever they stand."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Q

from accounts.models import Employee, RoleGrant, User, reach_of
from accounts.roles import Role
from ladders.core.conditions import everything, nothing
from ladders.core.permissions import Permission
from tests.factories import EmployeeFactory, UserFactory

ROOMS = ("accounts", "ladders")


@pytest.mark.django_db
def test_everything_and_nothing_survive_or_and_not() -> None:
    ada, bo = EmployeeFactory.create(name="Ada"), EmployeeFactory.create(name="Bo")
    rows, a = Employee.objects.order_by("name"), Q(name="Ada")
    expected: list[tuple[Q, list[Employee]]] = [
        (everything(), [ada, bo]),
        (~everything(), []),
        (a | everything(), [ada, bo]),
        (~a | everything(), [ada, bo]),
        (~(a | everything()), []),
        (a & everything(), [ada]),
        (nothing(), []),
        (~nothing(), [ada, bo]),
        (a | nothing(), [ada]),
        (~a | nothing(), [bo]),
        (a & nothing(), []),
        (~(a & nothing()), [ada, bo]),
    ]
    for condition, found in expected:
        assert list(rows.filter(condition)) == found, condition


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reach", "inside"),
    [
        ({}, ["Ada", "Bo", "Cleo"]),
        ({"departments": ["Lab"]}, ["Ada"]),
        ({"legal_entities": ["One"]}, ["Ada", "Bo"]),
        ({"departments": ["Lab"], "legal_entities": ["Two"]}, []),
        (None, []),  # no such role
    ],
)
def test_a_reach_splits_people_into_those_inside_and_those_outside(reach: Any, inside: list[str]) -> None:
    for name, department, entity in (("Ada", "Lab", "One"), ("Bo", "Office", "One"), ("Cleo", "Office", "Two")):
        EmployeeFactory.create(name=name, department=department, legal_entity=entity)
    user = UserFactory.create(roles=[Role.EMPLOYEE_REPRESENTATIVE] if reach is None else [Role.HR_ADMIN])
    RoleGrant.objects.filter(user=user).update(**reach or {"granted_by": None})
    user = User.objects.get(pk=user.pk)
    condition = reach_of(user, Permission.HANDLE_MOVES)
    everybody = Employee.objects.order_by("name")
    assert [each.name for each in everybody.filter(condition)] == inside
    assert [each.name for each in everybody.exclude(condition)] == [
        name for name in ("Ada", "Bo", "Cleo") if name not in inside
    ]
    # What neither side may swallow: "not for HR, or in reach".
    assert [each.name for each in everybody.filter(nothing() | condition)] == inside
    assert [each.name for each in everybody.filter(~everything() | condition)] == inside
    by_account = User.objects.filter(employee__isnull=False).order_by("name")
    assert [each.name for each in by_account.filter(reach_of(user, Permission.HANDLE_MOVES, "employee"))] == inside


def test_no_condition_in_the_house_is_empty() -> None:
    found = []
    for room in ROOMS:
        for path in Path(settings.BASE_DIR, room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and not node.args and not node.keywords:
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if name == "Q":
                        found.append(f"{path}:{node.lineno}")
    assert found == [], "An empty Q vanishes in | and ~: take core.conditions.everything() or nothing()."
