"""What tables of many layouts are taken for."""

from __future__ import annotations

import json

import pytest

from ladders.exchange.frameworks_in.mapping.fields import Field
from ladders.exchange.frameworks_in.mapping.table_mapping import Orientation
from ladders.exchange.frameworks_in.pipeline import Result, read

from .samples import (
    LONG,
    MATRIX,
    Rows,
    cell,
    counts,
    csv_bytes,
    messages,
    ods_bytes,
    read_one,
    read_rows,
    shape,
    xls_bytes,
    xlsx_bytes,
)

TEXT = "does the work that is described here"


def fields(result: Result) -> list[Field]:
    """What the columns of the first table are taken for."""
    return [column.field for column in result.mapping.sheets[0].columns]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("m.xlsx", xlsx_bytes({"Levels": MATRIX})),
        ("m.xls", xls_bytes(MATRIX)),
        ("m.ods", ods_bytes(MATRIX)),
        ("m.csv", csv_bytes(MATRIX, ";", "cp1252")),
    ],
)
def test_a_matrix_in_any_format(name: str, data: bytes) -> None:
    result = read_one(name, data)

    assert shape(result.draft.tracks) == [
        ("specialist", "Baker", ["Baker", "Senior Baker"]),
        ("management", "Management", ["Bakery Manager"]),
    ] or shape(result.draft.tracks) == [
        ("specialist", "Specialist", ["Baker", "Senior Baker"]),
        ("management", "Management", ["Bakery Manager"]),
    ]
    assert [level.code for level in result.draft.levels] == ["IC1", "IC2", "M2"]
    assert [
        (group.name, [item.name for item in group.competencies]) for group in result.draft.frameworks[0].groups
    ] == [
        ("Craft", ["Dough", "Oven"]),
        ("Together", ["Teaching"]),
    ]
    assert cell(result, "IC2", "Oven") == "plans the batches"
    assert (len(result.draft.expectations), result.blank_cells, result.problems, result.left_out) == (7, 2, [], [])


def test_a_long_table_keeps_the_tracks_it_names() -> None:
    result = read_rows(LONG)

    assert shape(result.draft.tracks) == [
        ("specialist", "Baking", ["Baker", "Senior Baker"]),
        ("management", "Bakery Management", ["Bakery Manager"]),
    ]
    assert [(level.code, level.number) for level in result.draft.levels] == [("B1", 1), ("B2", 2), ("M2", 2)]
    place = result.draft.expectations[-1].place
    assert (place.file, place.row, place.column) == ("input.csv", 6, "F")


def test_names_that_stand_once_hold_for_the_rows_below() -> None:
    result = read_rows(
        [
            ["Track", "Level", "Competency", "Expectation"],
            ["Specialist", "S1", "Dough", TEXT],
            ["", "", "Oven", TEXT],
            ["", "S2", "Dough", TEXT],
            ["Management", "M1", "Teaching", TEXT],
            ["", "", "Hiring", TEXT],
        ]
    )
    levels = [(level.code, [item.competency for item in level.expectations]) for level in result.draft.levels]
    assert levels == [("S1", ["Dough", "Oven"]), ("S2", ["Dough"]), ("M1", ["Teaching", "Hiring"])]


def test_levels_down_and_competencies_across() -> None:
    result = read_rows(
        [
            ["Level", "Title", "Summary", "Grade", "Communication", "Delivery"],
            ["L1", "Engineer", "learns", "3", TEXT, TEXT],
            ["L2", "Senior Engineer", "teaches", "5", TEXT, ""],
        ]
    )
    assert result.mapping.sheets[0].orientation is Orientation.WIDE
    levels = [(level.code, level.title, level.summary, level.grade) for level in result.draft.levels]
    assert levels == [("L1", "Engineer", "learns", "3"), ("L2", "Senior Engineer", "teaches", "5")]
    assert counts(result) == (1, 2, 2, 3)


def test_groups_above_competencies_that_stand_across() -> None:
    rows: Rows = [
        [None, "Soft", None, "Hard"],
        ["Role", "Listening", "Feedback", "Coding"],
        ["Junior Designer", TEXT, TEXT, TEXT],
        ["Senior Designer", TEXT, TEXT, TEXT],
    ]
    result = read_one("w.xlsx", xlsx_bytes({"x": rows}, {"x": ["B1:C1"]}))

    groups = [(group.name, [item.name for item in group.competencies]) for group in result.draft.frameworks[0].groups]
    assert groups == [("Soft", ["Listening", "Feedback"]), ("Hard", ["Coding"])]


