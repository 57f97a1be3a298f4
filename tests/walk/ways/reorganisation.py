"""A publication gives somebody another grade: HR decides, with a reason, and the person is told in the product."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect

from ..people import Walk, told

REASON = "Two grades of engineering managers are joined."


def walk(walk: Walk) -> str:
    """Saoirse joins M8 with M7 in Engineering; Tomasz, who holds M8, reads what that means for him."""
    saoirse = walk.person("Saoirse Halloran")
    today = walk.today()
    page = saoirse.open("/frameworks/engineering/")
    saoirse.press("Start a new draft")
    page.wait_for_url("**/frameworks/engineering/draft/")
    page.get_by_role("link", name="M8").first.click()
    page.get_by_role("link", name="Delete this level").click()
    saoirse.press("Delete this level")
    saoirse.sees(re.compile("M8 .* is deleted"))

    saoirse.open("/frameworks/engineering/draft/publish/")
    form = page.locator("form.publishing-successor").first
    choices = [text.strip() for text in form.locator("option").all_inner_texts()]
    form.locator("select").first.select_option(label=next(each for each in choices if each.startswith("M7 ")))
    saoirse.press("Save", form)
    publish = page.get_by_role("button", name=re.compile("^Publish version"))
    expect(publish).to_have_count(0)
    until = today + dt.timedelta(days=365)
    decision = page.locator("section.publishing-regrade form").first
    decision.locator("textarea").fill(REASON)
    decision.locator("select").select_option(label="Pay is protected until a day")
    days = decision.locator("input[type=date]")
    days.nth(0).fill(until.isoformat())
    days.nth(1).fill(today.isoformat())
    saoirse.press("Save the decision", decision)
    saoirse.sees("The decision is kept. It comes about when the version is published.", REASON)
    publish.click()
    page.wait_for_url("**/frameworks/engineering/")
    saoirse.sees(re.compile("Version .* of Engineering is published."))

    tomasz = walk.person("Tomasz Wierzbicki")
    tomasz.open("/moves/notices/")
    assert "M7" not in tomasz.reads(), "the list of notices says what it is about"
    tomasz.follow("Something about your work has changed", re.compile(r"/moves/notices/\d+/$"))
    tomasz.sees(
        re.compile("M8 .* before; M7 .* now"),
        told(today),
        REASON,
        re.compile("Your pay is protected up to .*"),
        re.compile("There is none: a right of return comes with a move of your own"),
        re.compile("Saoirse Halloran decided it"),
    )
    tomasz.open("/path/")
    expect(tomasz.page.locator("main")).to_contain_text("M7")
    return f"Saoirse joins M8 with M7, decides with a reason, protects pay until {told(until)}; Tomasz reads it"
