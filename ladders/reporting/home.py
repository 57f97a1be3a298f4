"""What of people Home shows to whoever places them: those who hold no level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from ladders.core.home import Line, Part
from ladders.core.permissions import Permission

from .queries.unplaced_people import people_to_place


def cards(user: Any, day: dt.date) -> Iterator[Line]:
    """People without a level in reach: 1 query, which tells whether pay positions are out of date, and those of roles."""
    if user.holds(Permission.PLACE_PEOPLE):
        yield Line(
            Part.DAY,
            people_to_place(user, day),
            lambda n: ngettext("person without a level", "people without a level", n),
            reverse("unplaced"),
        )
