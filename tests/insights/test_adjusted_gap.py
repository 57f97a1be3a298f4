"""Pay between people of equal impact, against made-up truths and a published analysis."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from ladders.insights.domain.adjusted_gap.logib import LogibPerson, logib
from ladders.insights.domain.adjusted_gap.pay_model import ExplainedPay, Worth, adjusted_gap, track_gaps
from ladders.insights.domain.adjusted_gap.regression import dummies, fitted
from ladders.insights.domain.pay_gap.article9 import article9
from ladders.insights.domain.pay_gap.choices import Basis, Choices
from ladders.insights.domain.pay_gap.people import PaidPerson, Sex

SEXES = {"F": Sex.WOMAN, "M": Sex.MAN}


def organisation(
    *, women_less: float = 0.0, specialists_less: float = 0.0, noise: float = 0.02, seed: int = 7
) -> list[ExplainedPay]:
    """300 people of four grades, two zones and two tracks, whose pay follows from all that but for two planted gaps."""
    chance = np.random.default_rng(seed)
    people = []
    for number in range(300):
        woman, specialist, grade = number % 3 == 0, number % 2 == 0, int(chance.integers(0, 4))
        years, share = float(chance.uniform(0, 20)), float(chance.choice([0.5, 0.8, 1.0]))
        zone = str(chance.choice(["North", "South"]))
        log = 10 + 0.2 * grade + 0.05 * (zone == "North") + 0.005 * years + 0.01 * share + chance.normal(0, noise)
        log += np.log(1 - women_less / 100) * woman + np.log(1 - specialists_less / 100) * specialist
        people.append(
            ExplainedPay(
                Sex.WOMAN if woman else Sex.MAN,
                float(np.exp(log)),
                f"G{grade}",
                zone,
                100.0 + 50 * grade,
                years,
                share,
                "specialist" if specialist else "management",
            )
        )
    return people


@pytest.mark.parametrize("worth", list(Worth))
def test_a_planted_gap_is_found(worth: Worth) -> None:
    found = adjusted_gap(organisation(women_less=6), worth)
    assert found is not None
    assert found.certain
    assert found.percent == pytest.approx(6, abs=0.6)
    assert found.low < found.percent < found.high
    assert (found.counted, found.against, found.left_out) == (100, 200, 0)


def test_a_planted_gap_between_tracks_is_found_beside_sex() -> None:
    (found,) = track_gaps(organisation(women_less=6, specialists_less=4), "management")
    assert (found.track, found.against) == ("specialist", "management")
    assert found.gap is not None
    assert found.gap.certain
    assert found.gap.percent == pytest.approx(4, abs=0.6)
    (none,) = track_gaps(organisation(noise=0.2, seed=1), "management")
    assert none.gap is not None
    assert not none.gap.certain


def test_tracks_without_a_grade_in_common_are_not_compared() -> None:
    """Whoever begins is on grades that management does not have: the model would have to guess."""
    people = organisation()
    begin = [
        ExplainedPay(each.sex, each.pay / 2, "G-", each.zone, 50.0 + number % 7, each.years, track="shared")
        for number, each in enumerate(people[:60])
    ]
    found = {each.track: each.gap for each in track_gaps([*people, *begin], "management")}
    assert found["shared"] is None
    assert found["specialist"] is not None


def test_scaling_all_pay_changes_no_adjusted_gap() -> None:
    people = organisation(women_less=3)
    doubled = [
        ExplainedPay(each.sex, 2 * each.pay, each.grade, each.zone, each.points, each.years, each.full_time_share)
        for each in people
    ]
    before, after = adjusted_gap(people), adjusted_gap(doubled)
    assert before is not None
    assert after is not None
    assert (after.percent, after.low) == pytest.approx((before.percent, before.low))


def test_there_is_no_gap_of_one_sex_or_where_sex_and_grade_are_the_same() -> None:
    men = [each for each in organisation() if each.sex is Sex.MAN]
    assert adjusted_gap(men) is None
    parted = [
        ExplainedPay(Sex.WOMAN if number % 2 else Sex.MAN, 1000.0 + number, "A" if number % 2 else "B")
        for number in range(40)
    ]
    assert adjusted_gap(parted, Worth.GRADE) is None
    assert adjusted_gap([], Worth.GRADE) is None
    assert track_gaps(men[:1], "nobody here")[0].gap is None


def test_whom_nothing_is_like_is_left_out_and_counted() -> None:
    people = [*organisation(), ExplainedPay(Sex.WOMAN, 1e6, "G9", "Moon", 900.0)]
    found = adjusted_gap(people)
    assert found is not None
    assert (found.counted, found.left_out) == (100, 1)


def test_errors_are_those_of_hc3() -> None:
    chance = np.random.default_rng(3)
    x = chance.normal(size=40)
    y = 1 + 2 * x + chance.normal(size=40) * (1 + np.abs(x))
    design = np.column_stack([np.ones(40), x])
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ y
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    meat = design.T @ (design * (((y - design @ beta) / (1 - leverage)) ** 2)[:, None])
    model = fitted({"x": x.tolist()}, y.tolist(), ["x"])
    assert model is not None
    assert (found := model.coefficients["x"]) is not None
    assert found.value == pytest.approx(beta[1])
    assert found.standard_error == pytest.approx(np.sqrt((inverse @ meat @ inverse)[1, 1]))
    assert model.degrees_of_freedom == 38


def test_a_column_said_twice_costs_one_degree_of_freedom() -> None:
    x = [float(number) for number in range(12)]
    y = [2 * value + (-1) ** number for number, value in enumerate(x)]
    once = fitted({"x": x}, y, ["x"])
    twice = fitted({"x": x, "again": [3 * value + 1 for value in x]}, y, ["x"])
    assert once is not None
    assert twice is not None
    assert (once.degrees_of_freedom, twice.degrees_of_freedom, twice.columns, twice.rank) == (10, 10, 3, 2)
    assert twice.coefficients["x"] is None
    assert fitted({"x": x[:2]}, y[:2], ["x"]) is None


def test_dummies_leave_out_what_they_are_against() -> None:
    assert dummies("zone", ["b", "a", "b"]) == {"zone b": [1.0, 0.0, 1.0]}
    assert dummies("zone", ["b", "a"], against="b") == {"zone a": [0.0, 1.0]}


@pytest.fixture(scope="module")
def sheet(real_data: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(real_data / "pay-equity" / "logib-example-m1.xlsx", data_only=True)
    return list(book["data_sheet_template"].iter_rows(min_row=2, values_only=True))


@pytest.fixture(scope="module")
def known(real_data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((real_data / "pay-equity" / "figures.json").read_text())["logib_example"]
    return found


@pytest.mark.real_data
def test_the_swiss_example_comes_out_exactly(sheet: list[tuple[Any, ...]], known: dict[str, Any]) -> None:
    people = [
        LogibPerson(
            SEXES[row[2]],
            row[1],
            row[3],
            row[4],
            row[6] or 0,
            row[7] or 0,
            row[10],
            row[11],
            row[12],
            row[13],
            row[8],
            row[9],
            row[14],
            row[16] == 1,
        )
        for row in sheet
    ]
    found = logib(people)
    assert found is not None
    assert (len(people), found.women, found.men, found.left_out) == (285, known["women"], known["men"], 5)
    assert found.degrees_of_freedom == known["degrees_of_freedom"]
    assert round(found.coefficient.value, 7) == known["beta"]
    assert round(found.coefficient.standard_error, 7) == known["standard_error"]
    assert round(found.coefficient.t, 5) == known["t"]
    assert round(found.r_squared, 6) == known["r_squared"]
    assert round(found.effect_percent, 4) == known["effect_percent"]


@pytest.mark.real_data
def test_article_9_of_the_swiss_example(sheet: list[tuple[Any, ...]], known: dict[str, Any]) -> None:
    def money(*amounts: float) -> Decimal:
        return sum((Decimal(str(amount)) for amount in amounts), Decimal(0))

    people = [
        PaidPerson(
            SEXES[row[2]],
            money(row[10], row[12]),
            money(row[11], row[13]),
            str(row[6]),
            hours=Decimal(row[8]) / 100 if row[8] else Decimal(str(row[9])) / (40 * Decimal(52) / 12),
        )
        for row in sheet
        if row[16] == 1
    ]
    found, expected = article9(people, Choices(basis=Basis.HOURLY)), known["directive"]
    assert found.mean.percent == Decimal(str(expected["a"]))
    assert found.median.percent == Decimal(str(expected["c_middle"]))
    assert [found.women_receiving.receiving, found.women_receiving.everybody] == expected["e_receiving"]["F"]
    assert [found.men_receiving.receiving, found.men_receiving.everybody] == expected["e_receiving"]["M"]
    assert round(float(found.mean_variable_all.percent or 0), 3) == expected["b_all"]
    assert round(float(found.mean_variable_recipients.percent or 0), 3) == expected["b_recipients"]
    assert [quarter.women for quarter in found.quarters] == expected["f_women_of_70"]
    assert {row.category: float(row.total.percent or 0) for row in found.categories} == expected[
        "g_total_by_requirement_level"
    ]


def test_logib_says_nothing_of_one_sex() -> None:
    man = LogibPerson(Sex.MAN, 40, 3, 6, 5, 5, 5000, rate=100)
    assert logib([man] * 20) is None
    assert logib([]) is None
    assert LogibPerson(Sex.MAN, 40, 3, 6, 5, 5, 5000, hours=130).full_time_pay == pytest.approx(5000 * 520 / 390)
