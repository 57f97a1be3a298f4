"""What of the set-up Home shows: the way on, while a step has not begun; and that an empty organisation opens on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from ladders.core.home import Card, Part

from .queries.empty_steps import first_waiting, is_empty
from .text.steps import WHYS


def cards(user: Any, day: dt.date) -> Iterator[Card]:
    """The next thing to begin, for whoever does it: 1 query, none for others."""
    if (step := first_waiting(user)) is not None:
        context = {"title": step.label, "why": WHYS[step], "url": f"{reverse('setup')}#{step.value}"}
        yield Card(Part.FIRST, "setup/_home.html", context)


def opens_on(user: Any) -> str:
    """The set-up, where nothing was begun yet: 1 query, none for others."""
    return reverse("setup") if is_empty(user) else ""
