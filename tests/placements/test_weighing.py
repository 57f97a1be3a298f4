"""What speaks for a level: title, people with that title, pay. By value."""

from __future__ import annotations

from typing import Any

import pytest

from ladders.placements.domain.level_evidence import Confidence, Evidence, Weighed, weigh
from ladders.placements.domain.proposals import Candidate, propose

LEVELS = [
    Candidate(1, "Engineering", "Engineer", grade="5"),
    Candidate(2, "Engineering", "Senior engineer", grade="6"),
    Candidate(3, "Engineering", "Engineering manager", management=True, grade="7"),
    Candidate(4, "Sales", "Account executive", grade="6"),
]
CLEAR, LIKELY, POSSIBLE = Confidence.CLEAR, Confidence.LIKELY, Confidence.POSSIBLE


def told(title: str, department: str = "", **evidence: Any) -> tuple[int, Confidence] | None:
    """Level and confidence."""
    found = weigh(title, department, LEVELS, Evidence(**evidence))
    return (found.id, found.confidence) if found else None


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({2: 12}, (2, CLEAR)),
        ({2: 9, 1: 1}, (2, CLEAR)),
        ({2: 3, 1: 1}, (2, LIKELY)),
        ({2: 2}, (2, LIKELY)),  # too few to be clear
        ({2: 1, 1: 1}, None),  # as many here as there, and the title says nothing
        ({99: 12}, None),  # a level that nobody can be placed on any more
        ({}, None),
    ],
)
def test_who_has_the_title_already_tells_most(held: dict[int, int], expected: Any) -> None:
    assert told("Wizard", held=held) == expected


def test_the_title_alone_decides_where_nobody_has_it_and_is_doubted_where_people_are_elsewhere() -> None:
    assert told("Senior Engineer") == (2, CLEAR)
    assert told("Cloud Engineer") == (1, POSSIBLE)
    assert told("Senior Engineer", held={2: 1}) == (2, CLEAR)
    assert told("Cloud Engineer", held={1: 1, 2: 1}) == (1, LIKELY)
    assert told("Cloud Engineer", held={1: 1}) == (1, LIKELY)  # titles that are only alike, and one person there
    assert told("Cloud Engineer", held={1: 3}) == (1, CLEAR)
    assert told("Senior Engineer", held={1: 2, 4: 2, 2: 1}) == (2, POSSIBLE)
    found = weigh("Senior Engineer", "", LEVELS, Evidence(held={1: 12}))
    assert found is not None
    assert (found.id, found.confidence, found.other) == (1, LIKELY, 2)


def test_pay_supports_and_casts_doubt() -> None:
    assert told("Cloud Engineer", paid={"5": 4}, known=4) == (1, LIKELY)
    assert told("Cloud Engineer", paid={"5": 3, "6": 1}, known=4) == (1, POSSIBLE)
    assert told("Senior Engineer", paid={"6": 9}, known=10) == (2, CLEAR)
    found = weigh("Senior Engineer", "", LEVELS, Evidence(paid={"6": 3, "7": 7}, known=10))
    assert found is not None
    assert (found.confidence, found.doubted, found.within, found.known, found.grade) == (LIKELY, True, 3, 10, "6")


def test_pay_alone_proposes_only_where_the_department_names_the_framework_and_never_management() -> None:
    assert weigh("Wizard", "Sales", LEVELS, Evidence(paid={"6": 5}, known=5)) == Weighed(
        4, POSSIBLE, grade="6", within=5, known=5, by_pay=True
    )
    assert told("Wizard", "Elsewhere", paid={"6": 5}, known=5) is None
    assert told("Wizard", "Engineering", paid={"7": 5}, known=5) is None
    assert told("Wizard", "Sales", paid={"6": 5, "5": 1}, known=10) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Sr. Engineer", (2, CLEAR)),  # and no engineer
        ("Snr Engineer", (2, CLEAR)),
        ("Engineering Mgr.", (3, CLEAR)),
        ("Engineer II", (1, POSSIBLE)),  # a rung of a ladder that is not this one
        ("Engineer (m/w/d)", (1, CLEAR)),
        ("Engineer (w / m / div)", (1, CLEAR)),
        ("Engineer f/m/x", (1, CLEAR)),
        ("Engineer V", (1, POSSIBLE)),
        ("Engineer B", (1, POSSIBLE)),
        ("IT Engineer", (1, POSSIBLE)),
        ("Account exec", (4, CLEAR)),
        ("II", None),
    ],
)
def test_short_words_of_a_title_count(title: str, expected: Any) -> None:
    assert told(title) == expected


def test_two_letters_say_what_the_work_is() -> None:
    levels = [
        Candidate(1, "HR", "HR manager", management=True),
        Candidate(2, "IT", "Engineer II"),
        Candidate(3, "IT", "Engineer V"),
    ]

    def found(title: str) -> tuple[int, bool] | None:
        proposal = propose(title, "", levels)
        return (proposal.id, proposal.sure) if proposal else None

    titles = ("HR Manager", "IT Manager", "Engineer 2", "Engineer III", "Manager", "Engineer 5 (m/w/d)")
    assert [found(title) for title in titles] == [(1, True), None, (2, True), None, None, (3, True)]
