"""A company with one of everybody.

Journeys and pages run twice: under an HR role that reaches the department of the people concerned, and under one for the
whole organisation, as `make_hr_admin` gives it, which is for the build: most tests see no difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.models import User
from ladders.impact.models import FactorPlan
from tests.shared_rows import shared_rows

from .company import Company, company, reach_everybody

JOURNEYS = {
    "test_effects",
    "test_hard_cases",
    "test_notices",
    "test_page_access",
    "test_page_lists",
    "test_pages",
    "test_requests",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both reaches for whatever walks through the product with the company."""
    if "firm" in metafunc.fixturenames and Path(metafunc.module.__file__).stem in JOURNEYS:
        metafunc.parametrize("firm", ["limited", pytest.param("whole", marks=pytest.mark.slow)], indirect=True)


@shared_rows
def limited_firm(plan: FactorPlan, hr: User) -> Company:
    """See `Company`."""
    return company(hr)


@pytest.fixture
def firm(request: pytest.FixtureRequest, limited_firm: Company) -> Company:
    """See `Company`."""
    if getattr(request, "param", "limited") == "whole":
        reach_everybody(limited_firm)
    return limited_firm
