"""What is shown of how moves are answered, and what is kept back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.careers.domain.move_kinds import MOVES, MoveKind
from ladders.careers.domain.suppression import SMALLEST
from ladders.core.json_data import to_json
from ladders.insights.domain.answers import Answered, GroupPart, lines, part, released, slower
from ladders.insights.models import Release

numbers = st.integers(0, 40)
counts = st.tuples(numbers, numbers, numbers, numbers)
tables = st.lists(counts, min_size=5, max_size=5).map(
    lambda rows: tuple(
        Answered(kind, row, *([float(sum(row))] * 4 if row[0] + row[1] else [None] * 4))
        for kind, row in zip(MOVES, rows, strict=True)
    )
)


def of(kind: MoveKind, *, days: float, p90: float = 30, steps: float = 3, reminders: float = 0) -> Answered:
    return Answered(kind, (12, 8, 0, 5), days, p90, steps, reminders)


def test_a_kind_that_is_slower_or_asks_more_than_a_promotion_is_told() -> None:
    shown, _table = lines(
        [
            of(MoveKind.PROMOTION, days=14.2, steps=3),
            of(MoveKind.LATERAL, days=14.4, steps=2.5),
            of(MoveKind.STEP_BACK, days=21, p90=44.5, steps=3.4, reminders=0.5),
        ]
    )
    assert [(item.kind, item.what, item.figure, item.promotion) for item in slower(shown)] == [
        (MoveKind.STEP_BACK, "median", 21, 14),
        (MoveKind.STEP_BACK, "p90", 45, 30),
        (MoveKind.STEP_BACK, "steps", 3.4, 3),
        (MoveKind.STEP_BACK, "reminders", 0.5, 0),
    ]


def test_means_that_read_alike_are_compared_as_they_read() -> None:
    """2.98 and 3.04 steps both stand there as 3.0: nobody is told that one is more."""
    shown, _table = lines(
        [
            of(MoveKind.PROMOTION, days=14, steps=2.98, reminders=0.31),
            of(MoveKind.RETURN, days=14, steps=3.04, reminders=0.34),
            of(MoveKind.STEP_BACK, days=14, steps=3.06, reminders=0.3),
        ]
    )
    assert [(item.kind, item.what, item.figure, item.promotion) for item in slower(shown)] == [
        (MoveKind.STEP_BACK, "steps", 3.1, 3.0)
    ]


def test_without_enough_promotions_nothing_is_compared() -> None:
    few = Answered(MoveKind.PROMOTION, (2, 2, 0, 0), 1, 1, 1, 0)
    shown, _table = lines([few, of(MoveKind.STEP_BACK, days=99)])
    assert (shown[0].median_days, slower(shown)) == (None, ())


@pytest.mark.parametrize(
    ("number", "whole", "shown"),
    [
        (3, 4, None),
        (0, 12, GroupPart(None, few=True)),
        (4, 12, GroupPart(None, few=True)),
        (8, 12, GroupPart(None, rest_few=True)),
        (12, 12, GroupPart(None, rest_few=True)),
        (5, 8, GroupPart(None, rest_few=True)),
        (5, 10, GroupPart(50, low=18, high=82)),
        (5, 12, GroupPart(42, low=15, high=73)),
    ],
)
def test_a_part_is_a_percentage_only_where_neither_side_is_small(
    number: int, whole: int, shown: GroupPart | None
) -> None:
    assert part(number, whole) == shown


@given(tables)
def test_no_figure_is_shown_for_a_small_group(rows: tuple[Answered, ...]) -> None:
    for line, row in zip(lines(rows)[0], rows, strict=True):
        assert all(cell.exact is None or cell.exact >= SMALLEST for cell in line.cells)
        assert (line.median_days is None) == (row.answered < SMALLEST)
        assert line.p90_days is None or row.answered >= 2 * SMALLEST
        assert line.asked is None or line.asked == row.asked


@given(tables, tables)
def test_what_was_shown_moves_by_five_or_stays(before: tuple[Answered, ...], now: tuple[Answered, ...]) -> None:
    following = released(before, now)
    for last, shown, new in zip(before, lines(before)[0], following, strict=True):
        for was, cell, count in zip(last.counts, shown.cells, new.counts, strict=True):
            assert cell.exact is None or count == was or abs(count - was) >= SMALLEST
        if new.counts[:2] == last.counts[:2]:
            assert (new.median_days, new.steps) == (last.median_days, last.steps)


@given(tables)
def test_a_first_release_is_what_there_is_and_comes_back_from_the_database(rows: tuple[Answered, ...]) -> None:
    assert released((), rows) == rows
    assert Release(rows=to_json(rows)).answered == rows
