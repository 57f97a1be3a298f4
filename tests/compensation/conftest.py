"""One published framework with bands in one zone."""

from __future__ import annotations

from accounts.models import User
from ladders.compensation.models import PayZone
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from tests.compensation.payroll import band, zone
from tests.frameworks.published import published
from tests.shared_rows import shared_rows


@shared_rows
def research(plan: FactorPlan, hr: User) -> Version:
    """Research, published: E3 is grade 3, S5 and M5 are grade 5, S6 and M6 are grade 6."""
    return published(by=hr)


@shared_rows
def germany(plan: FactorPlan) -> PayZone:
    """Zone DE with bands of the grades 5 and 6 in EUR; grade 3 has none."""
    where = zone("DE", "EUR")
    band(where, "5", 70_000, 84_000, 98_000)
    band(where, "6", 84_000, 100_500, 117_000)
    return where