def test_a_title_above_the_matrix_and_tracks_over_its_levels() -> None:
    rows: Rows = [
        ["Acme career framework 2024"],
        [],
        [None, None, "Individual contributor", None, "Leading people", None],
        ["Area", "Skill", "Engineer", "Senior Engineer", "Manager", "Director"],
        ["Craft", "Coding", TEXT, TEXT, TEXT, "N/A"],
        [None, "Testing", TEXT, None, TEXT, "–"],
    ]
    merged = {"Matrix": ["A1:F1", "C3:D3", "E3:F3", "A5:A6"]}
    result = read_one("a.xlsx", xlsx_bytes({"Matrix": rows}, merged))

    assert [(track.name, [level.title for level in track.levels]) for track in result.draft.tracks] == [
        ("Individual contributor", ["Engineer", "Senior Engineer"]),
        ("Leading people", ["Manager", "Director"]),
    ]
    assert [group.name for group in result.draft.frameworks[0].groups] == ["Craft"]
    assert [(item.place.row, item.place.column) for item in result.left_out] == [(5, "F"), (6, "F")]


def test_headings_of_groups_between_the_rows() -> None:
    result = read_rows(
        [
            ["Competency", "Junior", "Senior", "Notes"],
            ["CRAFT", "", "", ""],
            ["Coding", TEXT, TEXT, "ask Kim"],
            ["DELIVERY", "", "", ""],
            ["Planning", TEXT, TEXT, ""],
            ["Salary", "40,000", "50,000", ""],
            ["All texts are drafts", "", "", ""],
        ]
    )
    groups = [(group.name, [item.name for item in group.competencies]) for group in result.draft.frameworks[0].groups]
    assert groups == [("CRAFT", ["Coding"]), ("DELIVERY", ["Planning"])]
    assert [(item.reason.value, item.place.row) for item in result.left_out] == [("skipped row", 6), ("incomplete", 7)]


def test_rows_that_describe_levels_only_count_above_the_competencies_if_their_name_may_be_one() -> None:
    result = read_rows(
        [
            ["", "Engineer", "Senior Engineer", "Staff Engineer"],
            ["Summary", "one", "two", "three"],
            ["Scope", "a task", "a project", "a product"],
            ["Craft", TEXT, TEXT, TEXT],
            ["Communication", TEXT, TEXT, TEXT],
            ["Experience", TEXT, TEXT, TEXT],
        ]
    )
    assert [(level.summary, level.scope) for level in result.draft.levels] == [
        ("one", "a task"), ("two", "a project"), ("three", "a product"),
    ]  # fmt: skip
    assert result.draft.competency_names == ["Craft", "Communication", "Experience"]


def test_a_matrix_of_steps_and_not_of_texts() -> None:
    numbers = read_rows([["Skill", "IC1", "IC2"], ["Coding", "1", "2"], ["Testing", "", "3"]])
    words = read_rows(
        [["Skill", "Junior", "Senior"], ["Coding", "Basic", "Expert"], ["Testing", "Basic", "Proficient"]]
    )

    assert [item.proficiency for item in numbers.draft.expectations] == [1, 2, 3]
    assert [step.name for step in words.draft.frameworks[0].scale] == ["Basic", "Proficient", "Expert"]
    assert [item.proficiency for item in words.draft.expectations] == [1, 1, 3, 2]


def test_several_columns_for_each_level() -> None:
    below: Rows = [
        ["Group", "Competency", "S4", None, "S5", None],
        [None, None, "Proficiency", "Descriptor", "Proficiency", "Descriptor"],
        ["Craft", "Coding", 2, TEXT, 3, TEXT],
        ["Craft", "Tests", 1, TEXT, 2, TEXT],
    ]
    beside: Rows = [
        ["Group", "Competency", "S4", "S4 proficiency", "S5", "S5 proficiency"],
        ["Craft", "Coding", TEXT, 2, TEXT, 3],
        ["Craft", "Tests", TEXT, 1, TEXT, 2],
    ]
    one = read_one("s.xlsx", xlsx_bytes({"M": below}, {"M": ["C1:D1", "E1:F1"]}))
    other = read_one("s.xlsx", xlsx_bytes({"M": beside}))

    for result in (one, other):
        cells = [(level.code, item.competency, item.proficiency, item.descriptor)
                 for level in result.draft.levels for item in level.expectations]  # fmt: skip
        assert cells == [
            ("S4", "Coding", 2, TEXT),
            ("S4", "Tests", 1, TEXT),
            ("S5", "Coding", 3, TEXT),
            ("S5", "Tests", 2, TEXT),
        ]


