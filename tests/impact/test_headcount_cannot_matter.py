"""Nothing about a person, a team or a reporting line can reach points or grade: there is no field it could come in by."""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from decimal import Decimal
from uuid import UUID

from ladders.impact.domain import decision_rights, points

# Names of fields that an employee, a salary, a reporting line or a team would bring along.
PERSONAL = re.compile(
    r"employee|person|people|user|manager|report|team|head|count$|size|subordinate|placement|salary|pay|budget|"
    r"department|location|tenure|hire|gender|birth|hours|contract|entity"
)
PLAIN = {int, str, UUID, Decimal, type(None)}


def reachable(annotation: object, seen: set[object]) -> None:
    """Collects every type that a value of this annotation can lead to."""
    for argument in typing.get_args(annotation):
        reachable(argument, seen)
    if typing.get_origin(annotation) is None and annotation not in seen and annotation is not Ellipsis:
        seen.add(annotation)
        if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
            for hint in typing.get_type_hints(annotation).values():
                reachable(hint, seen)


def types_of(function: object) -> set[object]:
    seen: set[object] = set()
    for hint in typing.get_type_hints(function).values():
        reachable(hint, seen)
    return seen


def test_evaluate_takes_a_plan_and_degrees_and_nothing_else() -> None:
    signature = inspect.signature(points.evaluate)
    assert list(signature.parameters) == ["plan", "ratings"]
    hints = typing.get_type_hints(points.evaluate)
    assert hints["plan"] is points.PlanShape
    assert typing.get_args(hints["ratings"]) == (UUID, int)


def test_what_can_be_reached_is_the_plan_and_plain_values() -> None:
    shapes = {
        points.PlanShape,
        points.FactorShape,
        points.DegreeShape,
        points.GradeShape,
        points.Contribution,
        points.EvaluationOutcome,
        decision_rights.RightShape,
    }
    assert types_of(points.evaluate) == PLAIN | shapes


def test_no_field_on_the_way_is_named_after_people() -> None:
    fields = {
        field.name
        for shape in types_of(points.evaluate)
        if isinstance(shape, type) and dataclasses.is_dataclass(shape)
        for field in dataclasses.fields(shape)
    }
    assert {"weight", "degrees", "points_from"} <= fields
    assert [name for name in sorted(fields) if PERSONAL.search(name)] == []


def test_the_walk_would_see_a_field_about_people() -> None:
    @dataclasses.dataclass
    class Rating:
        degree: int
        direct_reports: int

    assert [field.name for field in dataclasses.fields(Rating) if PERSONAL.search(field.name)] == ["direct_reports"]


def test_shapes_take_no_further_fields() -> None:
    """Slots: nothing can be hung onto a shape on the way in."""
    for shape in types_of(points.evaluate):
        if isinstance(shape, type) and dataclasses.is_dataclass(shape):
            assert "__slots__" in vars(shape)
