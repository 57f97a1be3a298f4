"""What of reports on equal pay Home shows: those due by law and at work, and those that representatives are asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from ladders.core.home import Line, Part
from ladders.core.permissions import Permission

from .models import OwedReport, Report


def lines(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    """No query but those of roles."""
    page = reverse("pay-reports")
    if user.holds(Permission.REPRESENT_EMPLOYEES):
        yield Line(
            Part.TURN,
            Report.objects.asks_opinion_of(user),
            lambda n: ngettext("report that asks for your opinion", "reports that ask for your opinion", n),
            f"{page}?show=asked",
            when="consulted_at",
        )
    if user.holds(Permission.VIEW_PAY_EQUITY):
        yield Line(
            Part.EQUAL_PAY,
            OwedReport.objects.visible_to(user).due(day),
            lambda n: ngettext("report on equal pay due by law", "reports on equal pay due by law", n),
            f"{page}?show=due",
            when="due_on",
            due=True,
        )
    if user.holds(Permission.EDIT_PAY_EQUITY):
        yield Line(
            Part.EQUAL_PAY,
            Report.objects.at_work(user),
            lambda n: ngettext("report on equal pay at work", "reports on equal pay at work", n),
            f"{page}?show=open",
            when="made_at",
        )
