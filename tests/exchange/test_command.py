"""`manage.py import_framework` as a shell sees it: what it prints, its exit status, what it leaves behind."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ladders.frameworks.models import Expectation, Framework, Version
from ladders.impact.models import FactorPlan

from .test_apply import LONG

pytestmark = pytest.mark.django_db


def run(*args: str) -> tuple[int, Any]:
    """Exit status and the JSON printed."""
    out = StringIO()
    try:
        call_command("import_framework", *args, "--json", stdout=out, stderr=StringIO())
    except SystemExit as stop:
        return int(stop.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


@pytest.fixture
def long_csv(tmp_path: Path) -> Path:
    path = tmp_path / "long.csv"
    path.write_text(LONG, encoding="utf-8")
    return path


def test_it_writes_a_draft_and_tells_the_counts(long_csv: Path, plan: FactorPlan) -> None:
    status, told = run(str(long_csv), "--name", "Research")
    assert status == 0
    [decided] = told.pop("decided")
    assert (decided["file"], decided["layout"], decided["unused"]) == ("long.csv", "long", [])
    assert told == {
        "frameworks": 1,
        "tracks": 2,
        "levels": 4,
        "competencies": 1,
        "expectations": 4,
        "left_out": 0,
        "problems": [],
        "made_up_codes": [],
        "track_names": ["Specialist", "Management"],
        "level_names": ["Senior", "Staff", "Team lead", "Manager"],
    }
    assert list(Framework.objects.values_list("slug", flat=True)) == ["research"]


def test_a_dry_run_writes_nothing(long_csv: Path, plan: FactorPlan) -> None:
    status, told = run(str(long_csv), "--name", "Research", "--dry-run")
    assert (status, told["levels"], Framework.objects.count()) == (0, 4, 0)


def test_an_input_with_errors_ends_with_1_and_writes_nothing(tmp_path: Path, plan: FactorPlan) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    status, told = run(str(path), "--name", "Research")
    assert status == 1
    assert "broken.xlsx" in told["problems"][0]["message"]
    assert Framework.objects.count() == 0


def test_a_name_that_exists_gets_the_changes_of_the_file(long_csv: Path, plan: FactorPlan) -> None:
    run(str(long_csv), "--name", "Research")
    long_csv.write_text(LONG.replace("Chooses the method", "Picks the method"), encoding="utf-8")
    assert run(str(long_csv), "--name", "RESEARCH", "--dry-run") == run(str(long_csv), "--name", "research")
    assert Framework.objects.count() == 1
    cell = Expectation.objects.get(level__code="S5")
    assert (cell.descriptor, cell.revision) == ("Picks the method", 1)


def test_the_same_again_changes_nothing(long_csv: Path, plan: FactorPlan) -> None:
    first = run(str(long_csv), "--name", "Research")
    before = Version.objects.get().revision
    assert run(str(long_csv), "--name", "Research") == first
    assert Version.objects.get().revision == before
    out = StringIO()
    call_command("import_framework", str(long_csv), "--name", "Research", stdout=out)
    assert out.getvalue() == (
        "1 frameworks, 2 tracks, 4 levels, 1 competencies, 4 expectations; 0 left out.\n12 unchanged.\nNothing to change.\n"
    )


def test_where_both_changed_the_drafts_stays_and_is_reported(long_csv: Path, plan: FactorPlan) -> None:
    run(str(long_csv), "--name", "Research")
    Expectation.objects.filter(level__code="S5").update(descriptor="Written here")
    long_csv.write_text(LONG.replace("Chooses the method", "Picks the method"), encoding="utf-8")
    status, told = run(str(long_csv), "--name", "Research")
    assert (status, Expectation.objects.get(level__code="S5").descriptor) == (0, "Written here")
    [problem] = told["problems"]
    assert problem == {
        "file": "long.csv",
        "sheet": "",
        "row": 4,
        "column": "I",
        "message": "S5 Senior · Method (text) says something else in the draft and in the file. The draft's was kept.",
    }


def test_one_unreadable_file_of_several_is_reported_and_the_others_come_in(tmp_path: Path, plan: FactorPlan) -> None:
    (tmp_path / "a.csv").write_text(LONG, encoding="utf-8")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    status, told = run(str(tmp_path), "--name", "Research")
    assert (status, told["levels"], told["left_out"], Framework.objects.count()) == (0, 4, 1, 1)
    assert [problem["file"] for problem in told["problems"]] == ["b.xlsx"]


def test_a_mapping_file_is_used(tmp_path: Path, plan: FactorPlan) -> None:
    path, mapping = tmp_path / "odd.csv", tmp_path / "mapping.json"
    path.write_text("A,B,C,D\nS5,Senior,Method,Chooses\nS6,Staff,Method,Invents\n", encoding="utf-8")
    fields = ("level_code", "level_title", "competency", "descriptor")
    columns = [{"letters": x, "heading": x, "field": field} for x, field in zip("ABCD", fields, strict=True)]
    sheet = {"file": "", "sheet": "", "orientation": "long", "header_row": 1, "columns": columns}
    mapping.write_text(json.dumps({"sheets": [sheet]}), encoding="utf-8")
    assert run(str(path), "--name", "Odd")[0] == 1
    status, told = run(str(path), "--name", "Odd", "--mapping", str(mapping))
    assert (status, told["level_names"], told["expectations"]) == (0, ["Senior", "Staff"], 2)
    mapping.write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match="not valid JSON") as stopped:
        call_command("import_framework", str(path), "--name", "Odd", "--mapping", str(mapping))
    assert stopped.value.returncode == 2


@pytest.mark.parametrize(
    "args",
    [
        ("missing.csv", "--name", "X"),
        ("--name", "X"),
        ("missing.csv",),
        ("missing.csv", "--name", " "),
        ("missing.csv", "--name", "X", "--where", "Role"),
        ("missing.csv", "--name", "X", "--mapping", "missing.json"),
    ],
)
def test_wrong_usage_ends_with_2(args: tuple[str, ...], plan: FactorPlan) -> None:
    with pytest.raises(CommandError) as stopped:
        call_command("import_framework", *args)
    # Django's parser raises CommandError where a shell would see its exit status 2.
    assert stopped.value.returncode in (1, 2)


# --- Real inputs made by others, through the command ------------------------------------------------------------------


def told(*args: str) -> Any:
    """What a dry run prints."""
    status, data = run(*args, "--name", "Anything", "--dry-run")
    assert (status, Framework.objects.count()) == (0, 0)
    return data


def numbers(data: Any) -> tuple[int, ...]:
    """The counts, in the documented order."""
    kinds = ("frameworks", "tracks", "levels", "competencies", "expectations", "left_out")
    return tuple(data[kind] for kind in kinds)


@pytest.mark.real_data
def test_one_role_of_a_government_framework(real_data: Path, plan: FactorPlan) -> None:
    data = told(str(real_data / "uk-gdad" / "roles.csv"), "--where", "Role=Software developer")
    assert numbers(data)[:3] == (1, 3, 9)
    assert [name.split(" - ")[0].casefold() for name in data["level_names"][:3]] == [
        "apprentice developer",
        "junior developer",
        "developer",
    ]


@pytest.mark.real_data
def test_a_whole_government_framework(real_data: Path, plan: FactorPlan) -> None:
    data = told(str(real_data / "uk-gdad" / "roles.csv"))
    assert (data["frameworks"], data["levels"], data["competencies"], data["expectations"]) == (7, 201, 166, 1781)
    assert data["left_out"] == 28 + 16


@pytest.mark.real_data
def test_a_classic_matrix(real_data: Path, plan: FactorPlan) -> None:
    data = told(str(real_data / "stride" / "matrix.xlsx"))
    assert numbers(data) == (1, 1, 6, 19, 66, 0)
    assert data["problems"] == []


@pytest.mark.real_data
def test_a_folder_of_markdown(real_data: Path, plan: FactorPlan) -> None:
    data = told(str(real_data / "monzo" / "frameworks"))
    assert data["tracks"] == 13
    broken = [problem for problem in data["problems"] if problem["file"] == "people.md"]
    assert len(broken) == 1
    assert "line 204" in broken[0]["message"]
    assert sum("no topics" in problem["message"] for problem in data["problems"]) == 3


@pytest.mark.real_data
def test_parallel_ladders(real_data: Path, plan: FactorPlan) -> None:
    data = told(str(real_data / "engineeringladders" / "derived" / "positions-long.csv"))
    assert (data["tracks"], data["levels"], data["expectations"]) == (4, 18, 90)


@pytest.mark.real_data
def test_a_whole_government_framework_twice(real_data: Path, plan: FactorPlan) -> None:
    path = str(real_data / "uk-gdad" / "roles.csv")
    assert run(path, "--name", "Anything") == run(path, "--name", "Anything")
    assert Framework.objects.count() == 7
    assert list(Version.objects.values_list("revision", flat=True)) == [0] * 7
