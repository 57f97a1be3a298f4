"""Whoever is asked hands it on to a colleague; the person is told, and a private reason does not go along."""

from __future__ import annotations

import re

from ..moves import Request, agree, open_asked, soon
from ..people import REQUEST, Walk


def walk(walk: Walk) -> str:
    """Nadia has asked for S6; Leila hands it on to Henrike."""
    nadia = walk.person("Nadia Petrova-Klein")
    nadia.open("/moves/")
    nadia.follow("Open your request", REQUEST)
    request = Request(walk, nadia, nadia.page.url.removeprefix(walk.url))
    first = request.now_asked()
    leila = open_asked(walk, first, "Nadia Petrova-Klein")
    leila.page.locator("summary", has_text="Hand it on to somebody").click()
    form = leila.page.locator("form[action$='/delegate/']")
    form.get_by_label("To whom").fill("Henrike Lüders")
    leila.press("Hand it on", form)
    leila.page.locator("#messages .notice").first.wait_for()
    leila.open("/moves/to-answer/")
    assert request.now_asked() == "Henrike Lüders", request.now_asked()
    nadia.open("/moves/notices/")
    nadia.sees("A request was handed on to somebody else")
    nadia.open(request.path)
    nadia.page.locator("ol.way summary", has_text="Passed on once").click()
    nadia.sees(re.compile("Leila Haddadi.*handed"))
    said = agree(walk, request, soon(walk))
    assert said[0] == "Henrike approves", said
    return f"{first} hands Nadia's request on to Henrike; {', '.join(said)}"
