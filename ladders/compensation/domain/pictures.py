"""Geometry of the band picture: all grades of a zone as ranges on one axis. Plain numbers, so that templates only draw.

Pixels may be floats; amounts are read from the figures themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .bands import Figures, GradeBand

_NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class RangeStretch:
    """A range: where it begins, how wide it is, where its midpoint lies."""

    x: float
    width: float
    middle: float


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade's line: `y` is its middle. `old` is what held before, where a preview shows both."""

    y: float
    code: str
    stretch: RangeStretch | None
    old: RangeStretch | None
    first: str  # the amounts, as they are written beside the ends
    last: str
    middle: str
    warm: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, `width` × `height` units; the plot lies between `left` and `right`."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    lines: tuple[GradeLine, ...]
    ticks: tuple[Tick, ...]
    bar: int
    narrow: bool = False


def draw(rows: Sequence[GradeBand], write: Callable[[Decimal], str], *, narrow: bool = False) -> Picture | None:
    """The picture of a structure (highest grade first); None where no grade has a band. `write` writes an amount short."""
    shown = [item for row in rows for item in (row.figures, row.before) if item]
    if not shown:
        return None
    width, left, right, pitch, bar = (380, 30, 354, 46, 12) if narrow else (1080, 64, 1010, 40, 14)
    lowest, highest = min(item.minimum for item in shown), max(item.maximum for item in shown)
    ticks = axis(lowest, highest, 4 if narrow else 9)
    first, last = min(ticks[0], lowest), max(ticks[-1], highest)
    whole = (last - first) or Decimal(1)

    def x(amount: Decimal) -> float:
        return round(left + float((amount - first) / whole) * (right - left), 1)

    def stretch(figures: Figures | None) -> RangeStretch | None:
        if figures is None:
            return None
        start, end = x(figures.minimum), x(figures.maximum)
        return RangeStretch(start, max(round(end - start, 1), 2), x(figures.midpoint))

    lines = tuple(
        GradeLine(
            y=28 + index * pitch,
            code=row.code,
            stretch=stretch(row.figures),
            old=stretch(row.before) if row.before and row.before != row.figures else None,
            first=write(row.figures.minimum) if row.figures else "",
            last=write(row.figures.maximum) if row.figures else "",
            middle=write(row.figures.midpoint) if row.figures else "",
            warm=row.falling,
        )
        for index, row in enumerate(rows)
    )
    bottom = 28 + len(rows) * pitch - pitch // 2 + 6
    return Picture(
        width, bottom + 26, left, right, bottom, lines, tuple(Tick(x(t), write(t)) for t in ticks), bar, narrow
    )


def axis(lowest: Decimal, highest: Decimal, most: int) -> list[Decimal]:
    """Round amounts from below the lowest to above the highest, at most about `most` of them."""
    span = (highest - lowest) or max(highest, Decimal(1))
    raw = span / most
    power = Decimal(10) ** raw.adjusted()
    step = next(nice * power for nice in _NICE if nice * power >= raw)
    tick = (lowest // step) * step
    ticks = [tick]
    while ticks[-1] < highest:
        ticks.append(ticks[-1] + step)
    return ticks
