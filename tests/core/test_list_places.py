"""Pages of a list go on where the last one ended, whatever became of its last row meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ladders.core.lists.places import beyond, seal_place
from ladders.core.models import Job, JobState
from ladders.moves.models import Notice
from tests.conftest import signed_in
from tests.factories import account

pytestmark = pytest.mark.django_db


def _unread(user: User, count: int) -> None:
    for number in range(count):
        Notice.objects.create(recipient=user, kind="plan", page="growth", key=f"k{number}")


def _rows(client: Client, query: str) -> tuple[list[int], Any]:
    page = client.get(f"{reverse('notices')}?{query}")
    return [row.pk for row in page.context["rows"]], page


def test_the_next_page_of_unread_notices_goes_on_behind_one_that_was_opened(hr: User) -> None:
    _unread(hr, 40)
    client = signed_in(hr)
    shown, page = _rows(client, "show=unread")
    client.get(reverse("notice-open", args=[shown[-1]]))
    rest, _page = _rows(client, page.context["following"])
    assert (len(shown), len(rest), set(shown) & set(rest)) == (30, 10, set())


def test_the_next_page_goes_on_behind_a_row_that_is_gone_altogether(hr: User) -> None:
    _unread(hr, 40)
    client = signed_in(hr)
    shown, page = _rows(client, "")
    Notice.objects.filter(pk=shown[-1]).delete()
    rest, _page = _rows(client, page.context["following"])
    assert (len(rest), set(shown) & set(rest)) == (10, set())


def test_it_goes_on_where_the_row_stood_and_not_where_it_stands_by_now(
    hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ladders.core.views.jobs.SHOWN", 2)
    now = timezone.now()
    jobs = [Job.objects.create(kind="x", title=f"Job {n}", owner=hr, state=JobState.DONE) for n in range(4)]
    for number, job in enumerate(jobs):
        Job.objects.filter(pk=job.pk).update(created_at=now - dt.timedelta(microseconds=number + 1))
    client = signed_in(hr)
    page = client.get(reverse("jobs"))
    assert [row.title for row in page.context["rows"]] == ["Job 0", "Job 1"]
    Job.objects.filter(pk=jobs[1].pk).update(created_at=now - dt.timedelta(days=1))
    page = client.get(f"{reverse('jobs')}?{page.context['following']}")
    assert [row.title for row in page.context["rows"]] == ["Job 2", "Job 3"]  # to the microsecond


def test_a_place_is_one_reader_s_and_of_one_order_and_says_nothing(hr: User) -> None:
    order, values = ("sort_name", "pk"), ["abel, ada", 17]
    place = seal_place(hr, order, values)
    assert "abel" not in place
    assert beyond(hr, order, place) is not None
    assert beyond(account(), order, place) is None
    assert beyond(hr, ("-sort_name", "-pk"), place) is None
    for made_up in ("", "17", "²", "x" * 200, place[:-4], "\x00"):
        assert beyond(hr, order, made_up) is None


def test_a_place_that_is_none_is_the_first_page_and_says_so(hr: User) -> None:
    _unread(hr, 40)
    client, other = signed_in(hr), account()
    shown, _first = _rows(client, "show=unread")
    for after in ("17", "²", seal_place(other, ("-pk",), [shown[3]])):
        query = QueryDict(mutable=True)
        query.update({"show": "unread", "after": after})
        rows, page = _rows(client, query.urlencode())
        assert rows == shown
        assert page.context["first"] is None  # nothing leads back to where the reader is
