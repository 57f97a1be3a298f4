"""A file beside the draft: what each side changed, what both did, and that a second time changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ladders.exchange.frameworks_in.merge.changes import ChangeKind, ChangeReason, Verdict
from ladders.exchange.frameworks_in.merge.comparison import ImportComparison, Memory, compare
from ladders.exchange.frameworks_in.pipeline import read
from ladders.exchange.frameworks_out.formats.formats import Format
from ladders.exchange.frameworks_out.formats.source import carried
from ladders.frameworks.domain.shapes import (
    EvaluationShape,
    ExpectationShape,
    GradingMethod,
    RatingShape,
    StepShape,
    VersionShape,
)
from tests.frameworks.versions import competencies, key, level, track, version

from .exports import CODES, DUE, PLAN, sent
from .samples import csv_bytes

HEAD = ["Track", "Code", "Level", "Group", "Competency", "Descriptor"]
ROWS = [
    ["Specialist", "S3", "Engineer", "Craft", "Design", "Designs parts"],
    ["Specialist", "S3", "Engineer", "Craft", "Testing", "Tests parts"],
    ["Specialist", "S4", "Senior", "Craft", "Design", "Designs systems"],
    ["Specialist", "S4", "Senior", "Craft", "Testing", "Tests systems"],
    ["Management", "M4", "Lead", "Craft", "Design", "Asks for designs"],
]
NOTHING = Memory()
BLANK = VersionShape("Engineering", 1, "draft")


def taken(
    data: bytes, draft: VersionShape, memory: Memory = NOTHING, name: str = "long.csv", slug: str = "engineering"
) -> ImportComparison:
    """The file beside the draft."""
    result = read([(name, data)])
    assert result.errors == []
    [framework] = result.draft.frameworks
    return compare(framework, draft, slug=slug, memory=memory, factors=PLAN, due=DUE)


def long(*changes: tuple[int, int, str], rows: list[list[str]] = ROWS) -> bytes:
    """The table above, with cells changed (row from 0, column, text)."""
    table = [list(row) for row in rows]
    for row, column, text in changes:
        table[row][column] = text
    return csv_bytes([HEAD, *table])


def first() -> tuple[VersionShape, Memory]:
    """The framework that the table makes, and what is remembered of it."""
    done = taken(long(), BLANK)
    return done.outcome(), done.remembered()


def counted(done: ImportComparison) -> dict[str, int]:
    """The verdicts that occur."""
    return {verdict: count for verdict, count in done.plan.counts.items() if count}


def entries(done: ImportComparison, *verdicts: Verdict) -> list[tuple[str, str, str, str]]:
    """Name, field, mine and theirs of the entries with these verdicts."""
    return [(e.name, e.field, e.mine, e.theirs) for e in done.plan.entries if e.verdict in verdicts]


def reworded(shape: VersionShape, code: str, competency: str, text: str) -> VersionShape:
    """The draft with one cell edited."""
    [one] = [item.key for item in shape.levels if item.code == code]
    [other] = [item.key for item in shape.competencies if item.name == competency]
    texts = dict(shape.expectations)
    texts[one, other] = replace(texts.get((one, other), ExpectationShape()), descriptor=text)
    return replace(shape, expectations=texts)


def retitled(shape: VersionShape, at: str, **fields: Any) -> VersionShape:
    """The draft with one level edited."""
    return replace(
        shape,
        tracks=tuple(
            replace(part, levels=tuple(replace(x, **fields) if x.code == at else x for x in part.levels))
            for part in shape.tracks
        ),
    )


def descriptor(shape: VersionShape, code: str, competency: str) -> str:
    """What a cell says."""
    [one] = [item.key for item in shape.levels if item.code == code]
    [other] = [item.key for item in shape.competencies if item.name == competency]
    return shape.expectation(one, other).descriptor


# --- A workbook that went out and comes back --------------------------------------------------------------------------


def sample() -> VersionShape:
    """Two tracks and a shared start, every cell written, one level slotted, one with a proposal, one confirmed."""
    shape = version(
        track("E", [level("E2", 0)]),
        track("S", [level("S3", 3, method=GradingMethod.SLOTTED, source="Hay", due=DUE), level("S4", 0)]),
        track("M", [level("M4", 4, points=400)]),
        scale=tuple(StepShape(n, f"Step {n}") for n in (1, 2, 3)),
    )
    ratings = {factor.key: RatingShape(4, "Because") for factor in PLAN.factors}
    return carried(replace(shape, evaluations={key("M4"): EvaluationShape(ratings, ("Ada",))}))


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook, edited as in Excel."""
    book = load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewrite(old: str, new: str | None) -> Callable[[Any], None]:
    """Writes over the first cell of the specialists' sheet that says `old`."""

    def change(book: Any) -> None:
        next(cell for row in book["Specialist"] for cell in row if cell.value == old).value = new

    return change


