"""A real Chromium in a thread of its own: Playwright's loop there and Django's database here do not meet."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from ladders.core import jobs
from ladders.core.models import Job
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.sessions import session_of

from .barriers import LEAVING

T = TypeVar("T")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium these tests are skipped, and say so; with REQUIRE_BROWSER=1 they fail."""
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and os.environ.get("REQUIRE_BROWSER") != "1":
                item.add_marker(pytest.mark.skip(reason="NO BROWSER TEST RAN: install Chromium (Debian: chromium)"))


class BrowserThread:
    """Runs functions in the thread that Playwright lives in."""

    def __init__(self) -> None:
        assert CHROMIUM, "No Chromium was found, and REQUIRE_BROWSER=1 asks for one. Debian's package is chromium."
        self._pool = ThreadPoolExecutor(1)
        self._playwright: Any = None
        self._browser: Browser
        self._pool.submit(self._start).result(60)

    def _start(self) -> None:
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)

    def stop(self) -> None:
        """End browser and thread."""

        def stop() -> None:
            self._browser.close()
            self._playwright.stop()

        self._pool.submit(stop).result(30)
        self._pool.shutdown()

    def run(self, work: Callable[[BrowserContext], T], **options: Any) -> T:
        """Run `work` with a fresh context (`viewport`, `color_scheme`, … as Playwright takes them)."""

        def session() -> T:
            context = self._browser.new_context(**options)
            context.set_default_timeout(15_000)
            try:
                return work(context)
            finally:
                context.close()

        return self._pool.submit(session).result(240)


@pytest.fixture(scope="session")
def browser_thread() -> Iterator[BrowserThread]:
    """One browser for all tests."""
    thread = BrowserThread()
    yield thread
    thread.stop()


class Visitor:
    """Somebody at a browser: `visit(user, story)` signs in and lets the story act on a page."""

    def __init__(self, thread: BrowserThread, server: LiveServer) -> None:
        self._thread = thread
        self.url = server.url

    def visit(self, user: User | None, story: Callable[[Page], T], **options: Any) -> T:
        """Run the story on a page of somebody signed in (or of a stranger). Scripts that fail make the test fail."""
        cookies = [("sessionid", session_of(user))] if user else []
        errors: list[str] = []

        def act(context: BrowserContext) -> T:
            context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies])
            context.add_init_script(LEAVING)
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on(
                "console",
                lambda message: errors.append(message.text) if "Content Security Policy" in message.text else None,
            )
            return story(page)

        options.setdefault("base_url", self.url)
        options.setdefault("viewport", {"width": 1400, "height": 900})
        options.setdefault("reduced_motion", "reduce")
        result = self._thread.run(act, **options)
        assert errors == []
        return result


@pytest.fixture
def visitor(transactional_db: None, live_server: LiveServer, browser_thread: BrowserThread) -> Visitor:
    """Who visits the running server."""
    return Visitor(browser_thread, live_server)


@contextmanager
def worker() -> Iterator[None]:
    """Background work gets done meanwhile, as by a worker beside the server."""
    stop = threading.Event()

    def work() -> None:
        try:
            while not stop.is_set():
                for job in Job.objects.unfinished():
                    jobs.run(job.pk)
                time.sleep(0.1)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
