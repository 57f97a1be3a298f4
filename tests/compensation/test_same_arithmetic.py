"""The database's arithmetic of pay in a band is that of the pure function, to the last digit and at the ends of bands."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ladders.compensation.domain.bands import Figures
from ladders.compensation.domain.position import Basis, Range, RangeStatus, Salaried, position, round_half_up
from ladders.compensation.models import (
    PayPosition,
    PayZone,
    Salary,
)
from ladders.compensation.queries.pay_fits import fitting_grades
from ladders.compensation.queries.pay_positions import refresh, standing_of
from ladders.compensation.queries.structure import effect_on_people
from ladders.frameworks.models import Level
from ladders.impact.library import install_default_plan
from ladders.impact.models import Grade
from tests.compensation.payroll import DAY, START, band, level, somebody, zone
from tests.factories import hr_admin
from tests.frameworks.published import published

D = Decimal


cents = st.decimals(min_value=D("0.01"), max_value=D("500000"), places=2)
pays = st.builds(
    Salaried,
    cents,
    st.sampled_from(["EUR", "EUR", "USD"]),
    st.sampled_from(Basis),
    st.decimals(min_value=D("0.05"), max_value=1, places=9),
    st.decimals(min_value=D(20), max_value=D(48), places=2),
)


class TestSameArithmetic(TestCase):
    """The database's arithmetic against the pure function."""

    zone: PayZone
    level: Level

    @classmethod
    def setUpTestData(cls) -> None:
        """One level in one zone."""
        install_default_plan()
        cls.zone = zone("DE", "EUR")
        cls.level = level(published(by=hr_admin()), "S6")

    @settings(max_examples=40, deadline=None)
    @given(pays, st.tuples(cents, cents, cents))
    def test_standing_is_position(self, given_pay: Salaried, figures: tuple[Decimal, Decimal, Decimal]) -> None:
        """Every figure, to its last digit."""
        low, middle, high = sorted(figures)
        self.same(given_pay, low, middle, high)

    @settings(max_examples=60, deadline=None)
    @given(pays, st.integers(-12, 12), st.booleans())
    def test_so_it_is_at_the_ends_of_a_band(self, given_pay: Salaried, cents_off: int, top: bool) -> None:
        """Where a cent of what is paid decides; and so it is where bands are tried out, and where a grade is looked for."""
        assume(given_pay.currency == "EUR")
        end = max(given_pay.annual + D(cents_off) / 100, D("0.01"))
        low, high = (max(end - 1000, D("0.01")), end) if top else (end, end + 1000)
        at = self.same(given_pay, low, low, high)
        fitting = fitting_grades(hr_admin(), [at.employee_id], DAY)[at.employee_id]
        assert (fitting == ["6"]) is (at.standing == RangeStatus.WITHIN.value)
        refresh(DAY)
        effect = effect_on_people(self.zone, {"6": Figures(low, low, high)})
        assert (effect.below_before, effect.below) == (2 * (int(at.standing == RangeStatus.BELOW.value),))
        assert effect.cost_before == effect.cost == at.cost

    def same(self, given_pay: Salaried, low: Decimal, middle: Decimal, high: Decimal) -> PayPosition:
        """The position of somebody paid so in a band of these figures, the same by both."""
        self.zone.bands.all().delete()
        made = band(self.zone, "6", 1, 1, 1, minimum=low, midpoint=middle, maximum=high)
        assert made.grade == Grade.objects.get(code="6")
        person = somebody(self.level)
        Salary.objects.create(
            employee=person,
            starts_on=START,
            amount=given_pay.amount,
            currency=given_pay.currency,
            basis=given_pay.basis.value,
            fte=given_pay.fte,
            full_time_hours=given_pay.full_time_hours,
        )
        range_ = Range(low, middle, high, "EUR")
        wanted = position(given_pay, range_)
        at = standing_of(DAY, person.pk)
        assert at is not None
        assert (at.standing, at.annual, at.compa_ratio, at.penetration, at.to_minimum) == (
            wanted.standing.value,
            wanted.annual,
            wanted.compa_ratio,
            wanted.penetration,
            wanted.to_minimum,
        )
        cost = round_half_up(wanted.to_minimum * given_pay.fte) if wanted.standing == RangeStatus.BELOW else D(0)
        assert at.cost == cost
        return at