def test_a_cell_edited_in_excel_and_another_in_the_draft() -> None:
    shape = sample()
    book = edited(sent(shape, Format.XLSX), rewrite(descriptor(shape, "S3", "Design"), "Edited in Excel"))
    draft = reworded(shape, "S4", "Testing", "Edited in the draft")

    done = taken(book, draft, name="framework.xlsx")

    assert entries(done, Verdict.UPDATED) == [
        ("S3 Title S3 · Design", "descriptor", descriptor(shape, "S3", "Design"), "Edited in Excel")
    ]
    assert entries(done, Verdict.KEPT) == [
        ("S4 Title S4 · Testing", "descriptor", "Edited in the draft", descriptor(shape, "S4", "Testing"))
    ]
    assert set(counted(done)) == {"updated", "kept", "unchanged"}
    after = done.outcome()
    assert after == reworded(draft, "S3", "Design", "Edited in Excel")

    again = taken(book, after, done.remembered(), name="framework.xlsx")
    assert again.plan.changes == 0
    assert counted(again).keys() == {"kept", "unchanged"}
    assert again.outcome() == after


def test_a_cell_edited_on_both_sides_is_for_a_person() -> None:
    shape = sample()
    book = edited(sent(shape, Format.XLSX), rewrite(descriptor(shape, "S3", "Design"), "Edited in Excel"))
    draft = reworded(shape, "S3", "Design", "Edited in the draft")

    done = taken(book, draft, name="framework.xlsx")

    [conflict] = [entry for entry in done.plan.entries if entry.verdict is Verdict.CONFLICT]
    assert (conflict.mine, conflict.theirs) == ("Edited in the draft", "Edited in Excel")
    assert conflict.place is not None
    assert (conflict.place.sheet, conflict.place.row is not None, conflict.place.column != "") == (
        "Specialist",
        True,
        True,
    )
    assert done.outcome() == draft
    chosen = frozenset({conflict.part})
    assert descriptor(done.outcome(chosen), "S3", "Design") == "Edited in Excel"
    # Whoever kept theirs is not asked the same again.
    assert counted(taken(book, draft, done.remembered(), name="framework.xlsx")).keys() == {"kept", "unchanged"}
    # Whoever took the file's finds nothing to change.
    taken_over = done.outcome(chosen)
    assert counted(taken(book, taken_over, done.remembered(chosen), name="framework.xlsx")).keys() == {"unchanged"}


def test_proficiency_in_the_draft_and_words_in_the_file_go_together() -> None:
    shape = sample()
    cell = key("S3"), key("Design")
    texts = {**shape.expectations, cell: replace(shape.expectations[cell], proficiency=3)}
    draft = replace(shape, expectations=texts)
    book = edited(sent(shape, Format.XLSX), rewrite(descriptor(shape, "S3", "Design"), "Edited in Excel"))

    done = taken(book, draft, name="framework.xlsx")

    assert done.plan.counts["conflict"] == 0
    assert done.outcome().expectations[cell] == replace(texts[cell], descriptor="Edited in Excel")


def test_an_emptied_cell_stays_unless_somebody_wants_it_emptied() -> None:
    shape = sample()
    one, other = key("S3"), key("Design")
    shape = replace(shape, expectations={**shape.expectations, (one, other): ExpectationShape(None, "Designs it")})
    book = edited(sent(shape, Format.XLSX), rewrite("Designs it", None))

    done = taken(book, shape, name="framework.xlsx")

    [missing] = [entry for entry in done.plan.entries if entry.verdict is Verdict.MISSING]
    assert (missing.name, missing.mine, missing.choosable) == ("S3 Title S3 · Design", "Designs it", True)
    assert done.outcome() == shape
    assert (one, other) not in done.outcome(frozenset({missing.part})).expectations


