"""A written right of return, used: whoever is asked says when and how, not whether."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ladders.careers.models import Seat
from ladders.core.errors import DomainError
from ladders.moves.actions import answers, effects
from ladders.moves.models import MoveRequest, ReturnRight
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


def test_a_seat_that_is_not_vacant_still_counts(firm: Company, first: MoveRequest) -> None:
    Seat.objects.create(framework=firm.version.framework, level_key=firm.level("S6").key)
    row = answer(now_open(first), TODAY + dt.timedelta(days=7), TODAY)
    step = now_open(row)
    assert "It can be declined only because no seat is vacant." in page(firm.user("pia"), row)
    row = answers.decline(step=step, reason="No seat", would_change="A vacant one", by=step.decider, today=TODAY)
    assert row.state == "declined"


def test_what_lapsed_is_named_and_nothing_else_counts(firm: Company) -> None:
    row = returning(firm)
    assert "Nobody can decline it." in page(firm.user("mia"), row)  # what was shown counts
    step = now_open(answer(now_open(row), TODAY + dt.timedelta(days=7), TODAY))
    assert not answers.may_decline(step, TODAY)
    right = ReturnRight.objects.get()
    late = right.evidence_until + dt.timedelta(days=1)
    assert answers.may_decline(step, late)
    assert answers.decline_grounds(row, late) == ["what the level asks was not shown, or has lapsed: Method, Teaching"]
