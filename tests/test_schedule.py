"""What beat starts: each task is there, and where nothing is due it does nothing and says so."""

from __future__ import annotations

from typing import Any

import pytest
from celery import Task
from django.conf import settings
from django.utils.module_loading import import_string

pytestmark = pytest.mark.django_db
TASKS = sorted(each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values())
# Everybody's pay position is made anew on a new day, for nobody as well; figures are made once a month.
IDLE: dict[str, Any] = {
    "ladders.careers.tasks.erase_deleted_evidence": None,
    "ladders.compensation.tasks.refresh_pay_positions": True,
    "ladders.compensation.tasks.remind_of_exceptions": 0,
    "ladders.core.tasks.close_history_days": 1,  # yesterday, the first day there is
    "ladders.core.tasks.expire_approvals": 0,
    "ladders.core.tasks.forget_sessions": None,
    "ladders.core.tasks.sweep": 0,
    "ladders.dates.tasks.remind_before_days": 0,
    "ladders.frameworks.tasks.check_drafts": 0,
    "ladders.insights.tasks.release_figures": True,
    "ladders.moves.tasks.bring_into_effect": 0,
    "ladders.moves.tasks.delete_reasons": 0,
    "ladders.moves.tasks.remind_of_endings": 0,
    "ladders.moves.tasks.send_notices": 0,
    "ladders.moves.tasks.sweep_requests": 0,
    "ladders.pay_information.tasks.tell_of_right": 0,
    "ladders.pay_reports.tasks.work_out_due_reports": 0,
    "ladders.privacy.tasks.erase_due": 0,
    "ladders.privacy.tasks.let_go": {},
    "ladders.remedies.tasks.remind_of_remedies": 0,
}


def test_every_scheduled_task_is_known_here() -> None:
    """A new one is added above with what it says when there is nothing to do."""
    assert sorted(IDLE) == TASKS


@pytest.mark.parametrize("name", TASKS)
def test_a_task_with_nothing_to_do_says_so(name: str) -> None:
    """Run as a worker would: on the connection it finds, without arguments."""
    task = import_string(name)
    assert isinstance(task, Task)
    assert task.name == name
    assert task.apply().get() == IDLE[name]