def test_one_sheet_for_each_track() -> None:
    result = read_one(
        "engineering.xlsx",
        xlsx_bytes(
            {
                "Read me": [["How to use this"], ["Please fill in"]],
                "Management": [["Skill", "M1", "M2"], ["Hiring", TEXT, TEXT]],
                "Specialist": [["Skill", "S1", "S2"], ["Coding", TEXT, TEXT], ["Hiring", TEXT, None]],
            }
        ),
    )
    assert shape(result.draft.tracks) == [
        ("specialist", "Specialist", ["S1", "S2"]),
        ("management", "Management", ["M1", "M2"]),
    ]
    assert len(result.draft.frameworks) == 1
    assert [(item.reason.value, item.place.sheet) for item in result.left_out] == [("skipped sheet", "Read me")]


def test_one_sheet_for_each_family() -> None:
    rows: Rows = [["Skill", "Junior", "Senior"], ["Numbers", TEXT, TEXT]]
    result = read_one("all.xlsx", xlsx_bytes({"Engineering": rows, "Finance": rows}))

    assert [(framework.name, len(framework.levels)) for framework in result.draft.frameworks] == [
        ("Engineering", 2),
        ("Finance", 2),
    ]


def test_one_file_for_each_track() -> None:
    rows: Rows = [["Skill", "Level 1", "Level 2"], ["Numbers", TEXT, TEXT]]
    result = read([("people_managers.csv", csv_bytes(rows)), ("analysts.csv", csv_bytes(rows))])

    assert [
        (track.kind.value, track.name, [level.code for level in track.levels]) for track in result.draft.tracks
    ] == [
        ("specialist", "Analysts", ["A1", "A2"]),
        ("management", "People managers", ["PM1", "PM2"]),
    ]


def test_columns_beside_the_framework_are_not_levels() -> None:
    result = read_rows(
        [["Skill", "Owner", "Junior", "Lead", "Weight", "Comments"], ["Coding", "Kim", TEXT, TEXT, "3", "old"]]
    )

    assert fields(result) == [Field.COMPETENCY, Field.IGNORE, Field.LEVEL, Field.LEVEL, Field.IGNORE, Field.IGNORE]


def test_levels_with_plain_names() -> None:
    result = read_rows(
        [["Skill", "Engineer", "Consultant", "Partner"], ["Coding", TEXT, TEXT, TEXT], ["Talks", TEXT, TEXT, TEXT]]
    )

    assert result.to_json()["level_names"] == ["Engineer", "Consultant", "Partner"]


def test_german_headings() -> None:
    rows: Rows = [
        ["Bereich", "Kompetenz", "Stufe", "Erwartung"],
        ["Technik", "Prüfen", "Junior-Entwickler", "prüft nach Plan"],
        ["Technik", "Prüfen", "Senior-Entwickler", "plant die Prüfung"],
    ]
    result = read_one("k.csv", csv_bytes(rows, ";", "cp1252"))

    assert fields(result) == [Field.GROUP, Field.COMPETENCY, Field.LEVEL_TITLE, Field.DESCRIPTOR]
    assert result.to_json()["level_names"] == ["Junior-Entwickler", "Senior-Entwickler"]


