"""Where somebody can go: worked out by hand, and by properties that hold for every framework."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ladders.careers.domain.available_moves import Mover, available_moves, compared, left_behind, move_to, standing
from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.domain.published_index import PublishedIndex
from ladders.frameworks.domain.lattice_drawing import DrawnBand
from ladders.frameworks.domain.shapes import TrackKind, VersionShape
from tests.careers.charts import atlas, by_code, codes, level, steady, texts, twin
from tests.frameworks.strategies import versions
from tests.frameworks.versions import key, parallel, track, version
from tests.frameworks.versions import level as rung

DAY = dt.date(2028, 3, 31)


def test_the_moves_of_the_drawing() -> None:
    moves = available_moves(Mover(level("S6")), atlas())
    assert codes(moves) == {
        **{"S7": "promotion", "P7": "diagonal", "I7": "diagonal", "M7": "diagonal"},
        **{"P6": "lateral", "I6": "lateral", "M6": "lateral"},
        **{"S5": "step_back", "P5": "step_back", "I5": "step_back", "M5": "step_back"},
    }
    assert [move.change for move in moves] == [1, 1, 1, 1, 0, 0, 0, -1, -1, -1, -1]


def test_reading_order_is_the_lattices_own_and_management_is_never_first() -> None:
    moves = available_moves(Mover(level("S6")), atlas())
    assert [move.there.level.code for move in moves][:7] == ["S7", "P7", "I7", "M7", "P6", "I6", "M6"]


def test_from_the_shared_start_every_track_is_a_promotion_alike() -> None:
    moves = available_moves(Mover(level("E4")), atlas())
    assert codes(moves) == {"S5": "promotion", "P5": "promotion", "I5": "promotion", "M5": "promotion"}


def test_an_empty_row_is_passed_over_and_the_own_tracks_next_level_opens_its_row_to_all() -> None:
    # Rows 3, 5 and 8 hold levels. The project track has none on row 5, so its next level from P3 is on row 8.
    shape = version(track("S", ["S3", "S5", "S8"]), track("P", ["P3", "P8"]))
    assert codes(available_moves(Mover(level("S3")), atlas(shape))) == {"S5": "promotion", "P3": "lateral"}
    assert codes(available_moves(Mover(level("P3")), atlas(shape))) == {
        **{"S8": "diagonal", "P8": "promotion", "S5": "diagonal", "S3": "lateral"}
    }


def test_two_levels_of_one_track_on_one_row_are_lateral() -> None:
    shape = version(track("S", [rung("S5"), rung("S5b", 5), rung("S6")]))
    assert codes(available_moves(Mover(level("S5")), atlas(shape))) == {"S6": "promotion", "S5b": "lateral"}


def test_gaps_are_steps_of_the_scale_and_the_rest_carries_over() -> None:
    found = atlas()
    moves = available_moves(Mover(level("S6")), found)
    # S6 asks design 4, testing 3, guiding 3. M6 asks design 2, testing 2, guiding 3 and growing people 3.
    lead = by_code(moves, "M6")
    assert (lead.carried, lead.gaps, lead.missing) == (3, 1, 3)
    assert [(gap.competency.name, gap.has, gap.asks, gap.steps) for gap in compared(lead, found, {})] == [
        ("Design", 4, 2, 0),
        ("Testing", 3, 2, 0),
        ("Guiding teams", 3, 3, 0),
        ("Growing people", 0, 3, 3),
    ]
    assert [(gap.competency.name, gap.steps) for gap in compared(by_code(moves, "I7"), found, {}) if gap.steps] == [
        ("Guiding teams", 2)
    ]


def test_what_was_assessed_counts_instead_of_what_the_level_asks() -> None:
    found = atlas()
    person = Mover(level("S6"), assessed={key("Guiding teams"): 5, key("Design"): 3})
    moves = available_moves(person, found)
    assert by_code(moves, "I7").missing == 1
    assert [
        (gap.competency.name, gap.has, gap.assumed) for gap in compared(by_code(moves, "I7"), found, person.assessed)
    ] == [
        ("Design", 3, False),
        ("Testing", 3, True),
        ("Guiding teams", 5, False),
    ]


def test_a_second_level_adds_what_it_asks() -> None:
    found = atlas()
    has = standing(Mover(level("S6"), second=(level("I5"),)), found)
    assert {name: has[key(name)] for name in ("Design", "Testing", "Guiding teams")} == {
        **{"Design": 4, "Testing": 3, "Guiding teams": 3}
    }
    more = standing(Mover(level("S5"), second=(level("M6"),)), found)
    assert more[key("Growing people")] == 3
    assert more[key("Design")] == 3


def test_a_second_level_is_offered_as_the_whole_wherever_it_stands() -> None:
    """It lies two rows up, or in another framework on another grade: nobody else is offered these, but its holder is."""
    found = atlas(parallel(texts=texts()), twin())
    plain = available_moves(Mover(level("S5")), found)
    for second, place, kind in ((level("P7"), 0, "diagonal"), (key("FP7"), len(plain), "diagonal")):
        moves = available_moves(Mover(level("S5"), second=(second,)), found)
        assert len(moves) == len(plain) + 1
        assert (moves[place].there.key, str(moves[place].kind), moves[place].until) == (second, kind, None)
    back = available_moves(Mover(level("S7"), second=(key("FI5"), level("P6"))), found)
    assert (back[-1].there.key, str(back[-1].kind), back[-1].change) == (key("FI5"), "step_back", -2)
    assert [move.there.key for move in back].count(level("P6")) == 1  # offered to everybody on S7
    waiting = atlas(version(track("S", ["S5"]), track("P", [rung("P7", 0)])))
    assert available_moves(Mover(level("S5"), second=(level("P7"),)), waiting) == ()


def test_a_right_of_return_is_offered_wherever_it_leads_and_keeps_its_place() -> None:
    found = atlas(parallel(texts=texts()), twin())
    person = Mover(level("S6"), rights={level("M8"): DAY, level("M6"): DAY, key("FS5"): DAY})
    moves = available_moves(person, found)
    returns = [(move.there.level.code, move.until, move.change) for move in moves if move.kind is MoveKind.RETURN]
    assert returns == [("M8", DAY, 2), ("M6", DAY, 0), ("S5", DAY, -1)]
    assert moves[0].there.level.code == "M8"
    assert moves[-1].there.framework == 2
    assert len(moves) == 13


def test_other_frameworks_are_shown_on_the_same_grade_when_asked() -> None:
    found = atlas(parallel(texts=texts()), twin())
    plain = available_moves(Mover(level("S6")), found)
    asked = available_moves(Mover(level("S6")), found, others=True)
    assert len(plain) == 11
    assert asked[:11] == plain
    assert [(move.there.level.code, str(move.kind)) for move in asked[11:]] == [
        ("S6", "lateral"),
        ("P6", "lateral"),
        ("I6", "lateral"),
        ("M6", "lateral"),
    ]


def test_bands_are_those_the_reader_may_see() -> None:
    moves = available_moves(Mover(level("S6")), atlas())
    now = DrawnBand("€84k – 117k")
    assert by_code(moves, "P6").bands({"6": now}) == (now, now)
    assert by_code(moves, "P7").bands({"6": now}) == (now, None)


def test_nothing_is_offered_without_a_published_level_or_without_a_grade() -> None:
    shape = version(track("S", ["S5", rung("S6", 0)]))
    assert available_moves(Mover(None), atlas(shape)) == ()
    assert available_moves(Mover(key("gone")), atlas(shape)) == ()
    assert available_moves(Mover(level("S6")), atlas(shape)) == ()
    assert available_moves(Mover(level("S5")), atlas(shape)) == ()
    assert [place.level.code for place in atlas(shape).charts[0].waiting] == ["S6"]


def test_a_level_far_away_can_be_compared_too() -> None:
    found = atlas()
    move = move_to(Mover(level("S5")), found, found.places[level("M8")])
    assert move is not None
    assert (move.kind, move.change) == (MoveKind.DIAGONAL, 3)
    assert move_to(Mover(level("S5")), found, found.places[level("S5")]) is None


def test_leading_people_leaves_craft_behind_where_less_of_it_is_asked() -> None:
    found = atlas()
    move = by_code(available_moves(Mover(level("S6")), found), "M6")
    assert [(item.name, step) for item, step in left_behind(move.here, move.there, found)] == [
        ("Design", 4),
        ("Testing", 3),
    ]
    back = by_code(available_moves(Mover(level("M6")), found), "S6")
    assert list(left_behind(back.here, back.there, found)) == []


# --- By property


def _everybody(found: PublishedIndex) -> list[Mover]:
    return [Mover(place.key) for place in found.places.values()]


@steady
@given(versions())
def test_each_level_is_offered_once_and_never_the_own_one(shape: VersionShape) -> None:
    found = atlas(shape)
    for person in _everybody(found):
        offered = [move.there.key for move in available_moves(person, found, others=True)]
        assert len(offered) == len(set(offered))
        assert person.level not in offered


@steady
@given(versions())
def test_a_lateral_never_changes_the_grade_and_is_symmetric(shape: VersionShape) -> None:
    found = atlas(shape)
    laterals = {
        (move.here.key, move.there.key)
        for person in _everybody(found)
        for move in available_moves(person, found)
        if move.kind is MoveKind.LATERAL
    }
    assert all(found.places[a].rank == found.places[b].rank for a, b in laterals)
    assert all((b, a) in laterals for a, b in laterals)


@steady
@given(versions())
def test_a_kind_says_where_the_grade_goes(shape: VersionShape) -> None:
    found = atlas(shape)
    for person in _everybody(found):
        for move in available_moves(person, found):
            expected = {MoveKind.STEP_BACK: -1, MoveKind.LATERAL: 0, MoveKind.PROMOTION: 1, MoveKind.DIAGONAL: 1}
            assert (move.change > 0) - (move.change < 0) == expected[move.kind]


@steady
@given(versions())
def test_on_an_offered_row_every_level_of_every_track_is_offered(shape: VersionShape) -> None:
    found = atlas(shape)
    for person in _everybody(found):
        moves = available_moves(person, found)
        ranks = {move.there.rank for move in moves}
        offered = {move.there.key for move in moves}
        chart = found.charts[0]
        on_rows = {place.key for place in chart.places if place.rank in ranks} - {person.level}
        assert offered == on_rows


@steady
@given(versions(), st.permutations(list(TrackKind)))
def test_what_is_offered_does_not_depend_on_what_a_track_is(shape: VersionShape, kinds: list[TrackKind]) -> None:
    """Tracks with other names and of other kinds: the same levels are offered, whatever the moves are called then."""
    swap = dict(zip(TrackKind, kinds, strict=True))
    tracks = tuple(replace(each, kind=swap[each.kind], name=each.name[::-1] + "x") for each in shape.tracks)
    before, after = atlas(shape), atlas(replace(shape, tracks=tracks))
    for person in _everybody(before):
        one = {(move.there.key, move.change) for move in available_moves(person, before)}
        assert one == {(move.there.key, move.change) for move in available_moves(person, after)}


@steady
@given(versions())
def test_gaps_are_the_same_however_they_are_counted(shape: VersionShape) -> None:
    found = atlas(shape)
    for person in _everybody(found):
        for move in available_moves(person, found):
            gaps = list(compared(move, found, {}))
            assert move.missing == sum(gap.steps for gap in gaps)
            assert move.gaps == sum(bool(gap.steps) for gap in gaps)
            assert move.carried == len(gaps) - move.gaps
