"""What everybody does on the pages of moves, so that each way says only what is particular to it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import expect

from .people import REQUEST, Person, Walk, told

REVIEW: Final = re.compile("Review before sending|Review before sending")
ANSWERS: Final = {
    "approve": re.compile("^Approve$"),
    "release": re.compile("^Release from this day$"),
    "confirm": re.compile("^Confirm"),
}


@dataclass(frozen=True)
class Request:
    """A request that was sent: who asks, its address, and what its author read about the way before sending it."""

    walk: Walk
    person: Person
    path: str
    promised: str = ""

    def now_asked(self) -> str:
        """Who is asked now, as the person who asks reads it; empty where nobody is."""
        page = self.person.open(self.path)
        step = page.locator("ol.way > li.way-now").first
        return step.locator("p.soft").first.inner_text().split(" · ")[0].partition(" (")[0] if step.count() else ""

    def reads(self) -> str:
        """What the request's page says to whoever asked."""
        self.person.open(self.path)
        return self.person.reads()


def ask(walk: Walk, name: str, slug: str, code: str, *, reason: str = "", reader: str = "") -> Request:
    """From the first look at one's path to the sent request."""
    person = walk.person(name)
    person.open("/path/")
    look = person.page.locator(f"a[href='/path/{slug}/{code}/']").locator("visible=true").first
    if look.count():
        look.click()
        person.page.wait_for_url(f"**/path/{slug}/{code}/")
    else:
        person.open(f"/path/{slug}/{code}/")
    person.follow(re.compile("^Ask for this move"), re.compile("/moves/(ask|requests)/"))
    return fill_in(walk, person, reason=reason, reader=reader)


def fill_in(walk: Walk, person: Person, *, reason: str = "", reader: str = "") -> Request:
    """The form with terms: what the rules ask to be shown, a private reason for `reader`, the look before sending."""
    page = person.page
    for box in page.locator("textarea[name^=given_]").all():
        box.fill("Here is the work that shows it, and what my team says of it.")
    if reason:
        page.get_by_label("Reason", exact=True).fill(reason)
        page.get_by_label(reader).check()
    person.press(REVIEW)
    page.wait_for_url("**/send/")
    promised = person.reads()
    person.press("Send the request")
    page.wait_for_url(REQUEST)
    person.sees("Sent. You can withdraw it at any time")
    return Request(walk, person, page.url.removeprefix(walk.url), promised)


def open_asked(walk: Walk, name: str, asks: str) -> Person:
    """Whoever is asked finds the request among what waits for them."""
    person = walk.person(name)
    person.open("/moves/to-answer/")
    person.follow(asks, REQUEST)
    expect(person.page.get_by_role("heading", name="Your answer")).to_be_visible()
    return person


def say_yes(walk: Walk, request: Request, on: dt.date | None = None) -> str:
    """Whoever is asked now says the yes that the step asks for; who that was, and which yes."""
    name = request.now_asked()
    assert name, f"Nobody is asked: {request.reads()}"
    assert not request.promised or name in request.promised, f"{name} is asked, and nobody told the author before"
    person = open_asked(walk, name, request.person.name)
    page = person.page
    for what, label in ANSWERS.items():
        button = page.get_by_role("button", name=label).first
        if not button.count():
            continue
        form = page.locator("form").filter(has=button).first
        seat = form.get_by_label("A seat is vacant for this level")
        if seat.count():
            seat.check()
        day = form.locator("input[type=date]")
        if on and day.count() and day.first.is_editable():
            day.first.fill(on.isoformat())
        button.click()
        page.locator("#messages .notice").first.wait_for()
        return f"{name.split()[0]} {what}s"
    raise AssertionError(f"{name} is asked and offered no yes on {page.url}")


def agree(
    walk: Walk,
    request: Request,
    on: dt.date | None = None,
    most: int = 5,
    before: Callable[[str], None] | None = None,
) -> list[str]:
    """Everybody says yes, one after the other, until nobody is asked any more; `before` looks at each page first."""
    said: list[str] = []
    while request.now_asked() and _waits(request):
        assert len(said) < most, f"Still asked after {said}"
        if before:
            before(request.now_asked())
        said.append(say_yes(walk, request, on))
    agree_to_day(request)
    return said


def agree_to_day(request: Request) -> bool:
    """Whoever asked says yes to the day that was offered, if one is; whether it was. No day holds without that."""
    page = request.person.open(request.path)
    button = page.get_by_role("button", name="Agree to this day")
    if not button.count():
        return False
    expect(page.locator(".move-status")).to_contain_text("is offered and waits for a yes")
    button.click()
    request.person.sees("The day is agreed.")
    return True


def soon(walk: Walk) -> dt.date:
    """A day that all agree on, so that the walk need not wait longer than a week."""
    return walk.today() + dt.timedelta(days=7)


def _waits(request: Request) -> bool:
    return request.person.page.locator("ol.way > li.way-now .way-title").first.inner_text() != "Takes effect"


def effective_day(request: Request) -> dt.date:
    """The day on which it takes effect, as the request's page says it."""
    request.person.open(request.path)
    line = request.person.page.locator("ol.way > li:has(.way-title:text-is('Takes effect')) p.soft").first
    return dt.datetime.strptime(line.inner_text().split(" · ")[0], "%d %B %Y").date()


def take_effect(walk: Walk, request: Request, title: str) -> dt.date:
    """Let time pass to the effective day, and look: not before, but then, it has happened."""
    day = effective_day(request)
    assert "In effect" not in request.person.page.locator("ol.way").inner_text()
    walk.until(day)
    request.person.open(request.path)
    line = request.person.page.locator("ol.way > li:has(.way-title:text-is('In effect'))")
    expect(line).to_contain_text(told(day))
    request.person.open("/path/")
    expect(request.person.page.locator("main")).to_contain_text(title)
    return day
