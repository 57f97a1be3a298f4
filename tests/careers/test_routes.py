"""Ways over the lattice."""

from __future__ import annotations

import datetime as dt
import time

from hypothesis import given
from hypothesis import strategies as st

from ladders.careers.domain.available_moves import Mover, available_moves
from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.domain.routes import routes
from ladders.frameworks.domain.shapes import VersionShape
from tests.careers.charts import atlas, level, steady
from tests.frameworks.strategies import versions
from tests.frameworks.versions import key, track, version


def _codes(found: object) -> list[list[str]]:
    return [[move.there.level.code for move in route.moves] for route in found]  # type: ignore[attr-defined]


def test_a_level_next_door_is_one_move() -> None:
    found = routes(Mover(level("S6")), atlas(), level("I7"))
    assert _codes(found)[0] == ["I7"]
    assert (found[0].gaps, found[0].missing) == (1, 2)


def test_the_fewest_and_smallest_gaps_come_first_and_detours_last() -> None:
    found = routes(Mover(level("S6")), atlas(), level("I8"))
    # From S6 (design 4, testing 3, guiding 3) to I8 (4, 4, 5): guiding by two, testing by one, whatever the way.
    assert all(route.moves[-1].there.level.code == "I8" for route in found)
    assert [(route.gaps, route.missing) for route in found] == sorted((route.gaps, route.missing) for route in found)
    assert (found[0].gaps, found[0].missing, len(found[0].moves)) == (2, 3, 2)
    assert _codes(found)[0] == ["S7", "I8"]
    assert ["P7", "I8"] in _codes(found)
    assert not any("M7" in way for way in _codes(found))  # leading people would have to be grown on the way


def test_what_is_grown_on_the_way_counts_for_the_next_step() -> None:
    way = routes(Mover(level("S6")), atlas(), level("I8"))[0]
    assert [move.missing for move in way.moves] == [1, 2]
    assert way.moves[1].has[key("Testing")] == 4


def test_a_way_up_never_leads_down_and_a_way_down_never_up() -> None:
    for route in routes(Mover(level("E4")), atlas(), level("M8"), count=20):
        assert all(move.change >= 0 for move in route.moves)
    for route in routes(Mover(level("M8")), atlas(), level("S5"), count=20):
        assert all(move.change <= 0 for move in route.moves)


def test_a_right_of_return_shortens_the_way() -> None:
    day = dt.date(2028, 3, 31)
    found = routes(Mover(level("S5"), rights={level("M7"): day}), atlas(), level("M8"))
    short = next(route for route in found if len(route.moves) == 2)
    assert (short.moves[0].kind, short.moves[0].until) == (MoveKind.RETURN, day)


def test_there_is_no_way_to_what_is_not_there() -> None:
    shape = version(track("S", ["S5", "S6"]))
    assert routes(Mover(level("S5")), atlas(shape), key("nothing")) == ()
    assert routes(Mover(None), atlas(shape), level("S5")) == ()
    assert routes(Mover(level("S5")), atlas(shape), level("S5")) == ()


def test_another_framework_is_reached_over_a_row_of_the_same_grade() -> None:
    first = version(track("S", ["S5", "S6"]))
    second = version(track("P", ["P6", "P7"]))
    found = routes(Mover(level("S5")), atlas(first, second), level("P7"))
    assert _codes(found)[0] == ["S6", "P6", "P7"]


def test_a_way_into_another_framework_may_begin_with_the_second_level_held_there() -> None:
    first, second = version(track("S", ["S5", "S6"])), version(track("P", ["P7", "P8"]))
    assert routes(Mover(level("S5")), atlas(first, second), level("P8")) == ()  # no row has levels of both
    found = routes(Mover(level("S5"), second=(level("P7"),)), atlas(first, second), level("P8"))
    assert _codes(found) == [["P7", "P8"]]


def test_a_large_lattice_is_searched_in_no_time() -> None:
    wide = version(*(track(letter, [f"{letter}{rank}" for rank in range(1, 11)]) for letter in "SPIM"))
    started = time.perf_counter()
    found = routes(Mover(level("S1")), atlas(wide), level("M10"))
    assert found
    assert time.perf_counter() - started < 3


@steady
@given(versions(), st.data())
def test_every_step_of_every_route_is_a_possible_move(shape: VersionShape, data: st.DataObject) -> None:
    found = atlas(shape)
    keys = list(found.places)
    if not keys:
        return
    here, there = data.draw(st.sampled_from(keys)), data.draw(st.sampled_from(keys))
    ways = routes(Mover(here), found, there)
    assert len({route.levels for route in ways}) == len(ways)
    for route in ways:
        at = here
        for move in route.moves:
            assert move.here.key == at
            assert move.there.key in {each.there.key for each in available_moves(Mover(at), found)}
            at = move.there.key
        assert at == there
    reachable = here != there and found.places[here].rank is not None and found.places[there].rank is not None
    assert bool(ways) == reachable
