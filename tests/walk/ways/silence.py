"""Nobody answers: time never decides, it passes the request on to the next in line."""

from __future__ import annotations

from ..moves import agree, ask, soon
from ..people import Walk


def walk(walk: Walk) -> str:
    """Piotr does not answer Ole; then whoever is above him is asked."""
    request = ask(walk, "Ole Christiansen", "finance", "S6")
    first = request.now_asked()
    assert first == "Piotr Zieliński", first
    weeks = walk.until_seen(lambda: request.now_asked() != first, weeks=4)
    second = request.now_asked()
    assert second == "Adaeze Nwosu", second
    text = request.reads()
    assert "Passed on once" in text, text
    said = agree(walk, request, soon(walk))
    assert said[0].startswith("Adaeze"), said
    return f"{first} says nothing for {weeks} weeks, {second} is asked in his place; {', '.join(said)}"
