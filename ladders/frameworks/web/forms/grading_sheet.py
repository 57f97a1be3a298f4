"""What the table of all levels sends back: a text per level and factor, and what stood there when it was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from ladders.frameworks.actions.evaluations import NOBODY_YET
from ladders.frameworks.domain.grading_sheet import SheetRow
from ladders.impact.domain.points import PlanShape

REASON = 2000  # characters, as of a rationale


def cell_name(level: UUID, factor: str) -> str:
    """The name of a cell's field."""
    return f"d-{level.hex}-{factor}"


def seen_name(level: UUID) -> str:
    """The name of the field that says what stood in a row."""
    return f"seen-{level.hex}"


def seen_value(plan: PlanShape, revision: int, degrees: Mapping[UUID, int]) -> str:
    """The revision of the level's evaluation and its degrees in the plan's order: "7:5,5,,4,5"."""
    return f"{revision}:{','.join(str(degrees.get(factor.key, '')) for factor in plan.factors)}"


def sheet_rows(data: Mapping[str, str], plan: PlanShape) -> list[SheetRow]:
    """The rows of a posted table. What cannot be read as one is left out."""
    rows = []
    for name in data:
        key = _key(name)
        if key is None:
            continue
        revision, _sep, degrees = data[name].partition(":")
        numbers = degrees.split(",")
        was = {
            factor.key: int(number)
            for factor, number in zip(plan.factors, numbers, strict=False)
            if number.isdecimal() and len(number) < 5
        }
        typed = {factor.key: data.get(cell_name(key, factor.code), "") for factor in plan.factors}
        seen = int(revision) if revision.isdecimal() and len(revision) < 10 else NOBODY_YET
        rows.append(SheetRow(key, seen, was, typed))
    return rows


def key_in(text: str) -> UUID | None:
    """The level that a text names; None where it is no key."""
    try:
        return UUID(hex=text) if len(text) == 32 else None
    except ValueError:
        return None


def _key(name: str) -> UUID | None:
    return key_in(name.removeprefix("seen-")) if name.startswith("seen-") else None