def test_a_competency_column_that_no_heading_names() -> None:
    """`Tier` could be a level; but it varies within each level, so it is what levels are described by."""
    result = read_rows(
        [
            ["Ladder", "Code", "Tier", "Descriptor"],
            ["Maker", "D1", "Adopts", TEXT],
            ["Maker", "D1", "Learns", TEXT],
            ["Maker", "D2", "Masters", TEXT],
            ["Maker", "D2", "Teaches", TEXT],
        ]
    )
    assert fields(result) == [Field.TRACK, Field.LEVEL_CODE, Field.COMPETENCY, Field.DESCRIPTOR]
    assert counts(result) == (1, 2, 4, 4)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            [["Name", "Gender", "Salary", "Hire date"], ["Kim", "f", "50000", "2020-01-01"]] * 2,
            "a list of people or of pay",
        ),
        (
            [["Skill", "Awareness", "Working", "Practitioner", "Expert"], *[["Coding", TEXT, TEXT, TEXT, TEXT]] * 2],
            "steps of proficiency",
        ),
        ([["one"], ["two"]], "Neither columns such as"),
        ([["Skill", "Junior", "Senior"]], "a single row"),
    ],
)
def test_tables_that_hold_no_framework(rows: Rows, says: str) -> None:
    result = read_rows(rows)

    assert result.draft.frameworks == []
    assert len(result.errors) == 1
    assert says in messages(result)[0]


def test_documents_nest_in_any_order() -> None:
    by_level = {"tracks": [{"name": "Making", "levels": [
        {"name": "Junior Maker", "skills": [{"name": "Wood", "body": "saws"}]},
        {"name": "Senior Maker", "skills": {"Wood": "joins"}},
    ]}]}  # fmt: skip
    by_skill = {"topics": [{"name": "Wood", "content": [
        {"level": 1, "criteria": ["saws"]},
        {"level": 2, "exampleCriteria": [{"criteria": "joins", "examples": ["a chair", "a door"]}]},
    ]}]}  # fmt: skip
    by_milestone = {"WOOD": {"displayName": "Wood", "category": "A", "milestones": [
        {"summary": "saws", "signals": ["straight"]}, {"summary": "joins"},
    ]}}  # fmt: skip

    one, two, three = (read_one("d.json", json.dumps(value).encode()) for value in (by_level, by_skill, by_milestone))

    assert [[item.descriptor for item in result.draft.expectations] for result in (one, two, three)] == [
        ["saws", "joins"], ["saws", "- joins"], ["saws\n\nstraight", "joins"],
    ]  # fmt: skip
    assert [result.to_json()["level_names"] for result in (one, two, three)] == [
        ["Junior Maker", "Senior Maker"], ["Level 1", "Level 2"], ["Level 1", "Level 2"],
    ]  # fmt: skip
    assert two.draft.expectations[1].examples == "- a chair\n- a door"


def test_markdown_files_of_one_group_become_parallel_tracks_and_others_frameworks_of_their_own() -> None:
    def front(title: str, group: str) -> bytes:
        lines = ["---", f'title: "🎯 {title} Framework"', f"sidebarGroup: {group}", "topics:", "  - name: talk", "    title:",
                 "    content:", "      - level: 2", "        criteria: [listens]", "---"]  # fmt: skip
        return "\n".join(lines).encode()

    result = read(
        [
            ("a.md", front("Baking", "kitchen")),
            ("b.md", front("Kitchen Management", "kitchen")),
            ("c.md", front("Sales", "")),
        ]
    )

    assert [(framework.name, [track.name for track in framework.tracks]) for framework in result.draft.frameworks] == [
        ("Kitchen", ["Baking", "Kitchen Management"]),
        ("Sales", ["Sales"]),
    ]
    assert [level.code for level in result.draft.levels] == ["B2", "KM2", "L2"]
    assert result.draft.competency_names == ["Talk"]


def test_a_column_called_description_describes_what_it_is_the_same_for() -> None:
    pairs = [(level, skill) for level in ("L1", "L2") for skill in "ab"]
    by_level = [[level, f"about {level}", skill, level + skill] for level, skill in pairs]
    by_skill = [[level, skill, f"about {skill}", level + skill] for level, skill in pairs]
    levels = read_rows([["Level", "Description", "Skill", "Text"], *by_level])
    skills = read_rows([["Level", "Skill", "Description", "Expectation"], *by_skill])
    alone = read_rows([["Level", "Skill", "Description"], ["L1", "a", "one"], ["L2", "a", "two"]])

    assert fields(levels) == [Field.LEVEL_CODE, Field.LEVEL_SUMMARY, Field.COMPETENCY, Field.DESCRIPTOR]
    assert fields(skills) == [Field.LEVEL_CODE, Field.COMPETENCY, Field.COMPETENCY_DESCRIPTION, Field.DESCRIPTOR]
    assert fields(alone) == [Field.LEVEL_CODE, Field.COMPETENCY, Field.DESCRIPTOR]
