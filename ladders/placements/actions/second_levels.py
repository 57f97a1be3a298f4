"""Second levels beside a first one: they end, begin or pause with that, and give way to it. Helpers of this room's writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Employee

from ..domain.second_levels import parts
from ..models import Placement, Source
from .trail import day_text, record_one


def fit_seconds(person: Employee, by: Any, lengthened: Mapping[int, dt.date | None] | None = None) -> None:
    """A second level is held on the days that have a first one: it ends, begins or pauses with that. 2 queries and a few
    for each row that changes. `lengthened`: those that `lengthen_seconds` let go on, which the audit trail hears of here."""
    firsts = [(row.starts_on, row.ends_on) for row in person.placements.primary()]
    for row in person.placements.filter(primary=False).select_related("level__version"):
        was, left = (row.starts_on, row.ends_on), parts((row.starts_on, row.ends_on), firsts)
        if row.source == Source.TRY_OUT:
            left = left[:1]  # a pause ends it: what begins anew was agreed by nobody
        before = {row.pk: row.ends_on, **(lengthened or {})}[row.pk]
        if (row.ends_on, left) == (before, [was]):
            continue
        if not left:
            cut(row, row.starts_on - dt.timedelta(days=1))
        for number, (first, last) in enumerate(left if left != [was] else ()):
            row.starts_on, row.ends_on = first, last
            if number:
                row.pk, row._state.adding, row.created_at = None, True, timezone.now()
            row.save()
        record_one(by, "person.ended", person, level=[str(row.level), None], until=[day_text(before), _said(left)])


def lengthen_seconds(person: Employee, before: dt.date | None, last_day: dt.date) -> dict[int, dt.date | None]:
    """The first level ends later than was said before: what ended with it goes on until the end that it had for itself.

    That one is in the history: the last one that no first level of the person was given in the same transaction. 1 query, 1 or
    2 for each of them. Returns what they ended on, by their ids, for `fit_seconds`, which follows. A try-out stays as agreed.
    """
    lengthened: dict[int, dt.date | None] = {}
    if before is None or last_day <= before:
        return lengthened
    event = Placement.events.rel.related_model.objects  # type: ignore[attr-defined]
    firsts = event.filter(pgh_obj__in=person.placements.primary().values("pk"), ends_on__isnull=False)
    for row in person.placements.filter(primary=False, ends_on=before).lasting():
        with_first = firsts.filter(ends_on=OuterRef("ends_on"), pgh_created_at=OuterRef("pgh_created_at"))
        own = event.filter(~Exists(with_first), pgh_obj=row.pk)
        own = own.filter(Q(ends_on=None) | Q(ends_on__gt=before)).order_by("-pgh_id")
        for (ends_on,) in own.values_list("ends_on")[:1]:
            lengthened[row.pk], row.ends_on = row.ends_on, ends_on
            row.save(update_fields=["ends_on"])
    return lengthened


def give_way(row: Placement, last_day: dt.date, person: Employee, by: Any) -> None:
    """What was held in part until now is held as a whole, or ends with the first level. `row`: with its level. 2 queries."""
    before = row.ends_on
    cut(row, last_day)
    verb = "try_out.ended" if row.source == Source.TRY_OUT else "person.ended"
    after = None if row.pk is None else day_text(row.ends_on)  # None: it never came to be
    record_one(by, verb, person, level=[str(row.level), None], until=[day_text(before), after])


def cut(row: Placement, last_day: dt.date) -> None:
    """It holds until that day, or never comes to be; a try-out was there for a day at least."""
    if row.starts_on > last_day and row.source != Source.TRY_OUT:
        row.delete()
    else:
        row.ends_on = max(last_day, row.starts_on)
        row.save(update_fields=["ends_on"])


def _said(periods: list[tuple[dt.date, dt.date | None]]) -> str | None:
    """The periods of a second level, as the audit keeps them; None where none is left."""
    return ", ".join(f"{first} – {last or ''}".strip() for first, last in periods) or None
