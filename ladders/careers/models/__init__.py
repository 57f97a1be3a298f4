"""The tables of this room."""

from __future__ import annotations

from .seats import Seat

__all__ = ["Seat"]
