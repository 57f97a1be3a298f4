"""An engineer asks for the next level; her manager, the receiving side and HR agree; it takes effect on the day."""

from __future__ import annotations

from ..moves import agree, ask, take_effect
from ..people import Walk, told


def walk(walk: Walk) -> str:
    """Freyja asks for S5."""
    request = ask(walk, "Freyja Thorvaldsdóttir", "engineering", "S5")
    said = agree(walk, request)
    assert said[-1] == "Saoirse confirms", said
    assert said[0] == "Leila approves", said
    day = take_effect(walk, request, "S5")
    return f"Freyja asks for S5, {', '.join(said)}; it takes effect on {told(day)}"
