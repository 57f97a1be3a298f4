"""Geometry of the pictures: the gap by budget, and gaps on one axis with the threshold. Plain numbers; templates only draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ladders.core.scales import Scale, Tick, round_values

from ..domain.effect import CurvePoint

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 72, 690, 14, 218


@dataclass(frozen=True, slots=True)
class CurvePicture:
    """A line from the gap of today down to what all raises bring. `zone` is the band in which no case opens: y and height."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    line: str
    dots: tuple[tuple[float, float], ...]
    budgets: tuple[Tick, ...]
    gaps: tuple[Tick, ...]  # `x` is a height here
    zone: tuple[float, float]
    zero: float


def curve_picture(
    points: Sequence[CurvePoint], threshold: Decimal, write: Callable[[Decimal], str], number: Callable[[Decimal], str]
) -> CurvePicture | None:
    """None where there are fewer than two points with a gap. `write` writes an amount short, `number` a percentage."""
    shown = [
        (each.cost, each.gaps.total.percent)
        for each in points
        if each.gaps is not None and each.gaps.total.percent is not None
    ]
    if len({cost for cost, _gap in shown}) < 2:
        return None
    most = max(cost for cost, _gap in shown)
    percents = [gap for _cost, gap in shown]
    heights = round_values(min(*percents, -threshold), max(*percents, threshold), 6)
    x = Scale(Decimal(0), most, LEFT, RIGHT).at
    y = Scale(heights[0], heights[-1], BOTTOM, TOP).at
    budgets = [tick for tick in round_values(Decimal(0), most, 4) if tick <= most]
    dots = tuple((x(cost), y(gap)) for cost, gap in shown)
    return CurvePicture(
        WIDTH,
        HEIGHT,
        LEFT,
        RIGHT,
        TOP,
        BOTTOM,
        " ".join(f"{across},{down}" for across, down in dots),
        dots,
        tuple(Tick(x(tick), write(tick)) for tick in budgets),
        tuple(Tick(y(tick), f"{number(tick)} %") for tick in heights),
        (y(threshold), round(y(-threshold) - y(threshold), 1)),
        y(Decimal(0)),
    )
