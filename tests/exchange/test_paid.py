"""What was paid in a year, from a file: long or wide, what kinds count as, what is refused, and that a repeat is harmless."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Employee, RoleGrant
from accounts.roles import Role
from ladders.core.models import AuditEntry
from ladders.exchange.paid_amounts.mapping import PaidMapping
from ladders.exchange.paid_amounts.parse import read_paid
from ladders.exchange.paid_amounts.write import PaidPlan, import_paid
from ladders.exchange.tables.errors import ExchangeError
from ladders.insights.models import PaidAmount, PaidKind, PaidYear
from tests.factories import EmployeeFactory, UserFactory

from .samples import xlsx_bytes

D = Decimal
WIDE = "employee number,currency,paid hours,Base salary,Bonus,Reisekosten,department\n"
LONG = "Personalnummer;Lohnart;Betrag;Währung\n"


def take(text: str, year: int = 2026, **options: Any) -> PaidPlan:
    """Import a csv."""
    return import_paid(files=[("paid.csv", text.encode())], year=year, by=options.pop("by", None), **options)


def said(**data: Any) -> PaidMapping:
    return PaidMapping.from_data(data)


def paid(person: Employee, year: int = 2026) -> dict[str, Decimal]:
    rows = PaidAmount.objects.filter(paid_year__employee=person, paid_year__year=year)
    return dict(rows.values_list("kind__name", "amount").order_by("kind__name"))


def problems(plan: PaidPlan) -> list[str]:
    return [problem.message for problem in plan.problems.listed]


@pytest.fixture
def ada(db: None) -> Employee:
    return EmployeeFactory.create(number="E1", legal_entity="One GmbH")


@pytest.fixture
def ben(db: None) -> Employee:
    return EmployeeFactory.create(number="E2", legal_entity="One GmbH")


def test_a_wide_file_has_a_column_for_each_kind(ada: Employee, ben: Employee) -> None:
    plan = take(WIDE + 'E1,EUR,1680.5,"40,000.00",1000,250,Lab\nE2,EUR,,"30,000.00",,,Lab\n')
    assert (len(plan.created), plan.problems.refused, plan.without_hours, plan.missing) == (2, False, 1, 0)
    assert paid(ada) == {"Base salary": D(40000), "Bonus": D(1000), "Reisekosten": D(250)}
    assert paid(ben) == {"Base salary": D(30000)}
    year = PaidYear.objects.get(employee=ada)
    assert (year.year, year.legal_entity, year.currency, year.hours) == (2026, "One GmbH", "EUR", D("1680.50"))
    assert dict(PaidKind.objects.values_list("name", "treatment")) == {
        "Base salary": "basic",
        "Bonus": "variable",
        "Reisekosten": "left_out",
    }
    assert PaidKind.objects.get(name="Reisekosten").rule == "refund of expenses"
    entry = AuditEntry.objects.get(verb="paid.imported")
    assert entry.detail == {"created": [None, 2], "there": [None, 0], "year": [None, 2026]}


def test_a_long_file_has_a_row_for_each_kind_and_rows_are_added_up(ada: Employee) -> None:
    months = "".join("E1;Grundgehalt;3.000,50;EUR\n" for _month in range(12))
    take(LONG + months + "E1;Bonus;1.200,00;EUR\nE1;Bonus;-200,00;EUR\n")
    assert paid(ada) == {"Bonus": D(1000), "Grundgehalt": D("36006.00")}


def test_a_workbook_keeps_numbers_as_they_are(ada: Employee) -> None:
    book = xlsx_bytes({"2026": [["employee number", "currency", "Base salary"], ["E1", "EUR", 41200.125]]})
    import_paid(files=[("paid.xlsx", book)], year=2026, by=None)
    assert paid(ada) == {"Base salary": D("41200.13")}


def test_a_kind_that_nobody_knows_is_asked_about_and_then_kept(ada: Employee) -> None:
    text = LONG + "E1;K17;100;EUR\nE1;Lohn;30000;EUR\n"
    plan = take(text)
    assert plan.problems.refused
    assert any("say what “K17” counts as" in message for message in problems(plan))
    assert not PaidYear.objects.exists()
    take(text, mapping=said(kinds={"k17": "left_out: jubilee gift"}))
    assert PaidKind.objects.get(name="K17").rule == "jubilee gift"
    assert take(text).unchanged == 1


def test_a_wide_column_that_was_said_once_is_pay_in_the_next_file(ada: Employee) -> None:
    text = "employee number,currency,K17\nE1,EUR,30000\n"
    assert any("no column of pay that is known" in message for message in problems(take(text)))
    take(text, mapping=said(columns={"K17": "pay"}, kinds={"K17": "basic"}))
    again = take(text, year=2025)
    assert (len(again.created), again.problems.refused) == (1, False)


def test_a_repeat_changes_nothing_and_what_differs_replaces_the_whole_year(ada: Employee, ben: Employee) -> None:
    text = WIDE + "E1,EUR,1600,40000,1000,,Lab\nE2,EUR,1600,30000,,,Lab\n"
    take(text)
    ids = set(PaidYear.objects.values_list("pk", flat=True))
    again = take(text)
    assert (again.unchanged, len(again.created), len(again.replaced)) == (2, 0, 0)
    assert set(PaidYear.objects.values_list("pk", flat=True)) == ids
    changed = take(WIDE + "E1,EUR,1600,41000,,,Lab\n")
    assert (len(changed.replaced), changed.missing) == (1, 1)
    assert paid(ada) == {"Base salary": D(41000)}
    assert paid(ben) == {"Base salary": D(30000)}
    said = [
        (row.detail["created"][1], row.detail["there"][1]) for row in AuditEntry.objects.filter(verb="paid.imported")
    ]
    assert sorted(said) == [(0, 1), (0, 2), (2, 0)]  # nobody reads there whether an amount was guessed right


def test_rows_of_other_years_are_left_out_and_told(ada: Employee) -> None:
    text = "employee number,year,currency,Base salary\nE1,2025,EUR,1\nE1,2026,EUR,2\n"
    plan = take(text)
    assert paid(ada) == {"Base salary": D(2)}
    assert any("other years than 2026 are left out: 1" in message for message in problems(plan))


def test_several_employers_of_one_person_are_kept_apart(ada: Employee) -> None:
    text = "employee number,legal entity,currency,Base salary\nE1,One GmbH,EUR,1\nE1,Two AG,CHF,2\n"
    take(text)
    rows = PaidYear.objects.values_list("legal_entity", "currency").order_by("legal_entity")
    assert list(rows) == [("One GmbH", "EUR"), ("Two AG", "CHF")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("employee number,Base salary\nE1,1\n", "no column for the currency"),
        ("employee number,currency,amount\nE1,EUR,1\n", "no column of pay that is known"),
        ("name,Base salary\nAda,1\n", "no column with the employee number"),
        (WIDE + "E9,EUR,,1,,,\n", "row 2: nobody has the employee number E9. Import people first, or remove the row."),
        (WIDE + "E1,EUR,,a lot,,,\n", "row 2: Base salary “a lot” is no amount"),
        (WIDE + "E1,EUR,9001,1,,,\n", "row 2: hours “9001” must lie between 0 and 9000"),
        (WIDE + "E1,Euro,,1,,,\n", "row 2: currency “Euro” is no currency"),
        (WIDE + "E1,EUR,1,1,,,\nE1,EUR,2,1,,,\n", "row 3: E1 has paid hours 2.00 here and 1.00 in row 2"),
        (WIDE + "E1,EUR,,1,,,\nE1,CHF,,1,,,\n", "row 3: E1 has currency CHF here and EUR in row 2"),
        (WIDE, "has headings but no rows"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_nothing_is_written(ada: Employee, text: str, told: str) -> None:
    plan = take(text)
    assert plan.problems.refused
    assert any(told in message for message in problems(plan)), problems(plan)
    assert not PaidYear.objects.exists()
    assert not PaidKind.objects.exists()


def test_a_column_that_is_called_like_pay_and_has_words_is_left_out(ada: Employee, ben: Employee) -> None:
    plan = take("employee number,currency,base salary,overtime,bonus\nE1,EUR,1000,Yes,\nE2,EUR,2000,No,-\n")
    assert problems(plan) == ["paid.csv: “overtime” has no amounts and is left out. If it is pay, write amounts in it."]
    assert (paid(ada), paid(ben)) == ({"base salary": D(1000)}, {"base salary": D(2000)})
    assert PaidKind.objects.count() == 1
    plan = take("employee number,currency,base salary,overtime\nE1,EUR,1000,20\nE2,EUR,2000,No\n")
    assert "paid.csv, row 3: overtime “No” is no amount. Write it like 62670.50." in problems(plan)


def test_less_than_nothing_is_asked_about(ada: Employee) -> None:
    text = WIDE + "E1,EUR,,-5,,,\n"
    assert take(text, sure=False).problems.refused
    assert take(text, sure=True).created
    assert paid(ada) == {"Base salary": D(-5)}


def test_a_dry_run_writes_nothing(ada: Employee) -> None:
    assert len(take(WIDE + "E1,EUR,,5,,,\n", dry_run=True).created) == 1
    assert not PaidYear.objects.exists()
    assert not PaidKind.objects.exists()


def test_a_limited_role_brings_in_people_in_its_reach_only(ada: Employee) -> None:
    lena = EmployeeFactory.create(number="E3", legal_entity="Two AG")
    user = UserFactory.create()
    RoleGrant.objects.create(user=user, role=Role.PAY_EQUITY_ANALYST, legal_entities=["Two AG"])
    plan = take(WIDE + "E1,EUR,,5,,,\nE3,EUR,,6,,,\n", by=user)
    assert any("nobody in your reach has the employee number E1" in message for message in problems(plan))
    take(WIDE + "E3,EUR,,6,,,\n", by=user)
    assert (paid(ada), paid(lena)) == ({}, {"Base salary": D(6)})


def test_leading_zeros_count_only_where_that_is_said(db: None) -> None:
    person = EmployeeFactory.create(number="00017")
    text = "employee number,currency,Base salary\n17,EUR,5\n"
    assert take(text, mapping=said(zeros="count")).problems.refused
    take(text)
    assert paid(person) == {"Base salary": D(5)}


def test_constants_fill_what_a_file_does_not_say(ada: Employee) -> None:
    mapping = said(constants={"currency": "CHF", "legal_entity": "Two AG", "kind": "Base pay"})
    take("employee number,amount\nE1,5\n", mapping=mapping)
    assert list(PaidYear.objects.values_list("legal_entity", "currency")) == [("Two AG", "CHF")]
    assert paid(ada) == {"Base pay": D(5)}


@pytest.mark.parametrize(
    "mapping",
    ['{"kinds": {"x": "nice"}}', '{"kinds": {"x": "left_out"}}', '{"colums": {}}', "[", '{"columns": {"a": "b"}}'],
)
def test_a_mapping_that_does_not_fit_says_so(mapping: str) -> None:
    with pytest.raises(ExchangeError, match=r"The mapping m\.json does not fit"):
        PaidMapping.from_json(mapping, "m.json")


def test_a_file_that_cannot_be_read_is_no_crash() -> None:
    assert read_paid([("empty.csv", b"")], year=2026).problems.refused


def test_the_command_reads_reports_and_writes(ada: Employee, tmp_path: Path) -> None:
    path = tmp_path / "paid.csv"
    path.write_text(WIDE + "E1,EUR,,40000,,,\n")
    out = io.StringIO()
    call_command("import_paid", str(path), "--year", "2026", "--dry-run", "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert (report["created"], report["kinds"][0]["name"], report["kinds"][0]["counts_as"]) == (
        1,
        "Base salary",
        "basic",
    )
    assert not PaidYear.objects.exists()
    out = io.StringIO()
    call_command("import_paid", str(path), "--year", "2026", stdout=out)
    assert "Base salary: basic, 1 people." in out.getvalue()
    assert paid(ada) == {"Base salary": D(40000)}
    with pytest.raises(CommandError, match="is no year"):
        call_command("import_paid", str(path), "--year", "26")
    path.write_text(WIDE + "E9,EUR,,40000,,,\n")
    with pytest.raises(SystemExit) as stopped:
        call_command("import_paid", str(path), "--year", "2026", stdout=io.StringIO(), stderr=io.StringIO())
    assert stopped.value.code == 1


def test_the_command_names_a_column_of_numbers_and_how_to_say_what_it_is(ada: Employee, tmp_path: Path) -> None:
    path, mapping, err = tmp_path / "paid.csv", tmp_path / "said.json", io.StringIO()
    path.write_text("employee number,currency,Base salary,K17\nE1,EUR,40000,50\n")
    with pytest.raises(SystemExit) as stopped:
        call_command("import_paid", str(path), "--year", "2026", stdout=io.StringIO(), stderr=err)
    assert stopped.value.code == 1
    assert "“K17” has numbers, and nobody has said what they are." in err.getvalue()
    assert "in a mapping: “columns”, “pay” or “ignore”" in err.getvalue()
    assert not PaidYear.objects.exists()
    mapping.write_text(json.dumps({"columns": {"K17": "pay"}, "kinds": {"K17": "variable"}}))
    call_command("import_paid", str(path), "--year", "2026", "--mapping", str(mapping), stdout=io.StringIO())
    assert paid(ada) == {"Base salary": D(40000), "K17": D(50)}
    call_command("import_paid", str(path), "--year", "2025", stdout=io.StringIO())  # known as pay by now
    assert paid(ada, 2025) == {"Base salary": D(40000), "K17": D(50)}


def test_what_was_paid_is_in_no_report_of_the_file(ada: Employee, ben: Employee) -> None:
    plan = take(WIDE + "E1,EUR,,40123,,,\nE2,EUR,,30456,,,\n", dry_run=True)
    text = json.dumps(plan.report())
    assert "40123" not in text
    assert "70579" in text  # the sum of everybody is


def test_nobody_brings_in_what_they_were_paid_themselves(ada: Employee, ben: Employee) -> None:
    analyst = ada.user
    assert analyst is not None
    RoleGrant.objects.create(user=analyst, role=Role.PAY_EQUITY_ANALYST)
    text = WIDE + 'E1,EUR,,"40,000.00",,,\nE2,EUR,,"30,000.00",,,\n'
    plan = take(text, by=analyst)
    assert (len(plan.created), plan.own, plan.report()["own"]) == (1, 1, 1)
    assert [message for message in problems(plan) if "row 2: this is what you were paid yourself" in message]
    assert (paid(ada), paid(ben)) == ({}, {"Base salary": D(30000)})
    assert len(take(text, by=None).created) == 1  # somebody else brings the file once more
    again = take(text, by=analyst)
    assert (again.unchanged, again.own) == (2, 0)
    assert take(text.replace("40,000", "90,000"), by=analyst).own == 1
    assert paid(ada) == {"Base salary": D(40000)}


def test_whoever_reports_on_a_part_changes_no_kind_of_all(ada: Employee, ben: Employee) -> None:
    take(WIDE + 'E1,EUR,,"40,000.00",100,,\n')
    local = UserFactory.create()
    RoleGrant.objects.create(user=local, role=Role.PAY_EQUITY_ANALYST, legal_entities=["One GmbH"])
    text = WIDE + 'E2,EUR,,"40,000.00",100,,\n'
    plan = take(text, by=local, mapping=said(kinds={"Bonus": "basic"}))
    assert "counts as something else for the whole organisation" in problems(plan)[-1]
    assert (paid(ben), PaidKind.objects.get(name="Bonus").treatment) == ({}, "variable")
    assert len(take(text, by=local).created) == 1
