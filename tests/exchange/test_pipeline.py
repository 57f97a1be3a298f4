"""From files to a draft: duplicates, placeholders, filters, mappings, long texts, and the documented result."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from ladders.exchange.frameworks_in.extract.tables import fit
from ladders.exchange.frameworks_in.mapping.fields import EXPORT_HEADINGS, Field
from ladders.exchange.frameworks_in.mapping.table_mapping import ColumnMapping, Mapping, Orientation, SheetPlan
from ladders.exchange.frameworks_in.pipeline import read
from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.sheets import Severity
from ladders.frameworks.domain.shapes import GroupKind, TrackKind

from .samples import LONG, MATRIX, Rows, cell, counts, csv_bytes, messages, read_one, read_rows, shape, xlsx_bytes

LIBRARY = Path(__file__).parents[2] / "ladders" / "frameworks" / "library"
HEAD = ["Level", "Competency", "Text"]


def test_the_documented_result() -> None:
    result = read_rows([*LONG, ["Baking", "B2", 2, "Senior Baker", "N/A", "x"]])

    documented = result.to_json()
    decided = documented.pop("decided")
    assert [(item["file"], item["sheet"], item["layout"], item["unused"]) for item in decided] == [
        ("input.csv", "", "long", [])
    ]
    assert decided[0]["rule"].startswith("Its headings name a level, a competency and a text")
    assert documented == {
        "frameworks": 1,
        "tracks": 2,
        "levels": 3,
        "competencies": 3,
        "expectations": 5,
        "left_out": 1,
        "problems": [],
        "made_up_codes": [],
        "track_names": ["Baking", "Bakery Management"],
        "level_names": ["Baker", "Senior Baker", "Bakery Manager"],
    }
    broken = read_one("b.json", b"{").to_json()
    assert [sorted(problem) for problem in broken["problems"]] == [["column", "file", "message", "row", "sheet"]]
    assert (broken["problems"][0]["file"], broken["problems"][0]["row"]) == ("b.json", 1)


def test_duplicates_are_left_out_and_named() -> None:
    result = read_rows([HEAD, ["L1", "Dough", "kneads"], ["L2", "Dough", "adapts"], ["L1", "Dough", "kneads"]])

    assert [(item.reason.value, item.message) for item in result.left_out] == [
        ("duplicate", "Row 4 says again what row 2 says, and is left out.")
    ]
    assert counts(result) == (1, 2, 1, 2)


def test_several_rows_for_one_expectation_are_joined() -> None:
    lists = read_rows([HEAD, *[[level, "Dough", f"{level} {n}"] for level in ("L1", "L2") for n in (1, 2)]])
    rare = read_rows([HEAD, *[[f"L{n}", f"C{m}", "one"] for n in range(1, 5) for m in range(5)], ["L1", "C1", "two"]])

    assert (cell(lists, "L1", "Dough"), lists.problems) == ("- L1 1\n- L1 2", [])
    assert cell(rare, "L1", "C1") == "- one\n- two"
    assert [problem.severity for problem in rare.problems] == [Severity.WARNING]
    assert "is described in more than one place" in messages(rare)[0]


def test_rows_that_miss_something_are_errors() -> None:
    result = read_rows([HEAD, ["", "Dough", "kneads"], ["L1", "Dough", "kneads"], ["L2", "", "adapts"]])

    assert [(problem.row, problem.column, problem.message) for problem in result.problems] == [
        (2, "C", "Row 2 has a text, but names no level. Add the level, or delete the row."),
        (4, "C", "Row 4 has a text, but names no competency. Add the competency, or delete the row."),
    ]
    assert result.errors == result.problems


def test_texts_that_slipped_into_further_cells() -> None:
    result = read_rows([HEAD, ["L1", "Dough", "kneads"], ["L2", "Dough", "adapts", " and bakes"]])

    assert [(problem.row, problem.column) for problem in result.errors] == [(3, "D")]
    assert "quotation marks" in messages(result)[0]


def test_placeholders_in_names_leave_out_the_row_and_in_descriptions_nothing() -> None:
    rows: Rows = [
        ["Level", "Level description", *HEAD[1:]],
        ["L1", "MISSING", "Dough", "kneads"],
        ["NOT IN USE", "x", "Dough", "y"],
    ]
    result = read_rows([*rows, ["L1", "", "Oven", "TBD"], ["L2", "", "Oven", "loads"]])

    assert [(item.reason.value, item.place.row) for item in result.left_out] == [("placeholder", 3), ("placeholder", 4)]
    assert [level.summary for level in result.draft.levels] == ["", ""]


@pytest.mark.parametrize(
    ("text", "builds", "rest"),
    [
        ("(+) and designs them", True, "designs them"),
        ("As above, plus designs them", True, "designs them"),
        ("Same as previous level and designs them", True, "designs them"),
        ("Everything in the previous level, and designs them", True, "designs them"),
        ("all of the above", True, ""),
        ("As a lead, designs them", False, "As a lead, designs them"),
        ("All texts are reviewed", False, "All texts are reviewed"),
    ],
)
def test_texts_that_build_on_the_level_before(text: str, builds: bool, rest: str) -> None:
    result = read_rows([HEAD, ["L1", "Dough", "kneads"], ["L2", "Dough", text]])

    last = result.draft.expectations[-1]
    assert (last.builds, last.descriptor) == (builds, rest)


def test_a_long_summary_parts_after_its_first_sentence_and_nothing_is_lost() -> None:
    long = "Learns the craft from others. " + "Then does much more of it. " * 20
    endless = "word " * 80
    result = read_rows([["Level", "Summary", *HEAD[1:]], ["L1", long, "Dough", "x"], ["L2", endless, "Dough", "y"]])

    one, two = result.draft.levels
    assert (one.summary, one.scope) == ("Learns the craft from others.", long[30:].strip())
    assert (two.summary[-2:], len(two.summary) <= 200, two.scope) == ("d…", True, endless.strip())


def test_names_that_are_too_long_are_errors_with_their_place() -> None:
    result = read_rows([HEAD, ["L1", "x" * 130, "text"], ["L1", "Dough", "text"], ["L2", "Dough", "text"]])

    assert [(problem.row, problem.severity) for problem in result.problems] == [(2, Severity.ERROR)]
    assert "has 130 characters; at most 120 are kept" in messages(result)[0]


def test_codes_are_the_inputs_own_or_made_up_without_repeating() -> None:
    rows: Rows = [["Track", "Level", "Competency", "Text"]]
    for track in ("Data Analyst", "Data Architect", "Data Analyst Manager"):
        rows = [*rows, *[[track, str(number), "Dough", f"{track} {number}"] for number in (1, 2)]]
    result = read_rows(rows)

    assert [level.code for level in result.draft.levels] == ["DA1", "DA2", "DAR1", "DAR2", "DAM1", "DAM2"]
    assert [level.title for level in result.draft.levels[:2]] == ["Level 1", "Level 2"]


def test_one_code_for_two_levels_is_an_error() -> None:
    mapping = read_rows(LONG).mapping
    doubled = tuple(
        replace(plan, levels=tuple(replace(level, code="X") for level in plan.levels)) for plan in mapping.tracks
    )
    result = read_one("input.csv", csv_bytes(LONG), replace(mapping, tracks=doubled))

    assert [problem.severity for problem in result.problems] == [Severity.ERROR, Severity.ERROR]
    assert "stands for two levels" in messages(result)[0]


# --- Order and tracks ---------------------------------------------------------------------------------------------


def test_rows_sorted_by_name_are_ordered_by_seniority_and_parted_by_their_marks() -> None:
    titles = ["Apprentice baker", "Baker", "Junior baker", "Lead baker", "Lead baker - management", "Principal baker",
              "Principal baker - management", "Senior baker", "Senior baker - management"]  # fmt: skip
    result = read_rows(
        [["Role", "Role level", "Skill", "Text"], *[["Baker", title, "Dough", title] for title in titles]]
    )

    assert shape(result.draft.tracks) == [
        ("shared", "Baker: shared start", ["Apprentice baker", "Junior baker", "Baker"]),
        ("specialist", "Baker", ["Senior baker", "Lead baker", "Principal baker"]),
        ("management", "Baker: management",
         ["Senior baker - management", "Lead baker - management", "Principal baker - management"]),
    ]  # fmt: skip
    numbers = [[level.number for level in track.levels] for track in result.draft.tracks]
    assert numbers == [[1, 2, 3], [4, 5, 6], [4, 5, 6]]


def test_the_order_of_columns_is_kept_or_turned_but_never_shuffled() -> None:
    own = read_rows([["Skill", "Senior", "Staff", "Lead", "Principal"], ["Dough", "a", "b", "c", "d"]])
    turned = read_rows([["Skill", "Principal", "Senior", "Junior"], ["Dough", "a", "b", "c"]])

    assert own.to_json()["level_names"] == ["Senior", "Staff", "Lead", "Principal"]
    assert turned.to_json()["level_names"] == ["Junior", "Senior", "Principal"]


def test_levels_of_three_prefixes_share_the_lowest() -> None:
    codes = ["E1", "E2", "S3", "S4", "M3", "M4"]
    result = read_rows([HEAD, *[[code, "Dough", code] for code in codes]])

    assert [(track.kind, [level.code for level in track.levels]) for track in result.draft.tracks] == [
        (TrackKind.SHARED, ["E1", "E2"]),
        (TrackKind.SPECIALIST, ["S3", "S4"]),
        (TrackKind.MANAGEMENT, ["M3", "M4"]),
    ]


def test_management_is_never_first() -> None:
    rows: Rows = [["Track", *HEAD], ["Engineering Manager", "M1", "Dough", "a"], ["Engineer", "E1", "Dough", "b"]]

    assert read_rows(rows).to_json()["track_names"] == ["Engineer", "Engineering Manager"]


# --- Where ---------------------------------------------------------------------------------------------------------


def test_where_takes_only_rows_that_fit() -> None:
    one = read_one("l.csv", csv_bytes(LONG), where=["track=baking"])
    both = read_one("l.csv", csv_bytes(LONG), where=["Track=Baking", "Track=Bakery management", "Competency=Dough"])

    assert (one.to_json()["track_names"], counts(one)) == (["Baking"], (1, 2, 2, 4))
    assert counts(both) == (1, 2, 1, 2)


@pytest.mark.parametrize(
    ("where", "says"),
    [
        (
            "Colour=red",
            "No column is called “Colour”. The columns are: Track, Code, Level, Title, Competency, Descriptor.",
        ),
        ("Track=Selling", "No row has Track=Selling. Some values of “Track” are: Bakery Management, Baking."),
        ("Track", "“Track” says not which rows are meant. Write it as COLUMN=VALUE, for example Role=Developer."),
    ],
)
def test_where_that_nothing_fits(where: str, says: str) -> None:
    result = read_one("l.csv", csv_bytes(LONG), where=[where])

    assert (messages(result), result.draft.frameworks) == ([says], [])


# --- Mappings ------------------------------------------------------------------------------------------------------


def test_a_mapping_survives_json_and_gives_the_same_draft() -> None:
    for data in (csv_bytes(MATRIX), csv_bytes(LONG)):
        first = read_one("m.csv", data)
        mapping = Mapping.from_json(json.dumps(first.mapping.to_json()))
        again = read_one("m.csv", data, mapping)
        assert mapping == first.mapping
        assert (again.draft, again.mapping) == (first.draft, first.mapping)


def test_a_mapping_fits_the_next_file_with_moved_columns_rows_and_a_new_level() -> None:
    first = read_one("m.xlsx", xlsx_bytes({"Levels": MATRIX}))
    moved: Rows = [
        ["Bakery 2025"],
        ["Note", "Skill", "Area", "IC1", "IC2", "M2"],
        ["", None, "Titles", "Baker", "Senior Baker", "Bakery Manager"],
        ["x", "Dough", "Craft", "kneads", "adapts", "weighs"],
    ]
    result = read_one("next.xlsx", xlsx_bytes({"Levels": moved}), first.mapping)

    assert cell(result, "M2", "Dough") == "weighs"
    assert shape(result.draft.tracks) == shape(first.draft.tracks)
    assert result.problems == []


def test_a_kept_mapping_is_offered_only_for_files_of_the_same_shape() -> None:
    matrix, long = (read_one("a.csv", csv_bytes(rows)) for rows in (MATRIX, LONG))
    next_year = read_one("b.csv", csv_bytes([row[:4] for row in MATRIX]))
    two = read([("a.csv", csv_bytes(MATRIX)), ("b.csv", csv_bytes(LONG))])

    assert fit(matrix.tables, matrix.mapping) == 1.0
    assert fit(next_year.tables, matrix.mapping) == 0.8
    assert fit(long.tables, matrix.mapping) == 0.0
    assert fit(two.tables, two.mapping) == 1.0
    assert fit(matrix.tables, two.mapping) == 0.0


def test_apostrophes_before_formulas_are_taken_off_again() -> None:
    result = read_rows(
        [HEAD, ["L1", "Dough", "'=SUM(A1)"], ["L1", "Oven", "'- one\n- two"], ["L2", "Dough", "'tis done"]]
    )

    assert [item.descriptor for item in result.draft.expectations] == ["=SUM(A1)", "- one\n- two", "'tis done"]


def test_a_new_level_joins_its_track() -> None:
    first = read_rows(LONG)
    result = read_one(
        "input.csv", csv_bytes([*LONG, ["Baking", "B3", 3, "Lead Baker", "Dough", "invents"]]), first.mapping
    )

    assert [level.code for level in result.draft.tracks[0].levels] == ["B1", "B2", "B3"]


def test_a_person_corrects_what_was_guessed() -> None:
    rows: Rows = [["Thing", "A", "B"], ["Dough", "kneads", "adapts"], ["About", "one", "two"]]
    plan = SheetPlan(
        "c.csv", "", Orientation.MATRIX, 1,
        (
            ColumnMapping("A", "Thing", Field.COMPETENCY),
            ColumnMapping("B", "A", Field.LEVEL, "A"),
            ColumnMapping("C", "B", Field.LEVEL, "B"),
        ),
    )  # fmt: skip
    data = Mapping((plan,)).to_json()
    data["sheets"][0]["special_rows"] = [{"label": "About", "field": "level_summary"}]
    data["tracks"] = [
        {
            "source": "",
            "name": "Bakers",
            "kind": "influence",
            "levels": [{"source": "B", "code": "I1", "title": "Second"}],
        }
    ]
    result = read_one("c.csv", csv_bytes(rows), Mapping.from_json(data))

    assert shape(result.draft.tracks)[0][:2] == ("influence", "Bakers")
    assert [(level.code, level.title, level.summary) for level in result.draft.levels] == [
        ("I1", "Second", "two"),
        ("L2", "A", "one"),
    ]


def test_a_column_that_is_gone_is_named() -> None:
    first = read_rows(LONG)
    rows = [row[:-1] for row in LONG]
    result = read_one("input.csv", csv_bytes(rows), first.mapping)

    assert messages(result) == [
        "The column “Descriptor” was expected here and is not in the file. "
        "Add it, or say on the page “What the files mean”, or in the mapping file, which column it is."
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("{", "is not valid JSON"),
        ({"format": 9}, "format 9 is not known"),
        (
            {"sheets": [{"orientation": "diagonal"}]},
            "in sheets 1: “orientation” is 'diagonal', but must be one of long,",
        ),
        (
            {"tracks": [{"kind": "shared", "levels": [{"number": "3"}]}]},
            "in tracks 1, levels 1: “number” must be a whole number",
        ),
        ({"scale": "Basic"}, "“scale” must be a list"),
        ([], "an object in braces is expected"),
    ],
)
def test_a_mapping_that_does_not_fit(data: object, says: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        Mapping.from_json(data, "my.json")
    assert says in caught.value.sentence
    assert caught.value.place.file == "my.json"


# --- Several files, whole documents ----------------------------------------------------------------------------------


def test_a_broken_file_among_others_is_reported_and_the_others_are_read() -> None:
    result = read([("good.csv", csv_bytes(LONG)), ("bad.xlsx", b"PK\x03\x04"), ("empty.csv", b"")])

    assert result.files_read == ["good.csv"]
    assert [(problem.file, problem.severity) for problem in result.problems] == [
        ("bad.xlsx", Severity.WARNING), ("empty.csv", Severity.WARNING),
    ]  # fmt: skip
    assert [item.place.file for item in result.left_out] == ["bad.xlsx", "empty.csv"]
    assert len(result.draft.levels) == 3


def test_several_files_none_of_which_can_be_read() -> None:
    result = read([("bad.xlsx", b"PK\x03\x04"), ("empty.csv", b"")])

    assert [(problem.file, problem.severity) for problem in result.problems] == [
        ("bad.xlsx", Severity.ERROR), ("empty.csv", Severity.ERROR),
    ]  # fmt: skip


def test_no_file_at_all() -> None:
    assert messages(read([])) == ["No file was given. Choose the file that holds the framework."]


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_template_comes_in_whole(path: Path) -> None:
    source = yaml.safe_load(path.read_text())
    result = read_one(path.name, path.read_bytes())

    [framework] = result.draft.frameworks
    assert (result.problems, result.left_out) == ([], [])
    assert (framework.name, framework.summary) == (source["name"], source["summary"].strip())
    assert framework.statement == source.get("statement", "").strip()
    assert [(step.name, step.description) for step in framework.scale] == [
        (step["name"], step["description"]) for step in source.get("scale", [])
    ]
    assert [
        (group.name, group.kind, [(item.name, item.description) for item in group.competencies])
        for group in framework.groups
    ] == [
        (
            group["name"],
            GroupKind(group["kind"]),
            [(item["name"], item["description"].strip()) for item in group["competencies"]],
        )
        for group in source["groups"]
    ]
    assert [(track.kind.value, track.name, track.tagline, track.purpose) for track in framework.tracks] == [
        (track["kind"], track["name"], track["tagline"], track["purpose"].strip()) for track in source["tracks"]
    ]
    for track, written in zip(framework.tracks, source["tracks"], strict=True):
        for level, entry in zip(track.levels, written["levels"], strict=True):
            assert (level.code, level.title, level.summary, level.scope) == (
                entry["code"], entry["title"], entry["summary"], entry["scope"].strip(),
            )  # fmt: skip
            assert {factor: (rating.degree, rating.why) for factor, rating in level.ratings.items()} == {
                factor: (rating["degree"], rating["why"].strip()) for factor, rating in entry["ratings"].items()
            }
            wanted = {name: (item["proficiency"], item.get("builds", False), item["descriptor"].strip(),
                             item.get("examples", "").strip()) for name, item in entry["expectations"].items()}  # fmt: skip
            assert wanted == {
                item.competency: (item.proficiency, item.builds, item.descriptor, item.examples)
                for item in level.expectations
            }


def test_headings_of_our_own_tables_are_known_by_name() -> None:
    rows: Rows = [
        list(EXPORT_HEADINGS.values()),
        ["Bread" if field is Field.FRAMEWORK else "" for field in EXPORT_HEADINGS],
    ]
    values = {Field.FRAMEWORK: "Bread", Field.TRACK: "Baking", Field.TRACK_KIND: "influence", Field.LEVEL_CODE: "B1",
              Field.LEVEL_TITLE: "Baker", Field.GROUP: "Craft", Field.GROUP_KIND: "people", Field.COMPETENCY: "Dough",
              Field.PROFICIENCY: "2", Field.DESCRIPTOR: "+ kneads", Field.BUILDS: "no",
              Field.SCALE: "Low\nHigh: best"}  # fmt: skip
    result = read_rows([*rows, [values.get(field, "") for field in EXPORT_HEADINGS]])

    [framework] = result.draft.frameworks
    assert (framework.name, framework.tracks[0].kind, framework.groups[0].kind) == (
        "Bread",
        TrackKind.INFLUENCE,
        GroupKind.PEOPLE,
    )
    assert [(step.name, step.description) for step in framework.scale] == [("Low", ""), ("High", "best")]
    [asked] = result.draft.expectations
    assert (asked.builds, asked.descriptor, asked.proficiency) == (False, "+ kneads", 2)
