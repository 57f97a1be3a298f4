"""What range a vacancy is advertised with. Pure."""

from __future__ import annotations

from decimal import Decimal

from .bands import HUNDRED, rounded

Amounts = tuple[Decimal, Decimal, Decimal]  # minimum, midpoint, maximum of a full-time year


def advertised(band: Amounts | None, exception: Amounts | None, supplement: Decimal) -> tuple[Decimal, Decimal] | None:
    """Minimum and maximum of a full-time year: the level's own band where it has one, with the market supplement (in per
    cent) on top, rounded half up to the cent; None without a band."""
    amounts = exception or band
    if amounts is None:
        return None
    factor = 1 + supplement / HUNDRED
    return rounded(amounts[0] * factor), rounded(amounts[2] * factor)
