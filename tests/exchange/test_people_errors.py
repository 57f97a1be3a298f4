"""What is wrong in a file of people is told at once, with sheet, row and column, by command and in the browser."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Employee, User
from ladders.core import jobs
from ladders.core.models import Job
from ladders.exchange.models import PeopleUpload, UploadState
from ladders.exchange.people.jobs import JOBS
from ladders.exchange.people.write import import_people
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.frameworks.published import published
from tests.shared_rows import shared_rows

from .samples import xlsx_bytes

pytestmark = pytest.mark.django_db
ROWS = [
    ["number", "name", "email", "manager", "hired on", "framework", "level"],
    ["1", "Ada Okoye", "ada@", "", "2015-01-01", "Research", "M6"],
    ["2", "x" * 160, "bea@example.org", "Zoe", "2020-13-01", "Research", "S5"],
    ["3", "Cem Demir", "cem@example.org", "1", "2021-05-01", "Research", "X9"],
]
TOLD = [
    ("email “ada@” is no email address", 2, "C"),
    ("has more than 150 characters", 3, "B"),
    ("hired on “2020-13-01” is no day of the calendar", 3, "E"),
    ("“Zoe” (nobody has it; row 3)", 3, "D"),
    ("has no level “X9”", 4, "G"),
]


@shared_rows
def research(plan: FactorPlan, hr: User) -> Version:
    return published(hr, owner=Employee.objects.get(user=hr))


def test_all_that_is_wrong_is_told_at_once_with_its_place(research: Version) -> None:
    made = import_people(files=[("staff.xlsx", xlsx_bytes({"Staff": ROWS}))], by=None, today=dt.date(2026, 3, 2))
    errors = made.problems.listed
    found = [next(one for one in errors if said in one.message) for said, _row, _column in TOLD]
    assert [(one.sheet, one.row, one.column) for one in found] == [
        ("Staff", row, column) for _said, row, column in TOLD
    ]
    assert len(errors) == len(TOLD)  # a name that is too long is not missing, too
    assert not Employee.objects.filter(number__in="123").exists()


def test_the_page_and_the_command_say_sheet_row_and_column(
    research: Version, hr: User, tmp_path: Path, capsys: Any
) -> None:
    content = xlsx_bytes({"Staff": ROWS})
    upload = JOBS.take_in(name="staff.xlsx", content=content, mapping=None, by=hr)
    for job in Job.objects.unfinished():
        jobs.run(job.pk)
    assert PeopleUpload.objects.get().state == UploadState.REFUSED
    text = signed_in(hr).get(reverse("people-upload", args=[upload.pk])).content.decode()
    assert text.count("sheet “Staff”, column ") == len(TOLD)
    path = tmp_path / "staff.xlsx"
    path.write_bytes(content)
    with pytest.raises(SystemExit):
        call_command("import_people", str(path))
    assert "(sheet “Staff”, column G)" in capsys.readouterr().err
