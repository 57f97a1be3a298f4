"""A move to a level with seats waits for a vacant one, and whoever reads of its day reads that."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ladders.careers.models import Seat
from ladders.frameworks.labels import level_label
from ladders.moves.actions import answers, dates, questions
from ladders.moves.domain.states import RequestState
from ladders.moves.domain.terms import MoveTerms
from ladders.moves.models import Notice
from ladders.moves.notifications.text import told
from tests.conftest import signed_in

from .company import TODAY as COMPANY_DAY
from .company import Company, fresh, now_open

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=7)


def test_the_last_answer_names_the_seat_that_is_missing(firm: Company) -> None:
    """Without it nothing takes effect, whatever day is agreed: here the level needs one since the receiving manager's yes."""
    row = firm.asked("S5", TODAY)
    answers.release(step=now_open(row), on=SOON, by=firm.user("mia"), today=TODAY)
    answers.approve(step=now_open(row), by=firm.user("otto"), today=TODAY)
    Seat.objects.create(framework=firm.version.framework, level_key=firm.level("S5").key)
    client, address = signed_in(firm.user("henry")), reverse("move-deed", args=[row.pk, "confirm"])
    named = MoveTerms.from_json(fresh(row).terms or {}).on
    label = level_label(row.to_level)
    said = {}
    for on in (named + dt.timedelta(days=7), named):
        with transaction.atomic():
            answer = client.post(address, {"confirm-on": on, "confirm-sure": "on"}, follow=True)
            said[on] = html.unescape(answer.content.decode())
            assert fresh(row).state == RequestState.APPROVED
            transaction.set_rollback(on != named)
    assert (
        "Confirmed. The day counts once Pia Person agrees to it, and it takes effect only once a vacant seat at "
        f"{label} is confirmed." in said[named + dt.timedelta(days=7)]
    )
    assert f"Confirmed. It takes effect on {named:%-d %B %Y} once a vacant seat at {label} is confirmed." in said[named]
    assert "Approved; a vacant seat is still to be confirmed" in said[named]


def test_who_agrees_to_a_day_before_the_seat_reads_that_it_is_missing(firm: Company) -> None:
    other = dt.date(2026, 4, 3)  # than the terms name
    row, pia, henry = firm.asked("S5"), firm.user("pia"), firm.user("henry")
    answers.release(step=now_open(row), on=other, by=firm.user("mia"), today=COMPANY_DAY)
    answers.approve(step=now_open(row), by=firm.user("otto"), today=COMPANY_DAY)
    Seat.objects.create(framework=firm.version.framework, level_key=firm.level("S5").key)
    row = answers.confirm(step=now_open(row), on=other, by=henry, today=COMPANY_DAY)
    dates.accept_day(request=row, by=pia, today=COMPANY_DAY)
    agreed = Notice.objects.filter(request=row, kind="scheduled", recipient=pia)
    said = {each.sentence for each in told(agreed, pia, COMPANY_DAY)}
    assert said == {"It takes effect on the day that was agreed, once a vacant seat is confirmed."}
    questions.confirm_seat(request=row, by=henry, today=COMPANY_DAY)
    said = {each.sentence for each in told(agreed.all(), pia, COMPANY_DAY)}
    assert said == {"It takes effect on the day that was agreed."}
