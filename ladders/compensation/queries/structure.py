"""Reads over zones and bands, each with a stated number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import Employee, User
from ladders.core.history import context_of
from ladders.core.person_keys import unseal_text
from ladders.core.statements import Statement
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Framework, Track
from ladders.impact.models import GradeRange, PlanState

from ..domain.bands import Figures, GradeName, Period
from ..models import Band, BandChangeLine, BandException, PayProtection, PayZone, Salary, ZoneLocation
from .pay_positions import PART, TIMES, supplemented


@dataclass(frozen=True, slots=True)
class Unzoned:
    """A location that belongs to no zone, and how many people work there now."""

    location: str
    people: int


def grade_names() -> dict[str, tuple[int, GradeName]]:
    """Grade code → (id, name) of the grades in force, lowest first: 1 query."""
    ranges = GradeRange.objects.filter(plan__state=PlanState.ACTIVE).select_related("grade").order_by("grade__rank")
    return {
        item.grade.code: (item.grade_id, GradeName(item.grade.rank, item.grade.code, item.title)) for item in ranges
    }


def figures_of(row: Band | BandChangeLine | BandException) -> Figures:
    """The three amounts of a row."""
    return Figures(row.minimum, row.midpoint, row.maximum)


def bands_on(zone: PayZone, day: dt.date) -> dict[str, Figures]:
    """Grade code → figures that hold in the zone on that day: 1 query."""
    return {row.grade.code: figures_of(row) for row in Band.objects.filter(zone=zone).on(day).select_related("grade")}


def periods_of(zone: PayZone, grades: Iterable[int]) -> dict[int, list[tuple[int, Period]]]:
    """Grade id → its bands in the zone as (id, period), in order: 1 query."""
    found: dict[int, list[tuple[int, Period]]] = {}
    for row in Band.objects.filter(zone=zone, grade__in=list(grades)).order_by("starts_on"):
        found.setdefault(row.grade_id, []).append((row.pk, Period(row.starts_on, row.ends_on, figures_of(row))))
    return found


def change_days(zone: PayZone) -> list[dt.date]:
    """The days on which some band of the zone begins, earliest first: 1 query."""
    return list(Band.objects.filter(zone=zone).order_by("starts_on").values_list("starts_on", flat=True).distinct())


def next_scheduled(zone: PayZone, day: dt.date) -> dict[str, dt.date]:
    """Grade code → the next day after this one on which another band begins: 1 query."""
    rows = Band.objects.filter(zone=zone, starts_on__gt=day).values_list("grade__code", "starts_on")
    return dict(rows.order_by("-starts_on"))


@dataclass(frozen=True, slots=True)
class StructureEffect:
    """What bands of a zone mean today for the people in it: how many there are, and below the new minimum what a year
    costs to raise them to it, before and after."""

    people: int
    below_before: int
    below: int
    cost_before: Decimal
    cost: Decimal


def effect_on_people(zone: PayZone, after: Mapping[str, Figures]) -> StructureEffect:
    """Of these figures (grade code → figures), as people stand today. People with a band exception keep theirs: 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH new AS (SELECT * FROM unnest(%(codes)s::text[], %(minimums)s::numeric[]) AS n(code, minimum)),
            stood AS (
                SELECT s.*, CASE WHEN s.excepted_until IS NULL AND new.code IS NOT NULL
                    THEN {aim} ELSE s.minimum END AS aim
                FROM compensation_payposition s LEFT JOIN new ON new.code = s.grade_code
                WHERE s.zone_code = %(zone)s AND s.grade_code <> ''
            ),
            paid AS (
                SELECT stood.*, standing = 'below' AS lacked, stood.currency = zone_currency
                    AND (s.amount + 0.005) * {times} <= aim * {part} AS lacks
                FROM stood LEFT JOIN compensation_salary s ON s.employee_id = stood.employee_id AND stood.annual IS NOT NULL
                    AND (SELECT day FROM compensation_paypositionsmade WHERE id = 1)
                        BETWEEN s.starts_on AND coalesce(s.ends_on, 'infinity')
            )
            SELECT count(*), count(*) FILTER (WHERE lacked), count(*) FILTER (WHERE lacks),
                coalesce(sum(cost) FILTER (WHERE lacked), 0),
                coalesce(sum(round((aim - annual) * fte, 2)) FILTER (WHERE lacks), 0)
            FROM paid
            """.replace("{aim}", supplemented("new.minimum", "s.supplement"))
            .replace("{times}", TIMES)
            .replace("{part}", PART),
            {"codes": list(after), "minimums": [own.minimum for own in after.values()], "zone": zone.code},
        )
        return StructureEffect(*cursor.fetchone())


@dataclass(frozen=True, slots=True)
class Correction:
    """A salary that was entered and then changed (`after` None: taken out), by whom and why."""

    at: dt.datetime
    by: str
    starts_on: dt.date
    before: Salary
    after: Salary | None
    reason: str


def _events(model: str, **conditions: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model("compensation", model).objects.filter(**conditions)
    return rows.select_related("pgh_context")


_salary_events = Statement(lambda person: _events("SalaryEvent", employee_id=person).order_by("pgh_id"), int)
_protections_taken_out = Statement(
    lambda person: _events("PayProtectionEvent", employee_id=person, pgh_label="delete").order_by("-pgh_id"), int
)


class PayChanges(NamedTuple):
    """What is known of somebody beside their salaries: for most people nothing."""

    corrected: bool  # a salary was changed after it was entered
    unprotected: bool  # a protection was taken out
    protected: bool


def _changes(person: int) -> QuerySet[Any, Any]:
    of: dict[str, Any] = {"employee_id": OuterRef("pk")}
    rows: QuerySet[Any, Any] = Employee.objects.filter(pk=person).values_list(
        Exists(_events("SalaryEvent", **of).exclude(pgh_label="insert")),
        Exists(_events("PayProtectionEvent", **of, pgh_label="delete")),
        Exists(PayProtection.objects.filter(**of)),
    )
    return rows


_changes_of = Statement(_changes, int)


def changes_of(person: Employee) -> PayChanges:
    """Whether there is anything to read of these: 1 query."""
    return PayChanges(*(_changes_of.one(person.pk) or (False, False, False)))


def corrections_of(person: Employee) -> list[Correction]:
    """What of the person's salaries was changed after it was entered, latest first: 2 queries at most."""
    found: list[tuple[Any, Any]] = []
    last: dict[int, Any] = {}
    for event in _salary_events(person.pk):
        was = last.get(event.pgh_obj_id)
        last[event.pgh_obj_id] = event
        if was is not None and (event.pgh_label == "delete" or _terms(event) != _terms(was)):
            found.append((was, event))
    if not found:
        return []
    names = _names(event for _was, event in found)
    return [
        Correction(
            event.pgh_created_at,
            names.get(context_of(event).get("user"), ""),
            event.starts_on,
            was,
            None if event.pgh_label == "delete" else event,
            unseal_text(person, _sealed_reason(context_of(event), person)),
        )
        for was, event in reversed(found)
    ]


