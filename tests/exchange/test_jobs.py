"""Background work of imports: what was interrupted can be taken up again, and the history knows who brought it."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from ladders.core import jobs
from ladders.core.history import context_of
from ladders.core.models import Job, JobState
from ladders.exchange.frameworks_in.jobs import have_applied, take_in
from ladders.exchange.models import Upload
from ladders.frameworks.actions.undo import events_of
from ladders.frameworks.models import Framework, Level
from ladders.impact.models import FactorPlan

from .test_apply import LONG

pytestmark = pytest.mark.django_db


def _work() -> None:
    for job in Job.objects.unfinished():
        jobs.run(job.pk)


@pytest.fixture
def upload(plan: FactorPlan, hr: User) -> Upload:
    """A file that was read and can be taken in."""
    upload = take_in(name="Research", files=[("long.csv", LONG.encode())], by=hr)
    _work()
    return upload


def _state(upload: Upload) -> str:
    return Upload.objects.get(pk=upload.pk).state


def test_an_import_that_broke_off_unexpectedly_can_be_tried_again(
    upload: Upload, hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_fields: object) -> None:
        raise RuntimeError("the disk is full")

    have_applied(upload=upload, by=hr)
    with monkeypatch.context() as patched:
        patched.setattr("ladders.exchange.frameworks_in.jobs.apply", broken)
        _work()
    assert (_state(upload), Job.objects.filter(state=JobState.FAILED).count()) == ("ready", 1)

    have_applied(upload=upload, by=hr)
    _work()
    assert (_state(upload), Framework.objects.count()) == ("applied", 1)


def test_an_import_whose_workers_all_died_can_be_tried_again(upload: Upload, hr: User) -> None:
    have_applied(upload=upload, by=hr)
    Job.objects.filter(state=JobState.WAITING).update(attempts=jobs.MAX_ATTEMPTS)
    _work()
    assert (_state(upload), Framework.objects.count()) == ("ready", 0)

    have_applied(upload=upload, by=hr)
    _work()
    assert (_state(upload), Framework.objects.count()) == ("applied", 1)


def test_the_history_of_what_came_in_names_who_brought_it(upload: Upload, hr: User, client: Client) -> None:
    have_applied(upload=upload, by=hr)
    _work()
    events = events_of(Level).filter(pgh_label="insert").select_related("pgh_context")
    assert {context_of(event).get("user") for event in events} == {hr.pk}
