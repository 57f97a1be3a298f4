"""A day is agreed with the person or not at all: the one that the terms named, or one that both sides said yes to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from ladders.core.errors import DomainError
from ladders.moves.actions import answers, dates, effects, questions
from ladders.moves.domain.states import NoticeKind
from ladders.moves.models import MoveRequest, Notice, Step
from ladders.moves.text.status import waits_for

from .company import TODAY, Company, answer, fresh, now_open
from .test_guards import refused

pytestmark = pytest.mark.django_db

NAMED = dt.date(2026, 4, 9)  # the day after the last answer is due, as Pia reads it
SOONER = dt.date(2026, 3, 30)


def told(firm: Company, kind: NoticeKind) -> int:
    return Notice.objects.filter(recipient=firm.user("pia"), kind=kind).count()


def test_an_earlier_day_than_the_terms_named_is_offered_and_not_set(firm: Company) -> None:
    row = firm.asked("S5")
    assert row.terms is not None
    assert row.terms["on"] == NAMED.isoformat()
    row = answers.release(step=now_open(row), on=SOONER, by=firm.user("mia"), today=TODAY)
    assert (row.agreed_on, row.offered_on, row.offered_by) == (None, SOONER, firm.user("mia"))
    assert told(firm, NoticeKind.DATE_OFFERED) == 1
    row = answers.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    row = answers.confirm(step=now_open(row), on=SOONER, by=firm.user("henry"), today=TODAY)
    # Everybody has answered, and yet nothing is set: Pia has not said yes to this day.
    assert (row.state, row.agreed_on, row.offered_on) == ("approved", None, SOONER)
    assert told(firm, NoticeKind.DATE_OFFERED) == 1
    assert waits_for(row, firm.user("mia")) == row.person
    row = dates.accept_day(request=row, by=firm.user("pia"), today=TODAY, seen=SOONER)
    assert (row.state, row.agreed_on, row.agreed_by) == ("scheduled", SOONER, firm.user("pia"))


def test_the_day_that_the_terms_named_needs_no_further_yes(firm: Company) -> None:
    row = firm.asked("S5")
    row = answers.release(step=now_open(row), on=SOONER, by=firm.user("mia"), today=TODAY)
    row = answers.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    row = answers.confirm(step=now_open(row), on=NAMED, by=firm.user("henry"), today=TODAY)
    assert (row.state, row.agreed_on, row.offered_on) == ("scheduled", NAMED, None)


@pytest.mark.parametrize("wish", [None, dt.date(2026, 5, 4)])
def test_hr_names_the_day_where_nobody_else_does(firm: Company, wish: dt.date | None) -> None:
    row = firm.asked("S5", wished_on=wish)
    for _step in range(2):
        row = answer(now_open(row), wish or NAMED)
    assert row.agreed_on == (wish or NAMED)
    later = row.agreed_on + dt.timedelta(days=9)
    with pytest.raises(DomainError, match="is agreed"):
        answers.confirm(step=now_open(row), on=later, by=firm.user("henry"), today=TODAY)


def test_a_named_day_that_has_passed_binds_nobody(firm: Company) -> None:
    row = firm.asked("S5")
    late = NAMED + dt.timedelta(days=1)
    row = answers.release(step=now_open(row), on=late, by=firm.user("mia"), today=late)
    assert (row.agreed_on, row.offered_on) == (None, late)


def test_confirming_the_day_that_the_person_offered_is_the_other_sides_yes(firm: Company) -> None:
    row = firm.asked("S5")
    row = answers.release(step=now_open(row), on=SOONER, by=firm.user("mia"), today=TODAY)
    theirs = SOONER + dt.timedelta(days=2)
    row = dates.offer_day(request=row, on=theirs, by=firm.user("pia"), today=TODAY)
    row = answers.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    row = answers.confirm(step=now_open(row), on=theirs, by=firm.user("henry"), today=TODAY)
    assert (row.state, row.agreed_on) == ("scheduled", theirs)


def test_the_database_keeps_the_agreed_day(firm: Company) -> None:
    row = firm.asked("S5")
    first = "UPDATE moves_moverequest SET agreed_on = %s, agreed_at = now(), agreed_by_id = %s WHERE id = %s"
    hr = firm.user("henry").pk
    assert refused(first, SOONER, hr, row.pk) == "moves_request_day_agreed"
    row = firm_scheduled(row)
    for day in (SOONER, NAMED + dt.timedelta(days=1)):
        assert refused(first, day, hr, row.pk) == "moves_request_day_agreed"
        assert refused(first, day, firm.user("pia").pk, row.pk) == "moves_request_day_agreed"  # nobody offered it
    none = "UPDATE moves_moverequest SET agreed_on = NULL, agreed_at = NULL, agreed_by_id = NULL WHERE id = %s"
    assert refused(none, row.pk)
    dates.offer_day(request=row, on=SOONER, by=firm.user("henry"), today=TODAY)
    assert refused(first, SOONER, hr, row.pk) == "moves_request_day_agreed"  # who offered it
    assert refused(first, SOONER, firm.user("hana").pk, row.pk) == "moves_request_day_agreed"  # the same side
    with connection.cursor() as cursor:
        cursor.execute(first, [SOONER, firm.user("pia").pk, row.pk])
    assert fresh(row).agreed_on == SOONER


def firm_scheduled(row: MoveRequest) -> MoveRequest:
    """A yes from everybody, for the day that the terms named."""
    while row.state == "submitted":
        row = answer(now_open(row), NAMED)
    return fresh(row)


def test_the_database_keeps_a_right_of_return(firm: Company) -> None:
    firm.scheduled("S5", TODAY, TODAY)
    effects.run_effects(TODAY)
    row = firm.asked("S6", TODAY)
    assert row.uses_right is not None
    step = now_open(row)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE moves_step SET deed = 'approve' WHERE false; "
            "UPDATE moves_step SET outcome = 'objected', answered_at = now(), answered_by_id = decider_id, reason = 'No' "
            "WHERE id = %s",
            [step.pk],
        )
        cursor.execute(
            "UPDATE moves_step SET outcome = 'declined', answered_at = now(), answered_by_id = %s, decider_id = %s, "
            "reason = 'No', would_change = 'Nothing', opened_on = %s, due_on = %s "
            "WHERE request_id = %s AND deed = 'approve'",
            [step.decider_id, step.decider_id, TODAY, TODAY, row.pk],
        )
    second = Step.objects.get(request=row, deed="approve")
    sql = (
        "UPDATE moves_moverequest SET state = 'declined', declined_step_id = %s, due_on = NULL, closed_at = %s "
        "WHERE id = %s"
    )
    in_time = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    assert refused(sql, second.pk, in_time, row.pk) == "moves_request_right_declined"
    # After the day until which proofs count, what the level asks is reviewed, and can be missing.
    late = dt.datetime.combine(row.uses_right.evidence_until, dt.time(12), dt.UTC) + dt.timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(sql, [second.pk, late, row.pk])
    assert fresh(row).state == "declined"


def test_whose_no_was_overruled_is_not_asked_again(firm: Company) -> None:
    """Mia declines as the manager, HR looks again and says yes; the receiving side would be Mia, too."""
    row = firm.asked("P6")
    no = {"reason": "Not yet", "would_change": "A year more"}
    row = answers.decline(step=now_open(row), **no, by=firm.user("mia"), today=TODAY)
    row = answers.look_again(request=row, text="Please.", by=firm.user("pia"), today=TODAY)
    hr = now_open(row).decider
    assert hr is not None
    row = questions.name_receiving(request=row, manager=firm.mia, by=hr, today=TODAY)
    row = answers.approve(step=now_open(row), by=hr, today=TODAY)
    assert now_open(row).deed == "confirm"
    skipped = Step.objects.get(request=row, who="receiving_manager")
    assert (skipped.outcome, skipped.answered_by) == ("not_needed", firm.user("mia"))
    assert not Notice.objects.filter(recipient=firm.user("mia"), step=skipped).exists()
