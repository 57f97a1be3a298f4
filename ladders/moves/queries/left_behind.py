"""What a request into management would leave behind, for whoever sends, proposes or answers it."""

from __future__ import annotations

import datetime as dt

from ladders.careers.queries.continuity import LeftBehind, left_for_management
from ladders.frameworks.domain.shapes import TrackKind

from ..domain.states import UNFINISHED
from ..models import MoveRequest


def left_by(row: MoveRequest, today: dt.date) -> LeftBehind | None:
    """Of a request that has not ended: at most 5 queries for a move into management, none for any other.

    A try-out leaves the level as it is but takes time from it, and so it counts.
    """
    if row.state not in UNFINISHED or row.to_level.track.kind != TrackKind.MANAGEMENT:
        return None
    return left_for_management([row.person_id], row.from_key, row.to_key, today)
