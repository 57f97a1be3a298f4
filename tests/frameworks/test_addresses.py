"""How a version reads: addresses, neighbours, resolved texts, the matrix. Without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ladders.frameworks.domain.addresses import (
    asked,
    asked_by_group,
    find_level,
    find_track,
    level_ref,
    neighbours,
    track_ref,
)
from ladders.frameworks.domain.matrix import choose, overview, side_by_side
from ladders.frameworks.domain.shapes import ExpectationShape, LevelShape, VersionShape
from tests.frameworks.versions import key, level, parallel, track, version


def rung(shape: VersionShape, code: str) -> LevelShape:
    """The level of that code."""
    return next(item for item in shape.levels if item.code == code)


def test_a_code_stands_for_its_level() -> None:
    shape = parallel()
    assert level_ref(shape, rung(shape, "S6")) == "S6"
    assert find_level(shape, "S6") == rung(shape, "S6")
    assert find_level(shape, "s6") is None


@pytest.mark.parametrize("code", ["S/6", "a b", "..", "?", "#1", "", "%2F", "Ä 1"])
def test_a_code_that_does_not_fit_an_address_gives_way_to_the_key(code: str) -> None:
    odd = replace(level("S6"), code=code)
    shape = version(track("S", ["S5", odd]))
    assert level_ref(shape, odd) == str(odd.key)
    assert find_level(shape, str(odd.key)) == odd


def test_codes_used_twice_give_way_to_keys() -> None:
    twin = replace(level("P6"), code="S6")
    shape = version(track("S", ["S6"]), track("P", [twin]))
    assert [level_ref(shape, item) for item in shape.levels] == [str(key("S6")), str(key("P6"))]
    assert find_level(shape, "S6") is None
    assert find_level(shape, str(key("P6"))) == twin


def test_a_name_stands_for_its_track() -> None:
    shape = version(
        track("S", ["S5"], name="Deep & wide"), track("P", ["P5"], name="Same"), track("I", [], name="same")
    )
    assert [track_ref(shape, item) for item in shape.tracks] == [
        "deep-wide",
        str(key("track P")),
        str(key("track I")),
    ]
    assert find_track(shape, "deep-wide") == shape.tracks[0]
    assert find_track(shape, str(key("track P"))) == shape.tracks[1]
    assert find_track(shape, "nonsense") is None


def test_levels_worth_the_same_come_in_the_order_of_the_lattice_with_management_not_first() -> None:
    tracks = [track(letter, [f"{letter}5", f"{letter}6"]) for letter in "MSPI"]
    shape = version(track("E", ["E4"]), *tracks)
    near = neighbours(shape, rung(shape, "P5"))
    assert [item.level.code for item in near.same] == ["S5", "I5", "M5"]
    assert [item.level.code for item in near.below] == ["E4"]
    assert [item.level.code for item in near.above] == ["P6"]


def test_above_the_last_shared_level_the_tracks_part_and_management_is_not_first() -> None:
    tracks = [track(letter, [f"{letter}5"]) for letter in "MSPI"]
    shape = version(track("E", ["E3", "E4"]), *tracks)
    assert [item.level.code for item in neighbours(shape, rung(shape, "E4")).above] == ["S5", "P5", "I5", "M5"]
    assert [item.level.code for item in neighbours(shape, rung(shape, "E3")).above] == ["E4"]
    assert neighbours(shape, rung(shape, "E3")).below == ()
    assert neighbours(shape, rung(shape, "S5")).above == ()


def test_an_ungraded_level_is_worth_the_same_as_nothing() -> None:
    shape = version(track("S", [level("S5", 0)]), track("P", [level("P5", 0)]))
    assert neighbours(shape, rung(shape, "S5")).same == ()


def chain() -> VersionShape:
    """S6 and S7 build on what is before them; the shared level is where it begins."""
    texts = {
        ("E4", "Design"): ExpectationShape(2, "Begins."),
        ("S5", "Design"): ExpectationShape(None, "Adds one.", builds_on=True),
        ("S6", "Design"): ExpectationShape(None, "", builds_on=True),
        ("S7", "Design"): ExpectationShape(None, "Adds two.", builds_on=True),
        ("S8", "Design"): ExpectationShape(5, "Anew."),
    }
    return parallel(texts=texts)


def test_what_builds_on_earlier_texts_is_read_with_them_earliest_first() -> None:
    shape = chain()
    found = asked(shape, key("S7"), shape.competencies[0])
    assert [(item.level.code, item.expectation.descriptor) for item in found.earlier] == [
        ("E4", "Begins."),
        ("S5", "Adds one."),
    ]
    assert (found.expectation.descriptor, found.proficiency, found.written) == ("Adds two.", 2, True)


def test_a_text_of_its_own_builds_on_nothing() -> None:
    shape = chain()
    found = asked(shape, key("S8"), shape.competencies[0])
    assert (found.earlier, found.proficiency) == ((), 5)


def test_the_lowest_level_that_builds_on_nothing_reads_as_it_is() -> None:
    shape = version(track("S", ["S5"]), texts={("S5", "Design"): ExpectationShape(1, "Alone.", builds_on=True)})
    found = asked(shape, key("S5"), shape.competencies[0])
    assert (found.earlier, found.expectation.descriptor) == ((), "Alone.")


def test_leading_people_is_not_asked_of_other_tracks() -> None:
    shape = parallel()
    assert [group.group.name for group in asked_by_group(shape, key("S6"))] == ["Craft", "Leadership without authority"]
    assert [group.group.name for group in asked_by_group(shape, key("M6"))][-1] == "Leading people"


def test_without_a_choice_every_track_is_shown_alike() -> None:
    shape = version(*[track(letter, [f"{letter}5"]) for letter in "MSPI"])
    choice = choose(shape, "", [])
    assert (choice.track, choice.shown, choice.picked) == ("", (), False)
    table = overview(shape)
    assert [column.level.code for column in table.columns] == ["S5", "P5", "I5", "M5"]
    assert [column.first for column in table.columns] == [True, True, True, True]


def test_a_track_shows_its_levels_and_picked_levels_go_before_it() -> None:
    shape = parallel()
    assert [item.code for item in choose(shape, "project", []).shown] == ["P5", "P6", "P7", "P8"]
    choice = choose(shape, "project", ["M6", "S6", "nonsense", "S6"])
    assert ([item.code for item in choice.shown], choice.picked) == (["S6", "M6"], True)
    assert choose(shape, "nonsense", ["nonsense"]).shown == ()


def test_more_levels_than_fit_are_counted() -> None:
    shape = parallel()
    choice = choose(shape, "", [item.code for item in shape.levels])
    assert (len(choice.shown), choice.left_out) == (8, 9)
    tall = version(track("S", [f"S{rank}" for rank in range(1, 11)]))
    choice = choose(tall, "specialist", [])
    assert (choice.shown[0].code, len(choice.shown), choice.left_out) == ("S3", 8, 2)


def test_side_by_side_leaves_out_what_none_of_them_is_asked() -> None:
    shape = parallel()
    table = side_by_side(shape, (rung(shape, "S6"), rung(shape, "P6")))
    assert [section.group.name for section in table.sections] == ["Craft", "Leadership without authority"]
    table = side_by_side(shape, (rung(shape, "S6"), rung(shape, "M6")))
    cells = table.sections[-1].lines[0].cells
    assert [(cell.column.level.code, cell.asked is None) for cell in cells] == [("S6", True), ("M6", False)]
