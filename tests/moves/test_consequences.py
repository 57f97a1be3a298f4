"""What an earlier move still had to bring ends with a later one, and a day that is agreed stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal as D

import pytest

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.models import PayProtection
from ladders.core.errors import DomainError
from ladders.moves.actions import answers, dates, effects, overdue
from ladders.moves.actions.consequences import end_consequences_of_ended
from ladders.moves.actions.rules import save_rules
from ladders.moves.domain.default_policy import DEFAULTS
from ladders.moves.domain.enums import Decider, StepAction
from ladders.moves.domain.policy import StepRule
from ladders.moves.domain.states import FirstEar
from ladders.moves.models import FollowUp, MoveRequest
from ladders.placements.actions import placements as placing

from .company import TODAY, Company, answer, fresh, now_open, with_their_yes

pytestmark = pytest.mark.django_db
APRIL = dt.date(2026, 4, 1)
JULY = dt.date(2026, 7, 1)


def stepped_back(firm: Company) -> MoveRequest:
    """Pia stepped back from S6 to S5 in April: 110,000 for a year, then two steps down to the maximum of 99,000."""
    row = firm.scheduled("S5", APRIL)
    effects.run_effects(APRIL)
    return fresh(row)


def promises(firm: Company) -> list[tuple[D, dt.date, str]]:
    rows = PayProtection.objects.filter(employee=firm.pia).order_by("starts_on")
    return [(row.amount, row.starts_on, row.follows) for row in rows]


def test_steps_of_pay_of_a_step_back_end_with_the_return(firm: Company) -> None:
    back = stepped_back(firm)
    assert [(amount, day) for amount, day, _follows in promises(firm)] == [
        (D(110_000), APRIL),
        (D(104_500), dt.date(2027, 4, 1)),
    ]
    first = PayProtection.objects.get(employee=firm.pia, starts_on=APRIL)
    assert first.follows == "From 1 April 2027: €104,500 for a full-time year."
    assert first.reason == "Terms of a move that took effect on 1 April 2026"
    assert set(FollowUp.objects.filter(request=back, what__startswith="pay_").values_list("what", flat=True)) == {
        "pay_1",
        "pay_2",
    }
    FollowUp.objects.create(request=back, what="pay_changed", due_on=JULY)  # no step: HR still has to look
    firm.scheduled("S6", JULY, JULY - dt.timedelta(days=20))
    effects.run_effects(JULY)
    # What is in force stays to its end; what was to come does not come, in pay or on HR's list.
    assert promises(firm) == [(D(110_000), APRIL, "Pay then lies in the band of the level held.")]
    left = FollowUp.objects.filter(request=back, done_at=None).values_list("what", flat=True)
    assert set(left) == {"letter", "hr_system", "manager", "pay_changed"}


def test_a_promise_goes_on_where_the_grade_stays_below(firm: Company) -> None:
    back = stepped_back(firm)
    firm.scheduled("E3", JULY, JULY - dt.timedelta(days=20))
    effects.run_effects(JULY)
    # Promised until the end of September 2027, and nothing less than that since.
    rows = PayProtection.objects.filter(employee=firm.pia, ends_on__gte=dt.date(2027, 9, 30))
    assert min(row.amount for row in rows) >= D(104_500)
    assert FollowUp.objects.filter(request=back, what="pay_2", done_at=None).exists()


def test_a_change_by_the_employer_ends_them_too(firm: Company) -> None:
    back = stepped_back(firm)
    level, hana = firm.level("S6"), firm.user("hana")
    placing.change(employee=firm.pia, level=level, starts_on=JULY, reason="Team closed", by=hana)
    assert end_consequences_of_ended(JULY - dt.timedelta(days=1)) == 0
    assert end_consequences_of_ended(JULY) == 1
    assert end_consequences_of_ended(JULY) == 0
    assert promises(firm) == [(D(110_000), APRIL, "Pay then lies in the band of the level held.")]
    assert not FollowUp.objects.filter(request=back, what__startswith="pay_").exists()


def test_a_last_day_ends_them_too(firm: Company) -> None:
    back = stepped_back(firm)
    last = JULY - dt.timedelta(days=1)
    Employee.objects.filter(pk=firm.pia.pk).update(left_on=last)
    assert back.placement is not None
    placing.end(placement=back.placement, last_day=last, by=firm.user("hana"))
    assert end_consequences_of_ended(JULY) == 1
    assert not FollowUp.objects.filter(request=back, what__startswith="pay_").exists()
    assert [(amount, day) for amount, day, _follows in promises(firm)] == [(D(110_000), APRIL)]
    assert end_consequences_of_ended(JULY) == 0


def test_nobody_is_reminded_of_a_trial_that_another_level_ended(firm: Company) -> None:
    save_rules(policy=replace(DEFAULTS[MoveKind.STEP_BACK], trial_months=6), seen=1, by=firm.user("hana"))
    row = stepped_back(firm)
    assert FollowUp.objects.filter(request=row, what="trial").exists()
    firm.scheduled("S6", JULY, JULY - dt.timedelta(days=20))
    effects.run_effects(JULY)
    assert not FollowUp.objects.filter(request=row, what="trial").exists()
    assert row.trial_until == dt.date(2026, 9, 30)
    assert overdue.remind(dt.date(2026, 9, 15)) == 0


def test_hr_keeps_the_day_that_was_released(firm: Company) -> None:
    row = firm.asked("S5")
    released = TODAY + dt.timedelta(days=14)
    row = answer(now_open(row), released)
    while now_open(row).deed != "confirm":
        row = answer(now_open(row), released)
    step = now_open(row)
    for other in (released - dt.timedelta(days=7), released + dt.timedelta(days=7)):
        with pytest.raises(DomainError, match=r"is agreed\. Another day needs Pia Person’s yes"):
            answers.confirm(step=step, on=other, by=step.decider, today=TODAY)
    later = released + dt.timedelta(days=7)
    dates.offer_day(request=row, on=later, by=step.decider, today=TODAY)
    dates.accept_day(request=row, by=firm.user("pia"), today=TODAY, seen=later)
    row = answers.confirm(step=now_open(fresh(row)), on=later, by=step.decider, today=TODAY)
    assert (fresh(row).state, fresh(row).agreed_on) == ("scheduled", later)


def test_a_manager_releases_for_the_day_that_hr_had_agreed_before(firm: Company) -> None:
    row = firm.asked("S5", first_ear=FirstEar.HR)
    agreed = TODAY + dt.timedelta(days=20)
    while now_open(row).deed != "release":
        row = answer(now_open(row), agreed)
    step = now_open(row)
    with pytest.raises(DomainError, match="is agreed"):
        answers.release(step=step, on=agreed - dt.timedelta(days=10), by=step.decider, today=TODAY)
    row = answers.release(step=step, on=agreed, by=step.decider, today=TODAY)
    assert fresh(row).agreed_on == agreed


def test_who_only_approves_agrees_no_day_before_the_release(firm: Company) -> None:
    lateral = DEFAULTS[MoveKind.LATERAL]
    release = StepRule(StepAction.RELEASE, Decider.CURRENT_MANAGER, 5, weeks=4)
    save_rules(
        policy=replace(lateral, steps=(lateral.steps[1], release, lateral.steps[2])), seen=1, by=firm.user("hana")
    )
    row, soon = firm.asked("P6"), TODAY + dt.timedelta(days=1)
    receiver = now_open(row).decider
    with pytest.raises(DomainError, match="Whoever releases Pia Person says the day first"):
        dates.offer_day(request=row, on=soon, by=receiver, today=TODAY)
    dates.offer_day(request=row, on=soon, by=firm.user("pia"), today=TODAY)
    with pytest.raises(DomainError, match="Whoever releases Pia Person says the day first"):
        dates.accept_day(request=row, by=receiver, today=TODAY, seen=soon)
    answer(now_open(row), soon)
    dates.accept_day(request=row, by=now_open(row).decider, today=TODAY, seen=soon)
    assert fresh(row).agreed_on == soon


def test_a_day_that_has_passed_meanwhile_may_be_another(firm: Company) -> None:
    row = firm.asked("S5")
    released = TODAY + dt.timedelta(days=3)
    while now_open(row).deed != "confirm":
        row = answer(now_open(row), released)
    later, step = released + dt.timedelta(days=10), now_open(row)
    row = answers.confirm(step=step, on=later, by=step.decider, today=released + dt.timedelta(days=5))
    assert (row.agreed_on, row.offered_on) == (released, later)  # another one needs Pia's yes all the same
    assert with_their_yes(row, released + dt.timedelta(days=5)).agreed_on == later
