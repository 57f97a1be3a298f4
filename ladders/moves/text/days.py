"""How a day is written, and with whom something is until when."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day(value: dt.date | dt.datetime) -> str:
    """A day as people read it, and as every page writes it: 1 July 2027."""
    return date_format(timezone.localdate(value) if isinstance(value, dt.datetime) else value, "j F Y")


def with_whom(who: object, due_on: dt.date | None, today: dt.date, *, own: bool = False) -> str:
    """Whose turn it is, and until when. `own`: said to that person."""
    if due_on and due_on < today:
        words = _("With you, overdue since %(day)s") if own else _("With %(who)s, overdue since %(day)s")
    else:
        words = _("With you until %(day)s") if own else _("With %(who)s until %(day)s")
    return words % {"who": who, "day": day(due_on) if due_on else "–"}
