"""How many others hold a craft is said coarsely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.careers.queries.continuity import at_least


@pytest.mark.parametrize(
    ("count", "said"), [(0, None), (4, None), (5, 5), (9, 5), (10, 10), (24, 10), (99_999, 10_000)]
)
def test_counts_are_said_as_the_last_step_they_reach(count: int, said: int | None) -> None:
    assert at_least(count) == said


@given(st.integers(0, 20_000), st.integers(1, 4))
def test_one_count_less_another_never_tells_a_small_group(many: int, fewer: int) -> None:
    """Of two overlapping groups that differ by one to four people, either both are said alike or the step lies between."""
    said, less = at_least(many + fewer), at_least(many)
    assert said == less or said == next(
        step for step in (5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000) if step > many
    )
