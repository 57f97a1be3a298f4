"""Completion of levels, figures of tracks, and what can be reached without managing people."""

from __future__ import annotations

from ladders.frameworks.domain.figures import Completion, summary, written
from ladders.frameworks.domain.reach import only_through_management, reachable, without_way_in
from ladders.frameworks.domain.shapes import ExpectationShape, VersionShape
from tests.frameworks.versions import key, level, parallel, track, version


def test_completion_of_a_level() -> None:
    shape = parallel(blank=[("I7", "Design"), ("I7", "Testing")])
    assert written(shape, key("I7")) == (1, 3)
    assert written(shape, key("S7")) == Completion(3, 3)
    assert written(shape, key("S7")).complete
    assert written(shape, key("M7")) == (4, 4)  # leading people too


def test_a_competency_about_leading_people_counts_elsewhere_only_where_written() -> None:
    shape = parallel(texts={("S7", "Growing people"): ExpectationShape(2, "Grows people.")})
    assert written(shape, key("S7")) == (4, 4)


def test_a_proficiency_alone_is_not_written() -> None:
    shape = parallel(texts={("S7", "Design"): ExpectationShape(4, " \n")})
    assert written(shape, key("S7")) == (2, 3)
    assert not Completion(0, 0).complete


def test_figures_of_each_track_in_drawing_order() -> None:
    shape = version(
        track("M", ["M5", level("M7", points=650), level("M8", points=750), level("M9", 0)]),
        track("S", [level("S5", points=450), "S6"]),
        track("E", ["E4"]),
        blank=[("S5", "Guiding teams"), ("S6", "Guiding teams")],
    )
    shared, specialist, management = summary(shape)
    assert (shared.track.name, shared.levels, shared.missing) == ("Shared start", 1, ())
    assert (specialist.levels, specialist.ungraded, specialist.influence) == (2, 0, False)
    assert specialist.completion == (4, 6)
    assert specialist.points == (450, 450)
    assert (management.levels, management.ungraded, management.influence) == (4, 1, True)
    assert management.floor is not None
    assert management.ceiling is not None
    assert (management.floor.code, management.ceiling.code) == ("M5", "M8")
    assert (management.missing, management.points) == ((6,), (650, 750))


def only(shape: VersionShape) -> list[str]:
    return [item.code for item in only_through_management(shape)]


def nobody(shape: VersionShape) -> list[str]:
    return [item.code for item in without_way_in(shape)]


def test_everything_is_reached_where_tracks_meet_at_every_grade() -> None:
    shape = parallel()
    everything = {item.key for item in shape.levels}
    management = {key(f"M{rank}") for rank in range(5, 9)}
    assert reachable(shape, through_management=True) == everything
    assert reachable(shape, through_management=False) == everything - management


def test_a_track_that_begins_above_a_row_of_management_alone() -> None:
    shape = version(track("E", ["E4"]), track("S", ["S5"]), track("M", ["M5", "M6"]), track("I", ["I7", "I8"]))
    assert (only(shape), nobody(shape)) == (["I7", "I8"], [])


def test_a_diagonal_step_from_another_track_is_a_way() -> None:
    shape = version(track("E", ["E4"]), track("S", ["S5", "S6"]), track("M", ["M5", "M6"]), track("I", ["I7"]))
    assert (only(shape), nobody(shape)) == ([], [])


def test_a_step_along_the_own_track_may_leap_over_management_rows() -> None:
    shape = version(track("E", ["E4"]), track("S", ["S5", "S8"]), track("M", ["M5", "M6", "M7"]))
    assert only(shape) == []


def test_rows_that_nobody_uses_are_no_distance() -> None:
    shape = version(track("E", ["E2"]), track("S", ["S4"]), track("I", ["I6"]), track("M", ["M4"]))
    assert (only(shape), nobody(shape)) == ([], [])


def test_without_shared_levels_careers_begin_on_the_lowest_row() -> None:
    beside = version(track("S", ["S4", "S5"]), track("M", ["M4", "M5"]))
    assert only(beside) == []
    below = version(track("S", ["S5"]), track("M", ["M4", "M5"]))
    assert only(below) == ["S5"]


def test_a_level_above_a_step_that_nobody_offers() -> None:
    shape = version(track("E", ["E1"]), track("S", ["S2", level("S0", 0)]), track("M", []), track("I", []))
    assert (only(shape), nobody(shape)) == ([], [])
    torn = version(track("E", ["E1"]), track("S", ["S3"]), track("P", ["P2"]), track("I", []))
    assert nobody(torn) == []
    shared_above = version(track("E", ["E4"]), track("S", ["S3", "S5"]))
    assert nobody(shared_above) == ["S3"]


def test_levels_without_grade_are_not_called_out_of_reach() -> None:
    shape = version(track("E", ["E1"]), track("S", [level("S9", 0)]), track("M", ["M2"]))
    assert (only(shape), nobody(shape)) == ([], [])
