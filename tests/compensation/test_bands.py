"""Figures, rounding and time lines of bands."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.compensation.domain.bands import (
    CENT,
    Figures,
    GradeName,
    PastError,
    Period,
    Wrong,
    adjusted,
    as_of,
    middle,
    multiplied,
    overlap,
    place,
    progression,
    rounded,
    spread,
    structure,
    to_market,
)

D = Decimal
FIVE = Figures(D(71000), D(85000), D(99000))
SIX = Figures(D(84000), D(100500), D(117000))
NEW_YEAR = dt.date(2027, 1, 1)
TODAY = dt.date(2026, 11, 22)

amounts = st.decimals(min_value="0.01", max_value="9999999", places=2)
steps = st.sampled_from([D("0.01"), D(1), D(10), D(100), D(500), D(1000)])


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    return Figures(*sorted(draw(st.tuples(amounts, amounts, amounts))))


@st.composite
def timelines(draw: st.DrawFn) -> list[Period]:
    """Periods of one grade that do not overlap, with gaps, the last one open or not."""
    day, periods = dt.date(2024, 1, 1), []
    for gap, length, own in draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 500), figures()), max_size=5)):
        start = day + dt.timedelta(days=gap)
        end = start + dt.timedelta(days=length)
        periods.append(Period(start, end, own))
        day = end + dt.timedelta(days=1)
    open_end: bool = draw(st.booleans())
    if periods and open_end:
        last = periods[-1]
        periods[-1] = Period(last.starts_on, None, last.figures)
    return periods


def test_grade_six_plus_three_percent() -> None:
    assert adjusted(SIX, D(3)) == Figures(D("86520.00"), D("103515.00"), D("120510.00"))


def test_measures_of_two_neighbours() -> None:
    assert spread(SIX) == D("39.3")  # 33,000 / 84,000
    assert progression(FIVE, SIX) == D("18.2")  # 15,500 / 85,000
    assert overlap(FIVE, SIX) == D("45.5")  # 15,000 / 33,000
    assert overlap(Figures(D(1), D(2), D(3)), SIX) == D("0.0")
    assert overlap(FIVE, Figures(D(90000), D(90000), D(90000))) is None


@pytest.mark.parametrize(
    ("amount", "step", "expected"),
    [
        ("100.005", "0.01", "100.01"),
        ("100.004", "0.01", "100.00"),
        ("250", "500", "500.00"),
        ("249.99", "500", "0.00"),
        ("1450", "100", "1500.00"),
        ("86520", "1000", "87000.00"),
    ],
)
def test_rounding_is_half_up(amount: str, step: str, expected: str) -> None:
    assert rounded(D(amount), D(step)) == D(expected)


def test_market_keeps_the_proportions() -> None:
    assert to_market(SIX, D(110000), D(100)) == Figures(D("91900.00"), D("110000.00"), D("128100.00"))


def test_copy_with_a_factor() -> None:
    assert multiplied(SIX, D("0.85"), D(500)) == Figures(D("71500.00"), D("85500.00"), D("99500.00"))


def test_midpoint_of_a_range_without_one() -> None:
    assert middle(D("84000.01"), D("117000")) == D("100500.01")


@pytest.mark.parametrize(
    ("three", "wrong"),
    [
        ((0, 1, 2), (Wrong.NOT_POSITIVE,)),
        ((3, 2, 4), (Wrong.MIDPOINT_BELOW_MINIMUM,)),
        ((1, 5, 4), (Wrong.MAXIMUM_BELOW_MIDPOINT,)),
        ((1, 2, 10**12), (Wrong.TOO_LARGE,)),
        ((2, 2, 2), ()),
    ],
)
def test_what_is_no_band(three: tuple[int, int, int], wrong: tuple[Wrong, ...]) -> None:
    assert Figures(*map(D, three)).wrong == wrong


@given(figures(), st.decimals(min_value="-50", max_value="100", places=2), steps)
def test_adjusting_keeps_the_order_and_is_next_to_the_exact_amount(
    own: Figures, percent: Decimal, step: Decimal
) -> None:
    new = adjusted(own, percent, step)
    assert new.minimum <= new.midpoint <= new.maximum
    for before, after in zip(
        (own.minimum, own.midpoint, own.maximum), (new.minimum, new.midpoint, new.maximum), strict=True
    ):
        exact = Fraction(before) * (1 + Fraction(percent) / 100)
        assert abs(Fraction(after) - exact) <= Fraction(step) / 2
        assert Fraction(after) % Fraction(step) == 0


@given(amounts)
def test_rounding_to_the_cent_is_what_decimal_does(amount: Decimal) -> None:
    third = amount / 3
    assert rounded(third) == third.quantize(CENT, rounding=ROUND_HALF_UP)


@given(figures(), amounts, steps)
def test_to_market_keeps_the_order(own: Figures, market: Decimal, step: Decimal) -> None:
    new = to_market(own, market, step)
    assert new.minimum <= new.midpoint <= new.maximum
    assert new.midpoint == rounded(market, step)


def test_a_change_closes_the_running_period() -> None:
    running = Period(dt.date(2025, 1, 1), None, SIX)
    new = adjusted(SIX, D(3))
    placed = place([running], NEW_YEAR, new, today=TODAY)
    assert placed.shortened == running
    assert placed.day_before == dt.date(2026, 12, 31)
    assert placed.added == Period(NEW_YEAR, None, new)


def test_a_later_change_that_is_scheduled_stays() -> None:
    running = Period(dt.date(2025, 1, 1), dt.date(2026, 12, 31), FIVE)
    later = Period(NEW_YEAR, None, SIX)
    placed = place([running, later], dt.date(2026, 12, 1), SIX, today=TODAY)
    assert placed.added.ends_on == dt.date(2026, 12, 31)
    assert placed.shortened == running


def test_the_same_day_again_replaces() -> None:
    later = Period(NEW_YEAR, None, SIX)
    assert place([later], NEW_YEAR, FIVE, today=TODAY).replaced == later


@pytest.mark.parametrize("start", [TODAY - dt.timedelta(days=1), dt.date(2024, 6, 1)])
def test_the_past_is_kept(start: dt.date) -> None:
    with pytest.raises(PastError):
        place([Period(dt.date(2025, 1, 1), None, SIX)], start, FIVE, today=TODAY)


def test_an_empty_past_may_be_filled() -> None:
    assert place([], dt.date(2025, 1, 1), SIX, today=TODAY).added == Period(dt.date(2025, 1, 1), None, SIX)


@given(timelines(), st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)), figures())
def test_placing_changes_nothing_before_its_day_and_never_overlaps(
    periods: list[Period], start: dt.date, own: Figures
) -> None:
    try:
        placed = place(periods, start, own, today=dt.date(2024, 1, 1))
    except PastError:
        return
    after = [period for period in periods if period not in (placed.shortened, placed.replaced)]
    if placed.shortened:
        after.append(Period(placed.shortened.starts_on, placed.day_before, placed.shortened.figures))
    after.append(placed.added)
    after.sort(key=lambda period: period.starts_on)
    for first, second in pairwise(after):
        assert first.ends_on is not None
        assert first.ends_on < second.starts_on
    for period in after:
        assert period.ends_on is None or period.ends_on >= period.starts_on
    for days in range(1, 800, 37):
        day = start - dt.timedelta(days=days)
        assert as_of(after, day) == as_of(periods, day) or as_of(after, day).figures == as_of(periods, day).figures  # type: ignore[union-attr]
    assert as_of(after, start) == placed.added


def test_structure_compares_with_the_next_grade_that_has_a_band() -> None:
    grades = [GradeName(4, "4"), GradeName(5, "5"), GradeName(6, "6"), GradeName(7, "7")]
    rows = structure(grades, {"4": FIVE, "6": SIX})
    assert [(row.code, row.progression) for row in rows] == [("7", None), ("6", D("18.2")), ("5", None), ("4", None)]
    assert [row.falling for row in structure(grades, {"4": SIX, "6": FIVE})] == [False, True, False, False]
