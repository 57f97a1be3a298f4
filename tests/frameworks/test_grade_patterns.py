"""Patterns, lists and pay ranges that give many levels their grades: what they match, and what they give."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from ladders.frameworks.domain.grade_patterns import grade_named, matching, read_columns, read_lines, unused
from ladders.frameworks.domain.grade_proposals import Obstacle, RangeLine, by_patterns, by_ranges
from ladders.frameworks.domain.grading_status import EvaluatedLevel
from ladders.frameworks.domain.level_state import rising
from ladders.frameworks.domain.pay_ranges import read_ranges
from ladders.frameworks.domain.shapes import LevelShape, TrackKind
from ladders.impact.domain.points import GradeShape, PlanShape

from .versions import GRADES

PLAN = PlanShape((), GRADES, 1)
LETTERS = PlanShape((), (GradeShape("A", "A", 0), GradeShape("G6", "Six", 100), GradeShape("E6", "E", 200)), 1)


def _at(code: str, title: str = "") -> EvaluatedLevel:
    level = LevelShape(UUID(int=abs(hash((code, title)))), code, title)
    return EvaluatedLevel(1, "F", "f", 1, "draft", UUID(int=1), "T", TrackKind.SPECIALIST, level)


@pytest.mark.parametrize(
    ("line", "code", "title", "given"),
    [
        ("IC3 → 6", "IC3", "Engineer", "6"),
        ("IC3 -> 6", "ic3", "Engineer", "6"),
        ("IC3 = 6", "IC3", "", "6"),
        ("IC3\t6", "IC3", "", "6"),
        ("IC{n} → {n+3}", "IC3", "", "6"),
        ("IC{n} → {n+3}", "IC12", "", "15"),
        ("IC{n} → {n-1}", "IC3", "", "2"),
        ("IC{n} → G{n}", "IC3", "", "G3"),
        ("IC{n} → 6", "IC", "", None),
        ("IC{n} → {n}", "XIC3", "", None),
        ("*Lead* → 8", "X1", "Team lead, Research", "8"),
        ("Engineer {n} → {n+2}", "E", "Engineer III", "5"),
        ("Engineer {n} → {n+2}", "E", "Engineer IV", "6"),
        ("Engineer {n} → {n+2}", "E", "Engineer  2", "4"),
        ("Senior Engineer → 5", "S", "senior   engineer", "5"),
        ("A.B → 5", "AxB", "", None),  # a dot is a dot
        ("*a*b*c* → 5", "abc", "", None),  # more stars than anybody can follow
        ("* → {n}", "IC3", "", "?"),
    ],
)
def test_a_line_matches_a_whole_code_or_title(line: str, code: str, title: str, given: str | None) -> None:
    found = matching(read_lines(line), code, title)
    assert [answer for _line, answer in found] == ([] if given is None else [given])


def test_a_line_that_names_one_level_goes_before_patterns() -> None:
    lines = read_lines("IC{n} → {n+3}\nIC9 → 10\n\nX → 1\nno arrow")
    assert [given for _line, given in matching(lines, "IC9")] == ["10"]
    assert [line.text for line in unused(lines, [("IC9", ""), ("IC3", "")])] == ["X → 1"]
    assert [line.number for line in lines if not line.readable] == [5]


def test_lines_that_disagree_give_nothing() -> None:
    at = _at("IC3", "Lead engineer")
    wishes = by_patterns([at], read_lines("IC{n} → {n+3}\nLead* → 8"), PLAN)
    wish = wishes[at.level.key]
    assert (wish.grade, wish.obstacle, wish.about) == (None, "several", "6, 8")


@pytest.mark.parametrize(
    ("plan", "text", "code"),
    [
        (PLAN, "6", "6"),
        (PLAN, "Grade 6", "6"),
        (PLAN, "G6", "6"),
        (PLAN, "16", None),
        (PLAN, "", None),
        (PLAN, "X6", None),
        (LETTERS, "g6", "G6"),
        (LETTERS, "a", "A"),
        (LETTERS, "6", "G6"),
        (LETTERS, "E6", "E6"),
        (LETTERS, "E7", None),
    ],
)
def test_a_grade_is_found_by_its_code_or_its_only_number(plan: PlanShape, text: str, code: str | None) -> None:
    assert grade_named(plan, text) == code


def test_pasted_columns_end_at_tabs_semicolons_or_commas() -> None:
    assert read_columns("S5\t5\nS6; 6\n\nSenior engineer, 7\nalone") == [
        (1, ["S5", "5"]),
        (2, ["S6", "6"]),
        (4, ["Senior engineer", "7"]),
        (5, ["alone"]),
    ]


BANDS = {
    "5": (Decimal(60), Decimal(70), Decimal(80)),
    "6": (Decimal(74), Decimal(84), Decimal(94)),
    "7": (Decimal(90), Decimal(100), Decimal(110)),
}


@pytest.mark.parametrize(
    ("low", "high", "grade", "obstacle"),
    [
        (60, 80, "5", None),  # the band itself
        (74, 80, "6", "between"),  # 77 lies as far from 70 as from 84
        (75, 81, "6", None),
        (66, 66, "5", None),
        (120, 130, None, "no_band"),
        (None, None, None, "no_amount"),
    ],
)
def test_a_pay_range_finds_the_band_it_lies_in(
    low: int | None, high: int | None, grade: str | None, obstacle: str | None
) -> None:
    at = _at("S5")
    line = RangeLine("S5", "", None if low is None else Decimal(low), None if high is None else Decimal(high))
    wishes, missing = by_ranges([at], [line, RangeLine("S9", "", Decimal(1), Decimal(1))], BANDS)
    assert missing == ["S9"]
    wish = wishes[at.level.key]
    assert (wish.grade, wish.obstacle) == (None if obstacle else grade, obstacle)


@pytest.mark.parametrize(
    ("ranks", "order"),
    [
        ([1, 2, 3], [0, 1, 2]),
        ([3, 1, 2], [1, 2, 0]),
        ([None, None], [0, 1]),
        ([2, None, 1], [2, 0, 1]),
        ([1, 1, None, 1], [0, 1, 2, 3]),
    ],
)
def test_levels_go_where_grades_rise_and_the_others_stay_above_the_one_below_them(
    ranks: list[int | None], order: list[int]
) -> None:
    assert rising(ranks) == order


@pytest.mark.parametrize(
    ("line", "name", "low", "high"),
    [
        ("P6 80000 110000", "P6", "80000", "110000"),
        ("P6\t80000\t110000", "P6", "80000", "110000"),
        ("P6 80000\t110000", "P6", "80000", "110000"),
        ("P6;80000;110000", "P6", "80000", "110000"),
        ("P6 80000;110000", "P6", "80000", "110000"),
        ("P6 80,000 – 110,000", "P6", "80000", "110000"),
        ("P6 80.000,00 110.000,00", "P6", "80000", "110000"),
        ("P6 €80,000 to €110,000", "P6", "80000", "110000"),
        ("P6: 80000-110000", "P6", "80000", "110000"),
        ("P6, 80000, 110000", "P6", "80000", "110000"),
        ("P6 → 80000 110000", "P6", "80000", "110000"),
        ("P6 80 000 110 000", "P6", "80000", "110000"),
        ("P6 62 500 78 000", "P6", "62500", "78000"),
        ("P6 80 000 95 000 110 000", "P6", "80000", "110000"),
        ("P6-2 80 000", "P6-2", "80000", "80000"),  # another level than P6
        ("Senior engineer 4 80 000", "Senior engineer", None, None),
        ("P6 80\u202f000 – 110\u202f000", "P6", "80000", "110000"),
        ("P6 80000 95000 110000", "P6", "80000", "110000"),  # a middle between the ends
        ("P6\t80000\t95000\t110000", "P6", "80000", "110000"),
        ("P6 110000 80000", "P6", "80000", "110000"),
        ("P6 62 000", "P6", "62000", "62000"),
        ("P6 62000", "P6", "62000", "62000"),
        ("Senior engineer 80000 110000", "Senior engineer", "80000", "110000"),
        ("p6 Senior Engineer\t80000 110000", "p6 Senior Engineer", "80000", "110000"),
        ("P9 80000 110000", "P9", "80000", "110000"),  # a level that is not there
        ("Lead of leads\t80000\t110000", "Lead of leads", "80000", "110000"),
        ("P6 80000 110000 much more", "P6", None, None),
        ("P6 a lot", "P6", None, None),
        ("P6", "P6", None, None),
    ],
)
def test_a_line_of_what_is_paid_is_read_as_people_write_it(
    line: str, name: str, low: str | None, high: str | None
) -> None:
    (read,) = read_ranges(line, ["P6", "Senior Engineer", "P6 Senior Engineer"])
    assert (read.name, read.low, read.high) == (name, low and Decimal(low), high and Decimal(high))


def test_a_line_that_cannot_be_read_says_how_to_write_it() -> None:
    at = _at("S5")
    wishes, _missing = by_ranges([at], read_ranges("S5 a lot", ["S5"]), BANDS)
    wish = wishes[at.level.key]
    assert (wish.by, wish.obstacle) == ("a lot", Obstacle.NO_AMOUNT)
    said = Obstacle.NO_AMOUNT.label % {"about": wish.about}
    assert said == "Its amounts cannot be read. Write it like this: S5 80000 – 110000"


def test_the_spelling_of_all_lines_decides_about_each() -> None:
    lines = read_ranges("P6 80.000 110.000,50\nP7 90.000", ["P6", "P7"])
    assert [(line.low, line.high) for line in lines] == [
        (Decimal(80_000), Decimal("110000.50")),
        (Decimal(90_000), Decimal(90_000)),
    ]
