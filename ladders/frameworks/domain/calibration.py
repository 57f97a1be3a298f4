"""All levels side by side, so that what sticks out is seen: medians, outliers, filter, order. Pure: no Django in here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median_low
from typing import Any
from uuid import UUID

from ladders.impact.domain.points import PlanShape

from .grading_status import EvaluatedLevel, GradingStatus

FAR = 2  # degrees away from the middle of the row that are worth a look
COMPANY = 3  # fewer levels on a grade have no middle to speak of
KIND_ORDER = {"shared": 0, "specialist": 1, "project": 2, "influence": 3, "management": 4}


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """One level of the table. `far`: factor key → the median of its row, for the factors in which it sticks out."""

    at: EvaluatedLevel
    far: Mapping[UUID, int] = field(default_factory=dict)

    @property
    def sticks_out(self) -> bool:
        """True when some factor is far from the others on the grade."""
        return bool(self.far)


@dataclass(frozen=True, slots=True)
class CalibrationFilter:
    """What the reader asked for; empty means all."""

    framework: str = ""
    grade: str = ""
    kind: str = ""
    standing: str = ""  # a Standing, or "far" for what sticks out


def medians(levels: Iterable[EvaluatedLevel]) -> dict[tuple[str, UUID], int]:
    """(grade code, factor key) → median degree of the evaluated levels on that grade, where there are enough of them."""
    found: dict[tuple[str, UUID], list[int]] = {}
    for at in levels:
        if at.level.grade is None or at.standing == GradingStatus.SLOTTED:
            continue
        for factor, degree in at.degrees.items():
            found.setdefault((at.level.grade, factor), []).append(degree)
    return {place: median_low(degrees) for place, degrees in found.items() if len(degrees) >= COMPANY}


def lines(levels: Sequence[EvaluatedLevel]) -> tuple[CalibrationRow, ...]:
    """Every level with what sticks out, measured against all levels on its grade: filters do not change the measure."""
    middle = medians(levels)
    return tuple(CalibrationRow(at, far_from(middle, at.level.grade, at.degrees)) for at in levels)


def far_from(middle: Mapping[tuple[str, UUID], int], grade: str | None, degrees: Mapping[UUID, int]) -> dict[UUID, int]:
    """The factors whose degree is far from the middle of the row, with that middle."""
    if grade is None:
        return {}
    return {
        factor: middle[grade, factor]
        for factor, degree in degrees.items()
        if (grade, factor) in middle and abs(degree - middle[grade, factor]) >= FAR
    }


def chosen(rows: Iterable[CalibrationRow], choice: CalibrationFilter) -> tuple[CalibrationRow, ...]:
    """The rows that the reader asked for."""
    return tuple(
        row
        for row in rows
        if (not choice.framework or row.at.slug == choice.framework)
        and (not choice.grade or row.at.level.grade == choice.grade)
        and (not choice.kind or row.at.kind == choice.kind)
        and (
            not choice.standing or (row.sticks_out if choice.standing == "far" else row.at.standing == choice.standing)
        )
    )


def ordered(rows: Iterable[CalibrationRow], key: str, plan: PlanShape) -> tuple[CalibrationRow, ...]:
    """By a column: framework, level, kind, grade, points, standing or a factor's code; "-" before it turns the order.

    What has no value stands at the end either way. Ties keep the order of framework, track and rung.
    """
    down, name = key.startswith("-"), key.removeprefix("-")
    factor = next((item.key for item in plan.factors if item.code == name), None)

    def value(row: CalibrationRow) -> Any:
        if factor is not None:
            return row.at.degrees.get(factor)
        level = row.at.level
        return {
            "framework": row.at.framework.casefold(),
            "level": level.code.casefold(),
            "kind": KIND_ORDER[row.at.kind],
            "grade": level.rank,
            "points": level.points,
            "standing": list(GradingStatus).index(row.at.standing),
        }.get(name)

    everything = list(rows)
    known = [row for row in everything if value(row) is not None]
    unknown = [row for row in everything if value(row) is None]
    return (*sorted(known, key=value, reverse=down), *unknown)
