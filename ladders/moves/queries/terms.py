"""The terms of a move for one person, from the rules, bands and salaries in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Employee
from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.models import PayProtection, PayZone, Salary
from ladders.compensation.queries.ranges import FoundBand, ranges_of, zone_of
from ladders.core.once import known, once
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.models import Level
from ladders.placements.queries import current_levels, levels_on

from ..domain.pay_projection import Protected
from ..domain.policy import PolicyShape
from ..domain.terms import Answerer, Beside, MoveTerms, PlaceTerm, day_of, terms
from .requests import policies_in_force


def terms_for(
    person: Employee,
    kind: MoveKind,
    level: UUID,
    day: dt.date,
    *,
    wished_on: dt.date | None = None,
    answerers: Sequence[Answerer] = (),
    hr: Sequence[str] = (),
    rules: PolicyShape | None = None,
    in_force: Mapping[MoveKind, PolicyShape] | None = None,
    places: tuple[Level, Level] | None = None,
    beside: Beside | None = None,
) -> MoveTerms | None:
    """The terms on which this person would move to that level; None for somebody on no level, and for a level that is not
    published. At most 11 queries.

    The rules are those of the framework that the new level belongs to, unless given (its steps in another order).
    `in_force`: what `policies_in_force` says of that framework, and `places`: the level held and the new one, as they are
    now, where they were read already. `beside`: see `term_parts.beside_of`. Everything in the answer is for
    the person and for whoever decides: it holds a salary.
    """
    here, there = places or (
        levels_on(day, [person.pk]).get(person.pk),
        current_levels([level]).get(level, (None, False))[0],
    )
    if here is None or there is None:
        return None
    in_force = in_force or policies_in_force(there.version.framework_id)
    rules = rules or in_force[kind]
    on = day_of(rules, day, wished_on, answerers)
    salary, protection = paid_on(person, day)
    zone = zone_of(person.location)  # read along with what is paid
    return terms(
        rules,
        in_force[MoveKind.RETURN],
        *places_of((here, there), zone, on),
        salary.pay if salary else None,
        asked_on=day,
        wished_on=wished_on,
        protection=protection,
        answerers=answerers,
        hr=hr,
        beside=beside,
    )


@once
def paid_on(person: Employee, day: dt.date) -> tuple[Salary | None, Protected | None]:
    """The salary of that day and the protection of pay that runs then; neither protects nor counts without a salary: 1 query,
    which reads the pay zone of somebody who is paid with it.
    """
    runs = PayProtection.objects.filter(employee=OuterRef("employee")).on(day)
    zones = PayZone.objects.filter(locations__location=person.location).order_by()
    fields = ("amount", "currency", "ends_on")
    zone_fields = [field.attname for field in PayZone._meta.concrete_fields]
    rows = Salary.objects.filter(employee=person).on(day)
    rows = rows.annotate(zone=Subquery(zones.values(row=JSONObject(**{name: F(name) for name in zone_fields}))[:1]))
    salary = rows.annotate(**{f"protected_{name}": Subquery(runs.values(name)[:1]) for name in fields}).first()
    if salary is not None and person.location:
        known(zone_of)[((person.location,),)] = _zone(salary.zone)
    amount, currency, until = (getattr(salary, f"protected_{name}", None) for name in fields)
    return salary, Protected(amount, currency, until) if amount and currency and until else None


def _zone(row: dict[str, Any] | None) -> PayZone | None:
    return PayZone.from_db(None, list(row), list(row.values())) if row else None


def places_of(levels: tuple[Level, Level], zone: PayZone | None, day: dt.date) -> tuple[PlaceTerm, PlaceTerm]:
    """Both levels with their bands: at most 1 query. They need grade, track, version and framework joined."""
    here, there = ranges_of(levels, zone, day)
    return _place(levels[0], here), _place(levels[1], there)


def _place(level: Level, found: FoundBand) -> PlaceTerm:
    return PlaceTerm(
        level=level.key,
        code=level.code,
        title=level.title,
        track=level.track.name,
        track_kind=TrackKind(level.track.kind),
        framework=level.version.framework.name,
        grade=level.grade.code if level.grade else "",
        rank=level.grade.rank if level.grade else None,
        zone=found.zone,
        band=found.band,
        missing=found.missing,
    )
