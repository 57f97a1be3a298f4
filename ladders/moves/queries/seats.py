"""Whether a level can only be taken where a seat is vacant."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.models import Seat
from ladders.core.once import known, once

from ..models import MoveRequest

Rows = TypeVar("Rows", bound=QuerySet[MoveRequest])


def seat_missing(request: MoveRequest) -> bool:
    """True where the receiving side has still to confirm a seat; a try-out takes none. At most 1 query."""
    return request.seat_at is None and request.kind != MoveKind.TRY_OUT and seat_needed(request.to_key)


@once
def seat_needed(level_key: UUID) -> bool:
    """True where the receiving side has to confirm a seat: 1 query."""
    return Seat.objects.filter(level_key=level_key).exists()


def with_seat(rows: Rows) -> Rows:
    """Requests, each read with what `seat_needed` says of its level; give it to `note_seat`. No query of its own."""
    return rows.annotate(level_needs_seat=Exists(Seat.objects.filter(level_key=OuterRef("to_key"))))


def note_seat(row: MoveRequest) -> MoveRequest:
    """The row of `with_seat`: what it says of its level is known in this scope (see `read_once`)."""
    known(seat_needed)[((row.to_key,),)] = row.level_needs_seat  # type: ignore[attr-defined]
    return row
