"""What a calendar is told, remembered so that the next file says what changed since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User

from ..domain.own_dates import KEPT, DateKind, Told, tell
from ..models import CalendarAddress, ToldDate
from ..queries.own_dates import dates_of


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date as a calendar is told it; `path` leads to it in here, empty where it came to nothing."""

    told: Told
    path: str


def calendar_of(user: Any) -> list[CalendarDate]:
    """Everything that this person's calendar is told now, and a note of it: 4 queries beside those of `dates_of`.

    Nothing is written where nothing changed. Two readers at a time say the same: the second waits for the first.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    dates = {each.name: each for each in dates_of(user, today)}
    with transaction.atomic():
        User.objects.select_for_update(no_key=True, of=("self",)).only("pk").get(pk=user.pk)
        rows = {row.name: row for row in ToldDate.objects.filter(user=user)}
        found, over = tell(dates.values(), {name: _told(row) for name, row in rows.items()}, now=now, today=today)
        changed = [each for each in found if each.name not in rows or _told(rows[each.name]) != each]
        if changed:
            ToldDate.objects.bulk_create(
                [_row(user, each) for each in changed],
                update_conflicts=True,
                unique_fields=["user", "name"],
                update_fields=["day", "at", "number", "changed_at", "ended_at"],
            )
        if over:
            ToldDate.objects.filter(user=user, name__in=over).delete()
    return [CalendarDate(each, dates[each.name].path if each.name in dates else "") for each in found]


def one_of(user: Any, name: str) -> CalendarDate | None:
    """The date of that name, which is this person's; None for everybody else's.

    Without an address there is no calendar that would ask what changed: nothing is noted.
    """
    if CalendarAddress.objects.open().filter(user=user).exists():
        return next((each for each in calendar_of(user) if each.told.name == name), None)
    now = timezone.now()
    found = next((each for each in dates_of(user, timezone.localdate(now)) if each.name == name), None)
    return CalendarDate(Told(found.name, found.kind, found.day, found.at, 0, now), found.path) if found else None


def forget_told(now: dt.datetime) -> int:
    """Let go of what nobody's calendar has asked for in a while; how many dates. A calendar that is read tidies its own.

    So what a calendar was told of a request or a question about pay never stays longer than these themselves.
    """
    read = (
        CalendarAddress.objects.open().annotate(used_at=Coalesce("read_at", "made_at")).filter(used_at__gt=now - KEPT)
    )
    CalendarAddress.objects.filter(ended_at__lte=now - KEPT).delete()  # by now its owner knows, or does not miss it
    return int(ToldDate.objects.exclude(user__in=read.values("user")).delete()[0])


def _told(row: ToldDate) -> Told:
    return Told(row.name, DateKind(row.kind), row.day, row.at, row.number, row.changed_at, row.ended_at)


def _row(user: Any, each: Told) -> ToldDate:
    return ToldDate(
        user_id=user.pk,
        name=each.name,
        kind=each.kind.value,
        day=each.day,
        at=each.at,
        number=each.number,
        changed_at=each.changed_at,
        ended_at=each.ended_at,
    )
