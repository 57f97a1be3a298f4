"""What moves do to pay, by hand and by property."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.domain.position import Basis, Range, RangeStatus, Salaried
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.domain.enums import PayRule
from ladders.moves.domain.pay_projection import Outlook, Protected, outlook

D, E = dt.date, Decimal
GRADE_5 = Range(E(71000), E(85000), E(99000), "EUR")
STEP_BACK = DEFAULTS[MoveKind.STEP_BACK]  # kept 12 months, then two steps, 6 months apart
ON = D(2027, 7, 1)


def told(found: Outlook) -> list[tuple[dt.date, dt.date | None, str, str]]:
    return [(each.starts_on, each.ends_on, str(each.annual), str(each.paid)) for each in found.stages]


def test_pay_above_the_new_maximum_is_kept_then_stepped() -> None:
    found = outlook(STEP_BACK, Salaried(E(110000), "EUR"), GRADE_5, ON)
    assert (found.standing, found.over_maximum, found.kept_until) == (RangeStatus.ABOVE, E(11000), D(2028, 6, 30))
    assert told(found) == [
        (D(2027, 7, 1), D(2028, 6, 30), "110000.00", "110000.00"),
        (D(2028, 7, 1), D(2028, 12, 31), "104500.00", "104500.00"),
        (D(2029, 1, 1), None, "99000.00", "99000.00"),
    ]


@pytest.mark.parametrize("amount", ["7083.33", "7166.67"])  # 85,000 and 86,000 by the month
def test_an_end_of_the_new_band_by_the_month_is_neither_raised_nor_kept_as_too_much(amount: str) -> None:
    pay = Salaried(E(amount), "EUR", Basis.MONTH)
    for kind in (MoveKind.STEP_BACK, MoveKind.PROMOTION):
        found = outlook(DEFAULTS[kind], pay, Range(E(85_000), E(85_500), E(86_000), "EUR"), ON)
        assert (found.standing, found.over_maximum, found.kept_until) == (RangeStatus.WITHIN, E(0), None)
        assert [each.annual for each in found.stages] == [pay.annual]


def test_part_of_full_time_is_paid_in_part() -> None:
    found = outlook(STEP_BACK, Salaried(E("3666.67"), "EUR", Basis.MONTH, E("0.4")), GRADE_5, ON)
    assert (found.annual, found.paid) == (E("110000.10"), E("44000.04"))
    assert [row[2:] for row in told(found)] == [
        ("110000.10", "44000.04"),
        ("104500.05", "41800.02"),
        ("99000.00", "39600.00"),
    ]


def test_steps_are_equal_to_the_cent_and_end_at_the_maximum() -> None:
    rules = replace(STEP_BACK, pay_steps=3, pay_step_months=1)
    found = outlook(rules, Salaried(E(99100), "EUR"), GRADE_5, D(2027, 1, 31))
    assert [(str(each.starts_on), each.annual) for each in found.stages] == [
        ("2027-01-31", E(99100)),
        ("2028-01-31", E("99066.67")),
        ("2028-02-29", E("99033.33")),
        ("2028-03-31", E(99000)),
    ]


@pytest.mark.parametrize("rule", PayRule)
def test_pay_in_the_band_stays_and_pay_below_rises_to_the_minimum(rule: PayRule) -> None:
    rules = replace(STEP_BACK, pay_rule=rule)
    within = outlook(rules, Salaried(E(80000), "EUR"), GRADE_5, ON)
    assert (within.standing, within.kept_until) == (RangeStatus.WITHIN, None)
    assert told(within) == [(ON, None, "80000.00", "80000.00")]
    below = outlook(rules, Salaried(E(70000), "EUR"), GRADE_5, ON)
    assert (below.standing, below.to_minimum) == (RangeStatus.BELOW, E(1000))
    assert [(each.starts_on, each.annual) for each in below.stages] == [(ON, E(71000))]


def test_the_other_rules_above_the_maximum() -> None:
    pay = Salaried(E(110000), "EUR")
    kept, band = replace(STEP_BACK, pay_rule=PayRule.KEPT), replace(STEP_BACK, pay_rule=PayRule.BAND)
    assert [each.annual for each in outlook(kept, pay, GRADE_5, ON).stages] == [E(110000)]
    assert [each.annual for each in outlook(band, pay, GRADE_5, ON).stages] == [E(99000)]
    # A move to the same grade or a higher one takes nothing away.
    assert [each.annual for each in outlook(band, pay, GRADE_5, ON, lower=False).stages] == [E(110000)]


@pytest.mark.parametrize(
    ("pay", "band", "missing", "standing"),
    [
        (Salaried(E(110000), "USD"), GRADE_5, RangeStatus.NO_BAND, RangeStatus.OTHER_CURRENCY),
        (Salaried(E(110000), "EUR"), None, RangeStatus.NO_BAND, RangeStatus.NO_BAND),
        (Salaried(E(110000), "EUR"), None, RangeStatus.NO_ZONE, RangeStatus.NO_ZONE),
        (Salaried(E(110000), "EUR"), None, RangeStatus.NO_GRADE, RangeStatus.NO_GRADE),
    ],
)
def test_without_a_position_only_what_is_certain_is_said(
    pay: Salaried, band: Range | None, missing: RangeStatus, standing: RangeStatus
) -> None:
    stepped = outlook(STEP_BACK, pay, band, ON, missing=missing)
    assert (stepped.standing, stepped.over_maximum, stepped.to_minimum) == (standing, E(0), E(0))
    assert told(stepped) == [(ON, D(2028, 6, 30), "110000.00", "110000.00")]
    assert (stepped.kept_until, stepped.unknown_from) == (D(2028, 6, 30), D(2028, 7, 1))
    kept = outlook(replace(STEP_BACK, pay_rule=PayRule.KEPT), pay, band, ON, missing=missing)
    assert (told(kept), kept.unknown_from) == ([(ON, None, "110000.00", "110000.00")], None)
    by_band = outlook(replace(STEP_BACK, pay_rule=PayRule.BAND), pay, band, ON, missing=missing)
    assert (told(by_band), by_band.unknown_from) == ([], ON)


def test_without_a_salary_nothing_is_said() -> None:
    assert outlook(STEP_BACK, None, GRADE_5, ON) == Outlook(RangeStatus.NO_SALARY, unknown_from=ON)


def test_a_protection_in_force_goes_on() -> None:
    rules = replace(STEP_BACK, pay_rule=PayRule.BAND)
    pay, promise = Salaried(E(110000), "EUR"), Protected(E(105000), "EUR", D(2027, 12, 31))
    assert [(each.starts_on, each.annual) for each in outlook(rules, pay, GRADE_5, ON, protection=promise).stages] == [
        (ON, E(105000)),
        (D(2028, 1, 1), E(99000)),
    ]
    # It is a promise up to an amount, in its own currency, until its day.
    more = replace(promise, amount=E(120000))
    assert outlook(rules, pay, GRADE_5, ON, protection=more).stages[0].annual == E(110000)
    for other in (replace(promise, currency="USD"), replace(promise, until=D(2027, 6, 30))):
        assert outlook(rules, pay, GRADE_5, ON, protection=other) == outlook(rules, pay, GRADE_5, ON)
    silent = outlook(rules, pay, None, ON, protection=promise)
    assert (told(silent), silent.unknown_from) == (
        [(ON, D(2027, 12, 31), "105000", "105000.00")],
        D(2028, 1, 1),
    )


cents = st.decimals(1, 300000, places=2)


@given(
    amount=cents,
    low=cents,
    width=cents,
    currency=st.sampled_from(["EUR", "USD"]),
    fte=st.sampled_from([E(1), E("0.8"), E("0.333333333")]),
    rule=st.sampled_from(PayRule),
    steps=st.integers(2, 6),
    protected=st.none() | st.tuples(cents, st.dates(D(2026, 1, 1), D(2030, 1, 1))),
    banded=st.booleans(),
)
def test_pay_never_rises_by_a_guess_and_stages_follow_each_other(
    amount: Decimal,
    low: Decimal,
    width: Decimal,
    currency: str,
    fte: Decimal,
    rule: PayRule,
    steps: int,
    protected: tuple[Decimal, dt.date] | None,
    banded: bool,
) -> None:
    rules = replace(STEP_BACK, pay_rule=rule, pay_months=12 if rule == PayRule.STEPPED else 0, pay_steps=steps)
    band = Range(low, low + width / 2, low + width, "EUR") if banded else None
    pay = Salaried(amount, currency, fte=fte)
    promise = Protected(protected[0], currency, protected[1]) if protected else None
    found = outlook(rules, pay, band, ON, protection=promise)
    assert Outlook.from_json(json.loads(json.dumps(found.to_json()))) == found
    stages = found.stages
    for before, after in pairwise(stages):
        assert before.ends_on == after.starts_on - dt.timedelta(days=1)
        assert before.annual > after.annual
    if stages:
        assert stages[0].starts_on == ON
        end = stages[-1].ends_on
        assert end is None if found.unknown_from is None else end == found.unknown_from - dt.timedelta(days=1)
    else:
        assert found.unknown_from == ON
    if found.standing.placed and band:
        assert stages[-1].annual >= min(found.annual or 0, band.maximum)
        assert max(each.annual for each in stages) == max(found.annual or 0, band.minimum) or rule == PayRule.BAND
        assert stages[-1].annual >= band.minimum
