"""Mail about exceptions that end soon."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from ladders.compensation.actions import deviations
from ladders.compensation.exception_reminders import remind
from ladders.compensation.models import BandException
from ladders.impact.models import FactorPlan
from tests.compensation.money_data import SIX, zone
from tests.factories import draft_framework


@pytest.mark.parametrize(("days", "expected"), [(10, 1), (60, 1), (61, 0)])
def test_once_before_it_ends(
    plan: FactorPlan, hr: User, employee: User, django_capture_on_commit_callbacks: Any, days: int, expected: int
) -> None:
    version, today = draft_framework(by=hr), timezone.localdate()
    row = deviations.propose_exception(
        framework=version.framework,
        level_key=version.level_set.get(code="S6").key,
        zone=zone(),
        starts_on=today,
        ends_on=today + dt.timedelta(days=days),
        figures=SIX,
        reason="Nobody",
        criterion="labour_market",
        by=hr,
    )
    assert remind(today) == 0  # a proposal does not end
    deviations.approve_exception(exception=row, by=hr)
    with django_capture_on_commit_callbacks(execute=True):
        assert (remind(today), remind(today)) == (expected, 0)
    written = [message for message in mail.outbox if message.to == [hr.email]]
    assert len(written) == expected
    assert employee.email not in [address for message in mail.outbox for address in message.to]
    if expected:
        assert "S6" in written[0].body
        assert "84" not in written[0].body  # no amounts leave by mail
        assert BandException.objects.get().reminded_on == today