def test_what_the_draft_deleted_does_not_come_back() -> None:
    shape = sample()
    book = sent(shape, Format.XLSX)
    draft = replace(
        shape,
        competencies=tuple(item for item in shape.competencies if item.name != "Testing"),
        expectations={cell: text for cell, text in shape.expectations.items() if cell[1] != key("Testing")},
    )

    done = taken(book, draft, name="framework.xlsx")

    [entry] = [entry for entry in done.plan.entries if entry.verdict is Verdict.DELETED]
    assert (entry.name, entry.kind, entry.choosable) == ("Testing", ChangeKind.COMPETENCY, True)
    assert counted(done) == {"deleted": 1, "unchanged": done.plan.counts["unchanged"]}
    assert done.outcome() == draft
    assert done.outcome(frozenset({entry.part})) == shape


def test_a_deleted_level_or_track_comes_back_whole_where_a_person_chooses_it() -> None:
    shape = sample()
    book = sent(shape, Format.XLSX)
    for gone in ({"S4"}, {"M4"}, {"S3", "S4", "M4"}):
        keys = {key(code) for code in gone}
        tracks = tuple(
            replace(part, levels=tuple(item for item in part.levels if item.key not in keys)) for part in shape.tracks
        )
        draft = replace(
            shape,
            tracks=tuple(part for part in tracks if part.levels),
            expectations={cell: text for cell, text in shape.expectations.items() if cell[0] not in keys},
            evaluations={level: item for level, item in shape.evaluations.items() if level not in keys},
        )
        done = taken(book, draft, name="framework.xlsx")
        back = [entry for entry in done.plan.entries if entry.verdict is Verdict.DELETED]
        assert {entry.name.split()[0] for entry in back} == gone
        assert done.outcome() == draft
        whole = done.outcome(frozenset(entry.part for entry in back))
        assert [[item.code for item in part.levels] for part in whole.tracks] == [
            [item.code for item in part.levels] for part in shape.tracks
        ]
        assert (whole.expectations, whole.evaluations.keys()) == (shape.expectations, shape.evaluations.keys())
        again = taken(book, draft, done.remembered(), name="framework.xlsx")
        assert {entry.part for entry in again.plan.entries if entry.verdict is Verdict.DELETED} == {
            e.part for e in back
        }


def test_a_file_without_keys_brings_deleted_things_back_only_by_choice() -> None:
    shape, memory = first()
    [gone] = [item.key for item in shape.levels if item.code == "S4"]
    draft = replace(
        shape,
        tracks=tuple(
            replace(part, levels=tuple(item for item in part.levels if item.key != gone)) for part in shape.tracks
        ),
        expectations={cell: text for cell, text in shape.expectations.items() if cell[0] != gone},
    )
    done = taken(long(), draft, memory)
    [entry] = [entry for entry in done.plan.entries if entry.verdict is Verdict.DELETED]
    assert (done.outcome(), done.outcome(frozenset({entry.part}))) == (draft, shape)


def test_what_the_draft_added_is_no_change_of_the_file() -> None:
    shape = sample()
    book = sent(shape, Format.XLSX)
    draft = replace(
        shape,
        tracks=(
            shape.tracks[0],
            replace(shape.tracks[1], levels=(*shape.tracks[1].levels, level("S5", 0))),
            shape.tracks[2],
        ),
    )

    done = taken(book, draft, name="framework.xlsx")

    assert [(e.name, e.verdict, e.why) for e in done.plan.entries if e.verdict not in (Verdict.UNCHANGED,)] == [
        ("S5 Title S5", Verdict.KEPT, ChangeReason.ADDED)
    ]
    assert done.outcome() == draft


def test_an_evaluated_level_keeps_its_grade() -> None:
    shape = sample()
    book = edited(sent(shape, Format.XLSX), rewrite("3", "5"))  # the slotted grade of S3

    evaluated = retitled(shape, "S3", method=GradingMethod.EVALUATED, source="", due=None, points=300)
    done = taken(book, evaluated, name="framework.xlsx")

    assert [(e.name, e.why) for e in done.plan.entries if e.verdict is Verdict.LEFT] == [
        ("S3 Title S3", ChangeReason.EVALUATED)
    ]
    assert done.outcome() == evaluated


