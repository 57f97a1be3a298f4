"""Working days of a country, and until when an answer is due. No Django.

Public holidays are the national ones, by the `holidays` library; regional ones are working days here, because nothing says
in which region somebody works. In a country that it does not know, every Monday to Friday is a working day, and
`known` says so.
"""

from __future__ import annotations

import calendar
import datetime as dt
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import holidays

ONE_DAY: Final = dt.timedelta(days=1)
SATURDAY_AND_SUNDAY: Final = frozenset({calendar.SATURDAY, calendar.SUNDAY})
MOST_DAYS: Final = 400  # working days that can be counted ahead


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a country: weekdays (Monday is 0) and days off, and days of a weekend that are worked."""

    weekend: frozenset[int]
    off: frozenset[dt.date]
    worked: frozenset[dt.date]
    known: bool

    def works(self, day: dt.date) -> bool:
        """True for a working day of this year."""
        return day in self.worked or (day.weekday() not in self.weekend and day not in self.off)


@dataclass(frozen=True, slots=True)
class Due:
    """Until when an answer is due. `known`: whether the country's public holidays are."""

    on: dt.date
    known: bool = True


@lru_cache(maxsize=1024)
def year_of(country: str, year: int) -> Year:
    """The year in that country (ISO 3166-1 alpha-2, in any case)."""
    try:
        with warnings.catch_warnings(
            record=True, action="always"
        ) as said:  # that it does not know all holidays of a year so far away
            days = holidays.country_holidays(country.upper(), years=year)
    except (NotImplementedError, KeyError):
        return Year(SATURDAY_AND_SUNDAY, frozenset(), frozenset(), known=False)
    worked = frozenset(day for day in days.weekend_workdays if day.year == year)
    return Year(frozenset(days.weekend), frozenset(days), worked, known=not said)


def is_known(country: str, day: dt.date) -> bool:
    """True where the public holidays of the country are known in the year of that day."""
    return year_of(country, day.year).known


def is_workday(day: dt.date, country: str) -> bool:
    """True for a working day there."""
    return year_of(country, day.year).works(day)


def due(start: dt.date, days: int, country: str) -> Due:
    """The `days`-th working day after `start`, in the country of whoever decides. Raises ValueError for no or too many days.

    The day itself does not count: whoever is asked at noon has that day beside the others. Whether they are away
    lengthens nothing.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"Between 1 and {MOST_DAYS} working days can be counted.")
    day, counted = start, 0
    while counted < days:
        day += ONE_DAY
        counted += is_workday(day, country)
    return Due(day, is_known(country, start) and is_known(country, day))
