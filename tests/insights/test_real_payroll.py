"""A published sample of 1,470 people as its owner would bring it in: what it shows of equal pay, and by which method.

All in all women are paid more than men, because they are on higher job levels; on the same level, as long with the employer,
nothing is left of that. Expected values were worked out apart from this product, by ordinary least squares with HC3.
"""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from pathlib import Path

import pytest

from ladders.exchange.paid_amounts.mapping import PaidMapping
from ladders.exchange.paid_amounts.write import import_paid
from ladders.exchange.people.mapping import PeopleMapping
from ladders.exchange.people.write import import_people
from ladders.insights.domain.adjusted_gap.pay_model import ExplainedPay, Worth, adjusted_gap
from ladders.insights.domain.pay_gap.article9 import article9
from ladders.insights.domain.pay_gap.choices import Choices
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.models import RecordedSex
from ladders.insights.models.paid_amounts import PaidYear
from ladders.insights.queries.paid_people import paid_population

SEXES = {"Female": Sex.WOMAN, "Male": Sex.MAN}


def read(real_data: Path) -> tuple[str, bytes, list[dict[str, str]]]:
    path = next((real_data / "ibm-hr").glob("*.csv"))
    data = path.read_bytes()
    return path.name, data, list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.django_db
def test_brought_in_as_it_is_women_are_paid_more_all_in_all(real_data: Path) -> None:
    name, data, rows = read(real_data)
    people = PeopleMapping.from_json(
        {
            "columns": {
                "EmployeeNumber": "number",
                "JobRole": "job_title",
                "StandardHours": "ignore",
                "JobLevel": "ignore",
            },
            "constants": {"name": "Employee {EmployeeNumber}", "legal_entity": "Example Inc"},
        }
    )
    assert len(import_people(files=[(name, data)], by=None, mapping=people).created) == 1470
    said: dict[str, dict[str, str]] = {
        "columns": {"EmployeeNumber": "number", "MonthlyIncome": "pay", "StandardHours": "ignore"},
        "kinds": {"MonthlyIncome": "basic"},
        "constants": {"currency": "USD", "legal_entity": "Example Inc"},
    }
    plan = import_paid(files=[(name, data)], year=2025, by=None, mapping=PaidMapping.from_data(said))
    told = {problem.message.partition(": ")[2].partition(",")[0] for problem in plan.problems.listed}
    assert {"“Age” has numbers", "“DailyRate” has numbers"} < told  # which of them is pay, nobody can know
    assert "“MonthlyIncome” has numbers" not in told
    assert PaidYear.objects.count() == 0
    columns = dict.fromkeys(rows[0], "ignore") | said["columns"]
    mapping = PaidMapping.from_data(said | {"columns": columns})
    plan = import_paid(files=[(name, data)], year=2025, by=None, mapping=mapping)
    assert plan.problems.listed == []
    assert (len(plan.created), plan.report()["kinds"][0]["counts_as"], len(plan.kinds)) == (1470, "basic", 1)
    assert RecordedSex.objects.count() == 1470
    population = paid_population(None, year=2025, legal_entity="Example Inc")
    found = article9([row.paid for row in population.rows], Choices())
    assert (found.mean.women, found.mean.men) == (588, 882)
    assert found.mean.percent == pytest.approx(Fraction("-4.7968"))
    assert found.median.percent == pytest.approx(Fraction("-5.0439"))
    assert [gap.percent for gap in (found.mean_variable_all, found.median_variable_all)] == [0, 0]


def test_on_the_same_job_level_next_to_nothing_is_left_of_it(real_data: Path) -> None:
    _name, _data, rows = read(real_data)
    people = [
        ExplainedPay(
            SEXES[row["Gender"]],
            float(row["MonthlyIncome"]),
            row["JobLevel"],
            years=float(row["YearsAtCompany"]),
        )
        for row in rows
    ]
    found = adjusted_gap(people, Worth.GRADE)
    assert found is not None
    assert found.percent == pytest.approx(-0.0111, abs=0.0001)
    assert (found.low, found.high) == pytest.approx((-2.5047, 2.4218), abs=0.0001)
    assert (found.certain, found.counted, found.against, found.left_out) == (False, 588, 882, 0)
    assert found.r_squared == pytest.approx(0.8682, abs=0.0001)
    raw = {}
    for level in sorted({row["JobLevel"] for row in rows}):
        pay = {
            sex: [float(row["MonthlyIncome"]) for row in rows if row["JobLevel"] == level and row["Gender"] == sex]
            for sex in SEXES
        }
        women, men = (sum(pay[sex]) / len(pay[sex]) for sex in SEXES)
        raw[level] = round(100 * (1 - women / men), 1)
    assert raw == {"1": 0.4, "2": 2.1, "3": -2.6, "4": 0.9, "5": 0.5}  # no level reaches the threshold of 5 %
