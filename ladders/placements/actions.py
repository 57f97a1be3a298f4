"""Writes of this room. Changes by the employer outside moves carry a reason; what a person asks for is a move, not this."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level

from .models import Placement, Source

ONE_DAY = dt.timedelta(days=1)


def place(*, employee: Employee, level: Level, starts_on: dt.date, by: Any, reason: str = "") -> Placement:
    """Place somebody who holds no level from that day on. Raises DomainError where they do, or left before."""
    with _writing(employee, by) as person:
        later = person.placements.primary().exclude(ends_on__lt=starts_on)
        if (held := later.first()) is not None:
            raise DomainError(
                _("%(name)s holds a level then already, since %(day)s. Change that one instead.")
                % {"name": person, "day": held.starts_on}
            )
        placement = _new(person, level, starts_on, source=Source.HR, reason=reason)
        _record(by, "person.placed", person, level=[None, str(level)], since=[None, str(starts_on)])
    return placement


def change(*, employee: Employee, level: Level, starts_on: dt.date, reason: str, by: Any) -> Placement:
    """The employer gives somebody another level from that day on (a reorganisation, say); the past stays. Needs a reason."""
    if not reason.strip():
        raise DomainError(_("Say why: the reason stays with the change, and the person can read it."))
    with _writing(employee, by) as person:
        held = _held(person, starts_on)
        if held.level_key == level.key:
            raise DomainError(_("%(name)s holds this level already.") % {"name": person})
        if held.starts_on >= starts_on:
            raise DomainError(
                _("%(name)s has held the present level since %(day)s. The change starts later than that.")
                % {"name": person, "day": held.starts_on}
            )
        ends = held.ends_on
        held.ends_on = starts_on - ONE_DAY
        held.save(update_fields=["ends_on"])
        placement = _new(person, level, starts_on, source=Source.EMPLOYER, reason=reason.strip(), ends_on=ends)
        _record(by, "person.changed", person, level=[str(held.level), str(level)], since=[None, str(starts_on)])
    return placement


def move(*, employee: Employee, level: Level, starts_on: dt.date, by: Any) -> Placement:
    """A move that the person asked for takes effect: the level held ends the day before, and the new one begins.

    Whoever answered the request has allowed it, so no verb is asked for here. Where the person holds that level on the day
    already, the placement that there is: harmless when repeated. A second level stays as it is.
    """
    with _locked(employee) as person:
        held = _held(person, starts_on)
        if held.level_key == level.key:
            return held
        if held.starts_on >= starts_on:
            raise DomainError(
                _("%(name)s has held the present level since %(day)s. The move starts later than that.")
                % {"name": person, "day": held.starts_on}
            )
        ends, held.ends_on = held.ends_on, starts_on - ONE_DAY
        held.save(update_fields=["ends_on"])
        placement = _new(person, level, starts_on, source=Source.MOVE, reason="", ends_on=ends)
        _record(by, "person.moved", person, level=[str(held.level), str(level)], since=[None, str(starts_on)])
    return placement


def end(*, placement: Placement, last_day: dt.date, by: Any) -> None:
    """The placement holds until that day, included. Harmless when repeated."""
    with _writing(placement.employee, by) as person:
        row = Placement.objects.select_for_update().get(pk=placement.pk)
        if last_day < row.starts_on:
            raise DomainError(_("The placement starts on %(day)s, so it cannot end before.") % {"day": row.starts_on})
        if row.ends_on == last_day:
            return
        before, row.ends_on = row.ends_on, last_day
        row.save(update_fields=["ends_on"])
        _record(by, "person.ended", person, until=[str(before) if before else None, str(last_day)])


def add_second(
    *, employee: Employee, level: Level, share: int, starts_on: dt.date, by: Any, ends_on: dt.date | None = None
) -> Placement:
    """A second, partial level beside the primary one, which keeps the rest and alone decides grade and band."""
    if not 1 <= share <= 50:
        raise DomainError(_("The second level takes between 1 and 50 per cent; the primary one keeps the rest."))
    with _writing(employee, by) as person:
        held = _held(person, starts_on)
        if held.level_key == level.key:
            raise DomainError(_("The second level is another than the primary one."))
        placement = _new(
            person, level, starts_on, source=Source.HR, reason="", ends_on=ends_on, primary=False, share=share
        )
        _record(by, "second.added", person, level=[None, str(level)], share=[None, share])
    return placement


def place_many(*, choices: dict[int, Level], starts_on: dt.date, by: Any) -> int:
    """Place several unplaced people at once, all or nobody: employee id → level. Returns how many."""
    with transaction.atomic():
        people = Employee.objects.within(by, Permission.PLACE_PEOPLE).select_for_update(of=("self",))
        found = people.filter(pk__in=choices).order_by("pk")
        chosen = list(found)
        if len(chosen) != len(choices):
            raise PermissionDenied
        for person in chosen:
            place(employee=person, level=choices[person.pk], starts_on=starts_on, by=by)
    return len(chosen)


@contextmanager
def _writing(employee: Employee, by: Any) -> Iterator[Employee]:
    """The person, locked; only in the reach of who writes. What the database refuses becomes a sentence."""
    if not by.has_perm(Permission.PLACE_PEOPLE, employee):
        raise PermissionDenied
    with _locked(employee) as person:
        yield person


@contextmanager
def _locked(employee: Employee) -> Iterator[Employee]:
    try:
        with transaction.atomic():
            yield Employee.objects.select_for_update(of=("self",)).get(pk=employee.pk)
    except IntegrityError as error:
        if "no_overlap" not in str(error):
            raise
        raise DomainError(
            _("On some of these days the person holds another level already. Look at the history.")
        ) from error


def _held(person: Employee, day: dt.date) -> Placement:
    held = person.placements.primary().on(day).select_related("level").select_for_update(of=("self",)).first()
    if held is None:
        raise DomainError(_("%(name)s holds no level on that day. Place them first.") % {"name": person})
    later = person.placements.primary().after(day).exists()
    if later:
        raise DomainError(_("%(name)s has a later change already. Choose a day after it.") % {"name": person})
    return held  # type: ignore[no-any-return]


def _new(
    person: Employee,
    level: Level,
    starts_on: dt.date,
    *,
    source: Source,
    reason: str,
    ends_on: dt.date | None = None,
    primary: bool = True,
    share: int = 100,
) -> Placement:
    if level.version.state != VersionState.PUBLISHED:
        raise DomainError(_("People are placed on levels of published frameworks. Publish this one first."))
    if person.left_on and starts_on > person.left_on:
        raise DomainError(_("%(name)s leaves on %(day)s.") % {"name": person, "day": person.left_on})
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(_("The last day lies before the first: check the two dates."))
    return Placement.objects.create(
        employee=person,
        framework_id=level.version.framework_id,
        version=level.version,
        level=level,
        level_key=level.key,
        starts_on=starts_on,
        ends_on=ends_on or person.left_on,
        primary=primary,
        share=share,
        source=source,
        reason=reason,
    )


def _record(by: Any, verb: str, person: Employee, **detail: Any) -> None:
    record(by=by, verb=f"placements.{verb}", subject=str(person), subject_key=person.number, detail=detail)
