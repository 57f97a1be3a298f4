"""A version is published by mistake and taken back on its day: what was in force before is in force again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from ..people import Walk


def walk(walk: Walk) -> str:
    """Adaeze publishes Finance with a wrong line, and takes it back; Ole reads why."""
    adaeze = walk.person("Adaeze Nwosu")
    page = adaeze.open("/frameworks/finance/")
    adaeze.press("Start a new draft")
    page.wait_for_url("**/frameworks/finance/draft/")
    adaeze.open("/frameworks/finance/draft/publish/")
    adaeze.sees("Nothing stands in the way.")
    page.get_by_role("button", name=re.compile("^Publish version")).click()
    page.wait_for_url("**/frameworks/finance/")
    adaeze.sees(re.compile(r"Version \d of Finance is published"))

    adaeze.open("/frameworks/finance/take-back/")
    page.locator("textarea").first.fill("Published a week too early.")
    adaeze.press("Take it back")
    page.wait_for_load_state("load")
    ole = walk.person("Ole Christiansen")
    ole.open("/frameworks/finance/")
    ole.sees(re.compile("Published a week too early"))
    adaeze.open("/frameworks/finance/draft/")
    expect(page.locator("main")).to_contain_text("Finance")
    return "Adaeze publishes Finance and takes it back on its day; Ole reads why, the draft is there"
