"""When a talk is due."""

from __future__ import annotations

import datetime as dt

from ladders.core.months import months_after


def talk_due(months: int | None, since: dt.date, *, last: dt.date | None, hired: dt.date | None) -> dt.date | None:
    """The day until which the next talk is to take place; None without a rule (`months` None).

    Counted from the last talk, whoever was the manager then, and not before the rule was made (`since`) or the person was
    hired, whichever is later: nobody is late on the day a rule is made.
    """
    if months is None:
        return None
    begins = max(since, hired) if hired else since
    return months_after(max(last, begins) if last else begins, months)


def is_due(due: dt.date | None, today: dt.date) -> bool:
    """Whether that day has come."""
    return due is not None and due <= today


def begun_by(day: dt.date, months: int) -> dt.date:
    """The latest day from which so many months are over on `day`: whoever talked until then is due, by `talk_due`."""
    found = months_after(day, -months)
    while months_after(found + dt.timedelta(days=1), months) <= day:
        found += dt.timedelta(days=1)
    return found
