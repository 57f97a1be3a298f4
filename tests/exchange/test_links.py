"""Links to learn from in files: recognised where they are, refused with their place where they are none, merged like texts."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from ladders.exchange.frameworks_in.merge.changes import Verdict
from ladders.exchange.frameworks_in.pipeline import Result, read
from ladders.exchange.frameworks_out.formats.formats import Format
from ladders.frameworks.domain.shapes import VersionShape
from tests.frameworks.versions import track, version

from .exports import back, received, sent
from .samples import csv_bytes, messages
from .test_proposal import entries, taken

SQL = "https://learn.example.org/sql"
KEPT = f"[SQL in a week]({SQL}) five hours"


def read_csv(*rows: list[str]) -> Result:
    return read([("long.csv", csv_bytes(list(rows)))])


def of_cells(result: Result) -> dict[tuple[str, str], str]:
    return {
        (level.code, asked.competency): asked.links for level in result.draft.levels for asked in level.expectations
    }


def of_competencies(result: Result) -> dict[str, str]:
    [framework] = result.draft.frameworks
    return {item.name: item.links for group in framework.groups for item in group.competencies}


@pytest.mark.parametrize(
    "heading", ["Learning", "Courses", "Resources", "Learning links", "Training", "Lernressourcen"]
)
def test_a_heading_over_links_is_recognised_in_a_list(heading: str) -> None:
    result = read_csv(
        ["Track", "Code", "Level", "Group", "Competency", "Descriptor", heading],
        ["Specialist", "S3", "Engineer", "Craft", "Design", "Designs parts", f"SQL in a week: {SQL} (five hours)"],
        ["Specialist", "S4", "Senior", "Craft", "Design", "Designs systems", f"- {SQL}\n- Course {SQL}/2"],
        ["Specialist", "S4", "Senior", "Craft", "Testing", "Tests systems", ""],
    )
    assert messages(result) == []
    assert of_cells(result) == {
        ("S3", "Design"): KEPT,
        ("S4", "Design"): f"[learn.example.org]({SQL})\n[Course]({SQL}/2)",
        ("S4", "Testing"): "",
    }


def test_a_heading_over_links_is_recognised_in_a_matrix() -> None:
    result = read_csv(
        ["Group", "Competency", "S3 Engineer", "S4 Senior Engineer", "Learning"],
        ["Craft", "Design", "Designs parts well", "Designs systems well", f"SQL in a week | {SQL} | five hours"],
        ["Craft", "Testing", "Tests parts well", "Tests systems well", ""],
    )
    assert messages(result) == []
    assert of_competencies(result) == {"Design": KEPT, "Testing": ""}


def test_a_skill_called_learning_stays_a_skill() -> None:
    result = read_csv(
        ["Level", "Title", "Learning", "Communication"],
        ["1", "Engineer", "Learns what the team needs", "Explains own work to the team"],
        ["2", "Senior Engineer", "Teaches what was learnt", "Explains the work of the team"],
        ["3", "Staff Engineer", "Makes a site learn", "Explains the work of a site"],
    )
    assert sorted(of_competencies(result)) == ["Communication", "Learning"]


def test_what_is_no_safe_link_is_left_out_and_its_place_is_said() -> None:
    result = read_csv(
        ["Track", "Code", "Level", "Group", "Competency", "Descriptor", "Learning"],
        [
            "Specialist",
            "S3",
            "Engineer",
            "Craft",
            "Design",
            "Designs parts",
            f"{SQL}\n[x](javascript://a.example/%0aalert)",
        ],
        ["Specialist", "S4", "Senior", "Craft", "Design", "Designs systems", "Old: http://learn.example.org"],
        ["Specialist", "S4", "Senior", "Craft", "Testing", "Tests systems", f"{SQL}"],
    )
    said = messages(result)
    assert len(said) == 2
    assert all("only addresses that begin with https:// are kept" in each for each in said)
    assert [number in each for number, each in zip(("2", "3"), said, strict=True)] == [True, True]
    assert of_cells(result)["S3", "Design"] == f"[learn.example.org]({SQL})"
    assert of_cells(result)["S4", "Design"] == ""


def with_links() -> VersionShape:
    shape = version(track("Specialist", ["S3", "S4"]))
    first = next(iter(shape.expectations))
    return replace(
        shape,
        competencies=tuple(replace(item, links=KEPT) for item in shape.competencies),
        expectations={**shape.expectations, first: replace(shape.expectations[first], links=KEPT)},
    )


@pytest.mark.parametrize("format", Format)
def test_our_own_files_bring_links_back(format: Format) -> None:
    shape = with_links()
    data = sent(shape, format)
    result = received(data, format)
    assert messages(result) == []
    found = back(result)
    assert [item.links for item in found.competencies] == [KEPT] * len(shape.competencies)
    assert sorted(text.links for text in found.expectations.values())[-1] == KEPT


@pytest.mark.parametrize("format", [Format.JSON, Format.MARKDOWN, Format.CSV])
def test_an_unsafe_address_in_our_own_file_is_refused_with_its_place(format: Format) -> None:
    data = sent(with_links(), format).replace(SQL.encode(), b"javascript:alert")
    result = read([(f"framework.{format.suffix}", data)])
    assert result.errors
    assert all("only addresses that begin with https:// are kept" in str(each.message) for each in result.errors)
    assert all(f"framework.{format.suffix}" in str(each.message) for each in result.errors)


def test_links_merge_three_ways() -> None:
    shape = with_links()
    data = sent(shape, Format.XLSX)
    [first, *_others] = shape.competencies

    def linked(address: str) -> VersionShape:
        items = tuple(replace(item, links=address) if item is first else item for item in shape.competencies)
        return replace(shape, competencies=items)

    mine, theirs = "[Mine](https://mine.example)", "[Theirs](https://theirs.example)"
    same = taken(data, shape, name="framework.xlsx")
    assert entries(same, Verdict.CONFLICT, Verdict.UPDATED, Verdict.KEPT) == []
    here = taken(data, linked(mine), name="framework.xlsx")
    assert entries(here, Verdict.KEPT) == [(first.name, "links", mine, KEPT)]
    there = taken(sent_later(shape, linked(theirs)), shape, name="framework.xlsx")
    assert entries(there, Verdict.UPDATED) == [(first.name, "links", KEPT, theirs)]
    assert there.outcome().competency_by_key[first.key].links == theirs
    both = taken(sent_later(shape, linked(theirs)), linked(mine), name="framework.xlsx")
    assert entries(both, Verdict.CONFLICT) == [(first.name, "links", mine, theirs)]


def sent_later(before: VersionShape, after: VersionShape) -> bytes:
    """The workbook of `before`, with the links of its first competency changed in its cell."""
    book = load_workbook(io.BytesIO(sent(before, Format.XLSX)))
    sheet = book["Competencies"]
    row = next(row for row in sheet.iter_rows(min_row=3) if row[2].value == after.competencies[0].name)
    row[5].value = after.competencies[0].links
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
