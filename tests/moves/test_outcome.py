"""What the terms of a request say in each of its states: what will be, what is, what has been; never a day that came to
nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ladders.compensation.models import Salary
from ladders.moves.actions import dates, effects
from ladders.moves.models import MoveRequest, ReturnRight
from ladders.moves.text import outcome
from ladders.moves.web import presentation
from ladders.moves.web.presentation import terms_of

from .company import TODAY, Company, answer, fresh, now_open

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 4, 1)


def said(row: MoveRequest, today: dt.date, *, pay: bool = True, own: bool = True) -> dict[str, tuple[str, ...]]:
    """Heading → sentences, as the page has them on that day."""
    terms = terms_of(row, today)
    assert terms is not None
    found = presentation.shown(terms, pay=pay, own=own, row=fresh(row), today=today)
    return {part.heading: part.sentences for part in found.told}


def in_effect(firm: Company, code: str = "S5", on: dt.date = ON) -> MoveRequest:
    row = firm.scheduled(code, on)
    effects.run_effects(on)
    return fresh(row)


def test_a_move_under_way_speaks_of_what_will_be(firm: Company) -> None:
    row = firm.asked("S5")
    assert said(row, TODAY)["Level and title"] == (
        "S6 Specialist 6 now; S5 Specialist 5 from 9 April 2026, if the answers come in time.",
    )
    late = said(row, dt.date(2026, 4, 10))["Level and title"]
    assert late[0].endswith("from a day that is still to be agreed: 9 April 2026 has passed.")
    assert late[1] == "The days below are counted from 10 April 2026; they move with the day that is agreed."
    after = said(row, dt.date(2026, 4, 20))
    assert "stays as it is until 19 April 2027" in " ".join(after["Pay"])  # not from the day that passed
    assert "20 April 2026" not in after["Right of return"][0]
    dates.offer_day(request=row, on=dt.date(2026, 6, 1), by=firm.user("pia"), today=TODAY)
    assert "counted from 1 June 2026" in said(row, dt.date(2026, 4, 20))["Level and title"][1]
    row = fresh(row)
    dates.refuse_day(request=row, by=firm.user("mia"), today=TODAY)
    while row.state == "submitted":
        row = answer(now_open(row), ON)
    assert said(row, TODAY)["Level and title"] == ("S6 Specialist 6 now; S5 Specialist 5 from 1 April 2026.",)


def test_a_step_back_in_effect_says_what_pay_did_and_what_is_still_to_come(firm: Company) -> None:
    row = in_effect(firm)
    first = said(row, ON)
    assert first["Level and title"] == ("S6 Specialist 6 before; S5 Specialist 5 since 1 April 2026.",)
    assert first["Pay"] == (
        "Your pay stayed at €110,000 for a full-time year on 1 April 2026.",
        "From 1 April 2027 on it is at least €104,500 for a full-time year.",
        "From 1 October 2027 on it is at least €99,000 for a full-time year.",
        "If bands rise in the meantime, the cut gets smaller or disappears.",
        "Your pay is protected up to €110,000 until 31 March 2027.",
    )
    assert first["Right of return"][0].startswith("You may return to S6 Specialist 6 until 31 March 2028.")
    later = said(row, dt.date(2027, 5, 1))["Pay"]
    assert later[1] == "From 1 April 2027 on the terms promised at least €104,500 for a full-time year."
    assert later[2] == "From 1 October 2027 on it is at least €99,000 for a full-time year."
    assert said(row, ON, pay=False, own=False)["Pay"][0].startswith("The terms said: “Their pay stays as it is for 12")
    ended = said(row, dt.date(2028, 4, 1))
    assert ended["Right of return"] == ("It held until 31 March 2028 and was not used.",)
    assert not any(" it is " in sentence for sentence in ended["Pay"])


def test_a_level_that_was_left_has_no_days_to_come(firm: Company) -> None:
    row = in_effect(firm)
    back = dt.date(2026, 9, 1)
    while_there = firm.asked("S6", dt.date(2026, 8, 3), wished_on=back)
    while while_there.state == "submitted":
        while_there = answer(now_open(while_there), back, dt.date(2026, 8, 3))
    assert effects.run_effects(back) == 1
    now = said(row, back + dt.timedelta(days=1))
    assert now["Level and title"] == (
        "S6 Specialist 6 before; S5 Specialist 5 from 1 April 2026 until 31 August 2026.",
    )
    # The promise that was in force is kept to its end; the steps that were to follow are gone.
    assert now["Pay"] == (
        "Your pay stayed at €110,000 for a full-time year on 1 April 2026.",
        "Your pay is protected up to €110,000 until 31 March 2027.",
    )
    assert now["Right of return"] == ("It was used: back to S6 Specialist 6 on 1 September 2026.",)
    assert ReturnRight.objects.get(request=row).used_by == while_there
    terms = terms_of(row, TODAY)
    assert terms is not None
    shown = presentation.shown(terms, pay=True, own=True, row=fresh(row), today=back + dt.timedelta(days=1))
    assert [each.annual for each in shown.rows] == ["€110,000"]


def test_a_rise_and_a_trial_are_told_as_they_were(firm: Company) -> None:
    Salary.objects.update(amount=Decimal(70_000))
    row = in_effect(firm, "P6")
    assert said(row, ON)["Pay"] == ("Your pay rose from €70,000 to €85,000 for a full-time year on 1 April 2026.",)
    assert "Trial" not in said(row, ON)
    assert said(row, ON)["Right of return"] == ("This move carried none; you can ask to move again at any time.",)


@pytest.mark.parametrize(
    ("today", "left_on", "sentence"),
    [
        (ON, None, "A trial until 30 September 2026: until then you can go back to Specialist 6."),
        (dt.date(2026, 10, 1), None, "The trial ended on 30 September 2026."),
        (dt.date(2026, 7, 1), dt.date(2026, 6, 30), "The trial ended on 30 June 2026, with the level."),
        (dt.date(2027, 7, 1), dt.date(2027, 6, 30), "The trial ended on 30 September 2026."),
    ],
)
def test_a_trial_ends_on_its_day_or_with_the_level(
    firm: Company, today: dt.date, left_on: dt.date | None, sentence: str
) -> None:
    terms = terms_of(firm.asked("S5"), TODAY)
    assert terms is not None
    trial = replace(terms, trial_until=dt.date(2026, 9, 30))
    told = outcome.trial_told(trial, outcome.Aftermath(today, left_on=left_on), own=True)
    assert told is not None
    assert told.sentences == (sentence,)
