"""Working days by hand and by property."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.moves.domain.workdays import Due, due, is_known, is_workday

D = dt.date


def test_public_holidays_of_the_country_are_no_working_days() -> None:
    # Good Friday 3 April and Easter Monday 6 April 2026 are holidays in Germany, not in the United States.
    assert due(D(2026, 4, 1), 3, "DE") == Due(D(2026, 4, 8))  # 2, 7, 8
    assert due(D(2026, 4, 1), 3, "US") == Due(D(2026, 4, 6))  # 2, 3, 6
    assert due(D(2026, 4, 1), 3, "us") == Due(D(2026, 4, 6))


def test_weekends_are_those_of_the_country() -> None:
    assert not is_workday(D(2026, 6, 5), "SA")  # a Friday
    assert is_workday(D(2026, 6, 7), "SA")  # a Sunday
    assert not is_workday(D(2026, 6, 7), "FR")


@pytest.mark.parametrize("country", ["", "XX", "EU"])
def test_an_unknown_country_works_from_monday_to_friday_and_says_so(country: str) -> None:
    assert not is_known(country, D(2026, 1, 1))
    assert is_known("DE", D(2026, 1, 1))
    assert due(D(2026, 12, 23), 3, country) == Due(D(2026, 12, 28), known=False)  # 24, 25, 28


def test_a_year_ends() -> None:
    assert due(D(2026, 12, 30), 2, "DE") == Due(D(2027, 1, 4))  # 31, then 1 January is off and a weekend follows


@given(st.dates(D(2020, 1, 1), D(2035, 1, 1)), st.integers(1, 60), st.sampled_from(["DE", "US", "SA", "CN", "", "IN"]))
def test_exactly_so_many_working_days_lie_between(start: dt.date, days: int, country: str) -> None:
    end = due(start, days, country).on
    span = [start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_workday(day, country) for day in span) == days
    assert is_workday(end, country)


@pytest.mark.parametrize("days", [0, -1, 401])
def test_no_days_cannot_be_counted(days: int) -> None:
    with pytest.raises(ValueError):
        due(D(2026, 1, 1), days, "DE")
