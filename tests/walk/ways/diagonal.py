"""Somebody goes to another track and up a grade at once, on trial, with a written right of return."""

from __future__ import annotations

import datetime as dt

from ..moves import agree, ask, take_effect
from ..people import Walk, told


def walk(walk: Walk) -> str:
    """Kwabena goes from S6 to P7."""
    request = ask(walk, "Kwabena Asante", "engineering", "P7")
    said = agree(walk, request, walk.today() + dt.timedelta(days=7))
    assert said[-1] == "Saoirse confirms", said
    day = take_effect(walk, request, "P7")
    request.person.open("/moves/")
    request.person.sees("Rights of return", "Use it: return to S6")
    return f"Kwabena asks for P7, {', '.join(said)}; it takes effect on {told(day)}, with a right to return to S6"
