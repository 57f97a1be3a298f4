"""Points and grade of an evaluation: examples worked by hand, and what must hold for any plan."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ladders.impact.domain.points import DegreeShape, FactorShape, GradeShape, PlanShape, effective_weights, evaluate

POINTS = (100, 200, 310, 430, 560, 700, 850, 1000)
DEGREES = tuple(DegreeShape(number, points) for number, points in enumerate(POINTS, start=1))
WEIGHTS = {"complexity": 30, "contribution": 25, "influence": 20, "autonomy": 15, "demands": 10}
KEYS = {code: UUID(int=place) for place, code in enumerate(WEIGHTS, start=1)}
FACTORS = tuple(
    FactorShape(KEYS[code], code, code.title(), Decimal(weight), DEGREES) for code, weight in WEIGHTS.items()
)
STARTS = (100, 190, 270, 350, 430, 520, 620, 720, 820, 910)
GRADES = tuple(GradeShape(str(place), f"Grade {place}", start) for place, start in enumerate(STARTS, start=1))
PLAN = PlanShape(FACTORS, GRADES, 1)


def rated(*degrees: int) -> dict[UUID, int]:
    return dict(zip(KEYS.values(), degrees, strict=True))


def plan_of(weights: list[Decimal], degrees: list[list[int]]) -> PlanShape:
    factors = tuple(
        FactorShape(
            UUID(int=place), f"f{place}", "", weight, tuple(DegreeShape(n, p) for n, p in enumerate(points, start=1))
        )
        for place, (weight, points) in enumerate(zip(weights, degrees, strict=True))
    )
    return PlanShape(factors, GRADES)


@pytest.mark.parametrize(
    ("degrees", "points", "grade"),
    [
        ((1, 1, 1, 1, 1), 100, "1"),
        ((8, 8, 8, 8, 8), 1000, "10"),
        # 0.30×430 + 0.25×430 + 0.20×310 + 0.15×430 + 0.10×310 = 129 + 107.5 + 62 + 64.5 + 31 = 394
        ((4, 4, 3, 4, 3), 394, "4"),
        # 0.30×700 + 0.25×560 + 0.20×560 + 0.15×700 + 0.10×430 = 210 + 140 + 112 + 105 + 43 = 610
        ((6, 5, 5, 6, 4), 610, "6"),
        # 0.30×310 + 0.25×430 + 0.20×430 + 0.15×310 + 0.10×200 = 93 + 107.5 + 86 + 46.5 + 20 = 353
        ((3, 4, 4, 3, 2), 353, "4"),
        # 0.30×200 + 0.25×100 + 0.20×100 + 0.15×100 + 0.10×100 = 60 + 25 + 20 + 15 + 10 = 130
        ((2, 1, 1, 1, 1), 130, "1"),
        # 0.30×100 + 0.25×310 + 0.20×100 + 0.15×100 + 0.10×100 = 30 + 77.5 + 20 + 15 + 10 = 152.5, half up
        ((1, 3, 1, 1, 1), 153, "1"),
    ],
)
def test_worked_by_hand(degrees: tuple[int, ...], points: int, grade: str) -> None:
    outcome = evaluate(PLAN, rated(*degrees))
    assert (outcome.points, outcome.grade.code if outcome.grade else None) == (points, grade)


@pytest.mark.parametrize(
    ("points", "grade"), [(99, None), (100, "1"), (189, "1"), (190, "2"), (909, "9"), (910, "10"), (5000, "10")]
)
def test_a_grade_begins_with_its_first_point(points: int, grade: str | None) -> None:
    found = PLAN.grade_for(points)
    assert (found.code if found else None) == grade


@pytest.mark.parametrize(
    ("low", "high", "points"), [(100, 101, 101), (101, 102, 102), (100, 103, 102), (622, 623, 623)]
)
def test_halves_round_up_whatever_the_neighbour(low: int, high: int, points: int) -> None:
    plan = plan_of([Decimal(50), Decimal(50)], [[low], [high]])
    assert evaluate(plan, {UUID(int=0): 1, UUID(int=1): 1}).points == points


def test_a_missing_factor_gives_no_points_at_all() -> None:
    ratings = rated(4, 4, 4, 4, 4)
    del ratings[KEYS["influence"]]
    outcome = evaluate(PLAN, ratings)
    assert (outcome.points, outcome.grade, outcome.complete) == (None, None, False)
    assert [factor.code for factor in outcome.missing] == ["influence"]
    assert outcome.contributions[0].points == Decimal("129.0")  # what is there is still explained


def test_a_degree_that_the_factor_lacks_is_missing() -> None:
    assert [factor.code for factor in evaluate(PLAN, rated(9, 4, 4, 4, 4)).missing] == ["complexity"]
    assert [factor.code for factor in evaluate(PLAN, rated(0, 4, 4, 4, 4)).missing] == ["complexity"]


def test_a_factor_that_the_plan_lacks_is_ignored() -> None:
    assert evaluate(PLAN, {**rated(4, 4, 3, 4, 3), UUID(int=99): 8}) == evaluate(PLAN, rated(4, 4, 3, 4, 3))


def test_a_plan_without_factors_or_weight_gives_nothing() -> None:
    assert evaluate(PlanShape((), GRADES), {}).points is None
    assert evaluate(plan_of([Decimal(0)], [[100]]), {UUID(int=0): 1}).points is None


def test_range_of_the_plan() -> None:
    assert (PLAN.lowest, PLAN.highest, PLAN.total_weight) == (100, 1000, Decimal(100))


def test_effective_weights_show_what_a_flat_factor_really_decides() -> None:
    plan = plan_of([Decimal(50), Decimal(50)], [[100, 1000], [100, 400]])
    assert effective_weights(plan) == {UUID(int=0): Decimal("0.75"), UUID(int=1): Decimal("0.25")}
    assert effective_weights(plan_of([Decimal(50)], [[100, 100]])) == {UUID(int=0): Decimal(0)}
    assert effective_weights(PLAN)[KEYS["complexity"]] == Decimal("0.3")


WEIGHT = st.integers(1, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)
RISING = st.lists(st.integers(0, 2000), min_size=2, max_size=8, unique=True).map(sorted)


@st.composite
def rated_plans(draw: st.DrawFn) -> tuple[PlanShape, dict[UUID, int]]:
    size = draw(st.integers(1, 6))
    plan = plan_of([draw(WEIGHT) for _ in range(size)], [draw(RISING) for _ in range(size)])
    return plan, {factor.key: draw(st.integers(1, len(factor.degrees))) for factor in plan.factors}


@given(rated_plans())
@settings(max_examples=60, deadline=None)
def test_points_stay_within_the_plan_and_the_explanation_adds_up(case: tuple[PlanShape, dict[UUID, int]]) -> None:
    plan, ratings = case
    outcome = evaluate(plan, ratings)
    assert outcome.points is not None
    assert plan.lowest <= outcome.points <= plan.highest
    explained = sum((item.points for item in outcome.contributions), Decimal(0))
    assert abs(explained - outcome.points) <= Decimal("0.5") + Decimal("1e-12")
    assert abs(sum((item.share for item in outcome.contributions), Decimal(0)) - 1) < Decimal("1e-20")
    assert abs(sum(effective_weights(plan).values(), Decimal(0)) - 1) < Decimal("1e-20")


@given(rated_plans(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_higher_degree_never_gives_fewer_points(case: tuple[PlanShape, dict[UUID, int]], data: st.DataObject) -> None:
    plan, ratings = case
    factor = data.draw(st.sampled_from(plan.factors))
    higher = data.draw(st.integers(ratings[factor.key], len(factor.degrees)))
    before, after = evaluate(plan, ratings).points, evaluate(plan, {**ratings, factor.key: higher}).points
    assert before is not None
    assert after is not None
    assert after >= before


@given(rated_plans(), st.sampled_from([Decimal("0.25"), Decimal(3), Decimal(1000)]))
@settings(max_examples=60, deadline=None)
def test_only_the_proportion_of_weights_counts(case: tuple[PlanShape, dict[UUID, int]], scale: Decimal) -> None:
    plan, ratings = case
    scaled = plan_of([f.weight * scale for f in plan.factors], [[d.points for d in f.degrees] for f in plan.factors])
    assert evaluate(scaled, ratings).points == evaluate(plan, ratings).points


@given(rated_plans())
@settings(max_examples=30, deadline=None)
def test_one_factor_left_out_leaves_no_result(case: tuple[PlanShape, dict[UUID, int]]) -> None:
    plan, ratings = case
    ratings.pop(plan.factors[0].key)
    assert evaluate(plan, ratings).points is None
    assert evaluate(plan, ratings).missing == plan.factors[:1]
