"""A person's background work on its pages."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from ladders.core import jobs
from ladders.core.jobs import enqueue
from ladders.core.models import Job, JobState
from tests.conftest import signed_in
from tests.core import jobkinds
from tests.pages import assert_clean, assert_clean_fragment, squeezed

pytestmark = pytest.mark.django_db


def started(by: User, kind: str = "tests.count", **fields: Any) -> Job:
    row = enqueue(kind, title="Import of matrix.xlsx", by=by, args={"to": 1})
    Job.objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    return row


def running(by: User) -> Job:
    lease: dict[str, Any] = {"lease": uuid.uuid4(), "lease_until": timezone.now() + jobs.LEASE}
    return started(by, state=JobState.RUNNING, done=40, total=120, note="Reading sheet 2", attempts=1, **lease)


def test_a_waiting_job(employee: User) -> None:
    row = started(employee)
    answer = signed_in(employee).get(f"/jobs/{row.pk}/")
    assert_clean(answer)
    text = squeezed(answer)
    assert "It begins as soon as a worker is free." in text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text
    assert f'hx-get="/jobs/{row.pk}/" hx-trigger="every 1s"' in text


def test_a_running_job_shows_counts(employee: User) -> None:
    row = running(employee)
    answer = signed_in(employee).get(f"/jobs/{row.pk}/")
    assert_clean(answer)
    text = squeezed(answer)
    assert 'value="40" max="120"' in text
    assert "40 of 120" in text
    assert "Reading sheet 2" in text


def test_htmx_gets_the_part_that_changes(employee: User) -> None:
    row = running(employee)
    answer = signed_in(employee).get(f"/jobs/{row.pk}/", HTTP_HX_REQUEST="true")
    text = squeezed(answer)
    assert_clean_fragment(text)
    assert text.startswith('<div id="job"')
    assert "<html" not in text


def test_a_finished_job_stops_asking_and_leads_on(employee: User) -> None:
    row = started(employee)
    jobs.run(row.pk)
    client = signed_in(employee)
    page, part = client.get(f"/jobs/{row.pk}/"), client.get(f"/jobs/{row.pk}/", HTTP_HX_REQUEST="true")
    assert_clean(page)
    assert_clean_fragment(squeezed(part))
    for text in (squeezed(page), squeezed(part)):
        assert "every 1s" not in text
        assert "http-equiv" not in text
        assert 'href="/account/"' in text
        assert "1 of 1, finished on" in " ".join(text.split())
    assert 'hx-swap-oob="innerHTML"' in squeezed(part)  # said aloud by the status line of the page
    assert 'hx-swap-oob="innerHTML"' not in squeezed(page)


def test_a_failed_job_says_what_happened_and_what_to_do(employee: User) -> None:
    row = started(employee, "tests.refuse", args={})
    jobs.run(row.pk)
    answer = signed_in(employee).get(f"/jobs/{row.pk}/")
    assert_clean(answer)
    text = squeezed(answer)
    assert "The file has no rows." in text
    assert "What to do:" in text
    assert str(row.pk) in text
    assert "every 1s" not in text


def test_a_kind_may_show_its_outcome(employee: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(jobs._kinds, "tests.count", jobs.JobKind(jobkinds.count, "_components/footer.html"))
    row = started(employee)
    jobs.run(row.pk)
    answer = signed_in(employee).get(f"/jobs/{row.pk}/", HTTP_HX_REQUEST="true")
    assert "Team size is not a factor." in squeezed(answer)
    assert jobs.outcome_template("tests.unheard_of") == ""


def test_a_job_begun_several_times_says_so(employee: User) -> None:
    row = started(employee, attempts=2)
    assert "begun 2 times" in squeezed(signed_in(employee).get(f"/jobs/{row.pk}/"))


def test_the_list_is_found_again(employee: User, hr: User) -> None:
    row, other = running(employee), started(hr)
    answer = signed_in(employee).get("/jobs/")
    assert_clean(answer)
    text = squeezed(answer)
    assert f'href="/jobs/{row.pk}/"' in text
    assert "40 of 120" in text
    assert str(other.pk) not in text


def test_an_empty_list(employee_client: Client) -> None:
    answer = employee_client.get("/jobs/")
    assert_clean(answer)
    assert "Nothing yet" in squeezed(answer)


def test_others_jobs_do_not_exist(employee: User, hr: User) -> None:
    row = started(employee)
    assert signed_in(hr).get(f"/jobs/{row.pk}/").status_code == 404
    assert signed_in(hr).get(f"/jobs/{uuid.uuid4()}/").status_code == 404
    assert Client().get(f"/jobs/{row.pk}/").status_code == 302


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(employee: User, rows: int, django_assert_num_queries: Any) -> None:
    found = [started(employee) for _ in range(rows)]
    client = signed_in(employee)
    with django_assert_num_queries(4):  # session, user, saved filters, jobs
        client.get("/jobs/")
    with django_assert_num_queries(3):  # session, user, job
        client.get(f"/jobs/{found[0].pk}/", HTTP_HX_REQUEST="true")


STILL = "Nobody has worked on this for 5"


def test_work_that_nobody_takes_up_says_so_with_the_cure(employee: User, hr: User) -> None:
    now = timezone.now()
    row = started(employee, created_at=now - dt.timedelta(minutes=5))
    text = squeezed(signed_in(employee).get(f"/jobs/{row.pk}/"))
    assert STILL in text
    assert "tell whoever runs Ladders" in text
    assert "Background work has stood still" not in text  # the banner is for whoever can do something about it
    page = squeezed(signed_in(hr).get("/frameworks/"))
    assert "Background work has stood still for 5" in page
    assert "celery -A ladders worker" in page
    # A worker that died in the middle is no better.
    lease = {"lease": uuid.uuid4(), "lease_until": now - dt.timedelta(minutes=5)}
    Job.objects.filter(pk=row.pk).update(state=JobState.RUNNING, **lease)
    assert STILL in squeezed(signed_in(employee).get(f"/jobs/{row.pk}/"))


def test_work_behind_a_busy_worker_waits_its_turn(employee: User, hr: User) -> None:
    started(employee, created_at=timezone.now() - dt.timedelta(minutes=5))
    running(employee)
    assert "Background work has stood still" not in squeezed(signed_in(hr).get("/frameworks/"))
