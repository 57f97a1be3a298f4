"""The demo's people at their browsers. They speak in terms of pages: links, buttons and fields by their names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

PATIENCE: Final = 30_000  # milliseconds for anything to appear
Name = str | re.Pattern[str]
expect.set_options(timeout=PATIENCE)
REQUEST: Final = re.compile(r"/moves/requests/[0-9a-f-]{36}/$")


class Person:
    """Somebody with a browser of their own, signed in as long as the walk lasts."""

    def __init__(self, name: str, context: BrowserContext, walk: Walk) -> None:
        self.name, self.context, self.walk = name, context, walk
        self._page = context.new_page()
        self._page.on("pageerror", lambda error: walk.broken.append(f"{self._page.url}: {error}"))

    @property
    def page(self) -> Page:
        """Their page, which is the one that is shown where something goes wrong."""
        self.walk.at = self._page
        return self._page

    def open(self, path: str) -> Page:
        """Go to an address of the product; it has to answer 200."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status} to {self.name}"
        return self._page

    def follow(self, name: Name, leads_to: Name) -> None:
        """Click the first link of that name, and arrive."""
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_url(leads_to)

    def press(self, name: Name, within: Locator | None = None) -> None:
        """Press the first button of that name."""
        (within or self.page).get_by_role("button", name=name).first.click()

    def press_and_mean(self, name: Name, done: str) -> None:
        """Press; where the product asks whether this is meant, say so and press again. `done` selects what comes then."""
        meant = self.page.get_by_label("I have checked it").locator("visible=true")
        if not meant.count():
            self.press(name)
            expect(meant.or_(self.page.locator(done)).first).to_be_visible()
        if meant.count():
            meant.check()
            self.press(name)
        self.page.locator(done).first.wait_for()

    def sees(self, *texts: Name) -> None:
        """Each text stands on the page, somewhere where it can be seen."""
        for text in texts:
            expect(self.page.locator("main").get_by_text(text).locator("visible=true").first).to_be_visible()

    def reads(self) -> str:
        """All that the page says, on one line."""
        return " ".join(self.page.locator("main").inner_text().split())


class Walk:
    """The browser, its people, and the day it is in the demo."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.at: Page | None = None
        self.broken: list[str] = []  # scripts that failed
        self._people: dict[str, Person] = {}

    def person(self, name: str) -> Person:
        """Somebody of the demo, by full name, signed in the way that the demo offers."""
        if name not in self._people:
            someone = self.stranger(name)
            page = someone.open("/sign-in/")
            named = page.get_by_role("button", name=name)
            if named.count():
                named.click()
            else:
                assert page.locator("#demo-other option", has_text=name).count(), f"{name} is nobody of the demo"
                page.get_by_label("Or as one of their colleagues").select_option(label=name)
                someone.press("Look around")
            page.wait_for_url("/")
            self._people[name] = someone
        return self._people[name]

    def stranger(self, name: str) -> Person:
        """A browser in which nobody is signed in yet."""
        context = self.browser.new_context(
            base_url=self.url, viewport={"width": 1400, "height": 900}, reduced_motion="reduce", locale="en-GB"
        )
        context.set_default_timeout(PATIENCE)
        return Person(name, context, self)

    def close(self) -> None:
        """Close all browsers."""
        for context in self.browser.contexts:
            context.close()

    def today(self) -> dt.date:
        """The demo's day, as the footer says it."""
        page = self.person("Saoirse Halloran").open("/account/")
        told = page.locator("footer legend").first.inner_text()
        return dt.datetime.strptime(told.rpartition("it is ")[2], "%A %d %B %Y").date()

    def next(self, step: str = "day") -> dt.date:
        """Press “Next day” or “Next week”; the day it is then."""
        someone = self.person("Saoirse Halloran")
        page = someone.open("/account/")
        someone.press(f"Next {step}")
        page.get_by_text("In the demo it is now").wait_for()
        return self.today()

    def until(self, day: dt.date) -> None:
        """Let time pass until that day."""
        today = self.today()
        while today < day:
            today = self.next("week" if day - today >= dt.timedelta(days=7) else "day")

    def until_seen(self, look: Callable[[], bool], weeks: int) -> int:
        """Let weeks pass until something is to be seen; how many it took. Fails after `weeks`."""
        for passed in range(weeks + 1):
            if look():
                return passed
            self.next("week")
        raise AssertionError(f"Not to be seen within {weeks} weeks.")


def told(day: dt.date) -> str:
    """A day as pages write it."""
    return f"{day.day} {day:%B %Y}"
