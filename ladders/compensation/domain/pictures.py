"""Geometry of the band picture: all grades of a zone as ranges on one axis. Plain numbers, so that templates only draw.

Pixels may be floats; amounts are read from the figures themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ladders.core.scales import Scale, Stretch, Tick, round_values

from .bands import Figures, GradeBand


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade's line: `y` is its middle. `old` is what held before, where a preview shows both."""

    y: float
    code: str
    stretch: Stretch | None
    old: Stretch | None
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
    ticks = round_values(lowest, highest, 4 if narrow else 9)
    first, last = min(ticks[0], lowest), max(ticks[-1], highest)
    scale = Scale(first, last, left, right)

    def stretch(figures: Figures | None) -> Stretch | None:
        return scale.stretch(figures.minimum, figures.midpoint, figures.maximum) if figures else None

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
        width, bottom + 26, left, right, bottom, lines, tuple(Tick(scale.at(t), write(t)) for t in ticks), bar, narrow
    )
