"""Promises of pay that meet, requests that go on after they were stopped, and trials that end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.models import Seat
from ladders.compensation.models import PayProtection
from ladders.moves.actions import answers, effects, overdue
from ladders.moves.actions.rules import save_rules
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.domain.states import NoticeKind
from ladders.moves.models import FollowUp, Notice
from ladders.placements.actions import placements as placing

from .company import TODAY, Company, answer, fresh, now_open

pytestmark = pytest.mark.django_db
APRIL = dt.date(2026, 4, 1)


@pytest.mark.parametrize(
    ("amount", "currency", "starts_on", "ends_on", "kept"),
    [
        # A lower one around it all gives way, and holds again behind.
        (
            60_000,
            "EUR",
            TODAY,
            dt.date(2028, 12, 31),
            [
                (60_000, "EUR", TODAY, dt.date(2026, 3, 31)),
                (110_000, "EUR", APRIL, dt.date(2027, 3, 31)),
                (104_500, "EUR", dt.date(2027, 4, 1), dt.date(2027, 9, 30)),
                (60_000, "EUR", dt.date(2027, 10, 1), dt.date(2028, 12, 31)),
            ],
        ),
        # A lower one within is raised.
        (
            60_000,
            "EUR",
            dt.date(2026, 7, 1),
            dt.date(2026, 7, 31),
            [
                (110_000, "EUR", APRIL, dt.date(2026, 6, 30)),
                (110_000, "EUR", dt.date(2026, 7, 1), dt.date(2026, 7, 31)),
                (110_000, "EUR", dt.date(2026, 8, 1), dt.date(2027, 3, 31)),
                (104_500, "EUR", dt.date(2027, 4, 1), dt.date(2027, 9, 30)),
            ],
        ),
        # A lower one that runs into it ends the day before.
        (
            60_000,
            "EUR",
            TODAY,
            dt.date(2026, 6, 30),
            [
                (60_000, "EUR", TODAY, dt.date(2026, 3, 31)),
                (110_000, "EUR", APRIL, dt.date(2027, 3, 31)),
                (104_500, "EUR", dt.date(2027, 4, 1), dt.date(2027, 9, 30)),
            ],
        ),
        # A lower one that begins within begins behind.
        (
            60_000,
            "EUR",
            dt.date(2027, 6, 1),
            dt.date(2028, 12, 31),
            [
                (110_000, "EUR", APRIL, dt.date(2027, 3, 31)),
                (104_500, "EUR", dt.date(2027, 4, 1), dt.date(2027, 9, 30)),
                (60_000, "EUR", dt.date(2027, 10, 1), dt.date(2028, 12, 31)),
            ],
        ),
        # A higher one stays, and covers its days.
        (
            120_000,
            "EUR",
            dt.date(2026, 7, 1),
            dt.date(2027, 6, 30),
            [
                (110_000, "EUR", APRIL, dt.date(2026, 6, 30)),
                (120_000, "EUR", dt.date(2026, 7, 1), dt.date(2027, 6, 30)),
                (104_500, "EUR", dt.date(2027, 7, 1), dt.date(2027, 9, 30)),
            ],
        ),
        # Another currency is neither: 17 million yen are not more than 110,000 euros, nor 60,000 dollars less.
        *(
            (
                amount,
                currency,
                dt.date(2026, 7, 1),
                dt.date(2027, 6, 30),
                [
                    (110_000, "EUR", APRIL, dt.date(2026, 6, 30)),
                    (amount, currency, dt.date(2026, 7, 1), dt.date(2027, 6, 30)),
                    (104_500, "EUR", dt.date(2027, 7, 1), dt.date(2027, 9, 30)),
                ],
            )
            for amount, currency in ((60_000, "USD"), (17_000_000, "JPY"))
        ),
    ],
)
def test_promises_that_meet(
    firm: Company, amount: int, currency: str, starts_on: dt.date, ends_on: dt.date, kept: list[object]
) -> None:
    row = firm.scheduled("S5", APRIL)
    promised(firm, amount, currency, starts_on, ends_on)
    assert effects.run_effects(APRIL) == 1
    assert promises() == kept
    # HR is told where two currencies met.
    assert FollowUp.objects.filter(request=row, what="protection").exists() == (currency != "EUR")


def test_two_promises_in_two_currencies_meet_a_third(firm: Company) -> None:
    row = firm.scheduled("S5", APRIL)
    promised(firm, 60_000, "USD", dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    promised(firm, 60_000, "EUR", dt.date(2026, 7, 1), dt.date(2028, 12, 31))
    assert effects.run_effects(APRIL) == 1
    assert promises() == [
        (110_000, "EUR", APRIL, dt.date(2026, 4, 30)),
        (60_000, "USD", dt.date(2026, 5, 1), dt.date(2026, 5, 31)),
        (110_000, "EUR", dt.date(2026, 6, 1), dt.date(2027, 3, 31)),
        (104_500, "EUR", dt.date(2027, 4, 1), dt.date(2027, 9, 30)),
        (60_000, "EUR", dt.date(2027, 10, 1), dt.date(2028, 12, 31)),
    ]
    assert FollowUp.objects.filter(request=row, what="protection").exists()


def promised(firm: Company, amount: int, currency: str, starts_on: dt.date, ends_on: dt.date) -> None:
    """An earlier protection of Pia's pay."""
    PayProtection.objects.create(
        employee=firm.pia,
        starts_on=starts_on,
        ends_on=ends_on,
        amount=amount,
        currency=currency,
        follows="Band",
        reason="Earlier",
    )


