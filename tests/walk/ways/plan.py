"""A wish becomes a plan, the plan a talk, and the talk a request that shows what was done."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect

from ..moves import REVIEW
from ..people import REQUEST, Walk

GOAL = "Lead the calibration of one instrument from first test to delivery"


def walk(walk: Walk) -> str:
    """Jonas wishes for E2; Leila agrees to his goal, they talk, and he asks with what he has shown."""
    today = walk.today()
    jonas, leila = walk.person("Jonas Adebayo"), walk.person("Leila Haddadi")
    page = jonas.open("/path/engineering/E2/")
    jonas.follow("Make it my target", "**/growth/choose/**")
    jonas.press("Make it my target")
    page.wait_for_url("**/growth/targets/*/")
    jonas.sees("Only you.")
    plan = page.url
    jonas.follow("Write a goal", "**/goals/?for=**")
    page.get_by_label("What I want to grow").fill(GOAL)
    page.get_by_label("By when").fill(str(today + dt.timedelta(days=120)))
    jonas.press("Keep the goal")
    page.wait_for_url("**/growth/targets/*/#goal-*")
    jonas.press(re.compile("^Share it with"))
    jonas.sees(re.compile("can read this target now"))

    other = leila.open("/talks/")
    other.get_by_role("row", name="Jonas").get_by_role("link", name="E2").first.click()
    other.wait_for_url("**/growth/targets/*/")
    leila.sees(GOAL)
    leila.press("Agree to it")
    leila.sees("You have agreed to this goal.")
    leila.follow(re.compile("^Talk with Jonas"), "**/talks/with/**")
    other.get_by_label("Day").fill(str(today))
    leila.press("Set the date")
    other.wait_for_url("**/talks/*/")
    leila.press("We have talked")
    leila.sees("Noted: you have talked.")

    jonas.open("/path/evidence/new/")
    page.get_by_label("In one line").fill("Calibration takes an hour instead of a day")
    page.get_by_label("When").fill(str(today - dt.timedelta(days=30)))
    page.get_by_role("checkbox").first.check()
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_url("**/path/evidence/**")

    jonas.open(plan.removeprefix(walk.url).partition("#")[0])
    jonas.sees(GOAL)
    jonas.open("/path/engineering/E2/")
    jonas.follow(re.compile("^Ask for this move"), "**/moves/ask/**")
    mine = page.get_by_label(re.compile("Calibration takes an hour"))
    if mine.count():
        mine.first.check()
    for box in page.locator("textarea[name^=given_]").all():
        box.fill("I lead the calibration of the pressure gauge, from first test to delivery.")
    jonas.press(REVIEW)
    page.wait_for_url("**/send/")
    jonas.press("Send the request")
    page.wait_for_url(REQUEST)
    jonas.sees("Sent. You can withdraw it at any time")
    request = page.url.removeprefix(walk.url)
    leila.open(request)
    expect(other.locator("main")).to_contain_text("pressure gauge")
    shown = "Calibration takes an hour" in leila.reads()
    assert shown, "What he chose to show does not stand with the request"
    return "Jonas's target becomes a goal that Leila agrees to, a talk, and a request with what he has shown"
