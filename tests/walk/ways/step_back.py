"""A step back: a private reason that its author's readers see and nobody else, a release, a right of return in writing."""

from __future__ import annotations

import re

from ..moves import agree, ask, soon, take_effect
from ..people import Walk, told

REASON = "My mother needs me on two afternoons."


def walk(walk: Walk) -> str:
    """Sinéad steps back from S7 to S6; her manager can set the day and cannot refuse."""
    request = ask(walk, "Sinéad Gallagher", "finance", "S6", reason=REASON, reader="Marit Oyelaran")
    manager = walk.person(request.now_asked())
    page = manager.open(request.path)
    assert REASON not in manager.reads()
    assert not page.get_by_role("button", name="Decline with this reason").count(), "a step back can be refused"
    marit = walk.person("Marit Oyelaran")
    marit.open("/moves/to-answer/")
    marit.follow("Sinéad Gallagher", re.compile("/moves/reasons/"))
    marit.sees(REASON)
    said = agree(walk, request, soon(walk))
    assert said[0] == "Adaeze releases", said
    assert said[-1] == "Saoirse confirms", said
    text = request.reads().lower()
    assert "demot" not in text
    day = take_effect(walk, request, "S6")
    request.person.open("/moves/")
    request.person.sees("Rights of return", "Use it: return to S7")
    return f"Sinéad steps back to S6, {', '.join(said)}; since {told(day)} with a right to return to S7 in writing"
