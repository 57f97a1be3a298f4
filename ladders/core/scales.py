"""Geometry that all pictures share: from amounts and percentages to places on a line, and round values for its axis. Pure.

Places may be floats; amounts never are.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_NICE: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
THINNEST: Final = 2  # units that a range has at least, so that it can be seen


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of an axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range: where it begins, how wide it is, where its midpoint lies."""

    x: float
    width: float
    middle: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Puts values from `first` to `last` on a line from `start` to `end`; one that runs upwards has the larger `start`."""

    first: Decimal
    last: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        """The place of a value, to a tenth. Where all values are one, it stands at the start."""
        whole = (self.last - self.first) or Decimal(1)
        return round(self.start + float((value - self.first) / whole) * (self.end - self.start), 1)

    def stretch(self, minimum: Decimal, midpoint: Decimal, maximum: Decimal) -> Stretch:
        """The place of a range."""
        start = self.at(minimum)
        return Stretch(start, max(round(self.at(maximum) - start, 1), THINNEST), self.at(midpoint))


def round_values(lowest: Decimal, highest: Decimal, most: int) -> list[Decimal]:
    """Round values from below the lowest to above the highest, at most about `most` of them."""
    span = (highest - lowest) or max(highest, Decimal(1))
    raw = span / most
    power = Decimal(10) ** raw.adjusted()
    step = next(nice * power for nice in _NICE if nice * power >= raw)
    tick = (lowest // step) * step
    ticks = [tick]
    while ticks[-1] < highest:
        ticks.append(ticks[-1] + step)
    return ticks
