"""The firm of the careers' tests: Ada on S5, her manager, a former one, somebody above, HR of two departments, a colleague."""

from __future__ import annotations

import datetime as dt

import pytest

from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.levels import delete_level
from ladders.frameworks.actions.publication import set_successor
from ladders.frameworks.models import Level
from ladders.growth.actions.targets import choose_target
from ladders.growth.models import Target
from ladders.reporting.models import ReportingLine
from tests.careers.conftest import PEOPLE, TODAY, Firm, firm, staff
from tests.factories import hr_admin
from tests.frameworks.published import force_published

__all__ = ["EVERYBODY", "PEOPLE", "TODAY", "Firm", "another_manager", "firm", "publish_without", "staff", "target"]
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


def publish_without(firm: Firm, code: str, successor: str | None) -> None:
    """A new version of the framework without that level."""
    hr = hr_admin()
    draft = start_draft(framework=firm.version.framework, by=hr)
    gone = Level.objects.get(version=draft, code=code)
    delete_level(version_id=draft.pk, key=gone.key, by=hr)
    if successor:
        after = Level.objects.get(version=draft, code=successor)
        set_successor(version=draft, removed=gone.key, level=after.key, by=hr)
    firm.published = force_published(draft, hr)
