"""Tables of this room."""

from __future__ import annotations

from .retention import RetentionTime

__all__ = ["RetentionTime"]
