"""What is said about a plan before it can be activated."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from ladders.impact.checks import coverage, not_rising, problems, wording
from ladders.impact.domain.pictures import factor_bars, grade_bars
from ladders.impact.domain.points import DegreeShape, FactorShape, GradeShape, PlanShape

DEGREES = (DegreeShape(1, 100, "Low"), DegreeShape(2, 300, "High"))
ALL = ("skills", "effort", "responsibility", "working_conditions")
FACTOR = FactorShape(UUID(int=1), "depth", "Depth", Decimal(100), DEGREES, "How deep", ALL)
PLAN = PlanShape((FACTOR,), (GradeShape("1", "One", 100, 199), GradeShape("2", "Two", 200)))


def _said(plan: PlanShape) -> list[tuple[bool, str]]:
    return [(item.blocking, item.sentence.split(".")[0]) for item in problems(plan)]


def test_a_sound_plan_has_nothing_said_about_it() -> None:
    assert problems(PLAN) == ()


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(PLAN, factors=()), (True, "The plan has no factor")),
        (replace(PLAN, grades=()), (True, "The plan has no grade")),
        (
            replace(PLAN, factors=(replace(FACTOR, degrees=DEGREES[:1]),), grades=PLAN.grades[:1]),
            (True, "“Depth” needs at least two degrees to tell levels apart"),
        ),
        (
            replace(PLAN, factors=(replace(FACTOR, degrees=(*DEGREES, DegreeShape(3, 300, "Same"))),)),
            (True, "The points of “Depth” do not rise with every degree"),
        ),
        (
            replace(PLAN, factors=(replace(FACTOR, degrees=(DEGREES[0], DegreeShape(2, 300, " "))),)),
            (True, "“Depth” has degrees without an anchor text: 2"),
        ),
        (replace(PLAN, factors=(replace(FACTOR, definition=""),)), (True, "“Depth” has no definition")),
        (
            replace(PLAN, grades=(GradeShape("1", "One", 101),)),
            (
                True,
                "The lowest grade begins at 101 points, but a level can be given as few as 100 and would then have no grade",
            ),
        ),
        (
            replace(PLAN, grades=(*PLAN.grades, GradeShape("3", "Three", 301))),
            (False, "“Three” begins at 301 points, but no level can be given more than 300"),
        ),
        (
            replace(PLAN, factors=(replace(FACTOR, weight=Decimal("62.5")),)),
            (False, "The weights add up to 62"),
        ),
        (
            replace(PLAN, factors=(replace(FACTOR, covers=ALL[:1] + ALL[2:]),)),
            (False, "No factor covers “Effort”"),
        ),
    ],
)
def test_what_is_wrong_is_said(plan: PlanShape, said: tuple[bool, str]) -> None:
    assert _said(plan) == [said]


def test_what_blocks_is_said_first() -> None:
    plan = replace(PLAN, factors=(replace(FACTOR, covers=(), definition=""),))
    assert [blocking for blocking, _said in _said(plan)] == [True, False, False, False, False]


def test_coverage_names_all_four_criteria() -> None:
    plan = replace(PLAN, factors=(replace(FACTOR, covers=("skills",)),))
    assert [(item.criterion.value, len(item.factors)) for item in coverage(plan)] == [
        ("skills", 1),
        ("effort", 0),
        ("responsibility", 0),
        ("working_conditions", 0),
    ]


def test_wording_that_measures_by_size_is_found_in_definitions_and_anchors() -> None:
    factor = replace(
        FACTOR,
        definition="Manages a team of 8+.",
        degrees=(DEGREES[0], DegreeShape(2, 300, "Has five direct reports.")),
    )
    found = wording(replace(PLAN, factors=(factor,)))
    assert [(item.degree, item.finding.words) for item in found] == [
        (None, "Manages a team of 8+"),
        (2, "five direct reports"),
    ]


def test_places_that_do_not_rise() -> None:
    assert not_rising([1, 2, 2, 5, None, 4, 6]) == [2, 5]


def test_bars_show_the_share_whatever_the_sum() -> None:
    narrow = replace(FACTOR, key=UUID(int=2), weight=Decimal(50), degrees=(DegreeShape(1, 100), DegreeShape(2, 150)))
    bars = factor_bars(PlanShape((FACTOR, narrow), ()))
    assert [(bar.share, bar.effective) for bar in bars] == [
        (Decimal("66.7"), Decimal("88.9")),
        (Decimal("33.3"), Decimal("11.1")),
    ]
    assert [(bar.width, bar.tick) for bar in bars] == [(75.0, 100.0), (37.5, 12.5)]


def test_ranges_fill_the_scale_from_the_highest_down() -> None:
    assert [(bar.grade.code, bar.first, bar.last, bar.x, bar.width) for bar in grade_bars(PLAN)] == [
        ("2", 200, 300, 50.0, 50.0),
        ("1", 100, 199, 0.0, 49.5),
    ]
    assert grade_bars(PlanShape((FACTOR,), ())) == ()
