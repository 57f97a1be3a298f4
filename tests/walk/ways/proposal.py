"""A manager proposes; it becomes a request only when the person accepts, and then it counts as the manager's yes."""

from __future__ import annotations

import re

from ..moves import agree, fill_in, soon, take_effect
from ..people import Walk, told


def walk(walk: Walk) -> str:
    """Rohan has proposed S6 to Beatriz; she accepts."""
    beatriz = walk.person("Beatriz Antunes")
    beatriz.open("/moves/")
    beatriz.sees("Proposed to you")
    section = beatriz.page.get_by_role("region", name="Proposed to you")
    section.get_by_role("link").first.click()
    beatriz.page.wait_for_url(re.compile("/draft/$"))
    request = fill_in(walk, beatriz)
    beatriz.sees("Proposed by Rohan Deshpande, accepted")
    said = agree(walk, request, soon(walk))
    assert len({each.split()[0] for each in said} - {"Rohan"}) >= 1, said
    assert said[-1] == "Saoirse confirms", said
    day = take_effect(walk, request, "S6")
    return f"Rohan proposes S6, Beatriz accepts, {', '.join(said)}; in effect since {told(day)}"
