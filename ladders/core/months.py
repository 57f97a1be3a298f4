"""Counting in months, as contracts and laws do. Pure."""

from __future__ import annotations

import calendar
import datetime as dt


def months_between(first: dt.date, last: dt.date) -> int:
    """How many whole months have passed; 0 before the first is over."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months if months_after(first, months) <= last else months - 1)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month, so many months later; the last day of that month where it has no such day.

    Beyond the last year that dates have it is their last day: that was a slip of the pen, and whoever checks it says so.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
