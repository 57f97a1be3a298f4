"""A request is declined with a reason; its author answers once, and HR looks again."""

from __future__ import annotations

import re

from ..moves import agree, ask, open_asked, soon, take_effect
from ..people import Walk, told

WHY = "The closing of the books is not yet yours alone."
CHANGE = "Lead one quarterly closing."


def walk(walk: Walk) -> str:
    """Piotr declines what Thandiwe asks; HR decides otherwise."""
    request = ask(walk, "Thandiwe Mokoena", "finance", "S5")
    assert request.now_asked() == "Piotr Zieliński"
    piotr = open_asked(walk, "Piotr Zieliński", "Thandiwe Mokoena")
    piotr.page.locator("summary", has_text=re.compile("^Decline$")).click()
    form = piotr.page.locator("form[action$='/decline/']")
    boxes = form.locator("textarea")
    boxes.nth(0).fill(WHY)
    boxes.nth(1).fill(CHANGE)
    piotr.press("Decline with this reason", form)
    piotr.sees(re.compile("^Declined"))

    thandiwe = request.person
    thandiwe.open(request.path)
    thandiwe.sees(WHY, CHANGE)
    form = thandiwe.page.locator("form[action$='/look-again/']")
    form.locator("textarea").fill("I have led two closings since June, and Adaeze signed both.")
    thandiwe.press("Ask HR to look again", form)
    thandiwe.page.locator("#messages .notice").first.wait_for()
    assert request.now_asked() == "Saoirse Halloran", request.now_asked()
    said = agree(walk, request, soon(walk))
    day = take_effect(walk, request, "S5")
    return f"Piotr declines with a reason, Thandiwe answers, {', '.join(said)}; S5 since {told(day)}"