def test_a_slotted_grade_is_replaced_only_by_choice() -> None:
    shape = sample()
    done = taken(edited(sent(shape, Format.XLSX), rewrite("3", "5")), shape, name="framework.xlsx")

    [conflict] = [entry for entry in done.plan.entries if entry.verdict is Verdict.CONFLICT]
    assert (conflict.field, conflict.mine, conflict.theirs) == ("grade", "3", "5")
    assert done.outcome() == shape
    chosen = done.outcome(frozenset({conflict.part})).level_by_key[key("S3")]
    assert (chosen.grade, chosen.method, chosen.source) == ("5", GradingMethod.SLOTTED, "Hay")


def test_confirmed_degrees_are_left_alone_and_proposed_ones_are_for_a_person() -> None:
    shape = sample()

    def other_reason(book: Any) -> None:
        cell = next(c for row in book["Evaluation"] for c in row if c.value == "Because")
        cell.value = "Because of more"

    book = edited(sent(shape, Format.XLSX), other_reason)
    done = taken(book, shape, name="framework.xlsx")
    assert [(e.name, e.why) for e in done.plan.entries if e.verdict is Verdict.LEFT] == [
        ("M4 Title M4", ChangeReason.CONFIRMED)
    ]

    proposal = replace(shape, evaluations={key("M4"): replace(shape.evaluations[key("M4")], proposed=True)})
    done = taken(book, proposal, name="framework.xlsx")
    [conflict] = [entry for entry in done.plan.entries if entry.verdict is Verdict.CONFLICT]
    after = done.outcome(frozenset({conflict.part})).evaluations[key("M4")]
    assert after.proposed
    assert "Because of more" in {rating.rationale for rating in after.ratings.values()}
    assert len(after.ratings) == len(CODES)


def test_a_workbook_that_nobody_edited_changes_nothing() -> None:
    done = taken(sent(sample(), Format.XLSX), sample(), name="framework.xlsx")
    assert set(counted(done)) == {"unchanged"}
    assert done.outcome() == sample()
    assert done.clashes() == []


def test_a_new_level_and_a_new_competency_in_excel_stand_where_the_file_has_them() -> None:
    def insert(book: Any) -> None:
        sheet = book["Specialist"]
        sheet.insert_cols(8, 4)  # between the columns of S3 and those of S4
        for row, text in ((2, "Between"), (3, "S3b"), (4, "What is expected"), (9, "Designs in between")):
            sheet.cell(row, 8).value = text
        shared = book["Competencies"]
        row = next(cell.row for line in shared for cell in line if cell.value == "Testing")
        shared.insert_rows(row)
        shared.cell(row, 3).value = "Sketching"

    shape = sample()
    done = taken(edited(sent(shape, Format.XLSX), insert), shape, name="framework.xlsx")

    assert [(e.kind, e.name) for e in done.plan.entries if e.verdict is Verdict.CREATED] == [
        (ChangeKind.LEVEL, "S3b Between"),
        (ChangeKind.COMPETENCY, "Sketching"),
        (ChangeKind.EXPECTATION, "S3b Between · Design"),
    ]
    after = done.outcome()
    assert [item.code for item in after.tracks[1].levels] == ["S3", "S3b", "S4"]
    assert [item.name for item in after.competencies][:3] == ["Design", "Sketching", "Testing"]


# --- A file of somebody else, again and again -------------------------------------------------------------------------


def test_the_first_time_everything_is_created() -> None:
    done = taken(long(), BLANK)
    assert counted(done) == {"created": 2 + 3 + 1 + 2 + 5}
    assert [(t.name, [x.code for x in t.levels]) for t in done.outcome().tracks] == [
        ("Specialist", ["S3", "S4"]),
        ("Management", ["M4"]),
    ]


def test_the_same_file_again_changes_nothing() -> None:
    shape, memory = first()
    done = taken(long(), shape, memory)
    assert set(counted(done)) == {"unchanged"}
    assert done.outcome() == shape


def test_without_a_memory_the_same_file_changes_nothing_either() -> None:
    shape, _memory = first()
    assert set(counted(taken(long(), shape))) == {"unchanged"}


