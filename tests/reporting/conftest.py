"""Fixtures of pay, for what reporting lines must not change."""

from __future__ import annotations

from tests.compensation.conftest import germany, research

__all__ = ["germany", "research"]
