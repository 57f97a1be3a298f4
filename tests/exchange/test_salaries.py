"""Salaries from a file: what is read, what is refused, what is written, and that a repeat is harmless."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Employee
from ladders.compensation.models import Salary
from ladders.core.models import AuditEntry
from ladders.exchange.bands.parse import BandMapping, money_of, read_bands
from ladders.exchange.salaries.parse import SalaryMapping, amount_of
from ladders.exchange.salaries.write import SalaryPlan, import_salaries
from tests.factories import EmployeeFactory

from .samples import xlsx_bytes

D = Decimal
HEAD = "employee number,amount,currency,basis,hours,from\n"


def take(text: str, **options: Any) -> SalaryPlan:
    """Import a csv."""
    return import_salaries(files=[("pay.csv", text.encode())], by=None, **options)


def spans(person: Employee) -> list[tuple[str, str, str]]:
    """From, until and amount, earliest first."""
    rows = Salary.objects.filter(employee=person).order_by("starts_on")
    return [(str(row.starts_on), str(row.ends_on or ""), str(row.amount)) for row in rows]


def written(headings: list[str], rows: list[list[Any]], kind: str) -> tuple[str, bytes]:
    """Name and content of a file that keeps numbers apart from texts."""
    if kind == "xlsx":
        return "pay.xlsx", xlsx_bytes({"Pay": [headings, *rows]})
    objects = [dict(zip(headings, row, strict=True)) for row in rows]
    text = json.dumps(objects) if kind == "json" else yaml.safe_dump(objects, sort_keys=False)
    return f"pay.{kind}", text.encode()


@pytest.fixture
def ada(db: None) -> Employee:
    """Somebody with a number."""
    return EmployeeFactory.create(number="E1")


def test_part_time_comes_in_with_its_share(ada: Employee) -> None:
    plan = take(HEAD + "E1,39200,EUR,year,16,2026-01-01\n")
    assert (len(plan.created), plan.problems.listed) == (1, [])
    salary = Salary.objects.get()
    assert (salary.employee, salary.amount, salary.fte, salary.annual) == (ada, D(39_200), D("0.4"), D("98000.00"))
    assert salary.source == "import"
    entry = AuditEntry.objects.get(area="compensation")
    assert (entry.verb, entry.subject, entry.detail) == (
        "salaries.imported",
        "pay.csv",
        {"created": [None, 1], "replaced": [None, 0]},
    )


def test_hours_of_the_hr_system_count_where_the_file_has_none(ada: Employee) -> None:
    Employee.objects.filter(pk=ada.pk).update(weekly_hours=D(20))
    take("employee number,amount,currency,basis,from\nE1,30000,EUR,year,2026-01-01\n")
    assert Salary.objects.get().fte == D("0.5")


def test_pay_by_the_hour_takes_the_full_time_hours(ada: Employee) -> None:
    take(HEAD + "E1,30,EUR,hour,19.5,2026-01-01\n", full_time_hours=D(39))
    salary = Salary.objects.get()
    assert (salary.fte, salary.full_time_hours, salary.annual) == (D("0.5"), D(39), D("60840.00"))


def test_of_two_columns_of_amounts_the_one_that_is_not_taken_is_named(ada: Employee) -> None:
    made = take("employee number,amount,currency,basis,from,Amount\nE1,5000,EUR,month,2024-01-01,6000\n")
    assert [problem.message for problem in made.problems.listed] == [
        "pay.csv: “amount” stands above several columns. Taken in: B. Not taken in: F. Give each column a heading of its own."
    ]


def test_a_repeat_changes_nothing(ada: Employee) -> None:
    text = HEAD + "E1,39200,EUR,year,16,2026-01-01\nE1,40000,EUR,year,16,2026-07-01\nE1,5,EUR,hour,,2027-01-01\n"
    take(text)
    before = list(Salary.objects.values())
    plan = take(text)
    assert (plan.created, plan.replaced, plan.ended, plan.unchanged) == ([], [], [], 3)
    assert list(Salary.objects.values()) == before
    assert AuditEntry.objects.filter(area="compensation").count() == 1


def test_a_later_file_ends_what_was_and_keeps_what_is_set_for_later(ada: Employee) -> None:
    take(HEAD + "E1,50000,EUR,year,,2025-01-01\nE1,60000,EUR,year,,2026-10-01\n")
    plan = take(HEAD + "E1,55000,EUR,year,,2026-01-01\n")
    assert (len(plan.created), len(plan.ended)) == (1, 1)
    assert spans(ada) == [
        ("2025-01-01", "2025-12-31", "50000.00"),
        ("2026-01-01", "2026-09-30", "55000.00"),
        ("2026-10-01", "", "60000.00"),
    ]


def test_the_same_day_is_replaced(ada: Employee) -> None:
    take(HEAD + "E1,50000,EUR,year,,2025-01-01\n")
    plan = take(HEAD + "E1,51000,EUR,year,,2025-01-01\n")
    assert len(plan.replaced) == 1
    assert spans(ada) == [("2025-01-01", "", "51000.00")]


def test_an_end_that_was_set_stays(ada: Employee) -> None:
    take(HEAD + "E1,50000,EUR,year,,2025-01-01\n")
    Salary.objects.update(ends_on=dt.date(2026, 12, 31))
    take(HEAD + "E1,55000,EUR,year,,2026-01-01\n")
    assert spans(ada) == [("2025-01-01", "2025-12-31", "50000.00"), ("2026-01-01", "2026-12-31", "55000.00")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("E9,50000,EUR,year,,2025-01-01", "nobody has the employee number E9"),
        (",50000,EUR,year,,2025-01-01", "number is blank"),
        ("E1,,EUR,year,,2025-01-01", "amount is blank"),
        ("E1,39200 brutto,EUR,year,,2025-01-01", "no amount"),
        ("E1,-5,EUR,year,,2025-01-01", "no amount"),
        ("E1,0,EUR,year,,2025-01-01", "must be more than 0"),
        ("E1,NaN,EUR,year,,2025-01-01", "no amount"),
        ("E1,1e9,EUR,year,,2025-01-01", "no amount"),
        ("E1,5,€,year,,2025-01-01", "is no currency"),
        ("E1,5,EUR,fortnight,,2025-01-01", "is no basis"),
        ("E1,5,EUR,year,0,2025-01-01", "between 0 and 60"),
        ("E1,5,EUR,year,,03/04/2025", "read in two ways"),
        ("E1,5,EUR,year,,2025-02-30", "no day of the calendar"),
        ("E1,50000,EUR,year,,2024-01-01\nE1,50001,EUR,year,,2024-01-01", "another salary from 2024-01-01 in row 3"),
    ],
)
def test_one_wrong_row_stops_everything_and_is_named(line: str, said: str, ada: Employee) -> None:
    plan = take(HEAD + "E1,50000,EUR,year,,2023-01-01\n" + line + "\n")
    assert plan.problems.refused
    (problem,) = plan.problems.listed
    assert said in problem.message
    assert f"row {3 + line.count(chr(10))}" in problem.message
    assert not Salary.objects.exists()


def test_a_missing_column_is_named(ada: Employee) -> None:
    plan = take("employee number,amount\nE1,5\n")
    assert [problem.message.split("“")[1].split("”")[0] for problem in plan.problems.listed] == [
        "currency",
        "basis",
        "from",
    ]


def test_a_mapping_names_columns_values_and_constants(ada: Employee) -> None:
    mapping = SalaryMapping.from_json(
        json.dumps(
            {
                "columns": {"Pers": "number", "Brutto": "amount", "Ab": "from", "Art": "basis"},
                "values": {"basis": {"M": "month"}},
                "constants": {"currency": "CHF"},
                "dates": "dmy",
            }
        )
    )
    take('Pers,Brutto,Art,Ab\nE1,"5.000,50",M,03/04/2025\n', mapping=mapping)
    salary = Salary.objects.get()
    assert (salary.amount, salary.currency, salary.basis, salary.starts_on) == (
        D("5000.50"),
        "CHF",
        "month",
        dt.date(2025, 4, 3),
    )


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"columns": {"a": "b"}}', '{"x": 1}', '{"dates": "ymd"}', '{"values": 3}', '{"amounts": "dot"}'],
)
def test_a_mapping_that_does_not_fit_is_told(text: str) -> None:
    from ladders.core.errors import DomainError

    with pytest.raises(DomainError, match="does not fit"):
        SalaryMapping.from_json(text)


def test_the_command(ada: Employee, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pay.csv"
    path.write_text(HEAD + "E1,39200,EUR,year,16,2026-01-01\n")
    call_command("import_salaries", str(path), "--dry-run")
    assert "Nothing was written: this was a dry run." in capsys.readouterr().out
    assert not Salary.objects.exists()
    call_command("import_salaries", str(path), "--json")
    out = json.loads(capsys.readouterr().out)
    assert (out["created"], out["refused"]) == (1, False)
    assert "39200" not in json.dumps(out)
    path.write_text(HEAD + "E9,39200,EUR,year,16,2026-01-01\n")
    with pytest.raises(SystemExit) as stopped:
        call_command("import_salaries", str(path))
    assert stopped.value.code == 1


@given(st.decimals(min_value=D("0.01"), max_value=D("9999999999"), places=2))
def test_amounts_survive_every_way_of_writing_that_has_one_meaning(value: Decimal) -> None:
    assert amount_of(str(value)) == value
    assert amount_of(f"{value:,.2f}") == value
    assert amount_of(f"{value:,.2f}".replace(",", " ").replace(".", ",")) == value
    assert amount_of(f"{value:,.2f}".translate(str.maketrans(",.", ".,"))) == value


@pytest.mark.parametrize(
    ("text", "amount"),
    [("41200.000000000007", "41200"), ("39140.099999999999", "39140.10"), ("0.30000000000000004", "0.30")],
)
def test_what_a_workbook_computed_is_read_as_it_shows_it(text: str, amount: str) -> None:
    assert (amount_of(text), money_of(text)) == (D(amount), D(amount))


@pytest.mark.parametrize(
    ("amounts", "mapping", "read", "said"),
    [
        (["62,670"], {}, ["62670.00"], "“62,670” could be two amounts and was read as 62,670.00, which is a guess"),
        (["62.670"], {}, ["62670.00"], "“62.670” could be two amounts and was read as 62,670.00, which is a guess"),
        (["62,670"], {"amounts": "point"}, ["62670.00"], ""),
        (["62,670"], {"amounts": "comma"}, ["62.67"], ""),
        (["62,670", "8,500.50"], {}, ["62670.00", "8500.50"], "as “8,500.50” in the same table says"),
        (["62.670", "8.500,50"], {}, ["62670.00", "8500.50"], "as “8.500,50” in the same table says"),
        (["62’670.50", "8 500"], {}, ["62670.50", "8500.00"], ""),
        (["82405.3864"], {}, ["82405.39"], ""),
    ],
)
def test_amounts_are_read_in_the_manner_of_their_file_and_guesses_are_shown(
    amounts: list[str], mapping: dict[str, str], read: list[str], said: str, ada: Employee
) -> None:
    bands = "grade,minimum,maximum\n" + "".join(f'{row},"{text}","{text}"\n' for row, text in enumerate(amounts))
    salaries = HEAD + "".join(f'E1,"{text}",EUR,year,,{2020 + row}-01-01\n' for row, text in enumerate(amounts))
    ranges = read_bands([("bands.csv", bands.encode())], BandMapping.from_json(json.dumps(mapping)))
    plan = take(salaries, mapping=SalaryMapping.from_data(mapping))
    assert [str(row.figures.minimum) for row in ranges.rows] == read
    assert [amount for _from, _until, amount in spans(ada)] == read
    for listed in (ranges.problems.listed, plan.problems.listed):
        told = [problem.message for problem in listed if "amounts" in problem.message]
        assert len(told) == bool(said)
        assert said in "".join(told)


def test_a_column_written_both_ways_refuses_what_stays_open(ada: Employee) -> None:
    rows = 'E1,"8,500.50",EUR,year,,2020-01-01\nE1,"8.500,50",EUR,year,,2021-01-01\nE1,"62,670",EUR,year,,2022-01-01\n'
    plan = take(HEAD + rows)
    (problem,) = plan.problems.listed
    assert "row 4: amount “62,670” could be 62,670.00 or 62.67" in problem.message
    assert not take(HEAD + rows, mapping=SalaryMapping.from_data({"amounts": "point"})).problems.refused


@pytest.mark.parametrize(
    ("amounts", "read", "told"),
    [
        ([23.125, 62670.5], ["23.13", "62670.50"], False),
        (["23.125", 62670.5], ["23125.00", "62670.50"], True),
        (["23.125", 23.125], ["23125.00", "23.13"], True),
        (["62.670,50", "8.000", 62670.5, 23.125], ["62670.50", "8000.00", "62670.50", "23.13"], True),
        (["62,670.50", "8.000", 23.125], ["62670.50", "8.00", "23.13"], True),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "json", "yaml"])
def test_a_number_is_a_number_and_only_texts_are_read_in_a_manner(
    amounts: list[Any], read: list[str], told: bool, kind: str, ada: Employee
) -> None:
    rows = [["E1", amount, "EUR", "year", f"{2001 + row}-01-01"] for row, amount in enumerate(amounts)]
    plan = import_salaries(
        files=[written(["employee number", "amount", "currency", "basis", "from"], rows, kind)], by=None
    )
    assert [amount for _from, _until, amount in spans(ada)] == read
    ranges = read_bands([written(["grade", "minimum", "maximum"], [[n, a, a] for n, a in enumerate(amounts, 1)], kind)])
    assert [str(row.figures.minimum) for row in ranges.rows] == read
    for problems in (plan.problems, ranges.problems):
        assert ["could be two amounts" in problem.message for problem in problems.listed] == [True] * told


@pytest.mark.parametrize(
    ("basis", "annual"), [("month", 48000), ("month13", 52000), ("14 salaries", 56000), ("weekly", 208000)]
)
def test_salaries_paid_13_or_14_times_a_year_and_weekly_pay(basis: str, annual: int, ada: Employee) -> None:
    assert take(HEAD + f"E1,4000,EUR,{basis},20,2025-01-01\n", full_time_hours=D(40)).problems.listed == []
    assert Salary.objects.get().annual == D(annual) * 2
