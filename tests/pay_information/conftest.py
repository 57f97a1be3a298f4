"""Fixtures of this room's tests."""

from __future__ import annotations

from .company import payroll

__all__ = ["payroll"]
