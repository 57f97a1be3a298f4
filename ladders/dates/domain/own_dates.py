"""The dates of one person, and what a calendar has to be told of them. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _

KEPT: Final = dt.timedelta(days=30)  # so long a calendar is told that something came to nothing, and may go unread


class DateKind(Labelled):
    """What a date is, in words for a calendar, which colleagues and telephones show to others: they name nobody and nothing."""

    MOVE = "move", _("Something agreed takes effect")
    TALK = "talk", _("A talk of yours")
    ANSWER = "answer", _("Your answer is due")  # to a request
    PROPOSAL = "proposal", _("Your answer is due")  # the answer to one
    DAY = "day", _("Your answer is due")  # one that was offered, or is to be named, waits for a word
    RETURN = "return", _("Something promised to you ends")  # the last day of a right of return
    TRIED = "tried", _("Something agreed ends")  # the last day of a try-out
    FOR_HR = "for_hr", _("An answer by HR is due")  # an answer on the right to know
    INFORMED = "informed", _("An answer for you is due")  # the same, for whoever asked


@dataclass(frozen=True, slots=True)
class OwnDate:
    """A date. `name` stays the same while it is the same date; `at` is None for a whole day; `path` leads to it in here;
    `over`: it took place already, on whatever day it is."""

    name: str
    kind: DateKind
    day: dt.date
    at: dt.time | None
    path: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a calendar was told of a date: `number` grows with every change."""

    name: str
    kind: DateKind
    day: dt.date
    at: dt.time | None
    number: int
    changed_at: dt.datetime
    ended_at: dt.datetime | None = None


def tell(
    dates: Iterable[OwnDate], told: Mapping[str, Told], *, now: dt.datetime, today: dt.date
) -> tuple[list[Told], set[str]]:
    """What a calendar is to be told now, and the names of those that it need not hear of any more.

    What changed gets the next number. What is no more and lies ahead is called off; what lies behind stays as it was until the
    calendar has had it for a while.
    """
    found: list[Told] = []
    for each in dates:
        before = told.get(each.name)
        if before is None:
            found.append(Told(each.name, each.kind, each.day, each.at, 0, now))
        elif (before.day, before.at, before.ended_at) == (each.day, each.at, None):
            found.append(before)
        else:
            found.append(Told(each.name, each.kind, each.day, each.at, before.number + 1, now))
    here = {each.name for each in found}
    over: set[str] = set()
    for name, before in told.items():
        if name in here:
            continue
        if before.day < today or (before.ended_at is not None and before.ended_at <= now - KEPT):
            over.add(name)
        elif before.ended_at is not None:
            found.append(before)
        else:
            found.append(replace(before, number=before.number + 1, changed_at=now, ended_at=now))
    return sorted(found, key=lambda each: (each.day, each.name)), over
