"""A manager reads everything and proposes; it becomes a request when the person accepts, and counts as the manager’s yes."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from ..moves import REVIEW, agree, fill_in, soon, take_effect
from ..people import Walk, told


def walk(walk: Walk) -> str:
    """Rohan reads the steps before he proposes S6 to Beatriz; she accepts, and who was named there is who is asked."""
    shown = propose(walk)
    beatriz = walk.person("Beatriz Antunes")
    beatriz.open("/moves/")
    beatriz.sees("Proposed to you")
    section = beatriz.page.get_by_role("region", name="Proposed to you")
    section.get_by_role("link").first.click()
    beatriz.page.wait_for_url(re.compile("/draft/$"))
    request = fill_in(walk, beatriz)
    beatriz.sees("Proposed by Rohan Deshpande, accepted")
    said = agree(walk, request, soon(walk))
    asked = {each.split()[0] for each in said}
    assert asked - {"Rohan"}, said
    assert all(name in shown for name in asked), f"Rohan was not told that {asked} are asked: {shown}"
    assert said[-1] == "Saoirse confirms", said
    day = take_effect(walk, request, "S6")
    return f"Rohan looks and proposes S6, Beatriz accepts, {', '.join(said)}; in effect since {told(day)}"


def propose(walk: Walk) -> str:
    """Level and day, a look, something changed, another look, sent; what the page showed last."""
    rohan = walk.person("Rohan Deshpande")
    rohan.open("/moves/to-answer/")
    rohan.follow("Propose a move to Beatriz Antunes", re.compile("/moves/propose/"))
    page = rohan.page
    level, day = page.locator("main").get_by_label("Level"), page.get_by_label("From when")
    value = level.locator("option", has_text=re.compile(r"\bS6\b")).first.get_attribute("value")
    later = soon(walk)
    level.select_option(value)
    day.fill(later.isoformat())
    rohan.press(REVIEW)
    rohan.sees("Everything, before you propose it to Beatriz Antunes", told(later))
    rohan.press("Change something")
    expect(day).to_have_value(later.isoformat())  # what was typed is still there
    expect(level).to_have_value(value or "")
    day.fill("")
    rohan.press(REVIEW)
    rohan.sees("as soon as everybody has answered", "You propose", "Beatriz Antunes accepts")
    rohan.sees("Skipped: Rohan Deshpande (their manager) proposes this move")
    shown = rohan.page.get_by_role("region", name="What happens next").inner_text()
    rohan.press("Send the proposal")
    rohan.sees("not accepted yet")
    return shown
