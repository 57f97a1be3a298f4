"""Grades of levels from a column of a file: read, chosen, looked at, given, undone."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import RoleGrant, User
from accounts.roles import Role
from ladders.core import jobs
from ladders.core.models import AuditEntry
from ladders.exchange.frameworks_in.jobs import have_applied, take_in
from ladders.exchange.grades_in.columns import CELLS, GradeTable, kept, of_levels
from ladders.exchange.grades_in.jobs import take_in as take_grades_in
from ladders.exchange.models import GradeFile, Upload, UploadState
from ladders.exchange.tables.sheets import Row, Table
from ladders.frameworks.actions.evaluations import clear_evaluation
from ladders.frameworks.domain.grade_patterns import fold
from ladders.frameworks.models import BulkGrading, Level, Version
from ladders.impact.models import FactorPlan
from ladders.privacy.actions.retention import let_go
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account, draft_framework
from tests.pages import squeezed
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
HEADINGS = ("Family", "Level code", "Title", "Hay points", "Company grade")


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    """Nine levels, none graded."""
    version = draft_framework(by=hr)
    for key in Level.objects.filter(version=version).values_list("key", flat=True):
        clear_evaluation(version_id=version.pk, key=key, seen=None, by=hr)
    version.refresh_from_db()
    return version


def grades(version: Version) -> dict[str, str | None]:
    """Code → grade."""
    return dict(Level.objects.filter(version=version).values_list("code", "grade__code"))


def workbook(*rows: tuple[Any, ...]) -> bytes:
    """A workbook with a note above its headings."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("Grades as agreed", "", "", "", ""), HEADINGS, *rows):
        sheet.append(row)
    book.create_sheet("Notes").append(["Only", "words"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def brought(client: Client, version: Version, name: str, content: bytes) -> GradeFile:
    """The file, read."""
    slug = version.framework.slug
    answer = client.post(reverse("grade-file-new", args=[slug]), {"source": SimpleUploadedFile(name, content)})
    row = GradeFile.objects.latest("created_at")
    assert answer["Location"] == reverse("grade-file", args=[slug, row.pk])
    assert "You can leave this page" in client.get(answer["Location"]).content.decode()
    jobs.run(row.job_id)  # type: ignore[arg-type]
    row.refresh_from_db()
    return row


def page_of(client: Client, row: GradeFile, **asked: Any) -> Any:
    """The page where its columns are chosen."""
    return client.get(reverse("grade-file", args=[row.framework.slug, row.pk]), asked)


ROWS = (
    ("Research", "S5", "Specialist 5", 612, "G5"),
    ("Research", "S6", "Specialist 6", 700, 6),
    ("Research", "Project 5", "x", 612, "Grade 5"),
    ("Sales", "K1", "Key account", 300, 3),
    ("Research", "P6", "Project 6", "", ""),
)


def test_a_column_of_a_workbook_grades_levels_after_a_look_and_is_undone(
    version: Version, hr: User, hr_client: Client
) -> None:
    row = brought(hr_client, version, "grades.xlsx", workbook(*ROWS))
    assert (bytes(row.content), row.problem, len(row.tables)) == (
        b"",
        "Row 6 of the file has a grade and names no level of the draft. It was left out.",
        1,
    )
    page = page_of(hr_client, row)
    assert [words for _place, words, chosen in page.context["levels"] if chosen] == ["B · Level code"]
    assert [words for _place, words, chosen in page.context["grades"] if chosen] == ["E · Company grade"]
    assert page.context["lines"] == "S5\tG5\nS6\t6\nProject 5\tGrade 5"
    assert "3 rows with both; 3 of them name a level of the draft." in squeezed(page)
    assert row.problem in squeezed(page)
    url = reverse("draft-grade-all", args=[version.framework.slug]) + "?way=list"
    data = {"lines": page.context["lines"], "source": page.context["source"], "do": "preview"}
    look = hr_client.post(url, data, follow=True)
    assert 'value="grades.xlsx, E · Company grade"' in look.content.decode()
    unsaid = data | {"do": "apply", "shown": look.context["shown"], "source": ""}
    assert "Nothing is graded yet: say where the grades are from." in hr_client.post(url, unsaid).content.decode()
    assert look.context["missing"] == []
    assert set(grades(version).values()) == {None}
    done = data | {"do": "apply", "shown": look.context["shown"], "source": "Hay"}
    assert "3 levels are graded." in hr_client.post(url, done, follow=True).content.decode()
    assert {code: grade for code, grade in grades(version).items() if grade} == {"S5": "5", "S6": "6", "P5": "5"}
    entry = AuditEntry.objects.get(verb="levels.graded")
    assert sorted(entry.detail) == ["P5 Project 5", "S5 Specialist 5", "S6 Specialist 6"]
    hr_client.post(reverse("draft-grading-undo", args=[version.framework.slug, BulkGrading.objects.get().pk]))
    assert set(grades(version).values()) == {None}


def test_other_columns_can_be_chosen_and_nonsense_is_the_guess(version: Version, hr_client: Client) -> None:
    row = brought(hr_client, version, "grades.xlsx", workbook(*ROWS))
    assert page_of(hr_client, row, level="1", grade="2").context["lines"] == "Specialist 5\tG5\nSpecialist 6\t6"
    guessed = page_of(hr_client, row).context["lines"]
    assert page_of(hr_client, row, level="99", grade="-1", table="x").context["lines"] == guessed


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("grades.csv", b"only one column\nS5\nS6\n", "holds no table with two columns"),
        ("grades.xlsx", b"PK not a workbook", "grades.xlsx"),
        ("people.csv", b"Name,Level\nAda Abel,S5\nBo Berg,S6\n", "names a level of the draft and a grade of the plan"),
    ],
)
def test_a_file_that_holds_no_table_says_so(
    version: Version, hr_client: Client, name: str, content: bytes, said: str
) -> None:
    row = brought(hr_client, version, name, content)
    page = squeezed(page_of(hr_client, row))
    assert said in page
    assert "Bring another file" in page


