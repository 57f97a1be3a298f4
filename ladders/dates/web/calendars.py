"""One's dates: a list, a file for each, and an address that calendar programs read."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, cast

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ladders.core.access import open_to_all
from ladders.core.calendar_files import CalendarEntry, calendar_file

from ..actions import addresses
from ..actions.told_dates import CalendarDate, calendar_of, one_of
from ..domain.own_dates import DateKind, OwnDate
from ..models import CalendarAddress
from ..queries.own_dates import dates_of
from ..text import EXPLAINED, NAMES

MINUTES: Final = 60  # of a talk with a time
NEW: Final = "calendar_key"  # in the session, until it was shown


@require_safe
def own_dates(request: HttpRequest) -> HttpResponse:
    """Dates of one's own with a file for each, and the address: 9 queries with session and user, 1 more for HR."""
    today = timezone.localdate()
    key = request.session.pop(NEW, "") if request.method == "GET" else ""  # a HEAD shows it to nobody
    context = {
        "dates": [
            (each, NAMES[each.kind], _file_of(each))
            for each in dates_of(request.user, today)
            if each.day >= today and not each.over
        ],
        "address": CalendarAddress.objects.filter(user=request.user.pk).first(),
        "shown": _site() + reverse("calendar-feed", args=[key]) if key else "",
    }
    return render(request, "dates/own_dates.html", context)


def _file_of(date: OwnDate) -> str:
    """Of a talk the file of its own, which says with whom; of others the one that says as little as a mail."""
    return f"{date.path}calendar.ics" if date.kind == DateKind.TALK else reverse("own-date", args=[date.name])


@require_POST
def make(request: HttpRequest) -> HttpResponseBase:
    """A new address, shown once on the page that follows; the former one opens nothing any more."""
    request.session[NEW] = addresses.make_address(by=cast(Any, request.user))
    return redirect(f"{reverse('own-dates')}#address")


@require_POST
def take_back(request: HttpRequest) -> HttpResponseBase:
    """The address opens nothing any more."""
    if addresses.take_back_address(by=cast(Any, request.user)):
        messages.success(request, _("The address opens nothing any more. Remove it from your calendar program, too."))
    return redirect(f"{reverse('own-dates')}#address")


@require_safe
def one_date(request: HttpRequest, name: str) -> HttpResponseBase:
    """One date as a file."""
    found = one_of(request.user, name)
    if found is None:
        raise Http404
    return _file(calendar_file(_entry(found)), f"{found.told.kind}-{found.told.day:%Y-%m-%d}.ics")


@open_to_all
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponseBase:
    """What a calendar program reads without signing in. Whoever tries many addresses, or one very often, waits."""
    user = addresses.opened_by(key)
    rates = {"calendar": settings.CALENDAR_READINGS if user else settings.CALENDAR_GUESSES}
    own = {"key": addresses.digest_of(key)} if user else {}
    refused = ratelimit.consume_or_429(request, app="dates", action="calendar", config=rates, limit_get=True, **own)
    if refused is not None:
        return cast(HttpResponseBase, refused)
    if user is None:
        raise Http404
    entries = [_entry(each) for each in calendar_of(user)]
    return _file(calendar_file(*entries, name=_("Ladders")), "ladders.ics")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _entry(found: CalendarDate) -> CalendarEntry:
    told = found.told
    starts = timezone.make_aware(dt.datetime.combine(told.day, told.at)) if told.at else None
    host = _site().partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"
    return CalendarEntry(
        uid=f"{told.name}@{host}",
        day=told.day,
        starts=starts,
        minutes=MINUTES,
        title=told.kind.label,
        text=str(EXPLAINED),
        place="",
        url=_site() + (found.path or reverse("own-dates")),
        number=told.number,
        made=told.changed_at,
        called_off=told.ended_at is not None,
    )


def _site() -> str:
    return str(settings.SITE_URL).rstrip("/")
