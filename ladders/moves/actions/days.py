"""Which day counts: the one that the terms named, or one that both sides said yes to. What the company names otherwise is an
offer. `dates` lets both sides offer and agree; `deciding` names a day with an answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError

from ..domain.states import NoticeKind
from ..models import MoveRequest
from ..text.days import day
from .notices import notify, person_user
from .routing import named_day

LATITUDE = dt.timedelta(days=31)  # HR may propose a day until the next run of the payroll


def wanted_by_person(request: MoveRequest, today: dt.date) -> set[dt.date]:
    """Days from today on that the person has said yes to: agreed with them, or offered by them, or named by the terms they
    sent, as long as no other day is agreed."""
    theirs = request.offered_on if request.offered_by_id == request.person.user_id else None
    named = named_day(request, today) if request.agreed_on is None else None
    return {on for on in (request.agreed_on, theirs, named) if on is not None and on >= today}


def agree_or_offer(request: MoveRequest, on: dt.date, by: Any, today: dt.date) -> None:
    """The company's day: agreed where the person has said yes to it, by sending these terms or by offering it; else offered.

    The database refuses any other change of an agreed day (`moves_request_day_agreed`). Saves and tells.
    """
    if on in wanted_by_person(request, today):
        agree(request, on, by)
        return
    if on != request.offered_on:
        request.offered_on, request.offered_at, request.offered_by = on, timezone.now(), by
        notify(NoticeKind.DATE_OFFERED, person_user(request), request=request, on=request.offered_at.isoformat())


def agree(request: MoveRequest, on: dt.date, by: Any) -> None:
    """Note the day as agreed; nothing is offered any more. Saves nothing."""
    request.agreed_on, request.agreed_at, request.agreed_by = on, timezone.now(), by
    request.offered_on = request.offered_at = request.offered_by = None


def keeps_the_day(request: MoveRequest, on: dt.date, today: dt.date) -> None:
    """Raises DomainError where a day that is agreed is still to come, and this is another one."""
    if request.agreed_on is None or request.agreed_on < today or on == request.agreed_on:
        return
    raise DomainError(
        _("%(day)s is agreed. Another day needs %(name)s’s yes: offer it, and answer once it is agreed.")
        % {"day": day(request.agreed_on), "name": request.person}
    )


def days_for_hr(request: MoveRequest, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day that HR can name, beside those that the person has said yes to."""
    wanted = request.agreed_on or request.wished_on
    last = max(wanted, today) + LATITUDE if wanted else today + dt.timedelta(days=366)
    return max(request.wished_on or today, today), last


def days_for_release(request: MoveRequest, weeks: int, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day that whoever releases can propose, beside those that the person has said yes to."""
    first = max(request.wished_on or today, today)
    return first, first + dt.timedelta(weeks=weeks)


def days_text(request: MoveRequest, first: dt.date, last: dt.date, today: dt.date) -> str:
    """Which days can be named: what stands beside the field, before anything is wrong."""
    if request.agreed_on is not None and request.agreed_on >= today:
        return _("%(day)s is agreed.") % {"day": day(request.agreed_on)}
    beside = sorted(on for on in wanted_by_person(request, today) if not first <= on <= last)
    text = _("A day from %(first)s to %(last)s.") % {"first": day(first), "last": day(last)}
    if beside:
        text = _("A day from %(first)s to %(last)s, or %(days)s.") % {
            "first": day(first),
            "last": day(last),
            "days": _(" or ").join(map(day, beside)),
        }
    return text


def day_for_hr(request: MoveRequest, on: dt.date, today: dt.date) -> None:
    """Raises DomainError for a day that HR cannot name: another than was agreed, or out of the range of the wish."""
    keeps_the_day(request, on, today)
    if on in wanted_by_person(request, today):
        return
    first, last = days_for_hr(request, today)
    if not first <= on <= last:
        raise DomainError(
            _("Choose a day between %(first)s and %(last)s, or offer another one to %(name)s.")
            % {"first": day(first), "last": day(last), "name": request.person}
        )