def test_a_file_is_for_whoever_brought_it_and_goes_after_its_days(
    version: Version, hr_client: Client, plan: FactorPlan
) -> None:
    row = brought(hr_client, version, "grades.csv", b"Code,Grade\nS5,5\nS6,6\n")
    other = signed_in(account(user__roles=[Role.HR_ADMIN]))
    assert page_of(other, row).status_code == 404
    GradeFile.objects.update(created_at=timezone.now() - dt.timedelta(days=8))
    let_go(timezone.now())
    assert not GradeFile.objects.exists()


@pytest.mark.parametrize("brings", ["owner", "hr"])
def test_it_is_not_read_for_whoever_may_not_grade_the_levels_any_more(version: Version, hr: User, brings: str) -> None:
    framework, owner = version.framework, version.framework.owner
    assert owner is not None
    by = owner.user if brings == "owner" else hr
    read, waits = (
        take_grades_in(framework=framework, name="g.xlsx", content=workbook(*ROWS), by=by) for _each in range(2)
    )
    assert read.job is not None
    assert waits.job is not None
    jobs.run(read.job.pk)
    if brings == "owner":
        framework.name_owner(EmployeeFactory.create())
        framework.save()
    else:
        RoleGrant.objects.filter(user=hr).delete()
    jobs.run(waits.job.pk)
    for row, job, tables, error in (
        (read, read.job, 1, ""),
        (waits, waits.job, 0, "Your role no longer lets you bring such files in. Nothing was done."),
    ):
        row.refresh_from_db()
        job.refresh_from_db()
        assert (len(row.tables), job.error) == (tables, error)


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_often_for_any_number_of_rows(version: Version, hr_client: Client, count: int) -> None:
    lines = "\n".join(f"X{n},{n}" for n in range(count))
    row = brought(hr_client, version, "grades.csv", f"Code,Grade\nS5,5\n{lines}\n".encode())
    page_of(hr_client, row)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page_of(hr_client, row)
    assert len(asked) <= 12


