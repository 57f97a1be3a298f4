"""The seven figures of Article 9, against workforces worked by hand, and what must never change them."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.insights.domain.pay_gap.article9 import Article9, article9
from ladders.insights.domain.pay_gap.choices import (
    Basis,
    Choices,
    EvenMedian,
    Movers,
    PartOfYear,
    Remainder,
    Snapshot,
    VariablePopulation,
)
from ladders.insights.domain.pay_gap.gaps import GapNote
from ladders.insights.domain.pay_gap.people import LeftOut, PaidPerson, Sex
from ladders.insights.domain.pay_gap.quarters import sizes

LOWER = Choices(even_median=EvenMedian.LOWER)
SEXES = {"F": Sex.WOMAN, "M": Sex.MAN, "": Sex.NOT_STATED}


def person(sex: str, category: str, basic: Any, variable: Any = 0, **more: Any) -> PaidPerson:
    return PaidPerson(SEXES[sex], Decimal(basic), Decimal(variable), category, **more)


def workforce(*rows: tuple[str, str, Any, Any]) -> list[PaidPerson]:
    return [person(*row) for row in rows]


SHOP = workforce(("F", "Till", 2000, 0), ("F", "Till", 2200, 100), ("M", "Till", 2400, 0), ("M", "Office", 3000, 300))


def percents(found: Article9) -> list[Decimal | None]:
    """Every percentage that a report shows."""
    gaps = [
        found.mean,
        found.mean_variable_all,
        found.mean_variable_recipients,
        found.median,
        found.median_variable_all,
        found.median_variable_recipients,
    ]
    gaps += [gap for row in found.categories for gap in (row.total, row.basic, row.variable)]
    shares = [found.women_receiving.percent, found.men_receiving.percent]
    return [gap.percent for gap in gaps] + shares + [quarter.percent_women for quarter in found.quarters]


@pytest.mark.real_data
@pytest.mark.parametrize("index", range(5))
def test_workforces_worked_by_hand(real_data: Path, index: int) -> None:
    case = json.loads((real_data / "pay-equity" / "figures.json").read_text())["cases"][index]
    expected, people = case["expected"], workforce(*case["rows"])
    lower, middle = article9(people, LOWER), article9(people, Choices())

    found = {
        "a": lower.mean.percent,
        "b": lower.mean_variable_all.percent,
        "c_lower": lower.median.percent,
        "c_middle": middle.median.percent,
        "d_lower": lower.median_variable_all.percent,
        "d_middle": middle.median_variable_all.percent,
    }
    for key in found.keys() & expected.keys():
        assert found[key] == Decimal(str(expected[key])), key
    if "e" in expected:
        receiving = {"F": lower.women_receiving.percent, "M": lower.men_receiving.percent}
        assert receiving == {sex: Decimal(str(share)) for sex, share in expected["e"].items()}
    if "f_women" in expected:
        assert [row.percent_women for row in lower.quarters] == [Decimal(str(share)) for share in expected["f_women"]]
    assert lower.left_out[LeftOut.NOT_COMPARED] == expected.get("excluded", 0)
    for row in lower.categories:
        gap = expected.get("g_total", {}).get(row.category)
        if gap is not None:
            assert row.total.percent == Decimal(str(gap))


def test_gaps_say_whom_they_count_and_keep_their_sign() -> None:
    found = article9(SHOP, Choices())
    assert (found.mean.women, found.mean.men) == (2, 2)
    assert (found.mean.women_amount, found.mean.men_amount) == (Decimal(2150), Decimal(2850))
    assert found.mean.exact == Fraction(700, 2850)
    # Over everybody women get a third of men's variable pay; who gets any gets a third too: 100 against 300.
    assert found.mean_variable_all.percent == Decimal("66.6667")
    assert found.mean_variable_recipients.left_out == Counter({LeftOut.NOT_RECEIVING: 2})
    more = article9([*SHOP, person("F", "Office", 9000)], Choices())
    assert more.mean.percent is not None
    assert more.mean.percent < 0


def test_nothing_paid_is_zero_a_mans_zero_is_no_percentage_and_one_sex_has_none() -> None:
    none = article9(workforce(("F", "A", 10, 0), ("M", "A", 20, 0)), Choices())
    assert (none.mean_variable_all.percent, none.mean_variable_all.note) == (Decimal(0), GapNote.NOTHING_PAID)
    assert none.mean_variable_recipients.note is GapNote.NOBODY
    women = article9(workforce(("F", "A", 10, 5), ("M", "A", 20, 0)), Choices())
    assert (women.mean_variable_all.percent, women.mean_variable_all.note) == (None, GapNote.MEN_ZERO)
    assert women.mean_variable_recipients.note is GapNote.NO_MEN
    alone = article9(workforce(("M", "A", 10, 5), ("M", "B", 20, 0)), Choices())
    assert (alone.mean.percent, alone.mean.note, alone.women_receiving.percent) == (None, GapNote.NO_WOMEN, None)
    nobody = article9([], Choices())
    assert nobody.median.note is GapNote.NOBODY
    assert [row.percent_women for row in nobody.quarters] == [None] * 4


def test_variable_pay_is_worked_out_over_everybody_and_over_those_who_receive_any() -> None:
    people = workforce(("F", "A", 10, 6), ("F", "A", 10, 0), ("M", "A", 10, 4), ("M", "A", 10, 4))
    found = article9(people, Choices())
    assert found.mean_variable_all.percent == Decimal(25)
    assert found.mean_variable_recipients.percent == Decimal(-50)
    assert found.median_variable_recipients.percent == Decimal(-50)


def test_the_remainder_of_the_quarters_goes_where_it_was_chosen() -> None:
    assert sizes(11, Remainder.FROM_BELOW) == (3, 3, 3, 2)
    assert sizes(11, Remainder.FROM_ABOVE) == (2, 3, 3, 3)
    assert sizes(3, Remainder.FROM_ABOVE) == (0, 1, 1, 1)


def test_who_is_counted_is_a_choice_and_who_is_not_is_told() -> None:
    people = [
        person("F", "A", 1000, year_share=Decimal("0.5"), moved=True),
        person("M", "A", 3000, on_day=False, moved=True),
        person("M", "A", 2000),
        person("F", "A", 0),
    ]
    scaled = article9(people, Choices(snapshot=Snapshot.ON_DAY))
    assert (scaled.mean.percent, scaled.mean.women_amount) == (Decimal(0), Decimal(2000))
    assert scaled.left_out == Counter({LeftOut.AWAY_ON_DAY: 1, LeftOut.NO_PAY: 1})
    paid = article9(people, Choices(snapshot=Snapshot.ON_DAY, part_of_year=PartOfYear.AS_PAID))
    assert paid.mean.percent == Decimal(50)
    stayed = article9(people, Choices(movers=Movers.LEFT_OUT))
    assert (stayed.mean.note, stayed.left_out[LeftOut.MOVED]) == (GapNote.NO_WOMEN, 2)
    whole = article9(people, Choices(part_of_year=PartOfYear.LEFT_OUT))
    assert whole.left_out == Counter({LeftOut.PART_OF_YEAR: 1, LeftOut.NO_PAY: 1})


def test_pay_an_hour_is_pay_by_paid_hours_and_nobody_without_hours_is_in_it() -> None:
    people = [
        person("F", "A", 10000, hours=Decimal(1000)),
        person("M", "A", 24000, hours=Decimal(2000)),
        person("M", "A", 24000),
    ]
    found = article9(people, Choices(basis=Basis.HOURLY))
    assert (found.mean.percent, found.mean.women_amount) == (Decimal("16.6667"), Decimal(10))
    assert found.left_out == Counter({LeftOut.NO_HOURS: 1})


def test_a_little_pay_an_hour_is_as_exact_as_any_other() -> None:
    """A bonus that few receive is some cents an hour: rounded at the sixth place it would change the fourth of a percentage."""
    rng = random.Random(0)
    rows = [("F" if place % 2 else "M", rng.randrange(1, 40), rng.randrange(1500, 2080)) for place in range(40)]
    people = [person(sex, "1", 30_000, bonus, hours=Decimal(hours)) for sex, bonus, hours in rows]
    means = {
        sex: sum((Fraction(bonus, hours) for each, bonus, hours in rows if each == sex), Fraction()) / 20
        for sex in ("F", "M")
    }
    exact = 100 * (1 - means["F"] / means["M"])
    found = article9(people, Choices(basis=Basis.HOURLY)).categories[0].variable
    assert found.percent == round(Decimal(exact.numerator) / exact.denominator, 4)


def test_a_category_reaches_the_threshold_whoever_is_paid_less() -> None:
    people = workforce(("F", "A", 95, 0), ("M", "A", 100, 0), ("F", "B", 105, 0), ("M", "B", 100, 0))
    reached = [row.reaches(Decimal(5)) for row in article9(people, Choices()).categories]
    assert reached == [True, True]
    assert not article9(people, Choices()).categories[0].reaches(Decimal("5.01"))


amounts = st.integers(0, 400_000).map(lambda cents: Decimal(cents) / 100)
everybody = st.lists(
    st.builds(PaidPerson, st.sampled_from(Sex), amounts, amounts, st.sampled_from(["Care", "Post", ""])), max_size=25
)
any_choices = st.builds(
    Choices,
    variable_population=st.sampled_from(VariablePopulation),
    even_median=st.sampled_from(EvenMedian),
    remainder=st.sampled_from(Remainder),
)


@given(everybody, any_choices, st.integers(1, 1000))
def test_scaling_all_pay_changes_no_percentage(people: list[PaidPerson], choices: Choices, by: int) -> None:
    more = [replace(each, basic=each.basic * by / 8, variable=each.variable * by / 8) for each in people]
    assert percents(article9(more, choices)) == percents(article9(people, choices))


@given(everybody, any_choices, st.randoms(use_true_random=False))
def test_shuffling_changes_nothing(people: list[PaidPerson], choices: Choices, chance: random.Random) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert article9(shuffled, choices) == article9(people, choices)


@given(everybody, any_choices)
def test_swapping_the_sexes_turns_a_gap_over(people: list[PaidPerson], choices: Choices) -> None:
    other = {Sex.WOMAN: Sex.MAN, Sex.MAN: Sex.WOMAN}
    before = article9(people, choices)
    after = article9([replace(each, sex=other.get(each.sex, each.sex)) for each in people], choices)
    for name in ("mean", "median", "mean_variable_all", "median_variable_recipients"):
        gap, turned = getattr(before, name), getattr(after, name)
        assert (turned.women, turned.men) == (gap.men, gap.women)
        if gap.exact is not None and gap.exact != 1 and gap.note is None:
            assert turned.exact == gap.exact / (gap.exact - 1)


@given(everybody, everybody, any_choices)
def test_people_of_another_category_change_no_figure_of_a_category(
    people: list[PaidPerson], more: list[PaidPerson], choices: Choices
) -> None:
    added = article9([*people, *(replace(each, category="Elsewhere") for each in more)], choices)
    assert [row for row in added.categories if row.category != "Elsewhere"] == list(
        article9(people, choices).categories
    )


@given(everybody, any_choices)
def test_everybody_sits_in_one_quarter(people: list[PaidPerson], choices: Choices) -> None:
    found = article9(people, choices)
    counted = [each for each in people if each.basic or each.variable]
    assert [quarter.women + quarter.men + quarter.others for quarter in found.quarters] == list(
        sizes(len(counted), choices.remainder)
    )
    assert sum(quarter.women for quarter in found.quarters) == found.mean.women
