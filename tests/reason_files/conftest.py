"""Fixtures of this room's tests."""

from __future__ import annotations

from tests.pay_information.company import payroll

__all__ = ["payroll"]
