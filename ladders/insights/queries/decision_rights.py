"""What people may decide, grade by grade, under the plan in force."""

from __future__ import annotations

from dataclasses import dataclass

from ladders.frameworks.queries.versions import grades_in_force
from ladders.impact.domain.decision_rights import RightShape


@dataclass(frozen=True, slots=True)
class RightHeld:
    """A right, and the codes of the grades that have it, lowest first."""

    right: RightShape
    grades: tuple[str, ...]


def decision_rights() -> tuple[tuple[RightHeld, ...], tuple[RightHeld, ...]]:
    """Those that every track has, and those that only some have: 1 query."""
    found: dict[tuple[str, tuple[str, ...]], tuple[RightShape, list[str]]] = {}
    for grade in grades_in_force():
        for right in grade.rights:
            found.setdefault((right.key, right.kinds), (right, []))[1].append(grade.code)
    held = [RightHeld(right, tuple(codes)) for right, codes in found.values()]
    return tuple(each for each in held if not each.right.kinds), tuple(each for each in held if each.right.kinds)
