"""When a report on equal pay is due, by the rules of a country. Pure.

Article 9(2) to (4) of Directive (EU) 2023/970: each employer reports on the calendar year before, from a first day on, and then
on the same day every year or every third year, by how many employ somebody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from ladders.core.months import months_after

EVERY_THIRD: Final = 3  # years


@dataclass(frozen=True, slots=True)
class ReportingRules:
    """Employees from which reports are due, and the first days; None where the rules name none."""

    yearly_from: int
    triennial_from: int
    begin_on: dt.date | None
    later_below: int | None  # employers with fewer employees begin on `later_begin_on`
    later_begin_on: dt.date | None


def report_due(year: int, employees: int, rules: ReportingRules) -> dt.date | None:
    """The day by which a report about this calendar year is due; None where none has to be made, or the rules name no day."""
    begin = _begin(employees, rules)
    if begin is None or year + 1 < begin.year:
        return None
    every = 1 if employees >= rules.yearly_from else EVERY_THIRD
    later = year + 1 - begin.year
    return months_after(begin, 12 * later) if later % every == 0 else None


def next_due(today: dt.date, employees: int, rules: ReportingRules) -> tuple[int, dt.date] | None:
    """The calendar year of the next report that is due today or later, and its day; None as in `report_due`."""
    begin = _begin(employees, rules)
    if begin is None:
        return None
    first = max(today.year, begin.year) - 1
    for year in range(first, first + EVERY_THIRD + 1):
        day = report_due(year, employees, rules)
        if day is not None and day >= today:
            return year, day
    raise AssertionError("unreachable: it falls due at least every third year")


def _begin(employees: int, rules: ReportingRules) -> dt.date | None:
    if employees < rules.triennial_from:
        return None
    return rules.later_begin_on if rules.later_below and employees < rules.later_below else rules.begin_on
