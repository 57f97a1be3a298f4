"""Geometry of one band with one salary on it. Positions may be floats; amounts never are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ladders.core.scales import Scale

WIDTH = 640
LEFT, RIGHT = 80, 560


@dataclass(frozen=True, slots=True)
class Strip:
    """Where minimum, midpoint, maximum and the salary lie, from 0 to WIDTH. `own` is None without a comparable salary."""

    minimum: float
    midpoint: float
    maximum: float
    own: float | None
    width: int = WIDTH

    @property
    def length(self) -> float:
        """From minimum to maximum."""
        return round(self.maximum - self.minimum, 1)


def strip(minimum: Decimal, midpoint: Decimal, maximum: Decimal, own: Decimal | None) -> Strip:
    """One axis from the lowest to the highest of the four, the band never thinner than a line."""
    amounts = [minimum, maximum] + ([own] if own is not None else [])
    first, last = min(amounts), max(amounts)
    x = Scale(first, last, LEFT, RIGHT).at
    return Strip(x(minimum), x(midpoint), max(x(maximum), x(minimum) + 2), None if own is None else x(own))
