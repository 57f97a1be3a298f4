"""The timeline: worked by hand, and by property."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ladders.careers.domain.move_kinds import Season
from ladders.careers.domain.seasons import HeldLevel, Named, PlannedSeason, SeasonPart, SecondLevel, timeline

S, B, A, L, R = Season.SPECIALISING, Season.BUILDING, Season.ADVISING, Season.LEADING, Season.RECALIBRATING
DAY = dt.timedelta(days=1)


def day(year: int, month: int = 1, number: int = 1) -> dt.date:
    return dt.date(year, month, number)


SENIOR = HeldLevel(day(2013), day(2017, 12, 31), S, "S5", "Senior engineer", "Engineering")
MANAGER = HeldLevel(day(2018), day(2023, 12, 31), L, "M6", "Engineering manager", "Engineering")
STAFF = HeldLevel(day(2024), None, S, "S6", "Staff engineer", "Engineering")


QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_a_season_follows_from_the_track() -> None:
    found = timeline([STAFF, SENIOR, MANAGER])
    assert [(part.season, part.code, part.starts_on, part.ends_on) for part in found.parts] == [
        (S, "S5", day(2013), day(2017, 12, 31)),
        (L, "M6", day(2018), day(2023, 12, 31)),
        (S, "S6", day(2024), None),
    ]
    assert found.at(day(2020, 5, 1)) == found.parts[1]
    assert found.at(day(2012)) is None


def test_a_name_holds_for_the_placement_it_stands_in() -> None:
    found = timeline([SENIOR, MANAGER, STAFF], [Named(day(2018), None, B, key=7)])
    assert [(part.season, part.named) for part in found.parts] == [(S, None), (B, 7), (S, None)]


def test_recalibrating_for_a_while_parts_the_placement() -> None:
    found = timeline([SENIOR, STAFF], [Named(day(2024, 6, 1), day(2024, 8, 31), R, key=3)])
    assert [(part.season, part.starts_on, part.ends_on) for part in found.parts] == [
        (S, day(2013), day(2017, 12, 31)),
        (S, day(2024), day(2024, 5, 31)),
        (R, day(2024, 6, 1), day(2024, 8, 31)),
        (S, day(2024, 9, 1), None),
    ]


def test_a_second_level_stands_beside() -> None:
    second = SecondLevel(day(2025), None, A, "I6", "Practice lead", 40)
    found = timeline([SENIOR, STAFF], second=[second])
    assert [part.beside for part in found.parts] == [(), (second,)]


def test_plans_without_a_day_come_next() -> None:
    dated, soon = PlannedSeason(A, day(2028), key=1), PlannedSeason(B, key=2)
    assert timeline([STAFF], plans=[dated, soon]).plans == (soon, dated)


def test_nothing_held_is_no_trouble() -> None:
    assert timeline([], [Named(day(2020), None, R)]).parts == ()


days = st.integers(0, 60).map(lambda n: day(2020) + n * DAY)
seasons = st.sampled_from(list(Season))


@st.composite
def placements(draw: st.DrawFn) -> list[HeldLevel]:
    """Some without overlaps, as the database has them; the last may be open."""
    edges = sorted(draw(st.sets(days, max_size=8)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    rows = [HeldLevel(first, last, draw(seasons), "S5", "", "") for first, last in pairs]
    is_open: bool = draw(st.booleans())
    if rows and is_open:
        rows[-1] = HeldLevel(rows[-1].starts_on, None, S, "S6", "", "")
    shuffled: list[HeldLevel] = draw(st.permutations(rows))
    return shuffled


@st.composite
def names(draw: st.DrawFn) -> list[Named]:
    """Names begin on different days, as the database has them."""
    starts = sorted(draw(st.sets(days, max_size=5)))
    lengths = draw(st.lists(st.none() | st.integers(0, 30), min_size=len(starts), max_size=len(starts)))
    return [
        Named(first, None if length is None else first + length * DAY, draw(seasons), key)
        for key, (first, length) in enumerate(zip(starts, lengths, strict=True), 1)
    ]


@QUIET
@given(placements(), names())
def test_every_day_with_a_level_has_one_season_and_no_other_day_has_any(
    held: list[HeldLevel], named: list[Named]
) -> None:
    found = timeline(held, named)
    for each in (day(2019, 12, 20) + n * DAY for n in range(130)):
        level = [row for row in held if row.starts_on <= each and (row.ends_on is None or each <= row.ends_on)]
        parts: list[SeasonPart] = [part for part in found.parts if part.holds(each)]
        assert len(parts) == len(level) <= 1
        if level:
            assert parts[0].code == level[0].code
            own = {name.key: name for name in named}.get(parts[0].named or 0)
            assert parts[0].season == (own.season if own else level[0].season)
            if own:
                assert own.starts_on <= each <= (own.ends_on or dt.date.max)
    assert list(found.parts) == sorted(found.parts, key=lambda part: part.starts_on)