def test_both_sides_changed_other_cells() -> None:
    shape, memory = first()
    draft = reworded(shape, "S4", "Testing", "Tests it all")
    done = taken(long((0, 5, "Designs small parts")), draft, memory)
    assert entries(done, Verdict.UPDATED) == [
        ("S3 Engineer · Design", "descriptor", "Designs parts", "Designs small parts")
    ]
    assert entries(done, Verdict.KEPT) == [("S4 Senior · Testing", "descriptor", "Tests it all", "Tests systems")]
    assert done.plan.counts["conflict"] == 0
    assert taken(long((0, 5, "Designs small parts")), done.outcome(), done.remembered()).plan.changes == 0


def test_without_a_memory_differences_are_for_a_person_and_blanks_are_filled() -> None:
    shape, _memory = first()
    draft = reworded(reworded(shape, "S3", "Design", "Draws"), "S4", "Testing", "")
    done = taken(long(), draft)
    assert entries(done, Verdict.CONFLICT) == [("S3 Engineer · Design", "descriptor", "Draws", "Designs parts")]
    assert [(e.name, e.theirs) for e in done.plan.entries if e.verdict is Verdict.CREATED] == [
        ("S4 Senior · Testing", "Tests systems")
    ]


def test_what_was_renamed_in_the_draft_is_still_known() -> None:
    shape, memory = first()
    draft = retitled(shape, "S4", code="S40", title="Grand master")
    draft = replace(
        draft, competencies=tuple(replace(x, name="Drawing") if x.name == "Design" else x for x in draft.competencies)
    )
    draft = replace(draft, tracks=(replace(draft.tracks[0], name="Craft people"), *draft.tracks[1:]))
    done = taken(long((2, 5, "Designs whole systems")), draft, memory)
    assert entries(done, Verdict.UPDATED) == [
        ("S4 Senior · Design", "descriptor", "Designs systems", "Designs whole systems")
    ]
    assert {(e.field, e.mine) for e in done.plan.entries if e.verdict is Verdict.KEPT} == {
        ("code", "S40"),
        ("title", "Grand master"),
        ("name", "Drawing"),
        ("name", "Craft people"),
    }
    assert len(done.outcome().levels) == len(shape.levels)


def test_rows_that_are_gone_are_listed_and_never_deleted() -> None:
    shape, memory = first()
    done = taken(long(rows=[row for row in ROWS if row[4] != "Testing"]), shape, memory)
    assert [(e.kind, e.name) for e in done.plan.entries if e.verdict is Verdict.MISSING] == [
        (ChangeKind.COMPETENCY, "Testing")
    ]
    assert done.outcome() == shape
    done = taken(long(rows=ROWS[:3] + ROWS[4:]), shape, memory)
    assert [(e.kind, e.name, e.choosable) for e in done.plan.entries if e.verdict is Verdict.MISSING] == [
        (ChangeKind.EXPECTATION, "S4 Senior · Testing", False)
    ]
    assert done.outcome() == shape


def test_new_rows_are_created_beside_what_is_there() -> None:
    shape, memory = first()
    rows = [*ROWS, ["Specialist", "S5", "Staff", "Craft", "Design", "Designs platforms"]]
    rows.append(["Specialist", "S5", "Staff", "Craft", "Reviewing", "Reviews"])
    done = taken(long(rows=rows), shape, memory)
    assert [(e.kind, e.name) for e in done.plan.entries if e.verdict is Verdict.CREATED] == [
        (ChangeKind.LEVEL, "S5 Staff"),
        (ChangeKind.COMPETENCY, "Reviewing"),
        (ChangeKind.EXPECTATION, "S5 Staff · Design"),
        (ChangeKind.EXPECTATION, "S5 Staff · Reviewing"),
    ]
    after = done.outcome()
    assert [x.code for x in after.tracks[0].levels] == ["S3", "S4", "S5"]
    assert [x.name for x in after.competencies] == ["Design", "Testing", "Reviewing"]
    assert taken(long(rows=rows), after, done.remembered()).plan.changes == 0


def test_a_second_file_of_the_same_framework_joins_it() -> None:
    shape, memory = first()
    other = [["Project", "P4", "Project lead", "Craft", "Design", "Plans designs"]]
    done = taken(long(rows=other), shape, memory, name="other.csv")
    after = done.outcome()
    assert [t.name for t in after.tracks] == ["Specialist", "Management", "Project"]
    assert len(after.competencies) == 2
    assert taken(long(), after, done.remembered()).plan.changes == 0


