"""From files to a draft: everything arrives, or nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from accounts.models import User
from ladders.core.errors import DomainError
from ladders.exchange.frameworks_in.apply import apply
from ladders.exchange.frameworks_in.pipeline import read
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.models import Competency, Expectation, Framework, Level
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan

pytestmark = pytest.mark.django_db

LONG = """Track,Code,Level,Title,Grade,Group,Competency,Proficiency,Descriptor
Management,M5,5,Team lead,5,Craft,Method,3,Knows the method
Management,M6,6,Manager,6,Craft,Method,4,Teaches the method
Specialist,S5,5,Senior,5,Craft,Method,4,Chooses the method
Specialist,S6,6,Staff,6,Craft,Method,5,Invents the method
"""


def matrix() -> bytes:
    """A workbook with competencies down and levels across."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Competency", "L1", "L2"],
        ["Title", "Junior analyst", "Analyst"],
        ["Analysis", "Runs given analyses", "Chooses the analysis"],
        ["Writing", "Writes notes", None],
    ):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_long_table_becomes_parallel_tracks(plan: FactorPlan, hr: User) -> None:
    [done] = apply(result=read([("long.csv", LONG.encode())]), name="Research", by=hr)
    shape = shape_of(done.version)
    assert [(track.kind, [level.code for level in track.levels]) for track in shape.tracks] == [
        (TrackKind.SPECIALIST, ["S5", "S6"]),
        (TrackKind.MANAGEMENT, ["M5", "M6"]),
    ]
    texts = {shape.level_by_key[level].code: item.descriptor for (level, _c), item in shape.expectations.items()}
    assert texts == {
        "S5": "Chooses the method",
        "S6": "Invents the method",
        "M5": "Knows the method",
        "M6": "Teaches the method",
    }


def test_a_given_grade_is_slotted_with_its_source_and_a_due_date(plan: FactorPlan, hr: User) -> None:
    [done] = apply(result=read([("long.csv", LONG.encode())]), name="Research", by=hr)
    level = Level.objects.select_related("grade").get(version=done.version, code="S6")
    assert level.grade is not None
    assert (level.method, level.grade.code, level.source) == ("slotted", "6", "long.csv")
    assert level.evaluation_due is not None


def test_a_matrix_keeps_titles_and_blank_cells(plan: FactorPlan, hr: User) -> None:
    [done] = apply(result=read([("matrix.xlsx", matrix())]), name="Analysis", by=hr)
    assert list(Level.objects.filter(version=done.version).values_list("title", flat=True)) == [
        "Junior analyst",
        "Analyst",
    ]
    assert list(Competency.objects.filter(version=done.version).values_list("name", flat=True)) == [
        "Analysis",
        "Writing",
    ]
    assert Expectation.objects.filter(version=done.version).count() == 3


def test_a_broken_file_writes_nothing(plan: FactorPlan, hr: User) -> None:
    result = read([("matrix.xlsx", matrix()[:900])])
    with pytest.raises(DomainError, match=r"matrix\.xlsx"):
        apply(result=result, name="Analysis", by=hr)
    assert not Framework.objects.exists()


def test_a_framework_that_somebody_may_not_edit_is_not_touched(plan: FactorPlan, hr: User, employee: User) -> None:
    result = read([("matrix.xlsx", matrix())])
    apply(result=result, name="Analysis", by=hr)
    with pytest.raises(DomainError, match="exists already, and you may not edit it"):
        apply(result=result, name="analysis", by=employee)
    assert Framework.objects.count() == 1


def test_what_is_too_long_is_refused_with_its_place(plan: FactorPlan, hr: User) -> None:
    result = read([("long.csv", LONG.replace("Team lead", "T" * 130).encode())])
    with pytest.raises(DomainError, match=r"130 characters; at most 120"):
        apply(result=result, name="Research", by=hr)
    assert not Framework.objects.exists()


@pytest.mark.real_data
def test_the_classic_spreadsheet(real_data: Path, plan: FactorPlan, hr: User) -> None:
    content = (real_data / "stride" / "matrix.xlsx").read_bytes()
    [done] = apply(result=read([("matrix.xlsx", content)]), name="Engineering", by=hr)
    levels = Level.objects.filter(version=done.version)
    assert (levels.count(), levels.exclude(scope="").count()) == (6, 6)
    assert Competency.objects.filter(version=done.version).count() == 19
    assert Expectation.objects.filter(version=done.version).count() == 66


@pytest.mark.real_data
def test_four_parallel_ladders(real_data: Path, plan: FactorPlan, hr: User) -> None:
    content = (real_data / "engineeringladders" / "derived" / "positions-long.csv").read_bytes()
    [done] = apply(result=read([("positions-long.csv", content)]), name="Engineering", by=hr)
    shape = shape_of(done.version)
    assert (len(shape.tracks), len(shape.levels), len(shape.expectations)) == (4, 18, 90)
    assert shape.parallel_tracks[0].kind != TrackKind.MANAGEMENT
