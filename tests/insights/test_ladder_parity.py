"""The odds of the next level, arrivals, what gets requests approved, and work of equal value."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from ladders.insights.domain.equal_value import PaidLevel, UnequalPay, equal_value_check
from ladders.insights.domain.ladder_parity.approval import Asked, approval_model
from ladders.insights.domain.ladder_parity.arrivals import HIRED, Arrival, arrivals
from ladders.insights.domain.ladder_parity.intervals import Interval, rate_interval, share_interval
from ladders.insights.domain.ladder_parity.next_level import Spell, next_levels

FIRST, AFTER = dt.date(2024, 1, 1), dt.date(2026, 1, 1)


def ends(interval: Interval) -> list[float | None]:
    return [None if end is None else round(end, 4) for end in (interval.low, interval.high)]


def test_exact_intervals_are_those_of_the_tables() -> None:
    assert ends(rate_interval(0, 10)) == [0, 0.3689]  # ln(40) / 10
    assert ends(rate_interval(5, 1)) == [1.6235, 11.6683]
    assert ends(share_interval(5, 10)) == [0.1871, 0.8129]
    assert ends(share_interval(10, 10)) == [0.6915, 1]
    assert ends(share_interval(0, 10)) == [0, 0.3085]


def test_the_odds_of_the_next_level_are_promotions_by_eligible_years() -> None:
    spells = [
        Spell("specialist", "G3", dt.date(2023, 1, 1), dt.date(2025, 1, 1), promoted=True),
        Spell("specialist", "G3", dt.date(2024, 1, 1)),
        Spell("specialist", "G3", dt.date(2022, 1, 1), dt.date(2023, 6, 1), promoted=True),  # before the days looked at
        Spell("management", "G3", dt.date(2024, 1, 1), dt.date(2025, 1, 1), promoted=True),
        Spell("management", "G3", dt.date(2024, 1, 1), dt.date(2026, 1, 1), promoted=True),
    ]
    management, specialist = next_levels(spells, FIRST, AFTER)
    assert (specialist.track, specialist.people, specialist.promotions) == ("specialist", 2, 1)
    assert specialist.person_years == pytest.approx((366 + 731) / 365.25)
    assert specialist.rate == pytest.approx(1 / specialist.person_years)
    assert specialist.rate_interval == rate_interval(1, specialist.person_years)
    assert management.promotions == 2
    assert management.median_wait == pytest.approx(366 / 365.25)


def test_who_still_waits_counts_as_waiting() -> None:
    day = dt.date(2024, 1, 1)
    waits = [(100, True), (200, True), (300, False), (400, True), (500, False)]
    spells = [
        Spell("lead", "G1", day, day + dt.timedelta(days) if promoted else None, promoted)
        for days, promoted in waits
        if promoted
    ]
    open_ones = [Spell("lead", "G1", day, day + dt.timedelta(days)) for days, promoted in waits if not promoted]
    (found,) = next_levels([*spells, *open_ones], day, AFTER)
    # Kaplan and Meier by hand: 4/5, then 3/5, then at day 400 two are left: 3/10.
    assert found.median_wait == pytest.approx(400 / 365.25)
    assert found.wait_interval is not None
    assert found.wait_interval.low == pytest.approx(100 / 365.25)
    (all_promoted,) = next_levels(spells, day, AFTER)
    assert all_promoted.wait_interval is not None
    assert all_promoted.wait_interval.high is None  # nobody waits any more, and three people bound nothing from above
    (few,) = next_levels(open_ones, day, AFTER)
    assert (few.median_wait, few.wait_interval, few.promotions) == (None, None, 0)


def test_arrivals_are_shares_of_each_track() -> None:
    moves = [Arrival("specialist", HIRED)] * 3 + [
        Arrival("specialist", "management"),
        Arrival("management", "specialist"),
    ]
    found = arrivals(moves)
    assert [(row.track, row.came_from, row.people, row.arrived) for row in found] == [
        ("management", "specialist", 1, 1),
        ("specialist", HIRED, 3, 4),
        ("specialist", "management", 1, 4),
    ]
    assert found[1].share == 0.75
    assert found[1].interval == share_interval(3, 4)


def test_what_gets_requests_approved_is_told_apart() -> None:
    loyal = [Asked(years, years * 7 % 5, years >= 5) for years in range(1, 11) for _again in range(3)]
    able = [Asked(years * 7 % 5, years, years < 5) for years in range(1, 11) for _again in range(3)]
    by_years, by_gaps = approval_model(loyal), approval_model(able)
    assert by_years is not None
    assert by_gaps is not None
    assert (by_years.loyalty, by_gaps.loyalty) == (True, False)
    assert (by_years.requests, by_years.approved) == (30, 18)
    assert by_gaps.assessed_gaps is not None
    assert by_gaps.assessed_gaps.coefficient.value < 0
    assert approval_model([Asked(1, 2, True)] * 8) is None
    assert approval_model([Asked(1, 2, True), Asked(2, 1, False)]) is None


def test_neither_is_told_where_neither_tells() -> None:
    same = [Asked(years, years, bool(years % 2)) for years in range(1, 21)]
    found = approval_model(same)
    assert found is not None
    assert (found.loyalty, found.years_in_level) == (None, None)


def test_levels_of_mostly_women_are_held_against_levels_worth_no_more_that_are_paid_more() -> None:
    nurse = PaidLevel("Nurse", 4, 6, 4, Decimal(3800))
    fitter = PaidLevel("Fitter", 4, 1, 9, Decimal(4000))
    driver = PaidLevel("Driver", 3, 0, 5, Decimal(3900))
    head = PaidLevel("Head", 5, 1, 4, Decimal(9000))
    cook = PaidLevel("Cook", 4, 9, 1, Decimal(4100))
    empty = PaidLevel("Empty", 1, 0, 0, Decimal(9999))
    assert equal_value_check([nurse, fitter, driver, head, cook, empty], Decimal(60)) == (
        UnequalPay(nurse, fitter, Decimal(5)),
        UnequalPay(nurse, driver, Decimal("2.5641")),
    )
    assert equal_value_check([nurse, fitter], Decimal("60.1")) == ()
