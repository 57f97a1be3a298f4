"""People in: what a file changes, what it never does, and who is named when something is wrong."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.core.models import AuditEntry
from ladders.exchange.people.mapping import PeopleMapping
from ladders.exchange.people.parse import read_people
from ladders.exchange.people.shapes import PeoplePlan
from ladders.exchange.people.write import import_people, plan_import
from ladders.frameworks.models import Version
from ladders.impact.models import FactorPlan
from ladders.insights.models import RecordedSex
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from tests.factories import account
from tests.frameworks.published import published
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
HEAD = "number,name,email,manager,department,hired on,left on,framework,level,placed on\n"
BASE = HEAD + (
    "3,Cem Demir,cem@example.org,ada@example.org,Lab,2021-05-01,,Research,S5,2022-01-01\n"
    "1,Ada Okoye,ada@example.org,,Lab,2015-01-01,,Research,M6,\n"
    "2,Bea Lind,bea@example.org,1,Lab,2020-02-01,,,,\n"
)


@shared_rows
def research(plan: FactorPlan, hr: User) -> Version:
    return published(hr, owner=Employee.objects.get(user=hr))


def bring(text: str, *, today: dt.date = TODAY, mapping: Any = None, by: User | None = None) -> PeoplePlan:
    read = PeopleMapping.from_json(mapping) if mapping else None
    return import_people(files=[("people.csv", text.encode())], by=by, mapping=read, today=today)


def messages(made: PeoplePlan) -> list[str]:
    return [problem.message for problem in made.problems.listed]


def lines() -> list[tuple[Any, ...]]:
    rows = ReportingLine.objects.order_by("employee__number", "starts_on")
    return list(rows.values_list("employee__number", "manager__number", "starts_on", "ends_on"))


def placed() -> list[tuple[Any, ...]]:
    rows = Placement.objects.order_by("employee__number", "starts_on")
    return list(rows.values_list("employee__number", "level__code", "starts_on", "ends_on"))


def test_people_come_in_with_accounts_lines_and_placements_in_any_order_of_rows(research: Version, hr: User) -> None:
    made = bring(BASE, by=hr)
    assert (len(made.created), len(made.updated), made.unchanged, messages(made)) == (3, 0, 0, [])
    cem = Employee.objects.select_related("user").get(number="3")
    assert (cem.name, cem.sort_name, cem.department, cem.hired_on) == (
        "Cem Demir",
        "demir cem cem demir",
        "Lab",
        dt.date(2021, 5, 1),
    )
    assert cem.user is not None
    assert (cem.user.email, cem.user.is_active, cem.user.has_usable_password()) == ("cem@example.org", True, False)
    assert lines() == [("2", "1", dt.date(2020, 2, 1), None), ("3", "1", dt.date(2021, 5, 1), None)]
    assert placed() == [("1", "M6", dt.date(2015, 1, 1), None), ("3", "S5", dt.date(2022, 1, 1), None)]
    assert AuditEntry.objects.get(verb="people.imported").by == hr


def test_history_knows_who_brought_them(research: Version, hr: User) -> None:
    bring(BASE, by=hr)
    contexts = {event.pgh_context.metadata["user"] for event in Employee.objects.get(number="1").events.all()}  # type: ignore[attr-defined]
    assert contexts == {hr.pk}
    placement = Placement.objects.get(employee__number="3")
    assert placement.events.get().pgh_context.metadata["user"] == hr.pk  # type: ignore[attr-defined]


def test_repeating_changes_nothing(research: Version) -> None:
    bring(BASE)
    before = (lines(), placed(), AuditEntry.objects.count())
    made = bring(BASE, today=TODAY + dt.timedelta(days=30))
    assert (len(made.changes), made.unchanged) == (0, 3)
    assert (lines(), placed(), AuditEntry.objects.count()) == before


def test_a_new_manager_and_a_new_level_keep_the_past(research: Version) -> None:
    bring(BASE)
    text = BASE.replace("ada@example.org,Lab,2021", "2,Lab,2021").replace("S5,2022-01-01", "S6,2026-04-01")
    made = bring(text)
    assert (len(made.updated), made.unchanged) == (1, 2)
    assert (made.updated[0].managers, made.updated[0].level_before) == (("1 Ada Okoye", "2 Bea Lind"), "Research S5")
    yesterday = TODAY - dt.timedelta(days=1)
    assert [row for row in lines() if row[0] == "3"] == [
        ("3", "1", dt.date(2021, 5, 1), yesterday),
        ("3", "2", TODAY, None),
    ]
    assert [row for row in placed() if row[0] == "3"] == [
        ("3", "S5", dt.date(2022, 1, 1), dt.date(2026, 3, 31)),
        ("3", "S6", dt.date(2026, 4, 1), None),
    ]
    assert bring(text).changes == []


def test_a_second_change_on_the_same_day_corrects_the_first(research: Version) -> None:
    bring(BASE)
    bring(BASE.replace("ada@example.org,Lab,2021", "2,Lab,2021").replace("S5,2022-01-01", "S6,"))
    bring(BASE.replace("ada@example.org,Lab,2021", ",Lab,2021").replace("S5,2022-01-01", "P6,"))
    assert [row for row in lines() if row[0] == "3"] == [("3", "1", dt.date(2021, 5, 1), TODAY - dt.timedelta(days=1))]
    assert [row[1] for row in placed() if row[0] == "3"] == ["S5", "P6"]


def test_leavers_keep_their_history_and_lose_their_sign_in(research: Version) -> None:
    bring(BASE)
    text = BASE.replace("2021-05-01,,", "2021-05-01,2026-02-27,")
    made = bring(text)
    assert [change.person.number for change in made.leavers] == ["3"]
    cem = Employee.objects.select_related("user").get(number="3")
    assert cem.user is not None
    assert (cem.left_on, cem.user.is_active) == (dt.date(2026, 2, 27), False)
    assert lines()[-1] == ("3", "1", dt.date(2021, 5, 1), dt.date(2026, 2, 27))
    assert placed()[-1] == ("3", "S5", dt.date(2022, 1, 1), dt.date(2026, 2, 27))
    assert bring(text).changes == []
    back = bring(BASE)
    cem.user.refresh_from_db()
    assert (len(back.updated), cem.user.is_active) == (1, True)
    assert placed()[-1] == ("3", "S5", dt.date(2026, 2, 28), None)
    assert bring(BASE).changes == []


def test_who_is_missing_is_listed_and_stays(research: Version) -> None:
    bring(BASE)
    made = bring(HEAD + "1,Ada Okoye,ada@example.org,,Lab,2015-01-01,,Research,M6,\n")
    assert sorted(each.number for each in made.missing if each.number in "123") == ["2", "3"]
    assert Employee.objects.filter(number__in="123").count() == 3


def test_a_circle_is_named_with_its_members_and_refused(research: Version) -> None:
    made = bring(BASE.replace("ada@example.org,,Lab", "ada@example.org,3,Lab"))
    said = messages(made)
    assert said[0].startswith("people.csv: ")
    assert (
        "Ada Okoye (1) → Cem Demir (3) → Ada Okoye (1)" in said[0] or "Cem Demir (3) → Ada Okoye (1) → Cem" in said[0]
    )
    assert not Employee.objects.filter(number="1").exists()


def test_a_circle_with_people_who_are_not_in_the_file(research: Version) -> None:
    bring(BASE)
    made = bring("number,name,manager\n1,Ada Okoye,2\n")
    assert "Ada Okoye (1) → Bea Lind (2) → Ada Okoye (1)" in messages(made)[0]
    assert len(lines()) == 2


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "ada@example.org,Lab",
            "zoe@example.org,Lab",
            "1 row names a manager whom number, address and name do not tell: “zoe@example.org” (nobody has it; row 2)",
        ),
        ("S5,", "X9,", "row 2: 3: the framework “Research” has no level “X9”"),
        ("Research,S5", "Rescue,S5", "row 2: 3: there is no published framework “Rescue”"),
        ("2021-05-01", "2021-13-01", "row 2: hired on “2021-13-01” is no day of the calendar"),
        ("2021-05-01", "03/04/2021", "row 2: hired on “03/04/2021” can be read in two ways"),
        ("2021-05-01,,", "2021-05-01,2020-01-01,", "row 2: 3 leaves before being hired"),
        ("2,Bea", "3,Bea", "row 4: 3 stands in row 2 already"),
        ("bea@example.org", "cem@example.org", "row 4: cem@example.org is the address of 3, too"),
        ("bea@example.org", "bea", "row 4: email “bea” is no email address"),
        ("2,Bea", ",Bea", "row 4 has no employee number"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_nothing_is_written(
    research: Version, old: str, new: str, sentence: str
) -> None:
    made = bring(BASE.replace(old, new, 1))
    assert made.problems.refused
    assert any(sentence in message for message in messages(made)), messages(made)
    assert not Employee.objects.filter(number__in="123").exists()


def test_fields_that_the_file_does_not_speak_about_stay(research: Version) -> None:
    bring(BASE)
    bring("number,name\n3,Cem Demir-Lund\n")
    cem = Employee.objects.select_related("user").get(number="3")
    assert cem.user is not None
    assert (cem.name, cem.department, cem.user.name) == ("Cem Demir-Lund", "Lab", "Cem Demir-Lund")
    assert cem.sort_name.startswith("demir-lund cem")
    assert (len(lines()), len(placed())) == (2, 2)


def test_the_last_hr_admin_cannot_leave_by_a_file(research: Version, hr: User) -> None:
    number = Employee.objects.get(user=hr).number
    User.objects.exclude(pk=hr.pk).update(is_active=False)
    made = bring(f"number,name,left on\n{number},Hana Ruiz,2026-01-31\n")
    assert "is the last HR admin" in messages(made)[0]
    hr.refresh_from_db()
    assert hr.is_active


def test_an_account_without_an_employee_is_taken_over(research: Version) -> None:
    user = User.objects.create_user("bea@example.org", name="Bea", password="secret-secret")
    bring(BASE)
    assert Employee.objects.get(number="2").user == user


def test_a_mapping_names_columns_values_constants_and_levels(research: Version) -> None:
    mapping = {
        "columns": {"Id": "number", "Kind": "contract"},
        "values": {"contract": {"FT": "permanent"}},
        "constants": {"name": "Employee {Id}", "legal_entity": "Example Ltd"},
        "levels": {
            "columns": ["Role", "Step"],
            "map": [{"from": ["Scientist", "2"], "framework": "Research", "level": "S6"}, {"from": ["Guest", "1"]}],
        },
    }
    made = bring("Id,Kind,Role,Step\n7,FT,scientist,2\n8,FT,Guest,1\n", mapping=json.dumps(mapping))
    assert messages(made) == []
    seven = Employee.objects.get(number="7")
    assert (seven.name, seven.contract, seven.legal_entity) == ("Employee 7", "permanent", "Example Ltd")
    assert placed() == [("7", "S6", TODAY, None)]
    wrong = bring("Id,Kind,Role,Step\n9,FT,Scientist,5\n", mapping=json.dumps(mapping))
    assert "row 2: the mapping names no level for Role “Scientist”, Step “5”" in messages(wrong)[0]


def test_planning_alone_writes_nothing_and_makes_nine_queries(
    research: Version, django_assert_num_queries: Any
) -> None:
    people = read_people([("people.csv", BASE.encode())])
    with django_assert_num_queries(9):
        made = plan_import(people, today=TODAY)
    assert (len(made.created), Employee.objects.filter(number="1").exists()) == (3, False)


def run(*args: str) -> tuple[int, Any]:
    out = StringIO()
    try:
        call_command("import_people", *args, "--json", stdout=out, stderr=StringIO())
    except SystemExit as stop:
        return int(stop.code or 0), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_the_command_reports_and_ends_as_a_shell_expects(research: Version, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(BASE)
    status, told = run(str(path), "--dry-run")
    assert (status, told["created"], Employee.objects.filter(number="1").exists()) == (0, 3, False)
    status, told = run(str(path))
    assert (status, told["created"], told["placements"], told["reporting_lines"]) == (0, 3, 2, 2)
    path.write_text(BASE.replace("S5", "X5"))
    status, told = run(str(path))
    assert (status, told["problems"][0]["row"]) == (1, 2)
    with pytest.raises(CommandError):
        call_command("import_people", str(tmp_path / "nowhere.csv"))


ROLES = {  # job role → framework; managers belong to the framework of their department
    "Sales Executive": "Sales",
    "Sales Representative": "Sales",
    "Research Scientist": "Research",
    "Laboratory Technician": "Research",
    "Research Director": "Research",
    "Manufacturing Director": "Research",
    "Healthcare Representative": "Research",
    "Human Resources": "People",
}
DEPARTMENTS = {"Sales": "Sales", "Research & Development": "Research", "Human Resources": "People"}


def real_level(role: str, step: int) -> str:
    """The code: entry, then specialists by step; managers and directors on the management track."""
    if role == "Manager" or "Director" in role:
        return "M6" if step > 3 else "M5"
    return "E3" if step == 1 else "S5" if step == 2 else "S6"


@pytest.mark.real_data
def test_a_real_file_comes_in_through_a_mapping(real_data: Path, plan: FactorPlan, hr: User) -> None:
    for name in ("Sales", "Research", "People"):
        published(hr, name)
    rules = [
        {
            "from": [department, role, str(step)],
            "framework": ROLES.get(role, framework),
            "level": real_level(role, step),
        }
        for department, framework in DEPARTMENTS.items()
        for role in (*ROLES, "Manager")
        for step in range(1, 6)
    ]
    mapping = PeopleMapping.from_json(
        {
            "columns": {"EmployeeNumber": "number", "JobRole": "job_title", "StandardHours": "ignore"},
            "constants": {"name": "Employee {EmployeeNumber}", "legal_entity": "Example Inc"},
            "levels": {"columns": ["Department", "JobRole", "JobLevel"], "map": rules},
        }
    )
    path = next((real_data / "ibm-hr").glob("*.csv"))
    files = [(path.name, path.read_bytes())]
    made = import_people(files=files, by=None, mapping=mapping, today=TODAY)
    assert (messages(made), len(made.created)) == ([], 1470)
    not_taken = {column.heading for column in made.columns if column.field is None}
    assert {"MonthlyIncome", "Age", "StandardHours"} <= not_taken
    assert not {"EmployeeNumber", "Department", "JobRole", "JobLevel", "Gender"} & not_taken
    assert Counter(RecordedSex.objects.values_list("sex", flat=True)) == {"man": 882, "woman": 588}
    held = Counter(Placement.objects.values_list("framework__name", "level__code"))
    assert held["Research", "E3"] == 434  # 234 scientists and 200 technicians on the first step
    assert held["Sales", "S5"] == 240
    assert sum(count for (_framework, code), count in held.items() if code.startswith("M")) == 327
    assert {framework for framework, _code in held} == {"Sales", "Research", "People"}
    assert sum(held.values()) == 1470
    titles = Employee.objects.filter(department="Human Resources").values_list("job_title", flat=True)
    assert Counter(titles) == {"Human Resources": 52, "Manager": 11}
    again = import_people(files=files, by=None, mapping=mapping, today=TODAY + dt.timedelta(days=40))
    assert (again.changes, again.unchanged) == ([], 1470)


def test_a_leave_date_in_the_future_ends_the_placement_then_and_can_be_taken_back(research: Version) -> None:
    bring(BASE)
    bring(BASE.replace("2021-05-01,,", "2021-05-01,2026-12-31,"))
    assert placed()[-1] == ("3", "S5", dt.date(2022, 1, 1), dt.date(2026, 12, 31))
    assert User.objects.get(email="cem@example.org").is_active
    bring(BASE)
    assert placed()[-1] == ("3", "S5", dt.date(2022, 1, 1), None)


def test_scoped_hr_counts_as_no_hr_admin_of_the_whole(research: Version, hr: User) -> None:
    scoped = account(user__roles=[Role.HR_ADMIN])
    scoped.grants.update(departments=["Lab"])
    number = Employee.objects.get(user=hr).number
    User.objects.exclude(pk__in=[hr.pk, scoped.pk]).update(is_active=False)
    made = bring(f"number,name,left on\n{number},Hana Ruiz,2026-01-31\n")
    assert "is the last HR admin" in messages(made)[0]
