"""Whether a level can only be taken where a seat is vacant."""

from __future__ import annotations

from uuid import UUID

from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.models import Seat
from ladders.core.once import once

from ..models import MoveRequest


def seat_missing(request: MoveRequest) -> bool:
    """True where the receiving side has still to confirm a seat; a try-out takes none. At most 1 query."""
    return request.seat_at is None and request.kind != MoveKind.TRY_OUT and seat_needed(request.to_key)


@once
def seat_needed(level_key: UUID) -> bool:
    """True where the receiving side has to confirm a seat: 1 query."""
    return Seat.objects.filter(level_key=level_key).exists()
