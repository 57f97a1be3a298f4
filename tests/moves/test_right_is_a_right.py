"""A written right of return, used: whoever is asked says when and how, not whether."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ladders.careers.models import Seat
from ladders.core.errors import DomainError
from ladders.moves.actions import answers, effects, questions
from ladders.moves.models import MoveRequest, ReturnRight, Step
from ladders.moves.web.presentation import right_used
from tests.conftest import signed_in

from .company import Company, answer, fresh, now_open

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BACK = TODAY - dt.timedelta(days=90)


def returning(firm: Company) -> MoveRequest:
    """Pia stepped back to S5 three months ago, and asks to return to S6 within her right."""
    firm.scheduled("S5", BACK, BACK)
    effects.run_effects(BACK)
    row = firm.asked("S6", TODAY)
    assert (row.kind, row.uses_right) == ("return", ReturnRight.objects.get())
    return row


@pytest.fixture
def first(firm: Company) -> MoveRequest:
    """The return, before its first step: the manager's release."""
    return returning(firm)


def page(who: User, row: MoveRequest) -> str:
    return signed_in(who).get(reverse("move", args=[row.pk])).content.decode()


def test_nobody_declines_a_return_by_right(firm: Company, first: MoveRequest) -> None:
    row, on = first, TODAY + dt.timedelta(days=7)
    while row.state == "submitted":
        step = now_open(row)
        assert step.decider is not None
        shown = page(step.decider, row)
        assert "This uses a written right to return" in shown
        assert "Nobody can decline it." in shown
        assert "Decline" not in shown
        assert "Raise a concern with HR" not in shown
        assert "raise it with HR" not in shown
        with pytest.raises(DomainError, match="written right to return"):
            answers.decline(step=step, reason="No", would_change="Nothing", by=step.decider, today=TODAY)
        if step.deed == "release":
            with pytest.raises(DomainError, match="propose a day"):
                answers.object_to(step=step, reason="Not now", by=step.decider, today=TODAY)
        row = answer(step, on, TODAY)
    assert (fresh(row).state, fresh(row).agreed_on) == ("scheduled", on)


def test_a_seat_that_is_not_vacant_makes_it_wait_and_nothing_more(firm: Company, first: MoveRequest) -> None:
    """HR can say of any level at any time that it needs a seat: that takes nobody's written word back."""
    Seat.objects.create(framework=firm.version.framework, level_key=firm.level("S6").key)
    on = TODAY + dt.timedelta(days=7)
    row = answer(now_open(first), on, TODAY)
    waits = "A vacant seat is still to be confirmed: once all have answered, the return waits for it."
    while row.state == "submitted":
        step = now_open(row)
        assert step.decider is not None
        shown = page(step.decider, row)
        assert "Nobody can decline it." in shown
        assert waits in shown
        assert "Decline" not in shown
        with pytest.raises(DomainError, match="Nobody can decline it"):
            answers.decline(step=step, reason="No seat", would_change="One", by=step.decider, today=TODAY)
        row = answer(step, on, TODAY)  # the receiving side, too, agrees without a seat
    assert (row.state, row.agreed_on) == ("approved", on)
    hr = firm.user("henry")
    questions.confirm_seat(request=row, by=hr, today=TODAY)
    assert fresh(row).state == "scheduled"
    assert waits not in page(firm.user("pia"), row)


def test_what_has_expired_is_named_and_is_no_reason_to_decline(firm: Company) -> None:
    row = returning(firm)
    assert "To show again" not in page(firm.user("mia"), row)  # what was shown counts
    late = ReturnRight.objects.get().evidence_until + dt.timedelta(days=1)
    assert right_used(row, late)[2:] == [
        "Nobody can decline it.",
        "To show again, since it was not shown or has expired: Method, Teaching.",
    ]
    assert not answers.may_decline(now_open(row))


def test_the_database_declines_none_either(firm: Company, first: MoveRequest) -> None:
    Seat.objects.create(framework=firm.version.framework, level_key=firm.level("S6").key)
    step = now_open(answer(now_open(first), TODAY + dt.timedelta(days=7), TODAY))
    Step.objects.filter(pk=step.pk).update(
        outcome="declined", reason="No", would_change="-", answered_at=timezone.now(), answered_by=step.decider
    )
    with pytest.raises(IntegrityError, match="uses a right of return"), transaction.atomic():
        MoveRequest.objects.filter(pk=first.pk).update(
            state="declined", declined_step=step.pk, closed_at=timezone.now(), due_on=None
        )
