"""Placing many people at once, ending many levels at once, and taking either back at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.conflict_of_interest import is_own, refuse_own
from accounts.models import Employee
from ladders.core.access import require
from ladders.core.audit import record, record_many
from ladders.core.batches import TakenBack
from ladders.core.errors import DomainError
from ladders.core.models import Batch
from ladders.core.permissions import Permission
from ladders.frameworks.actions.base import hold_versions
from ladders.frameworks.models import Level

from ..domain.later_use import built_upon
from ..models import NoLevel, Placement, Source
from .placements import already, check_here, check_published, new_row, own_level_text, told
from .trail import record_levels

PLACED, ENDED = "placements.placed", "placements.ended"


def place_many(
    *,
    choices: Mapping[int, Level],
    starts_on: dt.date,
    by: Any,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Batch:
    """Place several unplaced people at once, all or nobody: employee id → level. 12 queries for any number.

    `tell` hears how far it is. Raises DomainError where one of them holds a level then or leaves before, PermissionDenied for
    people out of reach.
    """
    with transaction.atomic():
        hold_versions({level.version.framework_id for level in choices.values()})
        chosen = chosen_people(choices, by)
        held = Placement.objects.primary().filter(employee__in=chosen).exclude(ends_on__lt=starts_on)
        if (one := held.select_related("employee").first()) is not None:
            raise DomainError(already(one.employee, one.starts_on))
        check_published(*choices.values())
        batch = Batch.objects.create(made_by=by, kind=PLACED, count=len(chosen))
        rows = []
        for number, person in enumerate(chosen):
            check_here(person, starts_on)
            row = new_row(person, choices[person.pk], starts_on, Source.HR, "", person.left_on, True, 100)
            row.batch = batch
            rows.append(row)
            tell(number, len(chosen))
        Placement.objects.bulk_create(rows)
        record_levels(by, "placed", ((row.employee, (None, row.level), (None, starts_on)) for row in rows))
        levels = Counter(str(row.level) for row in rows)
        detail = {level: [None, number] for level, number in sorted(levels.items())}
        record_batch(by, "placed", chosen, {"from": [None, str(starts_on)]} | detail)
    return batch


def end_many(*, people: Collection[int], last_day: dt.date, by: Any) -> Batch:
    """End the levels of several people (ids) with one last day, all or nobody. 11 queries for any number.

    Raises DomainError where one of them holds no level then or has a later change, PermissionDenied for people out of reach.
    """
    with transaction.atomic():
        hold_versions()
        chosen = chosen_people(people, by)
        rows = Placement.objects.filter(employee__in=chosen).exclude(ends_on__lt=last_day).locked()
        first = {row.employee_id: row for row in rows if row.primary and row.starts_on <= last_day}
        for person in chosen:
            check_here(person, last_day)
            if person.pk not in first:
                raise DomainError(_("%(name)s holds no level on that day. Take them out.") % {"name": person})
        later = next((row for row in rows if row.starts_on > last_day), None)
        if later is not None:
            said = _("%(name)s has a later change from %(day)s on. Take them out, or withdraw it first.")
            raise DomainError(said % {"name": later.employee, "day": told(later.starts_on)})
        ending = [row for row in rows if row.ends_on != last_day]
        before = {str(row.pk): None if row.ends_on is None else str(row.ends_on) for row in ending}
        for row in ending:
            row.ends_on = last_day
        Placement.objects.bulk_update(ending, ["ends_on"], batch_size=5000)
        ended = {"ends": before, "last_day": str(last_day)}
        batch = Batch.objects.create(made_by=by, kind=ENDED, count=len(chosen), before=ended)
        record_many(
            by=by,
            verb="placements.person.ended",
            entries=(
                (row.employee, str(row.employee_id), {"level": [str(row.level), None], "until": [None, str(last_day)]})
                for row in first.values()
            ),
        )
        record_batch(by, "ended", chosen, {"until": [None, str(last_day)]})
    return batch


def take_back_placed(batch: Batch, by: Any) -> TakenBack:
    """Whoever was placed with the batch holds no level again, unless something was built on it since.

    Built on: another level was given or the end changed, the level was put right, a move was asked for. Raises DomainError
    where some of them are out of reach. 9 queries for any number.
    """
    placed: list[Placement] = Placement.objects.filter(batch=batch).locked()
    ids = {each.employee_id for each in placed}
    check_reach(ids, by)
    kept = _built_on(ids, batch)
    since = Placement.objects.filter(employee__in=ids, created_at__gt=batch.made_at).exclude(batch=batch)
    kept |= set(since.values_list("employee", flat=True))
    kept |= {each.employee_id for each in placed if each.reason or each.ends_on != each.employee.left_on}
    kept |= {each.employee_id for each in placed if is_own(each.employee, by)}  # others take one's own level back
    gone = [each for each in placed if each.employee_id not in kept]
    Placement.objects.filter(pk__in=[each.pk for each in gone]).delete()
    record_levels(by, "unplaced", ((each.employee, (each.level, None), (each.starts_on, None)) for each in gone))
    record_batch(by, "taken_back", [each.employee for each in gone], {})
    return TakenBack(len(gone), _names(each.employee for each in placed if each.employee_id in kept))


def take_back_ended(batch: Batch, by: Any) -> TakenBack:
    """Their levels go on as before, unless they were given another one since, or the end was changed, or none on purpose. 10
    queries."""
    ends = {int(pk): dt.date.fromisoformat(day) if day else None for pk, day in batch.before["ends"].items()}
    last_day = dt.date.fromisoformat(batch.before["last_day"])
    hold_versions()
    rows: list[Placement] = Placement.objects.filter(pk__in=ends).locked()
    ids = {each.employee_id for each in rows}
    check_reach(ids, by)
    since = Placement.objects.filter(employee__in=ids, created_at__gt=batch.made_at)
    kept = set(since.values_list("employee", flat=True)) | _built_on(ids, batch)
    kept |= {each.employee_id for each in rows if each.ends_on != last_day or is_own(each.employee, by)}
    kept |= set(NoLevel.objects.on(timezone.localdate()).filter(employee__in=ids).values_list("employee", flat=True))
    gone = [each for each in rows if each.employee_id not in kept]
    for row in gone:  # who leaves earlier by now holds nothing afterwards
        days = [day for day in (ends[row.pk], row.employee.left_on) if day is not None]
        row.ends_on = min(days, default=None)
    Placement.objects.bulk_update(gone, ["ends_on"], batch_size=5000)
    people = list({each.employee_id: each.employee for each in gone}.values())
    record_many(
        by=by,
        verb="placements.person.goes_on",
        entries=(
            (
                row.employee,
                str(row.employee_id),
                {"level": [None, str(row.level)], "until": _days(last_day, row.ends_on)},
            )
            for row in gone
            if row.primary
        ),
    )
    record_batch(by, "goes_on", people, {"until": [str(last_day), None]})
    return TakenBack(len(people), _names({each.employee for each in rows if each.employee_id in kept}))


def chosen_people(ids: Collection[int], by: Any) -> list[Employee]:
    """These people, locked: all of them in reach, none of them oneself."""
    people = Employee.objects.within(by, Permission.PLACE_PEOPLE).select_for_update(of=("self",), no_key=True)
    chosen = list(people.filter(pk__in=ids).order_by("pk"))
    if len(chosen) != len(ids):
        raise PermissionDenied
    for person in chosen:
        refuse_own(person, by, own_level_text())
    return chosen


def check_reach(ids: Collection[int], by: Any) -> None:
    """Raise DomainError where some of them are out of reach of who places people: 1 query."""
    require(by, Permission.PLACE_PEOPLE)
    if Employee.objects.within(by, Permission.PLACE_PEOPLE).filter(pk__in=ids).count() != len(ids):
        raise DomainError(_("Some of these people are outside your reach. Ask whoever placed them."))


def _built_on(ids: Collection[int], batch: Batch) -> set[int]:
    return built_upon(ids, batch.made_at)


def _days(before: dt.date, after: dt.date | None) -> list[str | None]:
    return [str(before), None if after is None else str(after)]


def _names(people: Any) -> tuple[str, ...]:
    return tuple(sorted(str(each) for each in people))


def record_batch(by: Any, what: str, people: Collection[Employee], detail: dict[str, Any]) -> None:
    """One entry that lists them all, by their marks; none for nobody."""
    if people:
        marks = [f"accounts.employee:{each.pk}" for each in people]
        said = _("%(n)s people") % {"n": len(people)} if len(people) > 1 else _("1 person")
        record(by=by, verb=f"placements.batch.{what}", subject=said, detail=detail | {"people": [None, marks]})
