"""A right of return is used: it is a return, whoever is asked confirms and cannot refuse."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from ..moves import agree, fill_in, soon, take_effect
from ..people import Walk, told


def walk(walk: Walk) -> str:
    """Arjun stepped back half a year ago and returns to P6."""
    arjun = walk.person("Arjun Balakrishnan")
    arjun.open("/moves/")
    arjun.follow("Use it: return to P6", re.compile("/moves/ask/"))
    request = fill_in(walk, arjun)
    assert "Return" in request.reads()
    refusals: list[str] = []

    def look(name: str) -> None:
        decider = walk.person(name)
        page = decider.open(request.path)
        if (
            page.get_by_role("button", name=re.compile("^Decline")).count()
            or page.locator("summary:text-is('Decline')").count()
        ):
            refusals.append(name)
        expect(page.locator("main")).to_contain_text(re.compile("right of return", re.IGNORECASE))

    said = agree(walk, request, soon(walk), before=look)
    assert not refusals, f"A right is used, and these can decline it: {refusals}"
    assert said[-1] == "Saoirse confirms", said
    day = take_effect(walk, request, "P6")
    arjun.open("/moves/")
    expect(arjun.page.get_by_role("link", name="Use it: return to P6")).to_have_count(0)
    return f"Arjun uses his right and returns to P6, {', '.join(said)}, nobody could decline; back since {told(day)}"
