"""Another day for a try-out: what is offered reaches whoever can answer, and what is turned down leaves nothing stuck."""

from __future__ import annotations

import datetime as dt

import pytest

from ladders.moves.actions import dates, effects
from ladders.moves.models import MoveRequest, Notice

from .company import TODAY, Company, answer, fresh, now_open
from .test_try_outs import APRIL, _somebody_on_p6, agreed, held, tried  # noqa: F401

pytestmark = pytest.mark.django_db
MAY = dt.date(2026, 5, 1)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def names(firm: Company, *who: str) -> list[str]:
    return sorted(firm.user(each).name for each in who)


def days(row: MoveRequest) -> tuple[str, dt.date | None, dt.date | None]:
    row = fresh(row)
    return (row.state, row.agreed_on, row.offered_on)


@pytest.mark.parametrize("who", ["mia", "otto"])
def test_who_said_yes_hears_of_another_day_and_answers(firm: Company, who: str) -> None:
    row = agreed(tried(firm))
    dates.offer_day(request=row, on=MAY, by=firm.user("pia"), today=TODAY)
    assert told("date_offered") == names(firm, "mia", "otto")
    Notice.objects.all().delete()
    dates.accept_day(request=row, by=firm.user(who), today=TODAY)
    assert days(row) == ("scheduled", MAY, None)
    assert told("scheduled") == names(firm, "mia", "otto", "pia")
    assert (effects.run_effects(APRIL), effects.run_effects(MAY)) == (0, 1)


def test_turned_down_what_was_agreed_stays(firm: Company) -> None:
    row = agreed(tried(firm))
    dates.offer_day(request=row, on=MAY, by=firm.user("pia"), today=TODAY)
    dates.refuse_day(request=row, by=firm.user("otto"), today=TODAY)
    assert days(row) == ("scheduled", APRIL, None)
    assert told("day_refused") == names(firm, "pia")


@pytest.mark.parametrize(
    ("today", "first"), [(TODAY, APRIL), (APRIL, APRIL), (dt.date(2026, 4, 7), dt.date(2026, 4, 8))]
)
def test_a_day_turned_down_after_the_last_yes_leaves_the_day_of_the_terms(
    firm: Company, today: dt.date, first: dt.date
) -> None:
    row = tried(firm)
    dates.offer_day(request=row, on=MAY, by=firm.user("mia"), today=TODAY)
    row = agreed(row)
    assert days(row) == ("approved", None, MAY)
    dates.refuse_day(request=row, by=firm.user("pia"), today=today)
    assert days(row) == ("scheduled", first, None)
    assert effects.run_effects(first) == 1
    assert held(firm)[-1][:4] == ("P6", False, 20, first)


def test_a_day_offered_before_the_last_yes_reaches_both_once(firm: Company) -> None:
    row = answer(now_open(tried(firm)), APRIL)
    dates.offer_day(request=row, on=MAY, by=firm.user("pia"), today=TODAY)
    assert told("date_offered") == names(firm, "otto")
    row = agreed(row)
    assert (days(row), told("date_offered")) == (("approved", None, MAY), names(firm, "mia", "otto"))
    dates.accept_day(request=row, by=firm.user("mia"), today=TODAY)
    assert days(row) == ("scheduled", MAY, None)
