"""A job's page follows the work by itself, and without scripts by loading anew."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from ladders.core import jobs
from ladders.core.models import Job

from .conftest import Visitor

begin, end = threading.Event(), threading.Event()


@jobs.job("tests.followed")
def followed(progress: jobs.Progress) -> dict[str, Any]:
    """Half of the work, then wait until the test has seen it."""
    progress.tell(1, 2, "Reading sheet 1", at_least_every=0)
    assert end.wait(60)
    progress.tell(2, 2)
    return {"url": "/account/"}


@contextmanager
def job_of(user: User) -> Iterator[Job]:
    """A job that somebody takes up when the test says `begin`, and ends when it says `end`."""
    begin.clear()
    end.clear()
    row = Job.objects.create(
        kind="tests.followed", title="Import of matrix.xlsx", owner=user, handed_over_at=timezone.now()
    )

    def work() -> None:
        try:
            assert begin.wait(60)
            jobs.run(row.pk)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield row
    finally:
        begin.set()
        end.set()
        thread.join(60)


def test_the_page_follows_the_work_and_says_when_it_is_done(visitor: Visitor, employee: User) -> None:
    def story(page: Page) -> None:
        page.goto(f"/jobs/{row.pk}/")
        expect(page.get_by_text("It begins as soon as a worker is free.")).to_be_visible()
        begin.set()
        expect(page.get_by_text("Reading sheet 1")).to_be_visible(timeout=15_000)
        expect(page.get_by_text("1 of 2")).to_be_visible()
        end.set()
        expect(page.get_by_role("status").get_by_text("Import of matrix.xlsx: Done")).to_be_visible(timeout=15_000)
        assert page.locator("#job").get_attribute("hx-get") is None  # nothing is asked any more
        page.reload()
        page.get_by_role("link", name="See what came of it").click()
        expect(page.get_by_role("heading", name="Emil Ployee")).to_be_visible()

    with job_of(employee) as row:
        visitor.visit(employee, story)


def test_without_scripts_it_loads_anew(visitor: Visitor, employee: User) -> None:
    def story(page: Page) -> None:
        page.goto(f"/jobs/{row.pk}/")
        begin.set()
        expect(page.get_by_text("1 of 2")).to_be_visible(timeout=15_000)
        end.set()
        expect(page.get_by_text("finished on")).to_be_visible(timeout=15_000)

    with job_of(employee) as row:
        visitor.visit(employee, story, java_script_enabled=False)
