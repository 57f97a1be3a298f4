"""Real inputs made by others: what a person gets from each, without a mapping."""

from __future__ import annotations

import resource
import time
from collections import Counter
from pathlib import Path

import pytest

from ladders.exchange.frameworks_in.pipeline import Result, read
from ladders.exchange.tables.sheets import OmissionReason
from ladders.frameworks.domain.shapes import TrackKind

pytestmark = pytest.mark.real_data


def load(folder: Path, *patterns: str, where: tuple[str, ...] = ()) -> Result:
    """What the files that fit the patterns amount to."""
    paths = sorted(path for pattern in patterns for path in folder.glob(pattern))
    assert paths
    return read([(str(path.relative_to(folder)), path.read_bytes()) for path in paths], where=where)


def test_matrix_with_rows_that_describe_levels(real_data: Path) -> None:
    result = load(real_data, "stride/matrix.xlsx")

    levels = result.draft.levels
    assert [level.title for level in levels] == [
        "Junior Engineer", "Engineer", "Senior Engineer", "Staff Engineer", "Senior Staff Engineer", "Principal Engineer",
    ]  # fmt: skip
    assert [level.code for level in levels] == ["L0", "L1", "L2", "L3", "L4", "L5"]
    assert [bool(level.summary and level.scope) for level in levels] == [True] * 6
    data = result.to_json()
    assert (data["competencies"], data["expectations"], result.blank_cells, data["left_out"]) == (19, 66, 48, 0)
    assert result.problems == []
    groups = [(group.name, len(group.competencies)) for group in result.draft.frameworks[0].groups]
    assert groups == [("Collaboration", 3), ("Leadership", 4), ("Delivery", 4), ("Strategy", 2), ("Technology", 6)]


def test_cells_that_begin_with_plus_build_on_the_level_before(real_data: Path) -> None:
    result = load(real_data, "stride/matrix.xlsx")

    builds = [
        (level.code, item.competency)
        for level in result.draft.levels
        for item in level.expectations
        if item.builds
    ]  # fmt: skip
    assert builds == [("L4", "Design & Architecture"), ("L5", "Design & Architecture")]
    assert not any(item.descriptor.startswith("(+)") for item in result.draft.expectations)


def test_the_same_matrix_as_json_says_the_same(real_data: Path) -> None:
    sheet, document = (load(real_data, f"stride/{name}") for name in ("matrix.xlsx", "stride.json"))

    assert document.to_json()["level_names"] == sheet.to_json()["level_names"]
    assert document.to_json()["expectations"] == 66
    assert [level.code for level in document.draft.levels] == [level.code for level in sheet.draft.levels]


def test_ladders_that_start_at_four_and_five(real_data: Path) -> None:
    """25 tiers, not 5 axes: the file names the tiers alone, and an axis nobody wrote down would be invented."""
    result = load(real_data, "engineeringladders/derived/positions-long.csv")

    tracks = [(track.name, track.kind, [level.number for level in track.levels]) for track in result.draft.tracks]
    assert tracks == [
        ("Developer", TrackKind.SPECIALIST, [1, 2, 3, 4, 5, 6, 7]),
        ("TechLead", TrackKind.PROJECT, [4, 5, 6, 7]),
        ("TechnicalProgramManager", TrackKind.PROJECT, [4, 5, 6, 7]),
        ("EngineeringManager", TrackKind.MANAGEMENT, [5, 6, 7]),
    ]
    data = result.to_json()
    assert (data["levels"], data["competencies"], data["expectations"]) == (18, 25, 90)
    assert [level.code for level in result.draft.tracks[3].levels] == ["EM5", "EM6", "EM7"]
    assert (result.problems, result.left_out) == ([], [])


