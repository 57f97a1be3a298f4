"""Whether a level can only be taken where a seat is vacant."""

from __future__ import annotations

from uuid import UUID

from ladders.careers.models import Seat
from ladders.core.once import once


@once
def seat_needed(level_key: UUID) -> bool:
    """True where the receiving side has to confirm a seat: 1 query."""
    return Seat.objects.filter(level_key=level_key).exists()
