"""Tables of this room."""

from __future__ import annotations

from .files import ReasonFile

__all__ = ["ReasonFile"]