def promises() -> list[object]:
    """All protections, in order."""
    return list(PayProtection.objects.order_by("starts_on").values_list("amount", "currency", "starts_on", "ends_on"))


def elsewhere(firm: Company, code: str, on: dt.date) -> None:
    """HR puts Pia on a level."""
    hana = firm.user("hana")
    placing.change(employee=firm.pia, level=firm.level(code), starts_on=on, reason="Put right", by=hana)


def test_a_stopped_step_goes_on_with_full_days(firm: Company) -> None:
    row, late = firm.asked("S5"), dt.date(2026, 4, 20)
    elsewhere(firm, "M6", dt.date(2026, 3, 10))
    assert overdue.sweep(dt.date(2026, 3, 10)) == 1
    assert (fresh(row).stopped_at is None, fresh(row).owner) == (False, firm.user("pia"))
    elsewhere(firm, "S6", late)
    assert overdue.sweep(late) == 1
    row, step = fresh(row), now_open(row)
    assert (row.stopped_at, row.stopped_why, row.owner) == (None, "", firm.user("mia"))
    assert (step.decider, step.silences, step.due_on, row.due_on) == (
        firm.user("mia"),
        0,
        dt.date(2026, 4, 27),  # five working days again: nobody was silent while it was stopped
        dt.date(2026, 4, 27),
    )
    assert overdue.sweep(late) == 0
    assert answers.release(step=step, on=dt.date(2026, 5, 4), by=firm.user("mia"), today=late).state == "submitted"


def test_a_stopped_move_that_is_scheduled_goes_on_for_its_day(firm: Company) -> None:
    row, back = firm.scheduled("S5", APRIL), dt.date(2026, 3, 20)
    elsewhere(firm, "M6", dt.date(2026, 3, 10))
    assert overdue.sweep(dt.date(2026, 3, 10)) == 1
    assert overdue.sweep(dt.date(2026, 3, 11)) == 0
    elsewhere(firm, "S6", back)
    assert overdue.sweep(back) == 1
    row = fresh(row)
    assert (row.stopped_at, row.state, row.owner, row.due_on) == (None, "scheduled", firm.user("hana"), APRIL)
    assert effects.run_effects(APRIL) == 1


def test_an_approved_move_that_was_stopped_gives_hr_full_days(firm: Company) -> None:
    """Its day has passed meanwhile: HR sets another one, and is not overdue from the first moment on."""
    row = firm.asked("S5")
    row = answer(now_open(row), TODAY)
    row = answer(now_open(row), TODAY)
    Seat.objects.create(framework=firm.version.framework, level_key=firm.level("S5").key)
    row = answer(now_open(row), TODAY)
    assert row.state == "approved"
    elsewhere(firm, "M6", dt.date(2026, 3, 10))
    assert overdue.sweep(dt.date(2026, 3, 10)) == 1
    late = dt.date(2026, 4, 20)
    elsewhere(firm, "S6", late)
    assert overdue.sweep(late) == 1
    row = fresh(row)
    assert (row.stopped_at, row.owner, row.due_on) == (None, firm.user("hana"), dt.date(2026, 4, 27))


def test_a_trial_that_ends_is_told_once_a_month_before(firm: Company) -> None:
    policy = replace(DEFAULTS[MoveKind.STEP_BACK], trial_months=6)
    assert save_rules(policy=policy, seen=1, by=firm.user("hana"))
    row = firm.scheduled("S5", APRIL)
    effects.run_effects(APRIL)
    assert fresh(row).trial_until == dt.date(2026, 9, 30)
    days = [dt.date(2026, 8, 30), dt.date(2026, 8, 31), dt.date(2026, 9, 1)]
    assert [overdue.remind(day) for day in days] == [0, 1, 0]
    told = Notice.objects.filter(kind=NoticeKind.TRIAL_ENDING, request=row).values_list("recipient", flat=True)
    assert set(told) == {firm.user("pia").pk, fresh(row).owner_id}
    assert fresh(row).trial_told_on == dt.date(2026, 8, 31)
