"""Days as files write them: one reading for every import, with the manner of a column where 03/04/2024 could be two days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ladders.core.sentences import gettext as _

EARLIEST: Final = dt.date(1900, 1, 1)
LATEST: Final = dt.date(2200, 1, 1)
_TIME = r"(?:[T ]+\d{1,2}:\d{2}.*)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"((?:19|20|99)\d\d)(\d\d)(\d\d)")  # as SAP writes it: 20240131
_DOTTED = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?(\d{{4}}){_TIME}")  # always day first
_SLASHED = re.compile(rf"(\d{{1,2}})[/-](\d{{1,2}})[/-](\d{{4}}){_TIME}")
_WORDED = re.compile(r"(\d{1,2})[-. ]+([A-Za-z]{3,9})[-., ]+(\d{4})")
_WORD_FIRST = re.compile(r"([A-Za-z]{3,9})[. ]+(\d{1,2}),? +(\d{4})")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOTHING = re.compile(r"0{8}|0{4}[-/.]00?[-/.]00?(?:[T ].*)?|00?[-/.]00?[-/.]0{4}(?:[T ].*)?")  # “no day”, in figures


@dataclass(frozen=True, slots=True)
class DateOrder:
    """What 03/04/2024 means in a column: `order` is "dmy", "mdy" or "" where nothing tells; `by` is the text that told."""

    order: str = ""
    by: str = ""


def manner_of(texts: Iterable[str]) -> DateOrder:
    """What the days of a column tell about their order: 31/12/2024 says day first. Nothing, where they contradict."""
    told: dict[str, str] = {}
    unclear = False
    for text in texts:
        if found := _SLASHED.fullmatch(text):
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                told.setdefault("dmy", text)
            elif second > 12 >= first:
                told.setdefault("mdy", text)
            elif first != second:
                unclear = True
    if len(told) != 1 or not unclear:
        return DateOrder()
    [(order, by)] = told.items()
    return DateOrder(order, by)


def is_no_day(text: str) -> bool:
    """True for what systems write where there is no day: 00000000, 0000-00-00, 00.00.0000."""
    return _NOTHING.fullmatch(text) is not None


def date_of(text: str, order: str) -> dt.date:
    """A day between 1900 and 2200. `order` tells what 03/04/2024 means: "dmy", "mdy", or "" where nobody said.

    Raises ValueError with the end of a sentence for the person.
    """
    day = any_date_of(text, order)
    if not EARLIEST <= day <= LATEST:
        raise ValueError(_("lies too far away to be meant. Check the year."))
    return day


def first_day_of(text: str, order: str) -> dt.date | None:
    """A first day; None for "since ever" as systems write it: any 1 January up to 1900, or no day in figures."""
    if is_no_day(text):
        return None
    day = any_date_of(text, order)
    if day <= EARLIEST and (day.month, day.day) == (1, 1):
        return None
    return date_of(text, order)


def last_day_of(text: str, order: str) -> dt.date | None:
    """A last day; None for "no end" as systems write it: 31 December 2099, or anything from 2200 on, or no day in figures."""
    if is_no_day(text):
        return None
    day = any_date_of(text, order)
    if day >= LATEST or (day.year % 100 == 99 and (day.month, day.day) == (12, 31) and day.year > 2000):
        return None
    return date_of(text, order)


def any_date_of(text: str, order: str) -> dt.date:
    """A day of the calendar, however far away."""
    year, month, day = _parts(text, order)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError(_("is no day of the calendar. Write it as 2024-12-31.")) from None


def _parts(text: str, order: str) -> tuple[int, int, int]:
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DOTTED.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _WORDED.fullmatch(text):
        return int(found[3]), _month(found[2]), int(found[1])
    if found := _WORD_FIRST.fullmatch(text):
        return int(found[3]), _month(found[1]), int(found[2])
    if found := _SLASHED.fullmatch(text):
        first, second, year = map(int, found.groups())
        if not order and first <= 12 and second <= 12 and first != second:
            raise ValueError(
                _("can be read in two ways. Say whether the day or the month comes first, or write 2024-12-31.")
            )
        month_first = order == "mdy" or (not order and second > 12)
        return (year, first, second) if month_first else (year, second, first)
    raise ValueError(_("is no date that is understood. Write it as 2024-12-31."))


def _month(word: str) -> int:
    try:
        return _MONTHS.index(word[:3].lower()) + 1
    except ValueError:
        raise ValueError(_("is no date that is understood. Write it as 2024-12-31.")) from None


def in_words(day: dt.date) -> str:
    """A day as sentences have it: 1 July 2026."""
    return f"{day.day} {day:%B} {day.year}"
