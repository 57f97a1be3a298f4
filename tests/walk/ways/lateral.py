"""A specialist moves to another track of the same grade."""

from __future__ import annotations

from ..moves import agree, ask, soon, take_effect
from ..people import Walk, told


def walk(walk: Walk) -> str:
    """Yuki asks for I7."""
    request = ask(walk, "Yuki Hasegawa", "engineering", "I7")
    said = agree(walk, request, soon(walk))
    assert said[-1] == "Saoirse confirms", said
    day = take_effect(walk, request, "I7")
    return f"Yuki asks for I7, {', '.join(said)}; it takes effect on {told(day)}"
