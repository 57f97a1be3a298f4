"""A company with one of everybody."""

from __future__ import annotations

import pytest

from accounts.models import User
from ladders.impact.models import FactorPlan

from .company import Company, company


@pytest.fixture
def firm(plan: FactorPlan, hr: User) -> Company:
    """See `Company`."""
    return company(hr)
