"""Background jobs: handed over on commit, run under a lease, swept up, safe to run twice."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts.models import User
from ladders.core import jobs
from ladders.core.jobs import Progress, enqueue, run, sweep
from ladders.core.models import AuditEntry, Job, JobState

from . import jobkinds

pytestmark = pytest.mark.django_db


def new(kind: str = "tests.count", **args: Any) -> Job:
    """A job as if it had been handed over just now."""
    row = enqueue(kind, title="A job", by=None, args=args)
    Job.objects.filter(pk=row.pk).update(handed_over_at=timezone.now())
    return row


def as_dict(row: Job, *names: str) -> dict[str, Any]:
    row.refresh_from_db()
    return {name: getattr(row, name) for name in names}


def abandon(row: Job) -> None:
    """As a worker leaves it that dies: running, the lease run out."""
    past = timezone.now() - dt.timedelta(minutes=5)
    Job.objects.filter(pk=row.pk).update(
        state=JobState.RUNNING, lease=uuid.uuid4(), lease_until=past, handed_over_at=past, attempts=1
    )


def test_a_job_runs_and_keeps_its_outcome() -> None:
    row = new(to=3)
    run(row.pk)
    assert as_dict(row, "state", "done", "total", "note", "outcome", "error", "attempts", "lease") == {
        "state": "done",
        "done": 3,
        "total": 3,
        "note": "number 3",
        "outcome": {"counted": 3, "url": "/account/"},
        "error": "",
        "attempts": 1,
        "lease": None,
    }


def test_running_twice_does_the_work_once() -> None:
    row = new("tests.once", seconds=0, name="one")
    run(row.pk)
    run(row.pk)
    assert AuditEntry.objects.filter(subject="one").count() == 1
    assert as_dict(row, "state", "attempts", "outcome") == {"state": "done", "attempts": 1, "outcome": {"entries": 1}}


def test_a_job_that_another_worker_holds_is_left_alone() -> None:
    row = new(to=3)
    Job.objects.filter(pk=row.pk).update(
        state=JobState.RUNNING, lease=uuid.uuid4(), lease_until=timezone.now() + dt.timedelta(seconds=30), attempts=1
    )
    run(row.pk)
    assert as_dict(row, "state", "done", "attempts") == {"state": "running", "done": 0, "attempts": 1}


def test_a_job_whose_lease_ran_out_starts_again() -> None:
    row = new(to=2)
    abandon(row)
    run(row.pk)
    assert as_dict(row, "state", "done", "attempts") == {"state": "done", "done": 2, "attempts": 2}


def test_a_job_is_not_started_for_ever() -> None:
    row = new(to=2)
    abandon(row)
    Job.objects.filter(pk=row.pk).update(attempts=jobs.MAX_ATTEMPTS)
    run(row.pk)
    assert as_dict(row, "state", "done", "lease", "error") == {
        "state": "failed",
        "done": 0,
        "lease": None,
        "error": "It was started 3 times and never came to an end. Whoever runs this server finds why.",
    }


def test_an_expected_failure_shows_its_sentence() -> None:
    row = new("tests.refuse")
    run(row.pk)
    assert as_dict(row, "state", "error", "outcome") == {
        "state": "failed",
        "error": "The file has no rows.",
        "outcome": {},
    }


def test_an_unexpected_failure_tells_no_secrets(caplog: pytest.LogCaptureFixture) -> None:
    row = new("tests.break")
    run(row.pk)
    assert as_dict(row, "state", "error") == {
        "state": "failed",
        "error": "Something went wrong on our side. Whoever runs this server finds the cause in its log.",
    }
    assert "secret detail" in caplog.text


def test_an_unknown_kind_fails_with_a_sentence() -> None:
    row = new("tests.unheard_of")
    run(row.pk)
    assert as_dict(row, "state", "error") == {
        "state": "failed",
        "error": "This server does not know how to do “tests.unheard_of”. Ask whoever runs it to update it.",
    }


def test_a_job_that_is_gone_is_no_failure() -> None:
    run(uuid.uuid4())


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    row = new("tests.lost")
    run(row.pk)
    assert not AuditEntry.objects.filter(verb="written").exists()
    assert as_dict(row, "state", "outcome") == {"state": "running", "outcome": {}}  # the other worker's to finish


def test_progress_without_the_lease_is_refused() -> None:
    row = new(to=1)
    progress = Progress(row.pk, uuid.uuid4())
    with pytest.raises(jobs.LeaseLost):
        progress.tell(1, 2)
    with pytest.raises(jobs.LeaseLost):
        progress.beat()
    with pytest.raises(jobs.LeaseLost), transaction.atomic():
        progress.complete({})
    assert as_dict(row, "state", "done") == {"state": "waiting", "done": 0}


def test_progress_is_stored_at_most_every_half_second() -> None:
    lease = uuid.uuid4()
    row = new(to=1)
    Job.objects.filter(pk=row.pk).update(
        state=JobState.RUNNING, lease=lease, lease_until=timezone.now() + dt.timedelta(seconds=9)
    )
    progress = Progress(row.pk, lease)
    progress.tell(1, 10)
    progress.tell(2, 10)
    assert as_dict(row, "done", "percent") == {"done": 1, "percent": 10}
    progress.tell(10, 10)  # the end is always told
    assert as_dict(row, "done", "percent") == {"done": 10, "percent": 100}


def test_the_sweep_hands_over_what_was_missed_and_what_died(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[uuid.UUID] = []

    def note(job_id: uuid.UUID) -> bool:
        handed.append(job_id)
        return True

    monkeypatch.setattr(jobs, "hand_over", note)
    past = timezone.now() - dt.timedelta(minutes=5)
    fresh, finished, missed, never, dead, handed_again, alive = (new(to=1) for _ in range(7))
    run(finished.pk)
    Job.objects.filter(pk=missed.pk).update(handed_over_at=past)
    Job.objects.filter(pk=never.pk).update(handed_over_at=None, created_at=past)
    abandon(dead)
    abandon(handed_again)
    Job.objects.filter(pk=handed_again.pk).update(handed_over_at=timezone.now())
    abandon(alive)
    Job.objects.filter(pk=alive.pk).update(lease_until=timezone.now() + dt.timedelta(seconds=20))
    assert sweep() == 3
    assert set(handed) == {missed.pk, never.pk, dead.pk}
    assert fresh.pk not in handed


def test_the_sweep_stops_where_the_broker_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[uuid.UUID] = []

    def away(job_id: uuid.UUID) -> bool:
        asked.append(job_id)
        return False

    monkeypatch.setattr(jobs, "hand_over", away)
    for _ in range(3):
        abandon(new(to=1))
    assert sweep() == 0
    assert len(asked) == 1


def test_a_job_is_handed_over_when_its_work_is_committed(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[uuid.UUID] = []
    monkeypatch.setattr(jobs, "hand_over", handed.append)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        row = enqueue("tests.count", title="T" * 300, by=None, args={"to": 1})
        assert handed == []
    assert handed == [row.pk]
    assert len(row.title) == 200


def test_a_job_of_a_transaction_that_fails_does_not_exist(django_capture_on_commit_callbacks: Any) -> None:
    def work() -> None:
        with transaction.atomic():
            enqueue("tests.count", title="T", by=None, args={"to": 1})
            raise ValueError

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(ValueError):
        work()
    assert callbacks == []
    assert not Job.objects.exists()


def test_visible_to_its_owner_alone(employee: User, hr: User) -> None:
    from django.contrib.auth.models import AnonymousUser

    mine = enqueue("tests.count", title="Mine", by=employee, args={"to": 1})
    assert list(Job.objects.visible_to(employee)) == [mine]
    assert list(Job.objects.visible_to(hr)) == []
    assert list(Job.objects.visible_to(AnonymousUser())) == []


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_the_lease_and_closes_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    beaten = threading.Event()
    beat = Progress.beat

    def note(progress: Progress) -> None:
        beat(progress)
        opened.append(connections["default"].connection)
        beaten.set()

    monkeypatch.setattr(jobs, "HEARTBEAT", 0.01)
    monkeypatch.setattr(Progress, "beat", note)
    seen: dict[str, Any] = {}

    @jobs.job("tests.wait")
    def wait(progress: Progress) -> dict[str, Any]:
        before = Job.objects.get(pk=progress.job_id).lease_until
        assert beaten.wait(10)
        after = Job.objects.get(pk=progress.job_id).lease_until
        assert before is not None
        assert after is not None
        seen["later"] = after > before
        return {}

    row = new("tests.wait")
    run(row.pk)
    assert as_dict(row, "state", "error") == {"state": "done", "error": ""}
    assert seen == {"later": True}
    assert opened[0] is not connection.connection
    assert all(each.closed for each in opened)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_run_it_once() -> None:
    row = new("tests.once", seconds=0.2, name="raced")
    barrier = threading.Barrier(2)

    def work() -> None:
        try:
            barrier.wait(10)
            run(row.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert AuditEntry.objects.filter(subject="raced").count() == 1
    assert as_dict(row, "state", "attempts") == {"state": "done", "attempts": 1}


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_is_waited_for_and_no_failure(employee: User) -> None:
    """Such as a host that was cut off in the middle of a transaction: the database lets go of it after a while."""
    row = enqueue("tests.patient", title="J", by=None, args={})
    held, enough = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=employee.pk)
            held.set()
            enough.wait(30)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(30)
    for _attempt in range(jobs.MAX_ATTEMPTS + 1):
        run(row.pk)
    enough.set()
    holder.join(30)
    row.refresh_from_db()
    assert (row.state, row.error, row.attempts) == (JobState.RUNNING, "", 0)
    assert Job.objects.abandoned(timezone.now() + 2 * jobs.MISSED, jobs.MISSED).get() == row
    run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (JobState.DONE, 1)


def hold_up(row: Job, **ago: float) -> None:
    """As if this had begun so long ago."""
    Job.objects.filter(pk=row.pk).update(held_up_at=timezone.now() - dt.timedelta(**ago))


def test_a_job_whose_host_was_cut_off_after_half_an_hour_waits_for_its_rows() -> None:
    row = new("tests.held_up")
    abandon(row)
    Job.objects.filter(pk=row.pk).update(created_at=timezone.now() - dt.timedelta(minutes=30))
    run(row.pk)
    assert as_dict(row, "state", "error", "attempts") == {"state": "running", "error": "", "attempts": 1}
    assert row.held_up_at is not None
    assert timezone.now() - row.held_up_at < dt.timedelta(minutes=1)


def test_how_long_a_job_is_held_up_counts_from_its_first_time() -> None:
    row = new("tests.held_up")
    run(row.pk)
    hold_up(row, minutes=9)
    run(row.pk)
    assert as_dict(row, "state", "attempts") == {"state": "running", "attempts": 0}
    assert row.held_up_at is not None
    assert timezone.now() - row.held_up_at > dt.timedelta(minutes=8)


def test_ten_minutes_of_being_held_up_are_one_attempt_and_three_of_them_the_end() -> None:
    freed: list[str] = []
    jobs.job("tests.held_up_for_ever", failed=lambda: freed.append("what waits"))(jobkinds.held_up)
    row = new("tests.held_up_for_ever")
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        run(row.pk)
        assert as_dict(row, "state", "attempts") == {"state": "running", "attempts": attempt - 1}
        hold_up(row, minutes=11)
        run(row.pk)
        assert as_dict(row, "state", "attempts", "held_up_at") == {
            "state": "running",
            "attempts": attempt,
            "held_up_at": None,
        }
    assert freed == []
    run(row.pk)
    assert as_dict(row, "state", "error") == {
        "state": "failed",
        "error": "It was started 3 times and never came to an end. Whoever runs this server finds why.",
    }
    assert freed == ["what waits"]
