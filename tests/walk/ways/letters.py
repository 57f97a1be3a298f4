"""A letter is printed from the text that HR keeps, with what was agreed in it."""

from __future__ import annotations

import re

from ..people import Walk


def walk(walk: Walk) -> str:
    """Saoirse changes the text of the letter about pay, and prints Nadia's."""
    saoirse = walk.person("Saoirse Halloran")
    page = saoirse.open("/people/?q=Petrova-Klein")
    page.get_by_role("link", name=re.compile("Petrova-Klein")).first.click()
    page.wait_for_url(re.compile(r"/people/\d+/$"))
    number = page.url.rstrip("/").rpartition("/")[2]
    saoirse.open(f"/pay/people/{number}/")
    page.locator("a[href*='/letters/pay/']").first.click()
    page.wait_for_url(re.compile("/letters/pay/"))
    saoirse.sees(re.compile("Nadia"), re.compile("€[0-9]"))
    page.emulate_media(media="print")
    hidden = page.locator("header, nav, footer").locator("visible=true").count()
    assert hidden == 0, "Something of the frame is printed with the letter"
    return "Saoirse prints Nadia's letter about her pay: her name, the amount, and nothing of the frame"
