"""`manage.py import_framework` as a shell sees it: what it prints, its exit status, what it leaves behind."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ladders.frameworks.models import Framework
from ladders.impact.models import FactorPlan

from .test_applying import LONG

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
    assert told == {
        "frameworks": 1,
        "tracks": 2,
        "levels": 4,
        "competencies": 1,
        "expectations": 4,
        "left_out": 0,
        "problems": [],
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


def test_a_taken_name_ends_with_1(long_csv: Path, plan: FactorPlan) -> None:
    run(str(long_csv), "--name", "Research")
    status, told = run(str(long_csv), "--name", "RESEARCH")
    assert (status, Framework.objects.count()) == (1, 1)
    assert "exists already" in told["problems"][-1]["message"]


@pytest.mark.parametrize("args", [("missing.csv", "--name", "X"), ("--name", "X"), ("missing.csv",)])
def test_wrong_usage_ends_with_2(args: tuple[str, ...], plan: FactorPlan) -> None:
    with pytest.raises(CommandError) as stopped:
        call_command("import_framework", *args)
    # Django's parser raises CommandError where a shell would see its exit status 2.
    assert stopped.value.returncode in (1, 2)
