"""Fixtures of this room's tests."""

from __future__ import annotations

from tests.moves.conftest import firm, limited_firm

__all__ = ["firm", "limited_firm"]
