"""What a request's page says is what its author read before sending, and what is the case: skipped steps, stand-ins, days."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from ladders.moves.actions import answers, dates, questions
from ladders.moves.domain.states import NoticeKind
from ladders.moves.models import Absence, MoveRequest, Notice
from ladders.moves.notifications.text import told
from ladders.moves.text.terms import day
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in

from .company import TODAY, Company, answer, fresh, now_open, open_step

pytestmark = pytest.mark.django_db


def page(firm: Company, who: str, row: MoveRequest) -> str:
    response = signed_in(firm.user(who)).get(reverse("move", args=[row.pk]))
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def kinds(firm: Company, row: MoveRequest) -> list[str]:
    """What the author was told of, in order."""
    rows = Notice.objects.filter(recipient=firm.user("pia"), request=row).order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_a_step_that_will_be_skipped_is_called_so_before_and_after(firm: Company) -> None:
    ReportingLine.objects.filter(employee=firm.peer).update(manager=firm.mia)  # she would receive Pia, too
    today = timezone.localdate()
    row = firm.asked("S5", today)
    words = "Skipped: Mia Nager has a say in another step, and nobody is asked twice."
    assert words in page(firm, "pia", row)
    assert words in page(firm, "mia", row)
    row = answers.release(step=now_open(row), on=today, by=firm.user("mia"), today=today)
    assert words in page(firm, "pia", row)
    assert kinds(firm, row).count("answered") == 1


def test_where_another_manager_is_asked_meanwhile_nothing_is_called_skipped(firm: Company) -> None:
    ReportingLine.objects.filter(employee=firm.peer).update(manager=firm.mia)
    today = timezone.localdate()
    row = firm.asked("S5", today)
    row.steps.filter(position=10).update(decider=firm.user("greta"))
    assert "Skipped" not in page(firm, "pia", row)


def test_the_last_answer_is_told_as_what_it_leads_to(firm: Company) -> None:
    row = firm.asked("S5")
    while (step := open_step(row)) is not None:
        answer(step, dt.date.fromisoformat(str(fresh(row).terms["on"])))  # type: ignore[index]
    assert kinds(firm, row) == ["answered", "answered", "approved", "scheduled"]
    pia = firm.user("pia")
    (scheduled,) = told(Notice.objects.filter(recipient=pia, kind=NoticeKind.SCHEDULED), pia, TODAY)
    assert scheduled.sentence == "It takes effect on the day that was agreed."


def test_a_day_agreed_on_the_way_waits_for_the_other_answers(firm: Company) -> None:
    row, pia = firm.asked("S5"), firm.user("pia")
    later = dt.date(2026, 5, 4)
    dates.offer_day(request=row, on=later, by=pia, today=TODAY)
    dates.accept_day(request=row, by=firm.user("mia"), today=TODAY, seen=later)
    (scheduled,) = told(Notice.objects.filter(recipient=pia, kind=NoticeKind.SCHEDULED), pia, TODAY)
    assert scheduled.sentence == "It takes effect on the day that was agreed, once everybody has answered."


def test_who_was_handed_it_or_stands_in_is_listed_as_that(firm: Company) -> None:
    today = timezone.localdate()
    row = firm.asked("S5", today)
    questions.delegate(step=now_open(row), to=firm.user("peer"), by=firm.user("mia"), today=today)
    assert 'Peer Colleague <span class="small soft"> Handed over by Mia Nager </span>' in page(firm, "pia", row)
    answers.release(step=now_open(row), on=today, by=firm.user("peer"), today=today)
    assert "Handed over by Mia Nager" in page(firm, "pia", row)


def test_a_stand_in_is_listed_with_whom_they_stand_in_for(firm: Company) -> None:
    today = timezone.localdate()
    Absence.objects.create(
        employee=firm.mia,
        starts_on=today,
        ends_on=today + dt.timedelta(days=60),
        stand_in=firm.peer,
        made_by=firm.user("mia"),
    )
    row = firm.asked("S5", today)
    assert now_open(row).decider == firm.user("peer")
    assert "Stands in for Mia Nager" in page(firm, "pia", row)


@pytest.mark.parametrize("offers", ["pia", "mia"])
def test_an_offered_day_can_be_turned_down_by_the_other_side_alone(firm: Company, offers: str) -> None:
    today = timezone.localdate()
    row = firm.asked("S5", today)
    on, other = today + dt.timedelta(days=50), "mia" if offers == "pia" else "pia"
    dates.offer_day(request=row, on=on, by=firm.user(offers), today=today)
    where, data = reverse("move-deed", args=[row.pk, "refuse-day"]), {"refuse-day-seen": on.isoformat()}
    assert "Turn it down" not in page(firm, offers, row)
    assert signed_in(firm.user(offers)).post(where, data).status_code == 409
    assert signed_in(firm.user("greta")).post(where, data).status_code == 404
    assert "Turn it down" in page(firm, other, row)
    stale = {"refuse-day-seen": today.isoformat()}
    assert signed_in(firm.user(other)).post(where, stale).status_code == 409
    assert fresh(row).offered_on == on
    assert signed_in(firm.user(other)).post(where, data).status_code == 302
    row = fresh(row)
    assert (row.offered_on, row.offered_by, row.agreed_on, row.state) == (None, None, None, "submitted")
    assert Notice.objects.filter(kind=NoticeKind.DAY_REFUSED, recipient=firm.user(offers)).count() == 1
    assert "Another day" not in page(firm, other, row)


def test_the_days_that_can_be_named_stand_beside_the_field(firm: Company) -> None:
    today = timezone.localdate()
    wish = today + dt.timedelta(days=40)
    row = firm.asked("S5", today, wished_on=wish)
    words = f"A day from {day(wish)} to {day(wish + dt.timedelta(weeks=4))}."
    assert words in page(firm, "mia", row)
    answers.release(step=now_open(row), on=wish + dt.timedelta(days=3), by=firm.user("mia"), today=today)
    answers.approve(step=now_open(row), by=firm.user("otto"), today=today)
    assert f"A day from {day(wish)} to {day(wish + dt.timedelta(days=31))}." in page(firm, "henry", row)
    dates.accept_day(request=row, by=firm.user("pia"), today=today)
    assert f"{day(wish + dt.timedelta(days=3))} is agreed." in page(firm, "henry", row)
