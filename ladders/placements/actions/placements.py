"""Writes of this room. Changes by the employer outside moves carry a reason; what a person asks for is a move, not this."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.conflict_of_interest import refuse_own
from accounts.locks import locked_person
from accounts.models import Employee
from ladders.core.errors import DomainError
from ladders.core.once import known
from ladders.core.permissions import Permission
from ladders.core.row_writes import add, all_or_nothing
from ladders.core.row_writes import change as write
from ladders.frameworks.actions.base import hold_versions
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level, Version

from ..domain.later_use import built_upon
from ..models import AGREED, Placement, Source
from .second_levels import fit_seconds, give_way, lengthen_seconds
from .trail import day_text, record_one

ONE_DAY = dt.timedelta(days=1)
FIRST_YEAR = 1900  # nobody has held a level for longer: an earlier year is a slip


def place(*, employee: Employee, level: Level, starts_on: dt.date, by: Any, reason: str = "") -> Placement:
    """Place somebody who holds no level from that day on. Raises DomainError where they do, or left before."""
    with _writing(employee, by, level) as person:
        later = person.placements.primary().exclude(ends_on__lt=starts_on)
        if (held := later.first()) is not None:
            raise DomainError(already(person, held.starts_on))
        placement = _new(person, level, starts_on, source=Source.HR, reason=reason)
        record_one(by, "person.placed", person, level=[None, str(level)], since=[None, str(starts_on)])
    return placement


def change(*, employee: Employee, level: Level, starts_on: dt.date, reason: str, by: Any) -> Placement:
    """The employer gives somebody another level from that day on (a reorganisation, say); the past stays. Needs a reason."""
    if not reason.strip():
        raise DomainError(_("Say why: the reason stays with the change, and the person can read it."))
    with _writing(employee, by, level) as person:
        held = _held(person, starts_on)
        if held.level_key == level.key:
            raise DomainError(_("%(name)s holds this level already. Choose another one.") % {"name": person})
        if person.placements.filter(primary=False, level_key=level.key).exclude(ends_on__lt=starts_on).exists():
            raise DomainError(
                _("%(name)s holds this level in part already. End that first, or choose another.") % {"name": person}
            )
        if held.starts_on >= starts_on:
            raise DomainError(
                _("%(name)s has held the present level since %(day)s. The change starts later than that.")
                % {"name": person, "day": told(held.starts_on)}
            )
        ends = held.ends_on
        held.ends_on = starts_on - ONE_DAY
        held.save(update_fields=["ends_on"])
        placement = _new(person, level, starts_on, source=Source.EMPLOYER, reason=reason.strip(), ends_on=ends)
        record_one(by, "person.changed", person, level=[str(held.level), str(level)], since=[None, str(starts_on)])
    return placement


def move(*, employee: Employee, level: Level, starts_on: dt.date, by: Any) -> Placement:
    """A move that the person asked for takes effect: the level held ends the day before, and the new one begins.

    Whoever answered the request has allowed it, so no verb is asked for here. Where the person holds that level on the day
    already, the placement that there is: harmless when repeated. A second level stays, unless it is the new one.
    """
    with _locked(employee, level) as person:
        held = _held(person, starts_on)
        if held.level_key == level.key:
            return held
        if held.starts_on >= starts_on:
            raise DomainError(
                _("%(name)s has held the present level since %(day)s. The move starts later than that.")
                % {"name": person, "day": told(held.starts_on)}
            )
        ends, held.ends_on = held.ends_on, starts_on - ONE_DAY
        write(held, "ends_on")
        for row in _rows_from(person, starts_on):
            if not row.primary and row.level_key == level.key:
                give_way(row, starts_on - ONE_DAY, person, by)  # what was held in part is held as a whole now
        placement = _new(person, level, starts_on, source=Source.MOVE, reason="", ends_on=ends)
        record_one(by, "person.moved", person, level=[str(held.level), str(level)], since=[None, str(starts_on)])
    return placement


def end(*, placement: Placement, last_day: dt.date, by: Any) -> None:
    """The placement holds until that day, included; with the primary one a second one ends, too. Harmless when repeated.

    A try-out is not ended by hand: the person goes back before its last day, or it ends with the first level.
    """
    with _writing(placement.employee, by, placement.level) as person:
        row = _fresh(placement)
        if row.source == Source.TRY_OUT:
            words = _("A request decided this. It ends with the first level, or when %(name)s goes back.")
            raise DomainError(words % {"name": person})
        if last_day < row.starts_on:
            raise DomainError(
                _("The placement starts on %(day)s, so it cannot end before. Choose a later day.")
                % {"day": told(row.starts_on)}
            )
        check_here(person, last_day)
        if row.ends_on == last_day:
            return
        before, row.ends_on = row.ends_on, last_day
        row.save(update_fields=["ends_on"])
        record_one(by, "person.ended", person, level=[str(row.level), None], until=[day_text(before), str(last_day)])
        if row.primary:
            fit_seconds(person, by, lengthen_seconds(person, before, last_day))


def add_second(
    *, employee: Employee, level: Level, share: int, starts_on: dt.date, by: Any, ends_on: dt.date | None = None
) -> Placement:
    """A second, partial level beside the primary one, which keeps the rest and alone decides grade and band."""
    if not 1 <= share <= 50:
        raise DomainError(_("The second level takes between 1 and 50 per cent; the primary one keeps the rest."))
    with _writing(employee, by, level) as person:
        held = _held(person, starts_on)
        if held.level_key == level.key:
            raise DomainError(_("The second level is another than the primary one. Choose another one."))
        if ends_on and held.ends_on and ends_on > held.ends_on:
            raise DomainError(
                _("The first level ends on %(day)s; the second one cannot go on.") % {"day": told(held.ends_on)}
            )
        ends_on = ends_on or held.ends_on
        placement = _new(
            person, level, starts_on, source=Source.HR, reason="", ends_on=ends_on, primary=False, share=share
        )
        record_one(by, "second.added", person, level=[None, str(level)], share=[None, share])
    return placement


def correct(*, placement: Placement, level: Level, starts_on: dt.date, reason: str, by: Any) -> bool:
    """Put right a level or a first day that was entered wrongly; needs a reason. What a request decided is not corrected here.
    False where it is so already.

    Where another level ended the day before, its end moves along. The history keeps what stood there.
    """
    if not reason.strip():
        raise DomainError(_("Say what was wrong: it stays with the level, and the person can read it."))
    with _writing(placement.employee, by, level) as person:
        row = _fresh(placement)
        if row.source in AGREED:
            raise DomainError(_("A request decided this. It is changed by another one."))
        if (row.level_key, row.starts_on) == (level.key, starts_on):
            return False
        _allowed(person, level, starts_on, row.ends_on)
        same = person.placements.filter(primary=row.primary)
        before = same.filter(ends_on=row.starts_on - ONE_DAY).first()
        detail = {"level": [str(row.level), str(level)], "since": [str(row.starts_on), str(starts_on)]}
        if before is not None and starts_on != row.starts_on and starts_on <= before.starts_on:
            raise DomainError(
                _("%(name)s held another level from %(day)s on. Choose a later day.")
                % {"name": person, "day": told(before.starts_on)}
            )
        row.framework_id, row.version, row.level = level.version.framework_id, level.version, level
        row.level_key, row.starts_on, row.reason = level.key, starts_on, reason.strip()
        row.source = Source.EMPLOYER if row.source == Source.EMPLOYER else Source.HR
        _save_both(row, before, starts_on - ONE_DAY)
        if row.primary:
            fit_seconds(person, by)
        record_one(by, "person.corrected", person, **detail)
    return True


def _save_both(row: Placement, before: Placement | None, ends_on: dt.date) -> None:
    """Whichever becomes shorter first, so that they never overlap in between."""
    if before is None or before.ends_on == ends_on:
        row.save()
        return
    shorter = ends_on < before.ends_on if before.ends_on else True
    before.ends_on = ends_on
    for each in (before, row) if shorter else (row, before):
        each.save()


def remove(*, placement: Placement, reason: str, by: Any) -> None:
    """Take away a level that was entered by mistake: the person is without one on those days. Needs a reason.

    Another level before or after stays as it is. What a request decided is not removed, nor what somebody has built on: a
    request that is under way begins at this level. The history keeps what stood there.
    """
    if not reason.strip():
        raise DomainError(_("Say what was wrong: it stays in the audit."))
    with _writing(placement.employee, by, placement.level) as person:
        row = _fresh(placement)
        if row.source in AGREED:
            raise DomainError(_("A request decided this. It is changed by another one."))
        if built_upon([person.pk], row.created_at):
            raise DomainError(
                _("%(name)s has asked for a move since. Put the level right instead of removing it.") % {"name": person}
            )
        row.delete()
        if row.primary:
            fit_seconds(person, by)
        gone = {"level": [str(row.level), None], "since": [str(row.starts_on), None]}
        record_one(by, "person.unplaced", person, **gone, reason=[None, reason.strip()])


def withdraw(*, placement: Placement, today: dt.date, by: Any) -> None:
    """A change that has not begun does not come to be; the level before goes on as if nothing had been planned."""
    with _writing(placement.employee, by, placement.level) as person:
        row = Placement.objects.select_for_update(of=("self",)).select_related("level").filter(pk=placement.pk).first()
        if row is None:
            return
        if row.starts_on <= today:
            raise DomainError(_("This level is held already. End it, or put it right."))
        if row.source in AGREED:
            raise DomainError(_("A request decided this. It is withdrawn with that."))
        same = person.placements.filter(primary=row.primary)
        before = same.filter(ends_on=row.starts_on - ONE_DAY).first()
        row.delete()
        if before is not None:
            before.ends_on = row.ends_on
            before.save(update_fields=["ends_on"])
        record_one(by, "person.withdrawn", person, level=[str(row.level), None], since=[str(row.starts_on), None])
        if row.primary:
            fit_seconds(person, by)


def own_level_text() -> str:
    """What somebody is told who would set their own level."""
    return _("Nobody sets their own level. Ask for a move, or ask somebody else who places people.")


def told(day: dt.date) -> str:
    """A day as every page writes it: 1 July 2027."""
    return date_format(day, "j F Y")


def already(person: Employee, day: dt.date) -> str:
    """The sentence where somebody holds a level from that day on."""
    said = _("%(name)s holds a level then already, since %(day)s. Change that one instead.")
    return said % {"name": person, "day": told(day)}


@contextmanager
def _writing(employee: Employee, by: Any, level: Level) -> Iterator[Employee]:
    """The person, locked, and nothing published meanwhile; only in the reach of who writes. What the database refuses
    becomes a sentence.

    A level decides grade and band, so nobody sets their own, the first one included.
    """
    if not by.has_perm(Permission.PLACE_PEOPLE, employee):
        raise PermissionDenied
    refuse_own(employee, by, own_level_text())
    with _locked(employee, level) as person:
        yield person


@contextmanager
def _locked(employee: Employee, level: Level) -> Iterator[Employee]:
    try:
        with all_or_nothing():
            hold_versions([level.version.framework_id])
            yield locked_person(employee.pk)
    except IntegrityError as error:
        if "no_overlap" not in str(error):
            raise
        raise DomainError(
            _("On some of these days the person holds another level already. Look at the history.")
        ) from error


def _held(person: Employee, day: dt.date) -> Placement:
    rows = [row for row in _rows_from(person, day) if row.primary]
    held = next((row for row in rows if row.starts_on <= day), None)
    if held is None:
        raise DomainError(_("%(name)s holds no level on that day. Place them first.") % {"name": person})
    if any(row.starts_on > day for row in rows):
        raise DomainError(_("%(name)s has a later change already. Choose a day after it.") % {"name": person})
    return held


def read_placements(people: Collection[int]) -> list[Placement]:
    """All that these people hold, locked, for `move` in this transaction, a scope of its own (see `read_once`): 1 query."""
    rows = list(_locked_rows().filter(employee__in=people))
    found: dict[int, list[Placement]] = {pk: [] for pk in people}
    for row in rows:
        found[row.employee_id].append(row)
    known(read_placements).update(found)
    return rows


def _rows_from(person: Employee, day: dt.date) -> list[Placement]:
    """What the person holds on that day or will hold, locked: 1 query, none behind `read_placements`."""
    rows: Collection[Placement] | None = known(read_placements).get(person.pk)
    if rows is None:
        rows = _locked_rows().filter(employee=person).exclude(ends_on__lt=day)
    return [row for row in rows if row.ends_on is None or row.ends_on >= day]


def _locked_rows() -> QuerySet[Placement]:
    return Placement.objects.select_for_update(of=("self",)).select_related("level").order_by("starts_on", "pk")


def _fresh(placement: Placement) -> Placement:
    """The row as it is now, or a sentence where it is gone."""
    rows = Placement.objects.select_for_update(of=("self",)).select_related("level")
    found: Placement | None = rows.filter(pk=placement.pk).first()
    if found is None:
        raise DomainError(_("Somebody else has removed this in the meantime. Look at the page again."))
    return found


def check_published(*levels: Level) -> None:
    """Raise DomainError unless people can be placed on the levels: 1 query, since they may have been read before their
    frameworks were held; none behind `read_states`."""
    versions = {each.version_id for each in levels}
    states: dict[int, str] = known(read_states)
    if not states.keys() >= versions:
        states = dict(Version.objects.filter(pk__in=versions).values_list("pk", "state"))
    for level in levels:
        if states[level.version_id] == VersionState.RETIRED:
            raise DomainError(
                _("A new version with other levels was published meanwhile. Look at %(level)s again, and choose.")
                % {"level": level}
            )
        if states[level.version_id] != VersionState.PUBLISHED:
            raise DomainError(_("People are placed on levels of published frameworks. Publish this one first."))


def read_states(levels: Collection[Level]) -> None:
    """The same for many, behind `hold_versions_of_all` in a scope of its own (see `read_once`): 1 query."""
    rows = Version.objects.filter(pk__in={each.version_id for each in levels})
    known(read_states).update(rows.values_list("pk", "state"))


def check_here(person: Employee, day: dt.date) -> None:
    """Raise DomainError for a day after the person's last one."""
    if person.left_on and day > person.left_on:
        raise DomainError(
            _("%(name)s leaves on %(day)s. Choose a day until then.") % {"name": person, "day": told(person.left_on)}
        )


def _allowed(person: Employee, level: Level, starts_on: dt.date, ends_on: dt.date | None) -> None:
    check_published(level)
    if starts_on.year < FIRST_YEAR:
        raise DomainError(_("The first day lies in the year %(year)s: check it.") % {"year": starts_on.year})
    check_here(person, starts_on)
    if ends_on is not None:
        check_here(person, ends_on)
        if ends_on < starts_on:
            raise DomainError(_("The last day lies before the first: check the two dates."))


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
    _allowed(person, level, starts_on, ends_on)
    made = new_row(person, level, starts_on, source, reason, ends_on or person.left_on, primary, share)
    add(made)
    return made


def new_row(
    person: Employee,
    level: Level,
    starts_on: dt.date,
    source: Source,
    reason: str,
    ends_on: dt.date | None,
    primary: bool,
    share: int,
) -> Placement:
    """A placement that is not saved yet."""
    return Placement(
        employee=person,
        framework_id=level.version.framework_id,
        version=level.version,
        level=level,
        level_key=level.key,
        starts_on=starts_on,
        ends_on=ends_on,
        primary=primary,
        share=share,
        source=source,
        reason=reason,
    )
