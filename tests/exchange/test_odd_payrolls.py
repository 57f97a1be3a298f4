"""Payrolls as they come: part-year joiners, corrections, 13th salaries, several currencies, hourly pay, one sex, repeats."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D
from fractions import Fraction

import pytest

from accounts.models import Employee
from ladders.core.errors import DomainError
from ladders.exchange.paid_amounts.mapping import PaidMapping
from ladders.exchange.paid_amounts.write import PaidPlan, import_paid
from ladders.insights.actions.pay_equity import record_sexes
from ladders.insights.domain.pay_gap.article9 import Article9, article9
from ladders.insights.domain.pay_gap.choices import Basis, Choices
from ladders.insights.domain.pay_gap.gaps import GapNote
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.models import PaidAmount, PaidYear
from ladders.insights.queries.paid_people import paid_population
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db
LONG = "number,kind,amount,currency,hours\n"


def people(*sexes: Sex, **fields: object) -> list[Employee]:
    """E0, E1, … of One GmbH, here since 2020."""
    given: dict[str, object] = {"legal_entity": "One GmbH", "hired_on": dt.date(2020, 1, 1)}
    made = [EmployeeFactory.create(number=f"E{place}", **(given | fields)) for place, _sex in enumerate(sexes)]
    record_sexes(sexes={each.pk: sex for each, sex in zip(made, sexes, strict=True)}, by=None, source="test")
    return made


def take(text: str, **mapping: object) -> PaidPlan:
    said = PaidMapping.from_data(mapping) if mapping else None
    return import_paid(files=[("paid.csv", text.encode())], year=2026, by=None, mapping=said)


def messages(plan: PaidPlan) -> list[str]:
    return [problem.message for problem in plan.problems.listed]


def figures(basis: Basis = Basis.ANNUAL, entity: str = "One GmbH") -> Article9:
    population = paid_population(None, year=2026, legal_entity=entity)
    return article9([row.paid for row in population.rows], Choices(basis=basis))


W, M = Sex.WOMAN, Sex.MAN


def test_a_thirteenth_salary_and_corrections_below_zero_are_added_up() -> None:
    people(W, M)
    rows = "E0,Base salary,40000,EUR,1700\nE0,13th salary,3000,EUR,\nE0,Bonus,-500.25,EUR,\nE1,Base salary,50000,EUR,1700\n"
    plan = take(LONG + rows, kinds={"13th salary": "basic"})
    assert messages(plan) == []
    found = PaidAmount.objects.filter(paid_year__employee__number="E0").values_list("kind__name", "amount")
    assert dict(found) == {"Base salary": D(40000), "13th salary": D(3000), "Bonus": D("-500.25")}
    assert figures().mean.percent == Fraction(100) * (1 - Fraction("42499.75") / 50000)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (("1,664", "1,700.5"), ("1664", "1700.5")),
        (("1.664", "1.700,5"), ("1664", "1700.5")),
        (("1,664", "2,080"), ("1664", "2080")),
        (("1.664", "2.080"), ("1664", "2080")),
        (("1664,25", "1700"), ("1664.25", "1700")),
        (("1664.000", "1680.5"), ("1664", "1680.5")),
    ],
)
def test_hours_are_read_as_their_column_writes_numbers(written: tuple[str, str], meant: tuple[str, str]) -> None:
    """Nobody is paid for an hour and a bit: an hour's pay would be a thousand times too high."""
    people(W, M)
    plan = take("number;kind;amount;currency;hours\n" + "".join(
        f"E{place};Base salary;40000;EUR;{hours}\n" for place, hours in enumerate(written)
    ))  # fmt: skip
    assert messages(plan) == []
    found = PaidYear.objects.order_by("employee__number").values_list("hours", flat=True)
    assert list(found) == [D(each) for each in meant]


def test_hours_that_could_be_two_are_refused_where_a_column_is_written_both_ways() -> None:
    people(W, M, W)
    plan = take("number;kind;amount;currency;hours\n" + "".join(
        f"E{place};Base salary;40000;EUR;{hours}\n" for place, hours in enumerate(("1,664", "1.680,5", "1,700.5"))
    ))  # fmt: skip
    assert len(messages(plan)) == 1
    assert "paid hours" in messages(plan)[0].lower() or "hours" in messages(plan)[0]
    assert not PaidYear.objects.exists()


def test_the_same_kind_twice_for_one_person_is_added_and_two_hours_are_refused_with_both_rows() -> None:
    people(W)
    plan = take(LONG + "E0,Base salary,100.10,EUR,1700\nE0,Base salary,0.90,EUR,1700\n")
    assert (messages(plan), PaidAmount.objects.get().amount) == ([], D("101.00"))
    refused = take(LONG + "E0,Base salary,100,EUR,1700\nE0,Bonus,1,EUR,1600\n")
    assert messages(refused) == [
        "paid.csv, row 3: E0 has paid hours 1600.00 here and 1700.00 in row 2. Write those of the whole year, once."
    ]


def test_two_currencies_in_one_entity_come_in_and_a_report_says_what_to_do() -> None:
    people(W, M)
    assert messages(take(LONG + "E0,Base salary,40000,EUR,\nE1,Base salary,50000,CHF,\n")) == []
    with pytest.raises(DomainError) as refused:
        figures()
    assert "CHF" in refused.value.sentence
    assert "EUR" in refused.value.sentence
    mixed = take(LONG + "E0,Base salary,40000,EUR,\nE0,Bonus,1,CHF,\n")
    assert messages(mixed) == ["paid.csv, row 3: E0 has currency CHF here and EUR in row 2. Keep one for the year."]


def test_one_sex_alone_and_zeros_have_figures_or_a_note() -> None:
    people(W, W)
    take(LONG + "E0,Base salary,0,EUR,\nE1,Base salary,50000,EUR,\n")
    found = figures()
    assert (found.mean.percent, found.mean.note) == (None, GapNote.NO_MEN)
    assert PaidYear.objects.count() == 2  # who was paid nothing is there, without an amount


def test_who_is_paid_by_the_hour_for_a_part_of_the_year_counts_by_the_hour() -> None:
    people(W, M, hired_on=dt.date(2026, 7, 1))
    take(LONG + 'E0,Base salary,"10,500.50",EUR,500.5\nE1,Base salary,22000,EUR,1000\n', amounts="point")
    hourly = figures(Basis.HOURLY)
    assert hourly.mean.women_amount == pytest.approx(D("10500.50") / D("500.5"), abs=D("0.000001"))
    assert hourly.mean.men_amount == D(22)


def test_an_entity_that_nobody_works_for_is_told() -> None:
    """A misspelt employer would be one of its own, with a report of its own."""
    people(W, M)
    plan = take("number,kind,amount,currency,employer\nE0,Base salary,1,EUR,One Gmbh\nE1,Base salary,1,EUR,One GmbH\n")
    assert messages(plan) == [
        "paid.csv, row 2: nobody works for “One Gmbh”, whose rows are 1 here. Is it “One GmbH”? Write it as in the people file, "
        "or leave it if it is an employer of former years."
    ]
