"""The workbook: what a person sees, what they may change, and what comes back of it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from ladders.exchange.frameworks_in.build.to_version import shape_from
from ladders.exchange.frameworks_in.merge.fingerprints import fingerprints
from ladders.exchange.frameworks_in.pipeline import Result
from ladders.exchange.frameworks_out.formats.formats import Format
from ladders.exchange.frameworks_out.formats.xlsx import sheet_names
from ladders.frameworks.domain.shapes import (
    EvaluationShape,
    ExpectationShape,
    GradingMethod,
    RatingShape,
    StepShape,
    TrackKind,
    VersionShape,
)
from tests.frameworks.versions import key, level, track, version

from .exports import DUE, PLAN, back, expected, received, sent, source
from .samples import messages

RATED = EvaluationShape(
    {factor.key: RatingShape(4, f"as {factor.code} asks") for factor in PLAN.factors}, proposed=True
)


def small() -> VersionShape:
    """One shared level, two tracks of two levels; S5 evaluated, M5 slotted, the others without a grade."""
    return version(
        track("E", [level("E4", 0)]),
        track("S", [level("S5", 5, points=450), level("S6", 0)], tagline="depth"),
        track("M", [level("M5", 5, method=GradingMethod.SLOTTED, source="Hay", due=DUE), level("M6", 0)]),
        evaluations={key("S5"): RATED},
        scale=tuple(StepShape(number, name) for number, name in enumerate(("Learning", "Working", "Skilled"), start=1)),
        texts={("S6", "Design"): ExpectationShape(3, "Designs more.", "- one\n- two", True)},
    )


def book(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def edited(change: Callable[[Any], None], shape: VersionShape | None = None) -> Result:
    """What comes back after somebody changed the workbook."""
    workbook = book(sent(shape or small(), Format.XLSX))
    change(workbook)
    out = BytesIO()
    workbook.save(out)
    return received(out.getvalue(), Format.XLSX)


def test_what_a_person_sees() -> None:
    workbook = book(sent(small(), Format.XLSX))
    sheet = workbook["Specialist"]

    assert workbook.sheetnames == [
        "Read me", "Framework", "Competencies", "Shared start", "Specialist", "Management", "Evaluation", "Ladders",
    ]  # fmt: skip
    assert [name for name in workbook.sheetnames if workbook[name].sheet_state != "visible"] == ["Ladders"]
    assert (sheet.freeze_panes, sheet.row_dimensions[1].hidden, sheet.column_dimensions["A"].hidden) == (
        "D5",
        True,
        True,
    )
    assert [[cell.value for cell in row] for row in sheet["B2:H6"]][:3] == [
        [None, "Title", "Title S5", None, None, None, "Title S6"],
        [None, "Code", "S5", None, None, None, "S6"],
        [
            None,
            "Competency",
            "What is expected",
            "Proficiency",
            "Adds to the level before",
            "Examples",
            "What is expected",
        ],
    ]
    assert [(sheet.cell(row, 3).value, sheet.cell(row, 4).value) for row in (7, 8)] == [
        ("Grade", "5"),
        ("Grade comes from", "Evaluated here, 450 points"),
    ]
    assert [[sheet.cell(9, column + n).value for n in range(4)] for column in (4, 8)] == [
        ["Does design well: Title S5.", "3 Skilled", None, None],
        ["Designs more.", "3 Skilled", "yes", "- one\n- two"],
    ]
    assert sheet["D9"].alignment.wrap_text
    rules = {rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert rules == {"'Ladders'!$D$1:$D$3": "E9:E72 I9:I72", '"yes"': "F9:F72 J9:J72"}
    # Nobody adds to the level before on the management track: the columns are folded away there.
    assert [workbook[name].column_dimensions["F"].hidden for name in ("Specialist", "Management")] == [False, True]


def test_no_cell_is_a_formula() -> None:
    shape = version(track("S", [level("S5", 0, title="=HYPERLINK(1)")], purpose="@SUM(A1)", tagline="+1"))
    cells = [
        cell for sheet in book(sent(shape, Format.XLSX)) for row in sheet for cell in row if cell.value is not None
    ]

    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value: cell.quotePrefix for cell in cells if str(cell.value)[0] in "=@+"} == {
        "=HYPERLINK(1)": True,
        "@SUM(A1)": True,
        "+1": True,
    }


def test_sheet_names_that_a_workbook_allows() -> None:
    assert sheet_names(["a/b [c]: d?*\\", "x" * 40, "X" * 40, "Read Me", "'quoted'", "🧠", "history", "ladders"]) == [
        "a b c d",
        "x" * 31,
        "X" * 29 + " 2",
        "Read Me 2",
        "quoted",
        "Track",
        "history 2",
        "ladders 2",
    ]


def test_the_origin_comes_along_and_tells_what_was_edited() -> None:
    untouched = received(sent(small(), Format.XLSX), Format.XLSX).draft.frameworks[0].origin
    assert untouched is not None
    assert (untouched.slug, untouched.version, untouched.state, untouched.revision) == ("engineering", 4, "draft", 7)
    assert untouched.fingerprints == fingerprints(source(small()).shape)

    def change(workbook: Any) -> None:
        workbook["Specialist"]["D9"] = "Designs a lot."
        workbook["Specialist"]["D2"] = "Engineer"

    result = edited(change)
    after, before = fingerprints(back(result)), result.draft.frameworks[0].origin
    assert before is not None
    assert {
        name for name in after.keys() | before.fingerprints.keys() if after.get(name) != before.fingerprints.get(name)
    } == {
        f"cell/{key('S5')}/{key('Design')}/descriptor",
        f"level/{key('S5')}/title",
    }


def test_what_is_renamed_keeps_its_key() -> None:
    def change(workbook: Any) -> None:
        workbook["Competencies"]["C4"] = "Design of systems"
        workbook["Competencies"]["B3"] = "Handicraft"
        workbook["Framework"]["B13"] = "Depth"
        workbook["Specialist"]["D3"] = "X5"

    result = edited(change)
    shape = back(result)

    assert (shape.competencies[0].key, shape.competencies[0].name) == (key("Design"), "Design of systems")
    assert (shape.groups[0].key, shape.groups[0].name) == (key("Craft"), "Handicraft")
    assert {item.key: item.name for item in shape.tracks}[key("track S")] == "Depth"
    assert {item.key: item.code for item in shape.levels}[key("S5")] == "X5"
    assert shape.expectation(key("S5"), key("Design")).descriptor == "Does design well: Title S5."
    # The sheets of the tracks still say the old name, which is worth a word.
    assert [message for message in messages(result) if "Names are changed there" in message] != []
    assert result.errors == []


def test_rows_and_columns_may_be_sorted() -> None:
    def change(workbook: Any) -> None:
        sheet = workbook["Specialist"]
        sheet.move_range("A9:Z12", rows=4)
        sheet.move_range("A13:Z13", rows=-3)
        sheet.move_range("D1:G40", cols=20)

    shape = back(edited(change))

    assert [item.code for item in shape.tracks[1].levels] == ["S6", "S5"]
    assert shape.expectations == expected(small(), Format.XLSX).expectations


def test_a_new_competency_below_the_others() -> None:
    def change(workbook: Any) -> None:
        workbook["Specialist"].append([None, "Craft", "Security", "Keeps it safe.", "2"])
        workbook["Competencies"].append([None, None, "Patience", None, "Waiting well"])

    result = edited(change)
    [framework] = result.draft.frameworks
    fresh = {
        (group.name, item.name, item.description)
        for group in framework.groups
        for item in group.competencies
        if item.key is None
    }

    assert fresh == {("Craft", "Security", ""), ("Leading people", "Patience", "Waiting well")}
    asked = [item for item in framework.tracks[1].levels[0].expectations if item.competency == "Security"]
    assert [(item.descriptor, item.proficiency) for item in asked] == [("Keeps it safe.", 2)]
    assert messages(result) == []


def test_copied_columns_are_a_new_level() -> None:
    def change(workbook: Any) -> None:
        sheet = workbook["Specialist"]
        for row in sheet.iter_rows(min_col=8, max_col=11):
            for cell in row:
                sheet.cell(cell.row, cell.column + 4).value = cell.value
        sheet.cell(2, 12).value, sheet.cell(3, 12).value = "Principal", "S7"

    result = edited(change)
    levels = result.draft.frameworks[0].tracks[1].levels

    assert [(item.code, item.title, item.key) for item in levels] == [
        ("S5", "Title S5", key("S5")),
        ("S6", "Title S6", key("S6")),
        ("S7", "Principal", None),
    ]
    assert [item.descriptor for item in levels[2].expectations] == [item.descriptor for item in levels[1].expectations]
    assert messages(result) == []


def test_columns_typed_by_hand_are_a_new_level() -> None:
    def change(workbook: Any) -> None:
        sheet = workbook["Specialist"]
        sheet["L2"], sheet["L3"], sheet["L4"], sheet["M4"] = "Principal", "S7", "What is expected", "Proficiency"
        sheet["L9"], sheet["M9"] = "Designs it all.", "Skilled"

    [_, _, added] = edited(change).draft.frameworks[0].tracks[1].levels

    assert [(item.competency, item.descriptor, item.proficiency) for item in added.expectations] == [
        ("Design", "Designs it all.", 3)
    ]


def test_a_copied_sheet_is_a_new_track() -> None:
    def change(workbook: Any) -> None:
        copy = workbook.copy_worksheet(workbook["Specialist"])
        copy.title = "Specialist (2)"
        workbook.move_sheet(copy, -5)
        copy["D3"], copy["H3"] = "R5", "R6"
        workbook["Framework"]["B15"], workbook["Framework"]["C15"] = "Specialist (2)", "influence"

    result = edited(change)
    tracks = result.draft.frameworks[0].tracks

    assert [(item.name, item.kind, item.key, [rung.code for rung in item.levels]) for item in tracks] == [
        ("Shared start", TrackKind.SHARED, key("track E"), ["E4"]),
        ("Specialist", TrackKind.SPECIALIST, key("track S"), ["S5", "S6"]),
        ("Management", TrackKind.MANAGEMENT, key("track M"), ["M5", "M6"]),
        ("Specialist (2)", TrackKind.INFLUENCE, None, ["R5", "R6"]),
    ]
    assert {rung.key for rung in tracks[3].levels} == {None}
    assert messages(result) == []


def test_a_deleted_sheet_leaves_its_track_out_and_says_so() -> None:
    result = edited(lambda workbook: workbook.remove(workbook["Management"]))

    assert [item.name for item in result.draft.frameworks[0].tracks] == ["Shared start", "Specialist"]
    assert [message for message in messages(result) if "“Management” has no sheet" in message] != []


def test_the_grade_of_an_evaluated_level_is_changed_by_its_degrees() -> None:
    def change(workbook: Any) -> None:
        workbook["Specialist"]["D7"] = "9"

    assert ["comes from its evaluation" in message for message in messages(edited(change))] == [True]

    def degrees(workbook: Any) -> None:
        workbook["Evaluation"]["D4"] = 6

    result = edited(degrees)
    assert messages(result) == []
    assert back(result).evaluations[key("S5")].ratings[PLAN.factors[0].key] == RatingShape(6, "as complexity asks")


def test_without_the_ratings_an_evaluated_grade_is_slotted() -> None:
    result = edited(lambda workbook: workbook.remove(workbook["Evaluation"]))
    [framework] = result.draft.frameworks
    shape = shape_from(framework, name="X", plan=PLAN, scale=(), statement="", due=DUE)
    rung = shape.tracks[1].levels[0]

    assert (rung.grade, rung.method, rung.source, rung.due) == ("5", GradingMethod.SLOTTED, "framework.xlsx", DUE)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        ("Specialist", "E9", "Brilliant", "“Brilliant” is no step of the proficiency scale"),
        ("Specialist", "C9", "", ""),
        ("Specialist", "D3", "", "the level “Title S5” has no code"),
        ("Specialist", "D3", "X" * 30, "has 30 characters; at most 24 are kept"),
        ("Specialist", "D30", "a text", "has texts, but names no competency"),
        ("Specialist", "Z9", "a text", "stands under no level"),
        ("Framework", "C2", "", "no longer says what the framework is called"),
        ("Framework", "C12", "boss", "“boss” is no kind of track. Write one of shared, specialist"),
        ("Competencies", "D3", "odd", "“odd” is no kind of competency group"),
        ("Competencies", "E20", "a text", "has a description, but names nothing"),
        ("Evaluation", "D4", "high", "“high” is no degree of “complexity”"),
    ],
)
def test_a_mistake_gets_a_sentence_with_its_place(sheet: str, cell: str, value: str, said: str) -> None:
    def change(workbook: Any) -> None:
        workbook[sheet][cell] = value

    result = edited(change)

    assert [said in problem.message for problem in result.errors] == ([True] if said else [])
    if said and sheet != "Framework":
        assert {problem.sheet for problem in result.errors} == {sheet}


def test_without_its_hidden_sheet_it_is_a_workbook_as_any_other() -> None:
    result = edited(lambda workbook: workbook.remove(workbook["Ladders"]))

    assert result.draft.frameworks == [] or result.draft.frameworks[0].origin is None
