"""Raises from a plan wait for a second person, who reads whom they raise to what, declines, and confirms the next time."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from ..people import Person, Walk
from ..rules import ask_for_one_again, ask_for_two

REASON = "Equal work, equal pay"


def walk(walk: Walk) -> str:
    """Nomvula plans, Saoirse asks, Bram declines, Dimitra confirms; the rule is taken back by two."""
    saoirse, bram, dimitra = map(walk.person, ("Saoirse Halloran", "Bram Okonkwo", "Dimitra Papanikolaou"))
    ask_for_two(saoirse)
    plan = _planned(walk.person("Nomvula Lindqvist"))
    asked = _asks(saoirse, plan)
    name, amount = _first_line(bram, asked)
    bram.page.get_by_label("Reason, if you decline").fill("Take the whole grade together.")
    bram.press("Decline")
    bram.sees(re.compile("Declined"))
    asked = _asks(saoirse, plan)
    saoirse.open(plan)
    saoirse.sees(re.compile("waits for a second person"))
    assert _first_line(dimitra, asked) == (name, amount)
    assert "Gap" not in dimitra.page.locator("main dl").inner_text()  # she sees pay, and no case
    dimitra.press("Confirm")
    dimitra.sees(re.compile("Raises from a plan, or taking them back · Confirmed"))
    saoirse.open(plan)
    saoirse.sees(re.compile("Dimitra Papanikolaou raised"))
    raised = walk.person(name)
    raised.open("/pay/")
    raised.sees(re.compile(re.escape(amount)))
    ask_for_one_again(saoirse, bram)
    return f"Nomvula plans raises, Bram declines them, Dimitra reads and confirms them, and {name} sees the new salary"


def _planned(analyst: Person) -> str:
    """The address of a new plan for the first case."""
    page = analyst.open("/equal-pay/cases/")
    page.locator("main table a[href*='/equal-pay/cases/']").last.click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    analyst.follow("Plan raises", "**/planner/")
    page.get_by_label("Bring people to").select_option("grade")
    analyst.press("Work it out")
    analyst.press("Keep this plan")
    page.wait_for_url("**/plans/*/")
    return page.url.removeprefix(analyst.walk.url)


def _asks(hr: Person, plan: str) -> str:
    """The address at which the raise of one person waits."""
    page = hr.open(plan)
    boxes = page.locator("main table input[type=checkbox]")
    for turn in range(1, boxes.count()):
        boxes.nth(turn).uncheck()
    hr.press("Look at these raises")
    page.get_by_label("Why these people are raised").fill(REASON)
    hr.press("Raise 1 person")
    page.wait_for_url("**/approvals/*/")
    return page.url.removeprefix(hr.walk.url)


def _first_line(second: Person, asked: str) -> tuple[str, str]:
    """Whom the request raises, and to how much, as the second person reads it."""
    page = second.open(asked)
    second.sees(REASON)
    row = page.get_by_role("table", name="Whom it concerns").get_by_role("row").nth(1)
    expect(row).to_be_visible()
    name = re.sub(r" Q\d+$", "", row.get_by_role("rowheader").inner_text().strip())
    return name, row.get_by_role("cell").last.inner_text().strip()
