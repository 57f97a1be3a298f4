"""Fixtures of this room's tests."""

from __future__ import annotations

from tests.moves.conftest import firm

__all__ = ["firm"]
