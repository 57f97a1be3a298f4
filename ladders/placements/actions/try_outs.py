"""Try-outs: a second level for some months, at a share of working time. The level that decides grade and band stays as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError
from ladders.frameworks.models import Level

from ..models import Placement, Source
from .placements import _locked, _new, told
from .trail import record_one


def try_out(
    *, employee: Employee, level: Level, share: int, starts_on: dt.date, ends_on: dt.date, by: Any
) -> Placement:
    """Begin one that was asked for and agreed, so no verb is asked for here. It ends by itself on `ends_on`, or with the level
    held before. Raises DomainError where the person holds none on the first day, or another second one on some of the days.
    """
    with _locked(employee, level) as person:
        held = person.placements.primary().on(starts_on).select_related("level").first()
        if held is None:
            raise DomainError(_("%(name)s holds no level on that day. Place them first.") % {"name": person})
        if held.level_key == level.key:
            raise DomainError(_("%(name)s holds this level already.") % {"name": person})
        if (other := second_on(person, starts_on, ends_on)) is not None:
            raise DomainError(second_text(other))
        made = _new(
            person,
            level,
            starts_on,
            source=Source.TRY_OUT,
            reason="",
            ends_on=min(ends_on, held.ends_on or ends_on, person.left_on or ends_on),
            primary=False,
            share=share,
        )
        period = {"since": [None, str(starts_on)], "until": [None, str(made.ends_on)]}
        record_one(by, "try_out.begun", person, level=[None, str(level)], share=[None, share], **period)
    return made


def second_on(person: Employee, first: dt.date, last: dt.date | None) -> Placement | None:
    """A second level that the person holds on one of these days, the first one: 1 query."""
    rows = Placement.objects.filter(employee=person, primary=False).exclude(ends_on__lt=first)
    rows = rows.filter(starts_on__lte=last) if last else rows
    return rows.select_related("level").order_by("starts_on").first()


def second_text(other: Placement) -> str:
    """What somebody reads who holds a second level already."""
    values = {"level": other.level, "share": other.share, "day": told(other.ends_on) if other.ends_on else ""}
    if other.ends_on is None:
        return (
            _("%(level)s is held in part, at %(share)s %%. One second level at a time: that one ends first.") % values
        )
    text = _(
        "%(level)s is held in part, at %(share)s %%, until %(day)s. Choose a later day: one second level at a time."
    )
    return text % values


def end_try_out(*, placement: Placement, last_day: dt.date, by: Any) -> bool:
    """It ends on that day instead of a later one, not before its first day; False where it ends then or before anyway."""
    with _locked(placement.employee, placement.level) as person:
        rows = Placement.objects.select_for_update(of=("self",)).filter(pk=placement.pk, source=Source.TRY_OUT)
        row = rows.select_related("level").first()
        if row is None or row.ends_on is None:
            return False
        last = max(last_day, row.starts_on)
        if last >= row.ends_on:
            return False
        until = [str(row.ends_on), str(last)]
        row.ends_on = last
        row.save(update_fields=["ends_on"])
        record_one(by, "try_out.ended", person, level=[str(row.level), None], until=until)
    return True
