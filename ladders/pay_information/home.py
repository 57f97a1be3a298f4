"""What of the right to know Home shows: what somebody is asked to agree to, and the answers that HR owes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from ladders.core.home import Line, Part
from ladders.core.lists.page import plain_url
from ladders.core.permissions import Permission

from .models import InformationRequest, InformationState


def lines(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    """No query but those of roles."""
    yield Line(
        Part.TURN,
        InformationRequest.objects.of(user).filter(state=InformationState.WAITING),
        lambda n: ngettext("question about your pay to agree to", "questions about your pay to agree to", n),
        reverse("pay-information"),
        when="made_at",
    )
    if user.holds(Permission.ANSWER_PAY_REQUESTS):
        yield Line(
            Part.EQUAL_PAY,
            InformationRequest.objects.to_answer(user),
            lambda n: ngettext("question about pay to answer", "questions about pay to answer", n),
            plain_url("pay-information-requests"),
            when="due_on",
            due=True,
        )
