"""People as HR systems write them: zeros, ends of time, managers by name and who leave, rows of JSON, names and numbers only."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook

from accounts.models import Employee, User
from ladders.exchange.people.mapping import PeopleMapping
from ladders.exchange.people.reports import report_of
from ladders.exchange.people.shapes import PeoplePlan
from ladders.exchange.people.words import in_words as people_in_words
from ladders.exchange.people.write import import_people
from ladders.exchange.tables.dates import in_words, last_day_of, manner_of
from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.readers.files import read_files
from ladders.exchange.tables.readers.workbook_process.number_formats import shape_of, shown
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.list_files import fetched

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)


def bring(content: str | bytes, name: str = "p.csv", *, today: dt.date = TODAY, **mapping: object) -> PeoplePlan:
    data = content.encode() if isinstance(content, str) else content
    read = PeopleMapping.from_json(mapping) if mapping else None
    return import_people(files=[(name, data)], by=None, mapping=read, today=today)


def told(made: PeoplePlan) -> str:
    return " | ".join(problem.message for problem in made.problems.listed)


def lines() -> set[tuple[str, str, dt.date, dt.date | None]]:
    return set(ReportingLine.objects.values_list("employee__number", "manager__number", "starts_on", "ends_on"))


def padded(code: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Personnel number", "Name"])
    sheet.append([452, "Mara Quist"])
    sheet["A2"].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("code", "number"), [("000000", "000452"), ("0000000;-0000000", "0000452"), ('"P"0000', "P0452")]
)
def test_a_number_is_what_the_workbook_shows(code: str, number: str) -> None:
    assert [each.person.number for each in bring(padded(code), "p.xlsx").created] == [number]
    again = bring(f"personnel number,name\n{number},Mara Quist\n")
    assert (again.unchanged, len(again.changes)) == (1, 0)


@pytest.mark.parametrize(
    "code", ["0.00", "#,##0", "General", "yyyy-mm-dd", "0", "0%", '"EUR "00000', '00"%"', '00"kg net"']
)
def test_other_formats_are_no_zeros(code: str) -> None:
    assert shape_of(code) is None


def test_digits_fill_a_format_from_the_right() -> None:
    shape = shape_of("000-000")
    assert shape is not None
    assert (shown(17, shape), shown(1234567, shape)) == ("000-017", "1234-567")


def test_lost_zeros_find_the_person_and_are_told() -> None:
    bring("number,name,manager\n00017,Mara Quist,\n00018,Levi Stern,00017\n")
    made = bring("number,name,manager\n17,Mara Quist,\n18,Levi Stern,17\n")
    assert (made.unchanged, len(made.created)) == (2, 0)
    assert "17 is 00017 Mara Quist" in told(made)
    other = bring("number,name\n17,Otto Brandt\n")
    assert other.problems.refused
    assert "Say whether leading zeros count" in told(other)
    assert len(bring("number,name\n17,Otto Brandt\n", zeros="count").created) == 1


ANN = "number,name\n{},Ann Lead\n{},{}\n"


@pytest.mark.parametrize(
    ("zeros", "other", "refused"),
    [
        ("same", "Ann Lead", True),
        ("same", "Otto Brandt", True),
        ("", "Ann Lead", True),
        ("", "Ann Brandt", False),
        ("count", "Ann Lead", False),
    ],
)
@pytest.mark.parametrize("known", [False, True])
def test_two_rows_of_a_file_are_one_person_but_for_zeros(zeros: str, other: str, refused: bool, known: bool) -> None:
    if known:
        bring("number,name\n00017,Ann Lead\n")
    made = bring(ANN.format("00017", "17", other), zeros=zeros)
    assert made.problems.refused == refused, told(made)
    assert ("stands in row 2 already" in told(made)) == refused
    assert Employee.objects.filter(number__endswith="17").count() == (int(known) if refused else 2)


@pytest.mark.parametrize("zeros", ["same", ""])
def test_a_number_that_several_have_but_for_zeros_is_asked(zeros: str) -> None:
    bring(ANN.format("017", "0017", "Otto Brandt"))
    made = bring("number,name\n17,Ann Lead\n", zeros=zeros)
    assert made.problems.refused
    assert "row 2: 17 could be 017 Ann Lead or 0017 Otto Brandt" in told(made)
    assert len(bring("number,name\n17,Ann Lead\n", zeros="count").created) == 1


def test_zeros_that_count_do_so_for_managers_too() -> None:
    text = "number,name,manager\n17,Ann Lead,\n18,Levi Stern,0017\n"
    made = bring(text, zeros="count")
    assert made.problems.refused
    assert "“0017” (nobody has it; row 3)" in told(made)
    assert not bring(text).problems.refused


def test_texts_that_stand_for_nothing_are_told_once_in_a_column() -> None:
    days = [TODAY.replace(year=2999) + DAY * (each // 2) for each in range(40)]
    rows = "".join(f"{each},Mara Quist,{day}\n" for each, day in enumerate(days, start=100))
    made = bring(f"number,name,left on\n{rows}")
    said = [each.message for each in made.problems.listed if "no end" in each.message]
    assert said == [
        "p.csv: left on “2999-03-02” (2 rows), “2999-03-03” (2 rows), “2999-03-04” (2 rows), “2999-03-05” (2 rows), "
        "“2999-03-06” (2 rows) and 15 others count as no end (40 rows)."
    ]


@pytest.mark.parametrize(
    "text",
    ["31.12.9999", "9999-12-31", "12/31/2999", "31-DEC-4712", "99991231", "31.12.2099", "00000000", "0000-00-00"],
)
def test_ends_of_time_are_no_last_day(text: str) -> None:
    made = bring(f"number;name;hired on;left on\n1;Mara Quist;01.02.2020;{text}\n")
    assert not made.problems.refused, told(made)
    mara = Employee.objects.get(number="1")
    assert (mara.hired_on, mara.left_on) == (dt.date(2020, 2, 1), None)
    assert f"left on “{text}” counts as no end (1 row)" in told(made)
    assert last_day_of("2031-12-31", "") == dt.date(2031, 12, 31)


def test_a_column_tells_whether_the_day_comes_first() -> None:
    made = bring("number,name,hired on\n1,Mara Quist,03/04/2021\n2,Levi Stern,28/02/2020\n")
    assert Employee.objects.get(number="1").hired_on == dt.date(2021, 4, 3)
    assert "the day comes first, as “28/02/2020” tells" in told(made)
    assert manner_of(["03/04/2021", "28/02/2020", "02/28/2020"]).order == ""


TEAM = """number,name,manager,hire date,leave date
M,Mara Quist,,2015-01-01,{}
A,Levi Stern,M,2018-01-01,
B,Nils Berg,{},2019-01-01,
"""


@pytest.mark.parametrize("left", [dt.date(2026, 1, 31), dt.date(2026, 6, 30)])
def test_lines_end_with_the_managers_last_day_and_those_who_stay_are_named(left: dt.date, hr: User) -> None:
    bring(TEAM.format("", "M"), today=dt.date(2026, 1, 5))
    only = "number,leave date\nM,{}\n"  # also where the file does not name the others
    for text in (TEAM.format(left, "M"), only.format(left)):
        bring(TEAM.format("", "M"), today=dt.date(2026, 1, 5))
        ReportingLine.objects.update(ends_on=None)
        made = bring(text)
        said = "was" if left < TODAY else "is"
        assert (
            f"Levi Stern (A), Nils Berg (B) report to Mara Quist (M), whose last day {said} {in_words(left)}"
            in told(made)
        )
        assert {row[-1] for row in lines()} == {left}
        assert bring(text).changes == []
        Employee.objects.filter(number="M").update(left_on=None)


def test_who_stays_may_follow_somebody_else_from_today() -> None:
    bring(TEAM.format("", "M"))
    bring("number,manager\nB,A\n")
    assert ("B", "A", TODAY, None) in lines()
    assert ("B", "M", dt.date(2019, 1, 1), TODAY - DAY) in lines()


def test_the_preview_says_from_what_to_what_with_names_and_days_in_words() -> None:
    bring(TEAM.format("", "M"))
    made = bring("Nummer;Führungskraft;Austrittsdatum\nB;A;30.06.2030\n")
    assert report_of(made)["updated_people"][0]["changes"][0]["after"] == "2030-06-30"  # for machines, as it is
    [row] = people_in_words(report_of(made)["updated_people"])
    said = {str(each["field"]): (each["before"], each["after"]) for each in row["changes"]}
    assert said == {"leave date": ("", "30 June 2030"), "manager": ("M Mara Quist", "A Levi Stern")}


def test_of_two_columns_with_one_heading_the_one_that_is_not_taken_is_named() -> None:
    made = bring("number,Name,name,name\n1,Mara Quist,Levi Stern,\n")
    assert "“Name” stands above several columns. Taken in: B. Not taken in: C." in told(made)


def test_people_taken_as_a_workbook_come_back_unchanged(hr: User) -> None:
    bring(TEAM.format("2026-01-31", "A"))
    made = bring(fetched(signed_in(hr), "people", f"on={TODAY}").content, "people.xlsx")
    assert made.changes == [], told(made)


def test_json_rows_are_named_by_their_place() -> None:
    rows = [{"number": "1", "name": "Mara"}, {"number": "2", "name": "Levi", "hired on": "soon"}]
    for indent in (None, 2):
        made = bring(json.dumps(rows, indent=indent), "p.json")
        assert "row 2: hired on “soon”" in told(made)


def test_a_number_and_a_manager_are_enough_for_people_who_are_known() -> None:
    made = bring("number,manager\n7,8\n8,\n")
    (said,) = [each.message for each in made.problems.listed]
    assert said.endswith(
        "has no column with names, and 2 people in it are new here, 7 among them. Add one, or say which column it is."
    )
    assert "7 is new here and has no name. Fill it in." in told(bring("number,name\n7,\n8,Levi\n"))
    assert not Employee.objects.filter(number="7").exists()


@pytest.mark.parametrize(
    "cell",
    [
        "Quist, Mara",
        "Mara Quist",
        "Mara Quist (M)",
        "M - Mara Quist",
        "Quist, Mara [M]",
        "QUIST, MARA",
        "Mara Quist <mara@example.org>",
    ],
)
def test_managers_are_found_by_name_number_or_both(cell: str) -> None:
    text = f'number,last name,first name,email,Reporting Manager\nM,Quist,Mara,mara@example.org,N/A\nA,Stern,Levi,,"{cell}"\n'
    made = bring(text)
    assert [row[:2] for row in lines()] == [("A", "M")]
    assert f"“{cell}” is M" in told(made)
    assert "manager “N/A” counts as nobody" in told(made)
    assert bring(text).changes == []


def test_a_name_of_two_or_a_number_of_somebody_else_is_asked_once() -> None:
    people = "number,name,manager\nM,Mara Quist,\nN,Mara Quist,\nA,Levi Stern,{}\nB,Nils Berg,{}\n"
    made = bring(people.format("Mara Quist", "Otto Brandt (M)"))
    errors = [each.message for each in made.problems.listed if each.severity == "error"]
    assert len(errors) == 1
    assert "2 rows name managers" in errors[0]
    assert "it could be M, N" in errors[0]
    assert "M is Mara Quist" in errors[0]


def test_names_with_the_last_name_first_are_turned_and_sort_by_it() -> None:
    made = bring('number,name\n1,"Quist, Mara"\n2,"Berg, Nils"\n')
    assert list(Employee.objects.filter(number__in="12").values_list("name", flat=True)) == ["Nils Berg", "Mara Quist"]
    assert "names are written with the last name first" in told(made)
    bring('number,name\n1,"Quist, Mara"\n', names="as_written")
    assert Employee.objects.get(number="1").name == "Quist, Mara"


@pytest.mark.parametrize("words", ["O’Hara", "O'Hara", "Hara", "oʼhara", "O`Hara Ona"])
def test_search_takes_apostrophes_alike(words: str) -> None:
    bring("number,name\n1,Ona O’Hara\n2,Zoë Lind\n")
    assert [each.number for each in Employee.objects.matching(words)] == ["1"]
    assert [each.number for each in Employee.objects.matching("zoe")] == ["2"]


@pytest.mark.parametrize("styles", [b"", b"<styleSheet", b"<a>&nothing;</a>"])
def test_styles_that_cannot_be_read_stop_no_file(styles: bytes) -> None:
    whole, out = padded("000000"), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(out, "w") as broken:
        for part in source.namelist():
            broken.writestr(part, styles if part == "xl/styles.xml" else source.read(part))
    with contextlib.suppress(ExchangeError):  # said in a sentence where the library refuses the workbook, too
        read_files([("p.xlsx", out.getvalue())])


ODD = 'number,{}\n1,"Adebayo, Jonas"\n2,"Quist, Mara"\n3,Berg Nils\n'


@pytest.mark.parametrize("heading", ["name", '"Nachname, Vorname"', '"Name, Vorname"', "Last name / first name"])
def test_one_name_without_a_comma_turns_no_other_and_is_named(heading: str) -> None:
    made = bring(ODD.format(heading))
    names = list(Employee.objects.order_by("number").values_list("name", flat=True))
    assert names == ["Jonas Adebayo", "Mara Quist", "Berg Nils"]
    assert "names that do not tell which is the last name" in told(made)
    assert "“Berg Nils” (row 4)" in told(made)


def test_what_was_said_of_an_odd_name_is_not_asked_again() -> None:
    made = bring(ODD.format("name"), values={"name": {"Berg Nils": "Nils Berg"}})
    assert Employee.objects.get(number="3").name == "Nils Berg"
    assert "do not tell" not in told(made)


def test_a_few_commas_and_titles_turn_nobody() -> None:
    made = bring('number,name\n1,Jonas Adebayo\n2,"Quist, Mara"\n3,Nils Berg\n4,"Zoë Lind, PhD"\n')
    names = list(Employee.objects.order_by("number").values_list("name", flat=True))
    assert names == ["Jonas Adebayo", "Quist, Mara", "Nils Berg", "Zoë Lind, PhD"]
    assert "have a comma and stay as they are" in told(made)
    assert "“Quist, Mara” (row 3)" in told(made)
    assert "Lind" not in told(made)


def test_german_headings_values_and_countries_are_read() -> None:
    made = bring(
        "Pers.Nr.;Name;Vorname;Funktion;Vertrag;Stunden;Land;Pers.-Nr. Vorgesetzter\n"
        "0017;Berg;Nils;Bäcker;unbefristet;38,5;Deutschland;\n"
        "0018;Lind;Zoë;Lehrling;Auszubildende;20;Österreich;0017\n"
    )
    assert [each.message for each in made.problems.listed] == []
    rows = Employee.objects.order_by("number").values_list("name", "job_title", "contract", "weekly_hours", "country")
    assert list(rows) == [
        ("Nils Berg", "Bäcker", "permanent", Decimal("38.50"), "DE"),
        ("Zoë Lind", "Lehrling", "apprentice", Decimal(20), "AT"),
    ]
    assert [(line[0], line[1]) for line in lines()] == [("0018", "0017")]


def test_terse_headings_are_read_and_go_after_those_that_say_more() -> None:
    made = bring("No,Name,Start,End,Kind,Team\n7,Nils Berg,2021-03-01,,permanent,Lab\n")
    assert [each.message for each in made.problems.listed] == []
    row = Employee.objects.values_list("number", "name", "hired_on", "contract", "department").get()
    assert row == ("7", "Nils Berg", dt.date(2021, 3, 1), "permanent", "Lab")
    bring("No,Employee number,Name,Start,Hire date\n1,0042,Zoë Lind,yes,2020-05-01\n")
    other = Employee.objects.get(name="Zoë Lind")
    assert (other.number, other.hired_on) == ("0042", dt.date(2020, 5, 1))


def test_an_answer_is_no_heading() -> None:
    made = bring("Key,Over 18,Remote\nA,No,Yes\nB,No,No\n")
    assert "p.csv has no column with the employee number" in told(made)
    assert not Employee.objects.exists()


def test_a_file_with_headings_alone_says_so() -> None:
    made = bring("number,name\n")
    assert made.problems.refused
    assert told(made) == "p.csv has headings but no rows. Export it again with its rows, or bring another file."
