"""Tables of this room."""

from __future__ import annotations

from .release import Release

__all__ = ["Release"]
