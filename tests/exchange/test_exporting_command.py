"""`manage.py export_framework` as a shell sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import User
from ladders.exchange.frameworks_in.pipeline import read
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Expectation, Framework
from ladders.impact.models import FactorPlan
from tests.frameworks.published import published

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _research(plan: FactorPlan, hr: User) -> None:
    published(hr)


@pytest.mark.parametrize(("format", "suffix"), [("xlsx", "xlsx"), ("csv", "csv"), ("json", "json"), ("markdown", "md")])
def test_it_writes_a_file_that_comes_back(format: str, suffix: str, tmp_path: Path) -> None:
    path, said = tmp_path / f"out.{suffix}", StringIO()

    call_command(
        "export_framework", "research", "--format", format, "--output", str(path), stdout=StringIO(), stderr=said
    )
    result = read([(path.name, path.read_bytes())])

    assert said.getvalue() == f"Research 1 was written to {path}.\n"
    assert (result.problems, len(result.draft.levels), os.listdir(tmp_path)) == ([], 9, [path.name])


def test_without_a_file_it_prints() -> None:
    out = StringIO()

    call_command("export_framework", "research", "--format", "json", stdout=out)

    assert json.loads(out.getvalue())["origin"]["version"] == 1


def test_a_version_is_chosen(hr: User) -> None:
    start_draft(framework=Framework.objects.get(), by=hr)
    told = {}
    for wanted in ("draft", "1", "2"):
        out = StringIO()
        call_command("export_framework", "research", "--format", "json", "--version", wanted, stdout=out)
        told[wanted] = json.loads(out.getvalue())["origin"]["version"]

    assert told == {"draft": 2, "1": 1, "2": 2}


@pytest.mark.parametrize("args", [["nowhere"], ["research", "--version", "7"], ["research", "--version", "draft"]])
def test_a_version_that_is_not_there_is_wrong_usage(args: list[str], tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    with pytest.raises(CommandError, match=r"Frameworks: research\.") as stopped:
        call_command("export_framework", *args, "--format", "json", "--output", str(path))

    assert (stopped.value.returncode, path.exists()) == (2, False)


def test_what_a_format_cannot_hold_ends_with_1_and_leaves_the_old_file(hr: User, tmp_path: Path) -> None:
    draft = start_draft(framework=Framework.objects.get(), by=hr)
    Expectation.objects.filter(version=draft).update(descriptor="x" * 40_000)
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(CommandError, match="has 40,000 characters") as stopped:
        call_command("export_framework", "research", "--format", "csv", "--version", "draft", "--output", str(path))

    assert (stopped.value.returncode, path.read_text()) == (1, "old")


def test_a_place_that_cannot_be_written_ends_with_1(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written") as stopped:
        call_command("export_framework", "research", "--format", "json", "--output", str(tmp_path / "no" / "out.json"))

    assert stopped.value.returncode == 1


def test_an_unknown_format_ends_with_2_in_a_shell() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "export_framework", "research", "--format", "pdf"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
    )

    assert (done.returncode, "invalid choice: 'pdf'" in done.stderr) == (2, True)
