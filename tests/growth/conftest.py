"""The firm of the careers' tests: Ada on S5, her manager, a former one, somebody above, HR of two departments, a colleague."""

from __future__ import annotations

import datetime as dt

import pytest

from ladders.growth.actions.targets import choose_target
from ladders.growth.models import Target
from ladders.reporting.models import ReportingLine
from tests.careers.conftest import PEOPLE, TODAY, Firm, firm, staff

__all__ = ["EVERYBODY", "PEOPLE", "TODAY", "Firm", "another_manager", "firm", "staff", "target"]
EVERYBODY = (*PEOPLE, "stranger")


@pytest.fixture
def target(firm: Firm) -> Target:
    """Ada works towards I6; nobody else knows."""
    return choose_target(level=firm.level("I6").key, by=firm.user("ada"))


def another_manager(company: Firm, who: str) -> None:
    """From today on Ada reports to somebody else."""
    lines = ReportingLine.objects.filter(employee=company["ada"], ends_on=None)
    lines.update(ends_on=TODAY - dt.timedelta(days=1))
    ReportingLine.objects.create(employee=company["ada"], manager=company[who], starts_on=TODAY)
