"""The planner: within the budget, nobody lowered, and every gap that of the report's own method."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.insights.domain.adjusted_gap.pay_model import ExplainedPay, Worth, adjusted_gap
from ladders.insights.domain.adjusted_gap.prediction import explained_amounts
from ladders.insights.domain.pay_gap.article9 import article9
from ladders.insights.domain.pay_gap.choices import Choices
from ladders.insights.domain.pay_gap.people import PaidPerson, Sex
from ladders.remedies.domain.effect import Member, adjusted_of, curve, gaps_of, least_budget, less_paid, point, raised
from ladders.remedies.domain.raises import Candidate, cost, planned_raises
from ladders.remedies.domain.targets import NotRaised, PlannedPay, PlanRules, Target, Whom, planned

D = Decimal
CHOICES = Choices()
amounts = st.decimals(min_value=10_000, max_value=150_000, places=2)
candidates = st.lists(
    st.builds(
        Candidate,
        key=st.integers(),
        pay=amounts,
        target=amounts,
        share=st.sampled_from([D(1), D("0.5"), D("0.333333333")]),
        payments=st.sampled_from([D(1), D(12), D(13), D("1732.5")]),
        step=st.sampled_from([D(1), D("0.01")]),
        most=st.none() | st.decimals(min_value=0, max_value=20_000, places=2),
    ),
    max_size=12,
    unique_by=lambda each: each.key,
)
budgets = st.decimals(min_value=0, max_value=600_000, places=2)


@given(candidates, budgets, budgets)
def test_a_larger_budget_lowers_nobody_and_no_budget_is_exceeded(
    people: list[Candidate], one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    less, more, full = (planned_raises(people, budget) for budget in (low, high, None))
    assert cost(less) <= low
    assert cost(more) <= high
    raises = [{each.key: each.amount for each in found} for found in (less, more, full)]
    for person in people:
        small, large, whole = (found.get(person.key, D(0)) for found in raises)
        assert 0 <= small <= large <= whole
        if person.target <= person.pay:
            assert whole == 0
    for found in (less, more, full):
        assert cost(found) == sum(each.a_year for each in found)
        by_key = {person.key: person for person in people}
        for each in found:
            person = by_key[each.key]
            assert each.a_year == each.amount * person.payments
            assert person.most is None or each.full_time <= person.most + D("0.000001")


def test_those_furthest_from_their_target_come_first() -> None:
    people = [Candidate(1, D(50), D(100)), Candidate(2, D(80), D(100)), Candidate(3, D(100), D(90))]
    assert [(each.key, each.amount) for each in planned_raises(people, D(30))] == [(1, D(30))]
    assert [(each.key, each.amount) for each in planned_raises(people, D(50))] == [(1, D(40)), (2, D(10))]
    assert [(each.key, each.amount) for each in planned_raises(people)] == [(1, D(50)), (2, D(20))]
    monthly = Candidate(1, D(40_000), D(42_000), D("0.5"), D(12))
    assert planned_raises([monthly])[0].a_year == D(84 * 12)  # 83.33 a month would not reach it


def company(*pay: tuple[Sex, int], points: float = 400) -> list[Member]:
    return [
        Member(
            key,
            PaidPerson(sex, D(amount), category="5"),
            ExplainedPay(sex, float(amount), "5", points=points + key % 3 * 100, years=float(key % 4)),
        )
        for key, (sex, amount) in enumerate(pay)
    ]


UNEQUAL = company(*((Sex.WOMAN, 50_000 + 400 * n) for n in range(8)), *((Sex.MAN, 60_000 + 500 * n) for n in range(9)))
SALARIES = {each.key: PlannedPay(each.paid.basic, D(1), D(12), D(1), "EUR") for each in UNEQUAL}
EVERYBODY = frozenset(SALARIES)


USUAL = PlanRules()


def candidates_of(rules: PlanRules = USUAL, members: list[Member] = UNEQUAL) -> tuple[Candidate, ...]:
    less = less_paid(gaps_of(members, "5", CHOICES))
    return planned(members, "5", SALARIES, rules, currency="EUR", less=less, here=EVERYBODY).candidates


@given(st.decimals(min_value=0, max_value=100_000, places=0))
def test_the_gap_afterwards_is_that_of_the_report_over_the_new_pay(budget: Decimal) -> None:
    found = candidates_of()
    raises = {each.key: each.a_year for each in planned_raises(found, budget)}
    paid = [dataclasses.replace(each.paid, basic=each.paid.basic + raises.get(each.key, 0)) for each in UNEQUAL]
    expected = article9(paid, CHOICES).categories[0]
    assert point(UNEQUAL, found, budget, "5", CHOICES).gaps == expected


def test_the_curve_falls_from_the_gap_of_today_and_the_least_budget_lies_on_it() -> None:
    found = candidates_of()
    line = curve(UNEQUAL, found, "5", CHOICES)
    gaps = [each.gaps.total.exact for each in line if each.gaps and each.gaps.total.exact is not None]
    assert len(gaps) == len(line) == 25
    assert gaps == sorted(gaps, reverse=True)
    before = gaps_of(UNEQUAL, "5", CHOICES)
    assert before is not None
    assert gaps[0] == before.total.exact
    assert (line[0].cost, line[0].raised) == (D(0), 0)
    least = least_budget(UNEQUAL, found, "5", CHOICES, D(5))
    assert least is not None
    assert least.budget is not None
    after, just_less = (point(UNEQUAL, found, each, "5", CHOICES).gaps for each in (least.budget, least.budget - 1))
    assert after is not None
    assert just_less is not None
    assert not after.reaches(D(5))
    assert just_less.reaches(D(5))
    under = least_budget(UNEQUAL, found, "5", CHOICES, D(90))
    assert under is not None
    assert (under.budget, under.raised) == (D(0), 0)
    capped = candidates_of(PlanRules(most_percent=D(1)))
    assert least_budget(UNEQUAL, capped, "5", CHOICES, D(5)) is None


def test_what_explains_pay_is_that_of_the_better_paid_sex() -> None:
    explained = [each.explained for each in UNEQUAL if each.explained]
    amounts_found = explained_amounts(explained)
    gap = adjusted_gap(explained)
    assert gap is not None
    men = [(each, found) for each, found in zip(explained, amounts_found, strict=True) if each.sex is Sex.MAN]
    women = [(each, found) for each, found in zip(explained, amounts_found, strict=True) if each.sex is Sex.WOMAN]
    # Men's residuals cancel out; women lack what the gap says, on average of logarithms.
    import math

    assert sum(math.log(each.pay / (found or 1)) for each, found in men) == pytest.approx(0)
    assert sum(math.log(each.pay / (found or 1)) for each, found in women) / 8 == pytest.approx(gap.coefficient.value)
    doubled = [dataclasses.replace(each, zone="A", grade="x") for each in explained]
    assert explained_amounts(doubled) == pytest.approx(amounts_found)
    assert explained_amounts([each for each, _found in women]) == [None] * 8


def test_everybody_at_their_target_closes_the_adjusted_gap_where_pay_follows_it() -> None:
    members = [
        Member(key, PaidPerson(sex, D(pay), category="5"), ExplainedPay(sex, float(pay), "5", points=400.0 + key % 3))
        for key, (sex, pay) in enumerate([(Sex.WOMAN, 45_000)] * 9 + [(Sex.MAN, 50_000)] * 9)
    ]
    found = planned(
        members,
        "5",
        {each.key: PlannedPay(each.paid.basic, D(1), D(1), D("0.01"), "EUR") for each in members},
        PlanRules(),
        currency="EUR",
        less=Sex.WOMAN,
        here=frozenset(range(18)),
    )
    raises = planned_raises(found.candidates)
    assert {each.amount for each in raises} == {D(5000)}
    after = raised(members, raises)
    gaps, adjusted = gaps_of(after, "5", CHOICES), adjusted_of(after, Worth.POINTS)
    assert gaps is not None
    assert adjusted is not None
    assert gaps.total.exact == Fraction(0)
    assert adjusted.percent == pytest.approx(0, abs=1e-6)


def test_whom_no_raise_can_be_planned_for_and_why() -> None:
    salaries = dict(SALARIES)
    del salaries[0]
    salaries[1] = dataclasses.replace(SALARIES[1], currency="CHF")
    members = [*UNEQUAL]
    members[2] = dataclasses.replace(UNEQUAL[2], explained=None)
    arguments = {"currency": "EUR", "less": Sex.WOMAN, "here": EVERYBODY - {3}}
    found = planned(members, "5", salaries, PlanRules(), **arguments)  # type: ignore[arg-type]
    assert found.left_out == {
        0: NotRaised.NO_SALARY,
        1: NotRaised.OTHER_CURRENCY,
        2: NotRaised.UNEXPLAINED,
        3: NotRaised.LEFT,
    }
    assert {each.key for each in found.candidates} == {4, 5, 6, 7}
    everybody = planned(members, "5", salaries, PlanRules(whom=Whom.EVERYBODY), **arguments)  # type: ignore[arg-type]
    assert {each.key for each in everybody.candidates} == {4, 5, 6, 7, *range(8, 17)}


def test_who_is_paid_the_minimum_by_the_month_is_not_raised_to_it() -> None:
    """85,000 / 12 is 7,083.33, and twelve times that 84,999.96."""
    paid = {
        key: dataclasses.replace(
            pay, annual=D(annual), fte=D(1), payments=D(12), minimum=D(85_000), maximum=D(99_000), band_currency="EUR"
        )
        for (key, pay), annual in zip(SALARIES.items(), ("84999.96", "84999.84") * len(SALARIES), strict=False)
    }
    rules = PlanRules(Target.BAND, Whom.EVERYBODY, band_point=D(0))
    found = planned(UNEQUAL, "5", paid, rules, currency="EUR", less=Sex.WOMAN, here=EVERYBODY).candidates
    raised = {each.key for each in planned_raises(found) if each.amount}
    assert raised == {each.key for each in found if paid[each.key].annual == D("84999.84")} != set()


def test_to_a_point_of_the_band_and_never_above_its_maximum() -> None:
    banded = {
        key: dataclasses.replace(pay, minimum=D(48_000), maximum=D(60_000), band_currency="EUR")
        for key, pay in SALARIES.items()
    }
    half = PlanRules(Target.BAND, Whom.EVERYBODY)
    found = planned(UNEQUAL, "5", banded, half, currency="EUR", less=Sex.WOMAN, here=EVERYBODY).candidates
    raises = {each.key: each.amount for each in planned_raises(found)}
    assert raises[0] == D(334)  # 4,000 a year to the middle of 54,000, twelve times and rounded up
    assert set(raises) == set(range(8))
    top = planned(UNEQUAL, "5", banded, PlanRules(), currency="EUR", less=Sex.WOMAN, here=EVERYBODY).candidates
    assert all(SALARIES[each.key].annual + each.a_year <= 60_000 for each in planned_raises(top))
