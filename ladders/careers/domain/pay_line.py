"""Geometry of two bands on one axis with one salary on them. Plain numbers, no Django; amounts stay Decimals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ladders.compensation.domain.position import Range
from ladders.core.scales import Scale

WIDTH, LEFT, RIGHT = 640, 14, 626


@dataclass(frozen=True, slots=True)
class BandLine:
    """A band: where it begins and how long it is, and where its midpoint lies; `y` is its upper edge."""

    x: float
    length: float
    middle: float
    y: int


@dataclass(frozen=True, slots=True)
class Payline:
    """The band now, the one then (None where it is the same one), and the salary; 0 to WIDTH."""

    now: BandLine | None
    then: BandLine | None
    own: float | None
    height: int
    width: int = WIDTH


def payline(now: Range | None, then: Range | None, own: Decimal | None) -> Payline | None:
    """One axis from the lowest to the highest of everything shown; None where there is no band to show."""
    bands = [band for band in (now, None if then == now else then) if band]
    if not bands:
        return None
    amounts = [amount for band in bands for amount in (band.minimum, band.maximum)] + ([own] if own is not None else [])
    first, last = min(amounts), max(amounts)
    scale = Scale(first, last, LEFT, RIGHT)
    places = [scale.stretch(band.minimum, band.midpoint, band.maximum) for band in bands]
    drawn = [BandLine(each.x, each.width, each.middle, 12 + 34 * place) for place, each in enumerate(places)]
    same = then == now or then is None
    return Payline(
        drawn[0] if now else None,
        None if same else drawn[-1],
        None if own is None else scale.at(own),
        20 + 34 * len(bands),
    )
