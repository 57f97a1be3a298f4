"""Tracks as columns, grades as rows: nothing is lost, and management is never the first column."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ladders.frameworks.domain.lattice import lattice, ordered
from ladders.frameworks.domain.shapes import TrackKind, VersionShape
from tests.frameworks.strategies import versions
from tests.frameworks.versions import GRADES, key, level, parallel, track, version


def codes(levels: object) -> list[str]:
    return [item.code for item in levels]  # type: ignore[attr-defined]


def test_tracks_meet_at_every_grade_above_the_shared_level() -> None:
    drawn = lattice(parallel(), GRADES)
    assert [column.name for column in drawn.columns] == ["Specialist", "Project", "Influence", "Management"]
    assert [row.code for row in drawn.rows] == ["8", "7", "6", "5", "4"]
    assert [codes(cell) for cell in drawn.rows[0].cells] == [["S8"], ["P8"], ["I8"], ["M8"]]
    assert codes(drawn.rows[-1].shared) == ["E4"]
    assert not drawn.rows[-1].parted
    assert drawn.parting is drawn.rows[-2]
    assert (drawn.tray, drawn.waiting) == ((), 0)


def test_unused_grades_between_are_drawn_and_beyond_only_on_request() -> None:
    shape = version(track("S", ["S5", "S8"]))
    assert [row.rank for row in lattice(shape, GRADES).rows] == [8, 7, 6, 5]
    assert [row.empty for row in lattice(shape, GRADES).rows] == [False, True, True, False]
    assert [row.rank for row in lattice(shape, GRADES, margin=1).rows] == [9, 8, 7, 6, 5, 4]
    ends = version(track("S", ["S1", "S10"]))
    assert [row.rank for row in lattice(ends, GRADES, margin=1).rows] == list(range(10, 0, -1))


def test_levels_of_one_track_on_one_grade_stand_highest_first() -> None:
    drawn = lattice(version(track("S", [level("S5", 5), level("S5a", 5)])), GRADES)
    assert codes(drawn.rows[0].cells[0]) == ["S5a", "S5"]


def test_levels_without_grade_wait_in_the_tray() -> None:
    drawn = lattice(version(track("S", ["S5", level("S6", 0)]), track("M", [level("M5", 0)])), GRADES)
    assert [(group.track.name, codes(group.levels)) for group in drawn.tray] == [
        ("Specialist", ["S6"]),
        ("Management", ["M5"]),
    ]
    assert drawn.waiting == 2
    assert lattice(version(track("S", [level("S6", 0)])), GRADES, margin=1).rows == ()


def test_a_grade_of_an_older_scale_keeps_its_row() -> None:
    drawn = lattice(version(track("S", [level("S12", 12)])), GRADES)
    assert [(row.code, row.title, row.grade) for row in drawn.rows] == [("12", "", None)]


def test_cells_are_found_by_grade_and_track() -> None:
    drawn = lattice(parallel(), GRADES)
    assert codes(drawn.cell(7, key("track I"))) == ["I7"]
    assert drawn.cell(1, key("track I")) == ()
    assert drawn.cell(7, key("track X")) == ()


def test_management_entered_first_is_drawn_last() -> None:
    tracks = [track(letter, []) for letter in ("M", "S", "M2", "P", "E")]
    assert [item.name for item in ordered(tracks)] == [
        "Shared start",
        "Specialist",
        "Project",
        "Management",
        "Management2",
    ]


def test_management_that_is_not_first_stays_where_it_was_put() -> None:
    assert [item.name for item in ordered([track("S", []), track("M", []), track("P", [])])] == [
        "Specialist",
        "Management",
        "Project",
    ]


@given(versions(), st.integers(0, 2))
@settings(max_examples=80, deadline=None)
def test_every_level_is_drawn_exactly_once_and_management_never_first(shape: VersionShape, margin: int) -> None:
    drawn = lattice(shape, GRADES, margin=margin)
    shown = [level.key for row in drawn.rows for cell in (*row.cells, row.shared) for level in cell]
    shown += [level.key for group in drawn.tray for level in group.levels]
    assert sorted(shown, key=str) == sorted((level.key for level in shape.levels), key=str)
    assert [row.rank for row in drawn.rows] == sorted((row.rank for row in drawn.rows), reverse=True)
    if any(column.kind != TrackKind.MANAGEMENT for column in drawn.columns):
        assert drawn.columns[0].kind != TrackKind.MANAGEMENT
