"""A second level is held on the days that have a first one, and on no other; worked out day by day beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.placements.actions import placements
from ladders.placements.domain.second_levels import Period, parts
from tests.factories import EmployeeFactory
from tests.frameworks.published import published
from tests.placements.test_placements import DAY, level, rows
from tests.shared_rows import shared_rows

ONE = dt.timedelta(days=1)
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)


def day(number: int) -> dt.date:
    return DAY + number * ONE


@st.composite
def first_levels(draw: st.DrawFn) -> list[Period]:
    """Periods that follow one another, some with days between, the last perhaps without an end."""
    at = 0
    found: list[Period] = []
    for _number in range(draw(st.integers(0, 4))):
        at += draw(st.integers(0, 3))
        last = at + draw(st.integers(0, 5))
        found.append((day(at), day(last)))
        at = last + 1
    open_end: bool = draw(st.booleans())
    if found and open_end:
        found[-1] = (found[-1][0], None)
    return found


def days(periods: Sequence[Period]) -> set[int]:
    return {
        number for number in range(40) if any(a <= day(number) and (b is None or day(number) <= b) for a, b in periods)
    }


@given(first_levels(), st.integers(0, 20), st.one_of(st.none(), st.integers(0, 15)))
def test_no_day_is_lost_and_none_is_held_without_a_first_level(
    firsts: list[Period], start: int, long: int | None
) -> None:
    second = (day(start), None if long is None else day(start + long))
    found = parts(second, firsts)
    assert days(found) == days([second]) & days(firsts)
    gaps = [(b - a[1]).days for a, (b, _last) in pairwise(found) if a[1]]
    assert all(gap > 1 for gap in gaps)  # what goes on without a day between is one period


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    return published(hr)


@pytest.mark.django_db
def test_taking_out_a_first_level_leaves_the_second_beside_the_next_one(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    wrong = placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    placements.add_second(employee=person, level=level(version, "M5"), share=40, starts_on=DAY + ONE, by=hr)
    placements.change(employee=person, level=level(version, "S6"), starts_on=JUNE, reason="Joined", by=hr)
    placements.remove(placement=wrong, reason="Somebody else’s", by=hr)
    assert [row[:3] for row in rows(person)] == [("S6", JUNE, None), ("M5", JUNE, None)]


@pytest.mark.django_db
def test_days_without_a_first_level_are_days_without_a_second(version: Version, hr: User) -> None:
    person = EmployeeFactory.create()
    first = placements.place(employee=person, level=level(version, "S5"), starts_on=DAY, by=hr)
    placements.add_second(employee=person, level=level(version, "M5"), share=40, starts_on=DAY, by=hr)
    placements.change(employee=person, level=level(version, "S6"), starts_on=JULY, reason="Joined", by=hr)
    first.refresh_from_db()
    placements.end(placement=first, last_day=JUNE - ONE, by=hr)
    wanted = [("S5", DAY, JUNE - ONE), ("M5", DAY, JUNE - ONE), ("S6", JULY, None), ("M5", JULY, None)]
    assert [row[:3] for row in rows(person)] == wanted
    placements.correct(placement=first, level=first.level, starts_on=day(10), reason="Wrong day", by=hr)
    assert [row[:3] for row in rows(person)][:2] == [("S5", day(10), JUNE - ONE), ("M5", day(10), JUNE - ONE)]
