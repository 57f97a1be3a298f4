"""How a day is written."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format


def day(value: dt.date | dt.datetime) -> str:
    """A day as people read it, and as every page writes it: 1 July 2027."""
    return date_format(timezone.localdate(value) if isinstance(value, dt.datetime) else value, "j F Y")
