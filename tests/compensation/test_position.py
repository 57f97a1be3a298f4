"""Position in range: examples from the issue, and properties over all amounts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.compensation.domain.position import (
    Basis,
    Range,
    RangeStatus,
    Salaried,
    annualise,
    full_time_equivalent,
    position,
    round_half_up,
)

D = Decimal
GRADE_6 = Range(D(84_000), D(100_500), D(117_000), "EUR")
money = st.decimals(min_value=D("0.01"), max_value=D("99999999.99"), places=2, allow_nan=False)
ftes = st.decimals(min_value=D("0.05"), max_value=1, places=9, allow_nan=False)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, middle, high = sorted(draw(st.tuples(money, money, money)))
    return Range(low, middle, high, "EUR")


def test_two_fifths_of_a_year_in_grade_6() -> None:
    at = position(Salaried(D(39_200), "EUR", Basis.YEAR, D("0.4")), GRADE_6)
    assert (at.standing, at.annual) == (RangeStatus.WITHIN, D("98000.00"))
    assert (at.compa_ratio, at.penetration) == (D("0.975124"), D("0.424242"))


@pytest.mark.parametrize(
    ("amount", "basis", "fte", "hours", "annual"),
    [
        ("60000", Basis.YEAR, "1", None, "60000.00"),
        ("5000", Basis.MONTH, "1", None, "60000.00"),
        ("2500.50", Basis.MONTH, "0.5", None, "60012.00"),
        ("5000", Basis.MONTH_13, "1", None, "65000.00"),
        ("2500", Basis.MONTH_14, "0.5", None, "70000.00"),
        ("1000", Basis.WEEK, "0.8", None, "65000.00"),
        ("30", Basis.HOUR, "1", "40", "62400.00"),
        ("30", Basis.HOUR, "0.5", "40", "62400.00"),  # an hour's pay is the same in a short week
        ("0.01", Basis.YEAR, "0.8", None, "0.01"),  # 0.0125
        ("0.02", Basis.YEAR, "0.8", None, "0.03"),  # 0.025: half up
    ],
)
def test_a_full_time_year(amount: str, basis: Basis, fte: str, hours: str | None, annual: str) -> None:
    assert annualise(D(amount), basis, D(fte), D(hours) if hours else None) == D(annual)


@pytest.mark.parametrize("fte", ["0", "-0.5", "1.01"])
def test_an_equivalent_that_cannot_be_is_refused(fte: str) -> None:
    with pytest.raises(ValueError, match="full-time equivalent"):
        annualise(D(1), Basis.YEAR, D(fte))


@pytest.mark.parametrize("hours", [None, D(0)])
def test_pay_by_the_hour_needs_the_hours(hours: Decimal | None) -> None:
    with pytest.raises(ValueError, match="weekly hours"):
        annualise(D(30), Basis.HOUR, D(1), hours)


def test_hours_as_a_share() -> None:
    assert full_time_equivalent(D(16), D(40)) == D("0.4")
    assert full_time_equivalent(D(26), D(39)) == D("0.666666667")
    assert full_time_equivalent(D(45), D(40)) == D(1)
    assert annualise(D(39_200), Basis.YEAR, full_time_equivalent(D(26), D(39))) == D("58800.00")


def test_what_stands_nowhere() -> None:
    pay = Salaried(D(98_000), "USD")
    assert position(pay, None).standing == RangeStatus.NO_BAND
    assert position(None, GRADE_6).standing == RangeStatus.NO_SALARY
    other = position(pay, GRADE_6)
    assert (other.standing, other.annual, other.compa_ratio, other.penetration, other.to_minimum) == (
        RangeStatus.OTHER_CURRENCY,
        D("98000.00"),
        None,
        None,
        D("0.00"),
    )


def test_edges_are_within() -> None:
    assert position(Salaried(D(84_000), "EUR"), GRADE_6).standing == RangeStatus.WITHIN
    assert position(Salaried(D(117_000), "EUR"), GRADE_6).standing == RangeStatus.WITHIN
    below, above = position(Salaried(D("83999.99"), "EUR"), GRADE_6), position(Salaried(D("117000.01"), "EUR"), GRADE_6)
    assert (below.standing, below.to_minimum) == (RangeStatus.BELOW, D("0.01"))
    assert (above.standing, above.over_maximum) == (RangeStatus.ABOVE, D("0.01"))


def of_limit(limit: Decimal, pay: Salaried) -> Decimal:
    """The limit of a full-time year as it is paid by the basis of `pay`: rounded to cents, half up."""
    times, part = pay.ratio
    exact = Fraction(limit) * Fraction(part) / Fraction(times)
    return D(int(exact * 100 + Fraction(1, 2))) / 100


@pytest.mark.parametrize(
    ("amount", "basis", "fte", "annual", "standing"),
    [
        ("7083.33", Basis.MONTH, "1", "84999.96", RangeStatus.WITHIN),  # 85,000 / 12, rounded down
        ("7083.32", Basis.MONTH, "1", "84999.84", RangeStatus.BELOW),
        ("5666.67", Basis.MONTH, "0.8", "85000.05", RangeStatus.WITHIN),
        ("1634.61", Basis.WEEK, "1", "84999.72", RangeStatus.BELOW),  # 1,634.615… is 1,634.62
        ("1634.62", Basis.WEEK, "1", "85000.24", RangeStatus.WITHIN),
        ("7166.67", Basis.MONTH, "1", "86000.04", RangeStatus.WITHIN),  # 86,000 / 12, rounded up
        ("7166.68", Basis.MONTH, "1", "86000.16", RangeStatus.ABOVE),
        ("84999.99", Basis.YEAR, "1", "84999.99", RangeStatus.BELOW),  # a year is not rounded to anything
    ],
)
def test_an_end_of_the_band_in_cents_of_what_is_paid_is_no_finding(
    amount: str, basis: Basis, fte: str, annual: str, standing: RangeStatus
) -> None:
    at = position(Salaried(D(amount), "EUR", basis, D(fte)), Range(D(85_000), D(85_500), D(86_000), "EUR"))
    assert (at.standing, at.annual) == (standing, D(annual))
    assert (at.to_minimum > 0, at.over_maximum > 0) == (standing is RangeStatus.BELOW, standing is RangeStatus.ABOVE)
    assert standing is not RangeStatus.WITHIN or at.penetration in (D(0), D(1)) or D(85_000) < D(annual) < D(86_000)


@given(ranges(), ftes, st.sampled_from(Basis), st.decimals(min_value=20, max_value=48, places=2))
def test_who_is_paid_an_end_of_the_band_is_within_and_a_cent_further_is_outside(
    band: Range, fte: Decimal, basis: Basis, hours: Decimal
) -> None:
    """Whatever they are paid by, and for how much of full time."""
    pay = Salaried(D(1), "EUR", basis, fte, hours)
    low, high = of_limit(band.minimum, pay), of_limit(band.maximum, pay)
    at = {step: replace(pay, amount=low + step * D("0.01")).side_of(band) for step in (0, -1)}
    assert at[0] is not RangeStatus.BELOW
    assert at[-1] is RangeStatus.BELOW
    at = {step: replace(pay, amount=high + step * D("0.01")).side_of(band) for step in (0, 1)}
    assert at[0] is not RangeStatus.ABOVE
    assert at[1] is RangeStatus.ABOVE


def test_a_band_of_one_amount_has_no_penetration() -> None:
    at = position(Salaried(D(50), "EUR"), Range(D(50), D(50), D(50), "EUR"))
    assert (at.standing, at.compa_ratio, at.penetration) == (RangeStatus.WITHIN, D(1), None)


@given(money, ftes, st.sampled_from(Basis), st.decimals(min_value=1, max_value=60, places=2))
def test_annual_is_within_half_a_cent_of_the_exact_value(
    amount: Decimal, fte: Decimal, basis: Basis, hours: Decimal
) -> None:
    exact = {
        Basis.YEAR: Fraction(amount) / Fraction(fte),
        Basis.MONTH: Fraction(amount) * 12 / Fraction(fte),
        Basis.MONTH_13: Fraction(amount) * 13 / Fraction(fte),
        Basis.MONTH_14: Fraction(amount) * 14 / Fraction(fte),
        Basis.WEEK: Fraction(amount) * 52 / Fraction(fte),
        Basis.HOUR: Fraction(amount) * 52 * Fraction(hours),
    }[basis]
    annual = annualise(amount, basis, fte, hours)
    assert abs(Fraction(annual) - exact) <= Fraction(1, 200)
    assert annual == annual.quantize(D("0.01"))


@given(money, ranges())
def test_standing_ratios_and_gaps_agree(amount: Decimal, band: Range) -> None:
    at = position(Salaried(amount, "EUR"), band)
    assert at.standing.placed
    assert (at.to_minimum > 0) == (at.standing == RangeStatus.BELOW)
    assert (at.over_maximum > 0) == (at.standing == RangeStatus.ABOVE)
    assert at.compa_ratio is not None
    assert abs(Fraction(at.compa_ratio) - Fraction(amount) / Fraction(band.midpoint)) < Fraction(1, 1_000_000)
    if band.maximum > band.minimum:
        assert at.penetration is not None
        assert at.standing != RangeStatus.WITHIN or 0 <= at.penetration <= 1
        assert at.standing != RangeStatus.BELOW or at.penetration <= 0
        assert at.standing != RangeStatus.ABOVE or at.penetration >= 1
    else:
        assert at.penetration is None


def test_a_ratio_is_rounded_once() -> None:
    # 0.97499992 is 0.97; rounded to six places first it would become 0.98.
    at = position(Salaried(D("97499992"), "EUR"), Range(D(1), D(100_000_000), D(100_000_000), "EUR"))
    assert at.compa_ratio is not None
    assert round_half_up(at.compa_ratio) == D("0.97")


@given(ranges(), money, money)
def test_more_pay_never_stands_lower(band: Range, one: Decimal, other: Decimal) -> None:
    low, high = (position(Salaried(amount, "EUR"), band) for amount in sorted((one, other)))
    assert low.compa_ratio is not None
    assert high.compa_ratio is not None
    assert low.compa_ratio <= high.compa_ratio
    assert low.to_minimum >= high.to_minimum


@given(ranges())
def test_the_ends_of_a_range_are_0_and_1(band: Range) -> None:
    bottom, middle, top = (
        position(Salaried(amount, "EUR"), band) for amount in (band.minimum, band.midpoint, band.maximum)
    )
    assert middle.compa_ratio == 1
    if band.maximum > band.minimum:
        assert (bottom.penetration, top.penetration) == (D(0), D(1))


@given(st.integers(-(10**9), 10**9))
def test_half_a_cent_rounds_away_from_zero(cents: int) -> None:
    value = D(cents) / 100 + D("0.005").copy_sign(D(cents if cents else 1))
    assert abs(round_half_up(value)) == abs(D(cents) / 100) + D("0.01")
