"""A person's corrections of a mapping: what fields say, what buttons do, and that the files are read with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ladders.exchange.frameworks_in.detect.table_plan import LEFT, replan
from ladders.exchange.frameworks_in.mapping.corrections import FormPlace, corrected, frameworks_of, meaning_of, settled
from ladders.exchange.frameworks_in.mapping.fields import Field
from ladders.exchange.frameworks_in.mapping.table_mapping import Mapping, Orientation
from ladders.exchange.frameworks_in.pipeline import Result, read
from ladders.exchange.tables.samples import CELL, COLUMNS, sample_of, table_of
from ladders.exchange.tables.sheets import make_table

from .samples import csv_bytes, messages, read_rows, shape

ODD = [
    ["Aspect", "One", "Two", "Remarks"],
    ["Name of the job", "Helper", "Maker", ""],
    ["Making", "Makes parts", "Makes things", "old"],
    ["Talking", "Listens", "Explains", "old"],
]
LONG = [
    ["Track", "Level", "Skill", "Text", "Rating"],
    ["Specialist", "Engineer", "Design", "Designs parts", "Basic"],
    ["Specialist", "Senior engineer", "Design", "Designs systems", "Good"],
    ["Specialist", "Lead of leads", "Design", "Lets design", "Good"],
]


def again(result: Result, rows: list[list[str]], *forms: dict[str, str]) -> Result:
    """The same rows, read with what the forms say one after the other."""
    mapping = result.mapping
    for form in forms:
        mapping = corrected(mapping, result.tables, FormPlace(), form)
    return read([("input.csv", csv_bytes(rows))], settled(mapping, result.mapping))


def test_a_form_that_says_nothing_changes_nothing() -> None:
    result = read_rows(LONG)
    assert corrected(result.mapping, result.tables, FormPlace(), {}) == result.mapping
    assert corrected(result.mapping, result.tables, FormPlace(9, 9), {"do": "up:7:7"}) == result.mapping
    for nonsense in (
        "up",
        "up:x:y",
        "lay:sideways",
        "head:x",
        "head:77777777",
        "higher:99",
        "left:0",
        "what",
        "up:0:-1",
    ):
        assert corrected(result.mapping, result.tables, FormPlace(), {"do": nonsense}).tracks == result.mapping.tracks


def test_a_sheet_that_was_not_understood_is_laid_out_by_hand() -> None:
    result = read_rows(ODD)
    assert result.mapping.sheets[0].orientation is Orientation.SKIP
    fixed = again(
        result, ODD, {"do": "lay:matrix"}, {"row-2": "level_title", "label-2": "Name of the job", "means-3": "ignore"}
    )
    assert messages(fixed) == []
    assert shape(fixed.draft.tracks) == [("specialist", "Specialist", ["Helper", "Maker"])]
    assert [(x.code, len(x.expectations)) for x in fixed.draft.levels] == [("L1", 2), ("L2", 2)]


def test_columns_mean_what_a_person_says() -> None:
    result = read_rows(LONG)
    assert [meaning_of(column) for column in result.mapping.sheets[0].columns] == [
        "track", "level_title", "competency", "descriptor", "proficiency",
    ]  # fmt: skip
    fixed = again(result, LONG, {"means-3": "examples", "means-4": "descriptor", "means-2": "nonsense"})
    asked = fixed.draft.expectations[0]
    assert (asked.descriptor, asked.examples, asked.proficiency) == ("Basic", "Designs parts", None)
    rated = corrected(result.mapping, result.tables, FormPlace(), {"means-4": "rating:complexity"}).sheets[0].columns[4]
    assert (rated.field, rated.of, meaning_of(rated)) == (Field.RATING, "complexity", "rating:complexity")


def test_levels_go_up_and_down_and_get_other_names() -> None:
    result = read_rows(LONG)
    order = [level.title for level in result.draft.levels]
    fixed = again(result, LONG, {"do": "up:0:0"}, {"code-0-0": "X1", "title-0-0": " First  one ", "title-0-1": " "})
    assert [level.title for level in fixed.draft.levels] == ["First one", order[0], order[2]]
    assert fixed.draft.levels[0].code == "X1"
    assert again(result, LONG, {"do": "down:0:0"}).draft.levels[0].title == order[0]


def test_a_level_goes_to_a_new_track_and_back() -> None:
    result = read_rows(LONG)
    parted = again(result, LONG, {"on-0-2": "new"}, {"name-1": "People", "kind-1": "management"})
    assert shape(parted.draft.tracks) == [
        ("specialist", "Specialist", ["Engineer", "Senior engineer"]),
        ("management", "People", ["Lead of leads"]),
    ]
    back = again(parted, LONG, {"on-1-0": "0"})
    assert shape(back.draft.tracks) == [("specialist", "Specialist", ["Engineer", "Senior engineer", "Lead of leads"])]
    assert back.mapping.tracks[0].levels[2].track is None


def test_a_level_goes_to_the_track_of_another_name_and_stays_known() -> None:
    rows = [*LONG, ["Project", "Project lead", "Design", "Plans", "Good"]]
    result = read_rows(rows)
    moved = again(result, rows, {"on-0-2": "1", "on-0-1": "77"})
    assert shape(moved.draft.tracks) == [
        ("specialist", "Specialist", ["Engineer", "Senior engineer"]),
        ("project", "Project", ["Project lead", "Lead of leads"]),
    ]
    assert moved.mapping.tracks[1].levels[1].track == "Specialist"
    # Kept as JSON, and with a file that has one level more.
    more = [*rows, ["Specialist", "Staff engineer", "Design", "Designs all", "Good"]]
    kept = Mapping.from_json(moved.mapping.to_json())
    assert kept == moved.mapping
    later = read([("input.csv", csv_bytes(more))], kept)
    assert shape(later.draft.tracks)[1] == ("project", "Project", ["Project lead", "Lead of leads"])
    assert shape(later.draft.tracks)[0][2] == ["Engineer", "Senior engineer", "Staff engineer"]


def test_a_track_whose_levels_all_went_elsewhere_does_not_come_back() -> None:
    rows = [*LONG, ["Project", "Project lead", "Design", "Plans", "Good"]]
    result = read_rows(rows)
    joined = again(result, rows, {"on-1-0": "0"})
    assert [track.name for track in joined.draft.tracks] == ["Specialist"]
    assert len(joined.draft.levels) == 4


def test_tracks_change_places_within_their_framework() -> None:
    rows = [*LONG, ["Project", "Project lead", "Design", "Plans", "Good"]]
    result = read_rows(rows)
    assert [track.name for track in again(result, rows, {"do": "right:0"}).draft.tracks] == ["Project", "Specialist"]
    assert [track.name for track in again(result, rows, {"do": "left:0"}).draft.tracks] == ["Specialist", "Project"]


def test_steps_are_put_in_order() -> None:
    result = read_rows(LONG)
    assert result.mapping.scale == ("Basic", "Good")
    fixed = again(result, LONG, {"do": "higher:0"})
    assert [step.name for step in fixed.draft.frameworks[0].scale] == ["Good", "Basic"]
    assert [asked.proficiency for asked in fixed.draft.expectations] == [2, 1, 1]


def test_placeholders_are_texts_one_on_a_line() -> None:
    result = read_rows(LONG)
    fixed = again(result, LONG, {"placeholders": " Designs parts \r\n\r\nDesigns parts\nother"})
    assert fixed.mapping.placeholders == ("Designs parts", "other")
    assert [asked.descriptor for asked in fixed.draft.expectations] == ["", "Designs systems", "Lets design"]


def test_the_headings_may_be_further_down() -> None:
    rows = [
        ["Our matrix", "", ""],
        ["made in May", "", ""],
        ["What", "L1", "L2"],
        ["Design", "Draws", "Plans"],
        ["Test", "Tries", "Proves"],
    ]
    table = make_table("a.csv", "", enumerate(rows, start=1))
    plan = replan(table, Orientation.MATRIX, 3)
    assert (plan.header_row, [column.heading for column in plan.columns]) == (3, ["What", "L1", "L2"])
    wrong = replan(table, Orientation.MATRIX, 4)
    assert (wrong.header_row, [column.of for column in wrong.columns]) == (4, ["", "Draws", "Plans"])
    result = read_rows(rows)
    moved = corrected(result.mapping, result.tables, FormPlace(), {"do": "head:4"})
    assert moved.sheets[0].header_row == 4


@pytest.mark.parametrize("orientation", Orientation)
def test_every_layout_can_be_tried_on_every_table(orientation: Orientation) -> None:
    for rows in (ODD, LONG, [["only"]], [["", ""], ["a", "b"]]):
        plan = replan(make_table("a.csv", "", enumerate(rows, start=1)), orientation)
        assert plan.orientation is orientation
        assert plan.why == (LEFT if orientation is Orientation.SKIP else "")
    assert replan(make_table("a.csv", "", []), orientation).columns == ()


def test_guessed_tracks_go_when_their_table_means_something_else() -> None:
    result = read_rows(LONG)
    changed = corrected(result.mapping, result.tables, FormPlace(), {"means-0": "ignore"})
    assert settled(changed, result.mapping).tracks == ()
    named = corrected(changed, result.tables, FormPlace(), {"name-0": "Makers"})
    assert [plan.name for plan in settled(named, result.mapping).tracks] == ["Makers"]
    assert frameworks_of(result.mapping) == [""]


def test_a_sample_is_bounded_and_good_enough_to_guess_again() -> None:
    wide: list[list[Any]] = [[f"Column {n}" for n in range(200)]] + [["x" * 1000] * 200 for _ in range(500)]
    [sample] = sample_of([make_table("a.csv", "", enumerate(wide, start=1))])
    assert (len(sample["letters"]), sample["columns"], sample["count"]) == (COLUMNS, 200, 501)
    assert max(len(cell) for _number, cells in sample["rows"] for cell in cells) == CELL
    assert len(sample["rows"]) + len(sample["labels"]) == 240
    result = read_rows(LONG)
    [sample] = sample_of(result.tables)
    assert replan(table_of(sample), Orientation.LONG) == replace(result.mapping.sheets[0])