def test_a_column_of_grades_is_found_without_its_heading() -> None:
    table = GradeTable("T", ("A", "B", "C"), (("1", "S5", "5"), ("2", "S6", "6"), ("3", "zz", "99")))
    names = {"s5", "s6"}
    assert table.guess(names, lambda text: text in {"5", "6"}) == (1, 2)
    assert table.pairs(1, 2, names) == [("S5", "5"), ("S6", "6"), ("zz", "99")]
    assert table.headings(names) == ["A", "B", "C"]


def test_a_file_of_any_size_is_kept_within_bounds_and_says_so(version: Version, hr_client: Client) -> None:
    cells = tuple(Row(number, ("x",) * 60) for number in range(1, 1_501))
    sheet = Table("grades.csv", "", tuple(map(str, range(60))), cells)
    tables, whole = kept([sheet] * 20)
    assert not whole
    assert 99_900 < sum(len(row) for table in tables for row in table["rows"]) <= CELLS
    assert kept([sheet])[1]
    lines = "".join(f"L{number};{number}\n" for number in range(2_010))
    row = brought(hr_client, version, "grades.csv", f"Code;Grade\n{lines}S5;5\n".encode())
    assert row.tables[0]["rows"] == [["S5", "5"]]  # levels at the end of a long file, too
    assert "too large" not in row.problem
    row = brought(hr_client, version, "grades.csv", f"Code{';Grade' * 70}\nS5{';5' * 70}\n".encode())
    assert len(row.tables[0]["rows"][1]) == 60
    assert "too large to be kept to its end" in page_of(hr_client, row).content.decode()


IMPORTED = (
    """Track;Level code;Title;Summary;Hay class
Specialist;S1;Junior;Learns the craft, as """.replace("as ", "as " + "written at length " * 12)
    + """;4
Specialist;S2;Engineer;Works alone;5
Management;M1;Lead;Leads a team;G6
"""
)


def imported(hr: User, content: bytes, file: str = "levels.csv") -> Upload:
    """The import of a file, taken in."""
    upload = take_in(files=[(file, content)], by=hr, name="From a file")
    for writing in (False, True):
        if writing:
            have_applied(upload=upload, by=hr)
        upload.refresh_from_db()
        jobs.run(upload.job_id)  # type: ignore[arg-type]
        upload.refresh_from_db()
    assert upload.state == UploadState.APPLIED, upload.report
    assert not upload.files.exists()
    return upload


def test_a_file_that_became_a_draft_offers_its_columns_without_being_brought_again(
    plan: FactorPlan, hr: User, hr_client: Client
) -> None:
    slug = imported(hr, IMPORTED.encode()).frameworks.get().slug
    row = GradeFile.objects.get()
    assert (row.name, bytes(row.content)) == ("levels.csv", b"")
    url = reverse("grade-file-new", args=[slug])
    assert hr_client.get(url)["Location"] == reverse("grade-file", args=[slug, row.pk])
    page = page_of(hr_client, row)
    assert [words for _place, words, _chosen in page.context["grades"]] == [
        "B · Level code",
        "C · Title",
        "E · Hay class",
    ]
    assert page.context["lines"] == "S1\t4\nS2\t5\nM1\tG6"
    assert "levels and their grades is kept for you alone until" in squeezed(page)
    assert "Works alone" not in str(row.tables)  # prose is not needed for grades
    assert hr_client.get(url + "?another=1").status_code == 200
    other = signed_in(account(user__roles=[Role.HR_ADMIN]))
    assert other.get(url).status_code == 200  # whoever did not bring it is offered nothing
    assert other.get(reverse("grade-file", args=[slug, row.pk])).status_code == 404


