"""The kinds of track that a right can be limited to: this room knows no tracks, so the room that does names them."""

from __future__ import annotations

from typing import Any

from ladders.core.providers import Provider


@Provider
def track_kinds() -> list[tuple[str, Any]]:
    """Value and label of each kind of track that people choose between; none where no room has tracks."""
    return []
