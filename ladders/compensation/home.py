"""What of pay Home shows: that one's own has changed, findings, and what deviates and is due. Never an amount."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from ladders.core.approvals.queries import asked_by
from ladders.core.home import Line, Part
from ladders.core.permissions import Permission

from .models import BandException, MarketSupplement, Salary
from .queries.pay_list import ENDING, OTHERS, asked_for
from .queries.pay_positions import refresh

FRESH = dt.timedelta(days=60)  # how long a salary counts as new


def findings(user: Any, day: dt.date) -> Iterator[Line]:
    """Whose pay needs a look: for whoever sees pay by role, 1 to 3 queries and those of roles."""
    if not user.holds(Permission.VIEW_PAY):
        return
    refresh(day)
    page = reverse("pay-list")
    yield Line(
        Part.PAY,
        asked_for(user, {"show": OTHERS}, day),
        lambda n: ngettext("person whose pay needs a look", "people whose pay needs a look", n),
        f"{page}?show={OTHERS}",
    )
    yield Line(
        Part.PAY,
        asked_for(user, {"show": ENDING}, day),
        lambda n: ngettext(
            "person whose protection or exception ends soon", "people whose protection or exception ends soon", n
        ),
        f"{page}?show={ENDING}",
    )


def lines(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    """One's own pay, and what deviates: no query."""
    employee = getattr(user, "employee", None)
    if employee is not None:
        yield Line(
            Part.CHANGED,
            Salary.objects.on(day).filter(employee=employee, starts_on__gt=day - FRESH),
            lambda n: gettext("Your pay is new"),
            reverse("my-pay"),
            when="starts_on",
            numbered=False,
        )
    if user.holds(Permission.VIEW_BANDS):
        yield from _deviations(user, day, now)


def _deviations(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    exceptions = BandException.objects.visible_to(user)
    if user.holds(Permission.APPROVE_BANDS):
        yield Line(
            Part.PAY,
            exceptions.to_decide(user, now),
            lambda n: ngettext("band exception to decide", "band exceptions to decide", n),
            f"{reverse('exceptions')}?state=yours",
            when="proposed_at",
        )
    if user.holds(Permission.EDIT_BANDS):
        yield Line(
            Part.PAY,
            asked_by(user, Permission.EDIT_BANDS, now),
            lambda n: ngettext(
                "change of bands of yours that waits for a second person",
                "changes of bands of yours that wait for a second person",
                n,
            ),
            f"{reverse('approvals')}?show=bands",
            when="asked_at",
        )
        yield Line(
            Part.PAY,
            exceptions.end_soon(day),
            lambda n: ngettext("band exception that ends soon", "band exceptions that end soon", n),
            f"{reverse('exceptions')}?state=soon",
            when="ends_on",
            ends=True,
        )
        yield Line(
            Part.PAY,
            MarketSupplement.objects.visible_to(user).to_review(day),
            lambda n: ngettext("market supplement to look at again", "market supplements to look at again", n),
            f"{reverse('supplements')}?state=due",
            when="review_on",
            due=True,
        )
