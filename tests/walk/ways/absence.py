"""Somebody writes down days away and a stand-in; what would wait for them goes there, and comes back to nobody."""

from __future__ import annotations

import datetime as dt

from ..moves import agree, ask, soon
from ..people import Walk, told


def walk(walk: Walk) -> str:
    """Gustavo is away, Marit stands in, Elif asks meanwhile."""
    gustavo = walk.person("Gustavo Nakamura")
    today = walk.today()
    page = gustavo.open("/moves/absence/")
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Last day").fill((today + dt.timedelta(days=10)).isoformat())
    page.get_by_label("Stand-in").fill("Miguel Ferrão")
    gustavo.press("Save")
    gustavo.sees("Miguel Ferrão stands in")
    request = ask(walk, "Elif Sandvik", "information-technology", "M6")
    assert request.now_asked() == "Miguel Ferrão", request.now_asked()
    gustavo.open("/moves/to-answer/")
    assert not gustavo.page.get_by_role("link", name="Elif Sandvik", exact=True).count(), "it waits for Gustavo, too"
    said = agree(walk, request, soon(walk))
    assert said[0].startswith("Miguel"), said
    return f"Gustavo is away until {told(today + dt.timedelta(days=10))}, Miguel answers Elif in his place; {', '.join(said)}"
