"""Where things stand in the pictures: on lines of 1000 units, as wide as the page makes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LINE: Final = 1000
WIDEST: Final = 60.0  # percent; what lies beyond stands at the end and says so


@dataclass(frozen=True, slots=True)
class GapAxis:
    """One axis for several gaps, zero in its middle. `limit` percent at both ends."""

    limit: float
    threshold: float

    @property
    def zone(self) -> tuple[float, float]:
        """Where the zone within the threshold begins, and how wide it is."""
        left = self.at(-self.threshold)
        return left, round(self.at(self.threshold) - left, 1)

    def at(self, percent: float) -> float:
        """Where a gap stands: women paid less on the right."""
        within = max(-self.limit, min(self.limit, percent))
        return round(LINE * (within + self.limit) / (2 * self.limit), 1)

    def beyond(self, percent: float) -> bool:
        """True where it would stand outside the picture."""
        return abs(percent) > self.limit


def gap_axis(percents: list[float], threshold: float) -> GapAxis:
    """Wide enough for all of them and for twice the threshold, though never wider than is readable."""
    most = max((abs(each) for each in percents), default=0.0)
    return GapAxis(min(max(2 * threshold, 1.1 * most, 1.0), WIDEST), threshold)
