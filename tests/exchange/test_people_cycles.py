"""Circles among reporting lines, against a slow and plain search."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ladders.exchange.people.cycles import cycles


def in_a_circle(manager_of: dict[int, int]) -> set[int]:
    found = set()
    for start in manager_of:
        here, steps = manager_of.get(start), 0
        while here is not None and here != start and steps <= len(manager_of):
            here, steps = manager_of.get(here), steps + 1
        if here == start:
            found.add(start)
    return found


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 30)))
def test_every_member_of_a_circle_is_named_once_and_nobody_else(manager_of: dict[int, int]) -> None:
    found = list(cycles(manager_of))
    members = [each for circle in found for each in circle]
    assert sorted(members) == sorted(in_a_circle(manager_of))
    for circle in found:
        assert [manager_of[each] for each in circle] == [*circle[1:], circle[0]]