def table_of(*rows: tuple[str, ...], sheet: str = "") -> Table:
    """A sheet of these rows."""
    letters = tuple("ABCDEFGH"[: len(rows[0])])
    return Table("firm.xlsx", sheet, letters, [Row(place, cells) for place, cells in enumerate(rows, start=1)])  # type: ignore[arg-type]


GRADES = {"4", "5", "6"}.__contains__


def test_of_a_table_only_names_of_levels_and_grades_are_kept() -> None:
    table = table_of(
        ("Notes", "Ask Ada", ""),
        ("Level", "Grade", "Held by"),
        ("S1", "4", "Bo Berg"),
        ("Ada Abel", "5", ""),
        ("S2", "see Ada", "Ada Abel"),
        ("S3", "6", "Cy Carr"),
    )
    found, lost = of_levels(table, {fold("S1"), fold("S2"), fold("S3")}, GRADES)
    assert [row.cells for row in found.rows] == [("Level", "Grade"), ("S1", "4"), ("S3", "6")]
    assert (found.letters, lost) == (("A", "B"), [4])
    assert not of_levels(table, {fold("S9")}, GRADES)[0].rows


def test_what_a_table_says_of_people_is_not_kept() -> None:
    people = table_of(
        ("Name", "Born", "Level", "Salary", "Children"),
        ("Ada Abel", "1980-02-03", "S1", "84,000", "4"),
        ("Bo Berg", "1990-02-03", "S1", "74,000", "5"),
        ("Cy Carr", "1990-02-03", "S1", "74,000", "4"),
        sheet="People",
    )
    found, _lost = of_levels(people, {fold("S1"), fold("Junior")}, GRADES)
    assert found.rows == ()


def test_a_row_without_headings_above_is_no_heading() -> None:
    table = table_of(("Ada Abel", "84,000"), ("S1", "4"))
    assert [row.cells for row in of_levels(table, {"s1"}, GRADES)[0].rows] == [("S1", "4")]


LEVELS_OF_A_FIRM = (
    ("Job family", "Track", "Level code", "Title", "Summary", "Hay class", "Held by"),
    ("Research", "Specialist", "S1", "Junior", "Learns the craft", "4", "Ada Abel"),
    ("Research", "Specialist", "S2", "Engineer", "Works alone", "5", "Bo Berg"),
    ("Sales", "Specialist", "S1", "Junior", "Learns to sell", "6", "Cy Carr"),
    ("Sales", "Specialist", "S2", "Seller", "Sells alone", "6", "Cy Carr"),
)
PEOPLE_OF_A_FIRM = (("Name", "Born", "Level", "Salary"), ("Ada Abel", "1980-02-03", "S1", "84,000"))


def firm() -> bytes:
    """A workbook with the levels of two families, and a sheet of people."""
    book = Workbook()
    for sheet, rows in (("Levels", LEVELS_OF_A_FIRM), ("People", PEOPLE_OF_A_FIRM)):
        page = book.create_sheet(sheet)
        for row in rows:
            page.append(row)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_of_an_imported_workbook_nothing_is_kept_of_people(plan: FactorPlan, hr: User) -> None:
    upload = imported(hr, firm(), "firm.xlsx")
    found = {
        row.framework.name: [table["rows"] for table in row.tables]
        for row in GradeFile.objects.select_related("framework")
    }
    headings = ["Level code", "Title", "Hay class"]
    assert found == {
        "Research": [[headings, ["S1", "Junior", "4"], ["S2", "Engineer", "5"]]],
        "Sales": [[headings, ["S1", "Junior", "6"], ["S2", "Seller", "6"]]],
    }
    upload.refresh_from_db()
    assert "Ada Abel" not in str([upload.sample, upload.report, upload.mapping, upload.correction, upload.before])


def test_of_a_workbook_brought_for_its_grades_nothing_is_kept_of_people(version: Version, hr_client: Client) -> None:
    row = brought(hr_client, version, "firm.xlsx", firm())
    assert "Ada Abel" not in str(row.tables)
    assert "1980-02-03" not in str(row.tables)