def test_one_role_of_a_government_framework(real_data: Path) -> None:
    result = load(real_data, "uk-gdad/roles.csv", where=("Role=Software developer",))

    assert [(track.kind, [level.title for level in track.levels]) for track in result.draft.tracks] == [
        (TrackKind.SHARED, ["Apprentice developer", "Junior developer", "Developer"]),
        (TrackKind.SPECIALIST, ["Senior developer", "Lead developer", "Principal developer"]),
        (
            TrackKind.MANAGEMENT,
            ["Senior developer - management", "Lead developer - management", "Principal developer - management"],
        ),
    ]
    framework = result.draft.frameworks[0]
    assert [step.name for step in framework.scale] == ["Awareness", "Working", "Practitioner", "Expert"]
    assert {item.proficiency for item in result.draft.expectations} == {1, 2, 3, 4}


def test_a_whole_government_framework(real_data: Path) -> None:
    before, memory = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = load(real_data, "uk-gdad/roles.csv")
    taken = time.perf_counter() - before

    data = result.to_json()
    assert (data["frameworks"], data["levels"], data["competencies"], data["expectations"]) == (7, 201, 166, 1781)
    assert Counter(item.reason for item in result.left_out) == {
        OmissionReason.PLACEHOLDER: 28,
        OmissionReason.DUPLICATE: 16,
    }
    roles = {(framework.name, track.source) for framework in result.draft.frameworks for track in framework.tracks}
    assert (len(roles), data["tracks"]) == (48, 52)  # 48 roles in use, two of which part into three tracks
    parted = Counter(track.source for track in result.draft.tracks if track.name != track.source)
    assert parted == {"Software developer": 2, "Development operations (DevOps) engineer": 2}
    assert result.problems == []
    assert all(item.descriptor and item.proficiency for item in result.draft.expectations)
    assert taken < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 300 * 1024


def test_a_list_of_skills_is_no_framework(real_data: Path) -> None:
    result = load(real_data, "uk-gdad/skills.csv")

    assert len(result.errors) == 1
    assert "steps of proficiency and no levels" in result.errors[0].message


def test_a_folder_of_markdown(real_data: Path) -> None:
    result = load(real_data, "monzo/frameworks/**/*.md")

    assert len(result.files_read) == 13
    assert result.to_json()["tracks"] == 13
    assert result.errors == []
    broken = [item for item in result.left_out if item.reason is OmissionReason.UNREADABLE]
    assert [(item.place.file, item.place.row) for item in broken] == [("monzo/frameworks/people.md", 205)]
    assert "line 204 of its front matter" in broken[0].message
    assert broken[0].message in [problem.message for problem in result.problems]
    without = sorted(problem.file for problem in result.problems if "no topics" in problem.message)
    assert without == [
        f"monzo/frameworks/design/{name}.md" for name in ("product-design", "user-research", "visual-design")
    ]


def test_two_files_become_two_parallel_tracks(real_data: Path) -> None:
    result = load(real_data, "monzo/frameworks/operations/*.md")

    assert [framework.name for framework in result.draft.frameworks] == ["Operations"]
    assert [(track.kind, track.name, [level.number for level in track.levels]) for track in result.draft.tracks] == [
        (TrackKind.SPECIALIST, "Ops Individual Contributor", [1, 2, 3, 4, 5]),
        (TrackKind.MANAGEMENT, "Ops Leadership", [2, 3, 4, 5, 6]),
    ]
    assert len({level.code for level in result.draft.levels}) == 10
    told = [problem.message.split(". ")[0].split("/")[-1] for problem in result.problems]
    assert [text for text in told if "Pictures in names" not in text] == [
        "ops-leadership.md says 5 levels and describes levels 2, 3, 4, 5, 6"
    ]


@pytest.mark.parametrize("name", ["canada-pay/core.csv", "ibm-hr/*.csv", "engineeringladders/Developer.md"])
def test_other_files_are_refused_with_a_sentence(real_data: Path, name: str) -> None:
    result = load(real_data, name)

    assert result.draft.frameworks == []
    assert len(result.errors) == 1
    assert result.errors[0].message.endswith(".")
