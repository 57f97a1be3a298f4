"""What of remedies Home shows: measures and justifications that wait for somebody, and cases by their day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from ladders.core.home import Line, Part
from ladders.core.lists.page import plain_url
from ladders.core.permissions import Permission

from .domain.states import CaseState
from .models import RemedyCase
from .queries.cases import measures_of, to_judge


def lines(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    """No query but those of roles."""
    page = reverse("remedies")
    if user.holds(Permission.REPRESENT_EMPLOYEES):
        yield Line(
            Part.TURN,
            RemedyCase.objects.shared_with(user).filter(state=CaseState.JOINT),
            lambda n: ngettext("gap in pay to assess together", "gaps in pay to assess together", n),
            f"{reverse('remedy-assessments')}?show=open",
            when="remedy_until",
            due=True,
        )
    if not user.holds(Permission.VIEW_PAY_EQUITY):
        return
    yield Line(
        Part.TURN,
        measures_of(user),
        lambda n: ngettext(
            "measure against a gap in pay that is yours", "measures against gaps in pay that are yours", n
        ),
        f"{page}?show=mine#measures",
        when="due_on",
        due=True,
    )
    if user.holds(Permission.EDIT_PAY_EQUITY):
        yield Line(
            Part.TURN,
            to_judge(user),
            lambda n: ngettext("justification of a gap to judge", "justifications of gaps to judge", n),
            f"{page}?show=mine#reasons",
            when="written_at",
        )
    yield Line(
        Part.EQUAL_PAY,
        RemedyCase.objects.visible_to(user).unfinished(),
        lambda n: ngettext("case about a gap in pay", "cases about gaps in pay", n),
        plain_url("remedies"),
        when="remedy_until",
        due=True,
    )