def _sealed_reason(context: dict[str, Any], person: Employee) -> str | None:
    """Why, under the person's key: of a change of theirs, or of many people's at once, each with their own."""
    sealed: str | None = context.get("reason") or context.get("reasons", {}).get(str(person.pk))
    return sealed


@dataclass(frozen=True, slots=True)
class Unprotected:
    """A protection that was taken out, by whom and why. `was` has its days, amount and currency."""

    at: dt.datetime
    by: str
    was: Any
    reason: str


def unprotected(person: Employee) -> list[Unprotected]:
    """The protections that HR has taken out, latest first: 2 queries at most. What a later move ended has no reason there."""
    rows = [event for event in _protections_taken_out(person.pk) if context_of(event).get("reason")]
    names = _names(rows) if rows else {}
    return [
        Unprotected(
            event.pgh_created_at,
            names.get(context_of(event).get("user"), ""),
            event,
            unseal_text(person, context_of(event)["reason"]),
        )
        for event in rows
    ]


def _names(events: Iterable[Any]) -> dict[Any, str]:
    """Account → name, of whoever was at work in these events."""
    return dict(
        User.objects.filter(pk__in={context_of(event).get("user") for event in events}).values_list("pk", "name")
    )


def _terms(event: Any) -> tuple[Any, ...]:
    return (event.starts_on, event.amount, event.currency, event.basis, event.fte, event.full_time_hours)


def unzoned(today: dt.date) -> list[Unzoned]:
    """Locations of people who work here now that belong to no zone, the fullest first: 1 query."""
    known = ZoneLocation.objects.values("location")
    rows = (
        Employee.objects.working_on(today)
        .exclude(location="")
        .exclude(location__in=known)
        .values("location")
        .annotate(people=Count("pk"))
        .order_by("-people", "location")
    )
    return [Unzoned(row["location"], row["people"]) for row in rows]


def track_kinds(framework: Framework) -> set[TrackKind]:
    """The kinds of the tracks that people choose between in what is published of a framework: 1 query."""
    tracks = Track.objects.filter(version__framework=framework, version__state=VersionState.PUBLISHED)
    kinds = {TrackKind(kind) for kind in tracks.values_list("kind", flat=True)}
    return kinds - {TrackKind.SHARED}
