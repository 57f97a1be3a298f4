"""Payrolls as other programs write them: nothing is misread, and whatever cannot be read is told with its place and its cure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D
from typing import Any

import pytest

from ladders.exchange.paid_amounts.mapping import PaidMapping
from ladders.exchange.paid_amounts.parse import PaidFile, read_paid
from ladders.exchange.paid_amounts.write import import_paid
from ladders.exchange.salaries.parse import SalaryMapping, read_salaries
from ladders.exchange.tables.sheets import Severity
from tests.factories import EmployeeFactory

from .samples import xlsx_bytes

LONG = "number;kind;amount;currency\n"


def read(text: str | bytes, file: str = "paid.csv", **mapping: Any) -> PaidFile:
    content = text.encode() if isinstance(text, str) else text
    return read_paid([(file, content)], PaidMapping.from_data(mapping) if mapping else None, year=2026)


def workbook(rows: list[list[Any]], *merged: str, **more: list[list[Any]]) -> bytes:
    return xlsx_bytes({"Year": rows} | more, {"Year": merged})


def amounts(found: PaidFile) -> list[dict[str, D]]:
    """Of each person; only of files without an error."""
    assert errors(found) == []
    return [entry.amounts for entry in found.entries]


def errors(found: PaidFile) -> list[str]:
    return [each.message for each in found.problems.listed if each.severity is Severity.ERROR]


def warnings(found: PaidFile) -> list[str]:
    return [each.message for each in found.problems.listed if each.severity is Severity.WARNING]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12,50-", "-12.50"),
        ("1.250,00-", "-1250"),
        ("100 -", "-100"),
        ("(1.250,75)", "-1250.75"),
        ("−1.250,75", "-1250.75"),
        ("- € 5,25", "-5.25"),
        ("1'234,50", "1234.50"),
        ("1\u202f234,50 €", "1234.50"),
        ("1'234.-", "1234"),
        ("-62’670.–", "-62670"),
    ],
)
def test_a_correction_is_read_as_programs_write_it(written: str, meant: str) -> None:
    found = read(LONG + f"E1;Bonus;{written};EUR\nE2;Bonus;1,25;EUR\n")
    assert amounts(found) == [{"bonus": D(meant)}, {"bonus": D("1.25")}]


@pytest.mark.parametrize("written", ["12--", "(12", "-(12)", "5000 EUR", "1,2E+05", "12 S", "50%"])
def test_what_is_no_amount_names_its_row(written: str) -> None:
    (told,) = errors(read(LONG + f"E1;Bonus;{written};EUR\n"))
    assert told == f"paid.csv, row 2: amount “{written}” is no amount. Write it like 62670.50."


def test_a_negative_number_of_a_workbook_has_one_reading() -> None:
    """−12.345 is no twelve thousand, and nobody is asked what was meant."""
    rows: list[list[Any]] = [
        ["number", "currency", "Base pay", "Bonus"],
        ["E1", "EUR", 50000, -12.345],
        ["E2", "EUR", 50000, 12.5],
    ]
    found = read(workbook(rows), "paid.xlsx")
    assert amounts(found)[0] == {"base pay": D(50000), "bonus": D("-12.35")}
    assert warnings(found) == []


def test_columns_of_two_years_under_one_heading_are_not_added_up() -> None:
    rows: list[list[Any]] = [
        ["Person", None, "2025", None, "2026", None],
        ["Personalnummer", "Währung", "Grundgehalt", "Bonus", "Grundgehalt", "Bonus"],
        ["E1", "EUR", 49000, 1, 50000, 2],
    ]
    assert errors(read(workbook(rows, "C1:D1", "E1:F1"), "paid.xlsx")) == [
        f"paid.xlsx: “{kind}” stands above several columns of pay: {columns}. Give each a heading of its own, and leave out "
        "what is of another year."
        for kind, columns in (("Grundgehalt", "C, E"), ("Bonus", "D, F"))
    ]


def test_a_second_column_that_is_empty_stands_in_nobodys_way() -> None:
    found = read("number,currency,Base pay,Base pay,,\nE1,EUR,100,,,\nE2,EUR,200,,,\n")
    assert amounts(found) == [{"base pay": D(100)}, {"base pay": D(200)}]
    assert warnings(found) == []


ASKED = (
    "paid.csv: “%s” has numbers, and nobody has said what they are. Say whether it is pay, and what it counts as, or that it is "
    "not pay (in a mapping: “columns”, “pay” or “ignore”)."
)
NAMELESS = "paid.csv: column F has numbers and no heading. Give it one if it is pay, else remove the column."


def test_columns_of_numbers_that_nobody_takes_in_are_asked_about() -> None:
    text = "Personalnummer;Währung;Gehalt;Jan;Feb;;Team\nE1;EUR;4000;1.000,50;-5,5;7;Nord\nE2;EUR;4000;5,5-;(5,5);−7;Nord\n"
    found = read(text)
    assert errors(found) == [ASKED % "Jan", ASKED % "Feb", NAMELESS]
    assert [each.heading for each in found.columns if each.asked] == ["Jan", "Feb"]
    columns = {"Jan": "pay", "Feb": "pay", "Gehalt": "ignore"}
    assert errors(read(text, columns=columns, kinds={"Jan": "basic", "Feb": "basic"})) == [NAMELESS]
    said = read(text.replace(";;", ";Other;"), columns=columns | {"Other": "ignore"})
    assert amounts(said) == [{"jan": D("1000.50"), "feb": D("-5.50")}, {"jan": D("-5.50"), "feb": D("-5.50")}]
    assert warnings(said) == []


def test_in_a_long_file_they_are_named() -> None:
    assert warnings(read("number,kind,amount,currency,Rate\nE1,Base pay,400,EUR,12.5\n")) == [
        "paid.csv: these columns of numbers are not taken in: “Rate”. If one is pay, say so."
    ]


def test_a_column_in_which_nothing_stands_is_no_column_of_numbers() -> None:
    text = "number;currency;Base pay;Car;Jan\nE1;EUR;4000;n/a;-\nE2;EUR;4000;-;12,5\n"
    assert errors(read(text)) == [ASKED % "Jan"]


@pytest.mark.parametrize(
    "cells", [("1.000,50 EUR", "EUR 900,25"), ("1.000,50", "siehe Anlage"), ("(5,50) EUR", "7"), ("€ 5,50", "-7 CHF")]
)
def test_amounts_with_a_currency_or_among_words_are_asked_about_in_a_wide_file(cells: tuple[str, str]) -> None:
    text = "number;currency;Base pay;K17;Team\nE1;EUR;4000;{};ABT 12\nE2;EUR;4000;{};5 Nord\n".format(*cells)
    assert errors(read(text)) == [ASKED % "K17"]


def test_words_among_which_a_number_stands_are_no_numbers() -> None:
    text = "number;currency;Base pay;Team\nE1;EUR;4000;Nord\nE2;EUR;4000;12\nE3;EUR;4000;West\n"
    assert amounts(read(text)) == [{"base pay": D(4000)}] * 3


BESIDE = "number;kind;amount;{heading};currency\nE1;Base pay;400,50;{plus};EUR\nE1;Base pay;100,25;{minus};EUR\n"


@pytest.mark.parametrize(("plus", "minus"), [("+", "-"), ("+", "−"), ("Plus", "minus")])
def test_plus_and_minus_beside_amounts_are_theirs(plus: str, minus: str) -> None:
    for heading in ("+/-", "Vorzeichen", "Kz"):  # the last one by its cells
        assert amounts(read(BESIDE.format(heading=heading, plus=plus, minus=minus))) == [{"base pay": D("300.25")}]


@pytest.mark.parametrize(
    ("heading", "plus", "minus"),
    [
        ("S/H", "S", "H"), ("Soll/Haben", "Soll", "Haben"), ("SHKZ", "s", "h"), ("Debit/Credit", "Debit", "Credit"),
        ("D/C", "D", "C"), ("Kz", "H", "S"),
    ],
)  # fmt: skip
def test_debit_and_credit_beside_amounts_are_asked_about_and_then_exact(heading: str, plus: str, minus: str) -> None:
    text = BESIDE.format(heading=heading, plus=plus, minus=minus)
    assert errors(read(text)) == [
        f"paid.csv: “{heading}” has “{plus}”, “{minus}” beside amounts, and nobody has said whether these amounts are added or "
        "taken away. Say so (in a mapping: “signs”, “plus” or “minus”), or that the column means something else."
    ]
    assert amounts(read(text, signs={plus: "plus", minus: "minus"})) == [{"base pay": D("300.25")}]
    assert amounts(read(text, signs={plus: "minus", minus: "plus"})) == [{"base pay": D("-300.25")}]
    assert amounts(read(text, columns={heading: "ignore"})) == [{"base pay": D("500.75")}]


NAMES = ["Anna", "Ben", "Carla", "Dan", "S", "H"]  # who signed, in a column “Sign”, say


@pytest.mark.parametrize("heading", ["Soll/Haben", "Debit/Credit", "Kz", "Sign"])
def test_amounts_in_a_column_of_signs_are_named_nowhere(heading: str) -> None:
    for pays in (
        [4711.5, 4812.5],
        list(range(41_000, 41_040)),
        ["Pay of the month of December", "S"],
        list("ABC"),
        NAMES,
        NAMES * 9,
    ):
        lines = "".join(f"E{n};Bonus;1;{pay};EUR\n" for n, pay in enumerate(pays))
        found = read(f"number;kind;amount;{heading};currency\n{lines}", columns={heading: "sign"})
        assert errors(found) == [
            f"paid.csv: “{heading}” is not read as a column of signs: it has amounts, names or other texts. Write “+” or “-” in "
            "each row, say what the column means, or leave it out."
        ]
        assert found.signs == {}
    two = "number;kind;amount;Sign;currency\nE1;Bonus;5;Anna;EUR\nE2;Bonus;2;Ben;EUR\n"
    assert ("is not read as a column of signs" in errors(read(two))[0], read(two).signs) == (True, {})
    words = two.replace("Anna", "Gutschrift").replace("Ben", "Lastschrift")
    more = words + words.partition("\n")[2].replace("E1", "E3").replace("E2", "E4")
    assert read(more).signs == {"Gutschrift": "", "Lastschrift": ""}  # asked about
    said = read(words, signs={"Gutschrift": "plus", "Lastschrift": "minus"})
    assert [row for row in amounts(said) if row] == [{"bonus": D(5)}, {"bonus": D(-2)}]
    codes = "number;kind;amount;Key;currency\nE1;Bonus;5;40;EUR\nE1;Bonus;2;50;EUR\n"  # in some books, debit and credit
    said = read(codes, columns={"Key": "sign"}, signs={"40": "plus", "50": "minus"})
    assert amounts(said) == [{"bonus": D(3)}]


@pytest.mark.parametrize(
    ("known", "signs", "asked"),
    [
        (["+", "-", "*"], {}, ["*"]),
        (["Soll", "Haben", "Storno"], {}, ["Soll", "Haben", "Storno"]),
        (["earning", "deduction", "refund"], {"earning": "plus", "deduction": "minus"}, ["refund"]),
        (["S", "H", "Storno"], {"S": "plus", "H": "minus"}, ["Storno"]),
        (["plus", "minus", "one", "two", "three", "four"], {}, ["one", "two", "three", "four"]),
    ],
)
def test_further_words_beside_two_that_are_known_or_said_are_asked_about(
    known: list[str], signs: dict[str, str], asked: list[str]
) -> None:
    lines = "".join(f"E1;Bonus;{10**place};{word};EUR\n" for place, word in enumerate(known))
    text = f"number;kind;amount;Vorzeichen;currency\n{lines}"
    words = ", ".join(f"“{word}”" for word in asked)
    found = read(text, columns={"Vorzeichen": "sign"}, signs=signs)
    assert errors(found) == [
        f"paid.csv: “Vorzeichen” has {words} beside amounts, and nobody has said whether these amounts are added or taken away. "
        "Say so (in a mapping: “signs”, “plus” or “minus”), or that the column means something else."
    ]
    assert (list(found.signs), [word for word, means in found.signs.items() if not means]) == (known, asked)
    said = {known[0]: "plus"} | dict.fromkeys(known[1:], "minus")
    assert amounts(read(text, signs=said)) == [{"bonus": D(1 - sum(10**place for place in range(1, len(known))))}]


@pytest.mark.parametrize(
    "others",
    [["Anna", "S", "H"], ["Anna", "+", "Ben"], ["+", "-", "4711.50"], ["+", "-", "Signed by Anna of the payroll"],
     ["+", "-", *"ABCDE"]],
)  # fmt: skip
def test_what_is_no_short_word_beside_two_that_are_known_is_not_listed(others: list[str]) -> None:
    """Nor are names beside initials, or with one sign among them."""
    lines = "".join(f"E1;Bonus;1;{word};EUR\n" for word in others * 2)
    found = read(f"number;kind;amount;Sign;currency\n{lines}")
    assert ["is not read as a column of signs" in told for told in errors(found)] == [True]
    assert found.signs == {}


@pytest.mark.parametrize("word", ["-", "−", "minus", "Haben", "Deduct"])
def test_a_minus_beside_some_amounts_alone_is_asked_about(word: str) -> None:
    text = BESIDE.format(heading="Kz", plus="", minus=word)
    assert errors(read(text)) == [
        f"paid.csv: “Kz” has “{word}” beside some amounts, and nothing beside the others. If it says which are taken away, write "
        "what is added beside the others, too (“+” and “-” are known); else say that the column is left out."
    ]
    assert amounts(read(text, columns={"Kz": "ignore"})) == [{"base pay": D("500.75")}]
    for plus in (word, "n/a", "+"):  # a placeholder, another one beside it, and what is known
        assert "beside some amounts" not in " ".join(errors(read(BESIDE.format(heading="Kz", plus=plus, minus=word))))


def test_a_sign_is_said_of_a_column_and_not_of_all_rows() -> None:
    for name in ("sign", "amount", "number"):
        with pytest.raises(ValueError, match=f"“{name}” is said of a column, not of all rows: constants are currency"):
            PaidMapping.from_data({"constants": {name: "minus"}})


def test_a_sign_that_stands_twice_or_not_at_all_is_refused() -> None:
    text = BESIDE.format(heading="+/-", plus="+", minus="-")
    assert errors(read(text.replace("100,25", "-100,25"))) == [
        "paid.csv, row 3: the amount has a minus, and “+/-” beside it says whether it is taken away. Write it once."
    ]
    assert errors(read(text.replace(";+;", ";;"))) == ["paid.csv, row 2: sign is blank. Fill it in, or remove the row."]
    assert errors(read("number;currency;Base pay;S/H\nE1;EUR;400;H\n")) == [
        "paid.csv: “S/H” says which amounts are taken away, and not of which column. Write a minus before these amounts, and "
        "leave “S/H” out."
    ]


def test_salaries_are_not_taken_away_and_their_other_numbers_are_named() -> None:

    def told(heading: str, *words: str) -> list[tuple[str, str]]:
        lines = "".join(f"E{place},400,EUR,month,2026-01-01,{word}\n" for place, word in enumerate(words))
        found = read_salaries([("pay.csv", f"number,amount,currency,basis,from,{heading}\n{lines}".encode())])
        return [(each.severity.value, each.message) for each in found.problems.listed]

    for heading, *words in (
        ("S/H", "S", "H"), ("+/-", "+", "-"), ("Kz", "Soll", "Haben"), ("Vorzeichen", "+", "+", "-", "*"),
        ("Vorzeichen", "Soll", "Haben", "Soll", "Storno"), ("Vorzeichen", "Zugang", "Abgang"), ("Vorzeichen", "", "Abgang"),
        ("Sign", "+", "*", "/"), ("Sign", *NAMES), ("Vorzeichen", "Zugang", "Abgang", "Storno"), ("Sign", "Anna", "Ben", "Carla"),
    ):  # fmt: skip
        assert told(heading, *words) == [
            ("error", f"pay.csv: “{heading}” seems to say which amounts are taken away, and a salary is more than nothing. Leave "
            "such rows out, or say that the column is left out."),
        ], words  # fmt: skip
    assert told("+/-", "+", "+") == told("Vorzeichen", "+", "plus", "") == told("Sign", "", "") == []
    assert [kind for kind, _told in told("Sign", "40", "50")] == [
        "warning",
        "error",
    ]  # two numbers, and debit and credit perhaps
    assert told("Sign", "Signed by Anna of the payroll") == []
    assert told("Soll/Haben", "5000", "7500") == [
        ("warning", "pay.csv: these columns of numbers are not taken in: “Soll/Haben”. If one is pay, say so."),
    ]
    assert told("Paid by", "S", "H") == []  # salaried and hourly, say
    assert told("Allowance", "50", "75") == [
        ("warning", "pay.csv: these columns of numbers are not taken in: “Allowance”. If one is pay, say so."),
    ]


def test_one_amount_in_cells_merged_over_two_people_is_not_paid_twice() -> None:
    rows: list[list[Any]] = [["number", "currency", "Base pay"], ["E1", "EUR", 50000], ["E2", "EUR", None]]
    assert errors(read(workbook(rows, "C2:C3"), "paid.xlsx")) == [
        "paid.xlsx, row 3: “50000” stands in a cell that is merged with others. Undo that, and write what belongs in each."
    ]
    said: list[list[Any]] = [["number", "amount", "currency", "basis", "from"]]
    said += [[f"E{n}", pay, "EUR", "year", "2026-01-01"] for n, pay in ((1, 50000), (2, None))]
    found = read_salaries([("pay.xlsx", workbook(said, "B2:B3"))])
    assert [(row.number, row.amount) for row in found.rows] == [("E1", D(50000))]
    assert "row 3: “50000” stands in a cell that is merged with others." in found.problems.listed[0].message


def test_one_amount_in_cells_merged_sideways_is_not_paid_as_two_kinds() -> None:
    rows: list[list[Any]] = [["number", "currency", "Base pay", "Bonus"], ["E1", "EUR", 50000, None]]
    assert errors(read(workbook(rows, "C2:D2"), "paid.xlsx")) == [
        "paid.xlsx, row 2: “50000” stands in a cell that is merged with others. Undo that, and write what belongs in each."
    ]


def test_hours_merged_over_two_people_are_not_those_of_each() -> None:
    wide: list[list[Any]] = [["number", "currency", "hours", "Base pay"]]
    wide += [[number, "EUR", hours, 50000] for number, hours in (("E1", 1600), ("E2", None))]
    told = [
        "paid.xlsx, row 3: “1600” stands in a cell that is merged with others. Undo that, and write what belongs in each."
    ]
    assert errors(read(workbook(wide, "C2:C3"), "paid.xlsx")) == told
    long: list[list[Any]] = [["number", "currency", "hours", "kind", "amount"]]
    long += [[number, "EUR", 1600, kind, 50] for number in ("E1", "E2") for kind in ("Base pay", "Bonus")]
    found = read(workbook(long, "A2:A3", "C2:C3", "C4:C5"), "paid.xlsx")
    assert [(entry.number, entry.hours) for entry in found.entries] == [("E1", D(1600)), ("E2", D(1600))]
    assert amounts(found) == [{"base pay": D(50), "bonus": D(50)}] * 2
    assert errors(read(workbook(long, "C2:C4"), "paid.xlsx")) == [told[0].replace("row 3", "row 4")]


def test_merged_cells_that_hold_nothing_or_are_left_out_are_no_fault() -> None:
    rows: list[list[Any]] = [["number", "currency", "year", "hours", "Base pay", "Bonus"]]
    rows += [
        ["E1", "EUR", 2026, "-", 50000, "-"],
        ["E2", "EUR", 2026, None, 50000, None],
        ["E3", "EUR", 2025, 1600, 40000, 7],
        ["E4", "EUR", 2025, None, None, 7],
    ]
    found = read(workbook(rows, "D2:D3", "F2:F3", "D4:D5", "E4:E5"), "paid.xlsx")
    assert amounts(found) == [{"base pay": D(50000)}] * 2
    assert [entry.hours for entry in found.entries] == [None, None]


def test_a_sheet_for_each_month_is_not_read_as_the_first_alone() -> None:
    rows: list[list[Any]] = [["number", "currency", "Base pay"], ["E1", "EUR", 5]]
    assert errors(read(workbook(rows, Feb=rows), "paid.xlsx")) == [
        "paid.xlsx, Feb: this sheet has amounts, too. Put all rows into one table, or import it on its own."
    ]
    said: list[list[Any]] = [["number", "amount", "currency", "basis", "from"], ["E1", 5, "EUR", "year", "2026-01-01"]]
    found = read_salaries([("pay.xlsx", workbook(said, Others=said))])
    assert [each.message for each in found.problems.listed] == [
        "pay.xlsx, Others: this sheet has amounts, too. Put all rows into one table, or import it on its own."
    ]
    people: list[list[Any]] = [["number", "team"], ["E1", "North"]]
    assert amounts(read(workbook(rows, People=people), "paid.xlsx")) == [{"base pay": D(5)}]


@pytest.mark.parametrize("written", ["£1,234.50", "$ 1,234.50", "1,234.50 ¥"])
def test_the_sign_of_another_currency_is_asked_about(written: str) -> None:
    told = f"amount “{written}” is of another currency than its row. Write which it is."
    assert errors(read(LONG + f"E1;Bonus;{written};EUR\n")) == [f"paid.csv, row 2: {told}"]
    salaries = f"number;amount;currency;basis;from\nE1;{written};EUR;year;2026-01-01\n"
    found = read_salaries([("pay.csv", salaries.encode())], SalaryMapping())
    assert [each.message for each in found.problems.listed] == [f"pay.csv, row 2: {told}"]
    assert found.rows == []
    said = SalaryMapping.from_data({"values": {"amount": {written: "1234.50"}}})
    assert [row.amount for row in read_salaries([("pay.csv", salaries.encode())], said).rows] == [D("1234.50")]


def test_a_sign_that_many_currencies_have_is_any_of_them() -> None:
    assert amounts(read(LONG + "E1;Bonus;$5.25;MXN\nE2;Bonus;£5.25;EGP\n")) == [{"bonus": D("5.25")}] * 2


def test_hours_of_two_contracts_are_not_taken_for_those_of_the_year() -> None:
    wide = "number,currency,hours,Base pay\nE1,EUR,800,20000\nE1,EUR,{},21000\n"
    assert errors(read(wide.format(800))) == [
        "paid.csv, row 3: E1 has paid hours 800.00 here and 800.00 in row 2. Write those of the whole year, once."
    ]
    (entry,) = read(wide.format("").replace("800", "1600")).entries
    assert (entry.hours, entry.amounts) == (D(1600), {"base pay": D(41000)})


@pytest.mark.django_db
def test_hours_of_a_month_are_asked_about() -> None:
    for number, hired in (("E1", dt.date(2020, 1, 1)), ("E2", dt.date(2020, 1, 1)), ("E3", dt.date(2026, 12, 1))):
        EmployeeFactory.create(number=number, legal_entity="", hired_on=hired)

    def take(hours: int) -> list[str]:
        text = f"number,currency,hours,Base pay\nE1,EUR,{hours},40000\nE2,EUR,{hours},40000\nE3,EUR,160,4000\n"
        plan = import_paid(files=[("paid.csv", text.encode())], year=2026, by=None, sure=False)
        assert plan.problems.refused == bool(plan.doubts)
        return [each.message for each in plan.problems.listed if each.severity is Severity.WARNING]

    assert take(160) == [
        "paid.csv: paid hours of 2 people come to less than five a week. Are they of a month? Those of the whole year are meant."
    ]
    assert take(1664) == []


def test_a_year_is_read_from_a_number_or_a_day_and_anything_else_is_told() -> None:
    rows: list[list[Any]] = [["number", "kind", "amount", "currency", "Jahr"]]
    rows += [
        [f"E{n}", "Bonus", n, "EUR", year] for n, year in enumerate((2026.0, dt.date(2026, 12, 31), "2026,0", 2025))
    ]
    found = read(workbook(rows), "paid.xlsx")
    assert [entry.number for entry in found.entries] == ["E0", "E1", "E2"]
    assert warnings(found) == ["paid.xlsx: rows of other years than 2026 are left out: 1."]
    assert errors(read(LONG.replace("currency", "currency;Jahr") + "E1;Bonus;1;EUR;12/2026\nE2;Bonus;1;EUR;\n")) == [
        "paid.csv, row 2: year “12/2026” is no calendar year. Write it like 2026.",
        "paid.csv, row 3: year is blank. Fill it in, or remove the row.",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_kinds_of_other_languages_are_read_in_every_encoding(encoding: str) -> None:
    text = "Matricule;Rubrique;Montant;Devise\nE1;Salaire de base;1 000,50;EUR\nE1;Prime d’ancienneté;5,5;EUR\n"
    columns = {"Matricule": "number", "Rubrique": "kind", "Montant": "amount", "Devise": "currency"}
    assert amounts(read(text.encode(encoding), columns=columns)) == [
        {"salaire de base": D("1000.50"), "prime d ancienneté": D("5.50")}
    ]


def test_a_line_of_totals_is_nobody() -> None:
    text = "number;currency;Base pay\nE1;EUR;100,50\n;EUR;100,50\n"
    assert errors(read(text)) == ["paid.csv, row 3: number is blank. Fill it in, or remove the row."]
