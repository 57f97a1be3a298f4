"""The same day so many months later."""

from __future__ import annotations

import datetime as dt
from datetime import date as D

import pytest

from ladders.core.months import months_after, months_between


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (D(2026, 5, 15), 0, D(2026, 5, 15)),
        (D(2026, 11, 5), 1, D(2026, 12, 5)),
        (D(2026, 12, 1), 12, D(2027, 12, 1)),
        (D(2027, 1, 1), 24, D(2029, 1, 1)),
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2024, 1, 31), 1, D(2024, 2, 29)),
        (D(2024, 2, 29), 24, D(2026, 2, 28)),
        (D(2026, 11, 30), 3, D(2027, 2, 28)),
        (D(9999, 11, 30), 1, D(9999, 12, 30)),
        (D(9999, 12, 1), 1, dt.date.max),
    ],
)
def test_it_ends_where_the_month_does(day: dt.date, months: int, expected: dt.date) -> None:
    assert months_after(day, months) == expected


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (D(2026, 1, 15), D(2026, 2, 14), 0),
        (D(2026, 1, 15), D(2026, 2, 15), 1),
        (D(2026, 1, 31), D(2026, 2, 27), 0),
        (D(2026, 1, 31), D(2026, 2, 28), 1),
        (D(2024, 3, 1), D(2026, 11, 29), 32),
        (D(2027, 1, 1), D(2026, 11, 29), 0),
    ],
)
def test_whole_months_that_have_passed(first: dt.date, last: dt.date, months: int) -> None:
    assert months_between(first, last) == months