def test_steps_are_counted_by_their_names() -> None:
    head, rows = [*HEAD, "Proficiency"], [[*row, "Proficient"] for row in ROWS]
    rows[0][-1] = "Learning"
    shape, memory = first()
    draft = replace(
        shape, scale=tuple(StepShape(n, name) for n, name in enumerate(("Learning", "Practising", "Proficient"), 1))
    )
    done = taken(csv_bytes([head, *rows]), draft, memory)
    steps = {text.proficiency for text in done.outcome().expectations.values()}
    assert steps == {1, 3}
    assert done.outcome().scale == draft.scale


def test_a_step_beyond_the_scale_is_left_out() -> None:
    head, rows = [*HEAD, "Proficiency"], [[*row, "2"] for row in ROWS]
    rows[0][-1] = "9"
    shape, memory = first()
    draft = replace(shape, scale=(StepShape(1, "One"), StepShape(2, "Two")))
    done = taken(csv_bytes([head, *rows]), draft, memory)
    assert [(e.name, e.theirs, e.why) for e in done.plan.entries if e.verdict is Verdict.LEFT] == [
        ("S3 Engineer · Design", "9", ChangeReason.STEP)
    ]
    assert {text.proficiency for text in done.outcome().expectations.values()} == {2, None}


def test_an_export_of_another_framework_is_matched_by_its_words() -> None:
    shape = sample()
    done = taken(sent(shape, Format.XLSX), BLANK, name="framework.xlsx", slug="another")
    after = done.outcome()
    assert [x.code for x in after.levels] == [x.code for x in shape.levels]
    assert not {x.key for x in after.levels} & {x.key for x in shape.levels}
    assert all(item.proposed for item in after.evaluations.values())


def test_two_levels_under_one_code_are_refused_in_a_sentence() -> None:
    shape, memory = first()
    draft = retitled(shape, "M4", code="S5")
    rows = [*ROWS, ["Specialist", "S5", "Staff", "Craft", "Design", "Designs platforms"]]
    assert taken(long(rows=rows), draft, memory).clashes() == [
        "Two levels have the code “S5” then. Rename one of them, in the file or in the draft."
    ]


def test_management_never_comes_first() -> None:
    rows = [["Management", "M4", "Lead", "Craft", "Design", "Asks"], *ROWS[:4]]
    assert [t.name for t in taken(long(rows=rows), BLANK).outcome().tracks] == ["Specialist", "Management"]


def test_several_shared_starts_go_below_the_tracks_they_lead_to() -> None:
    rows = [
        [role, f"{title} {role}{mark}", "Design", "Designs"]
        for role in ("developer", "engineer")
        for title, mark in (("Junior", ""), ("Senior", ""), ("Lead", ""), ("Lead", " - management"))
    ]
    data = csv_bytes([["Role", "Role level", "Skill", "Descriptor"], *rows])
    [framework] = read([("long.csv", data)]).draft.frameworks
    assert [track.kind.value for track in framework.tracks].count("shared") == 2
    after = taken(data, BLANK).outcome()
    assert [(t.name, t.kind.value, len(t.levels)) for t in after.tracks] == [
        ("developer", "specialist", 3),
        ("developer: management", "management", 1),
        ("engineer", "specialist", 3),
        ("engineer: management", "management", 1),
    ]


CELLS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.just(5)), st.sampled_from(["A", "B", "Designs parts"]), max_size=5
)


@settings(max_examples=60, deadline=None)
@given(CELLS, CELLS)
def test_whatever_both_sides_do_nothing_of_the_draft_is_lost(file: Any, drafted: Any) -> None:
    shape, memory = first()
    draft = shape
    for (row, _column), text in drafted.items():
        draft = reworded(draft, ROWS[row][1], ROWS[row][4], text)
    data = long(*((row, column, text) for (row, column), text in file.items()))
    done = taken(data, draft, memory)
    after = done.outcome()
    for row in ROWS:
        where = row[1], row[4]
        mine, was, now = (descriptor(one, *where) for one in (draft, shape, after))
        theirs = file.get((ROWS.index(row), 5), row[5])
        assert now == (mine if mine != was else theirs)
    assert taken(data, after, done.remembered()).plan.changes == 0


def test_every_competency_of_the_sample_is_there() -> None:
    assert len(sample().competencies) == len(competencies())
