"""Naming one's seasons, and planning ahead. Nothing of it reaches audit or history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError
from ladders.placements.models import Placement

from ..domain.move_kinds import Season
from ..models import NamedSeason, SeasonPlan
from .own import oneself

MOST_PLANS = 12


def name_season(
    *, employee: Employee, season: Season, starts_on: dt.date, ends_on: dt.date | None, by: Any
) -> NamedSeason:
    """Call a stretch of a placement what it was; a name that begins on the same day is replaced.

    Raises DomainError where no level was held on the first day, or the last lies before it.
    """
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(_("The last day lies before the first: check the two dates."))
    with transaction.atomic():
        person = oneself(employee, by)
        if not Placement.objects.primary().on(starts_on).filter(employee=person).exists():
            raise DomainError(_("You held no level on that day. Choose a first day within a part of your timeline."))
        row, _made = NamedSeason.objects.update_or_create(
            employee=person, starts_on=starts_on, defaults={"season": season.value, "ends_on": ends_on}
        )
    return row


def unname_season(*, employee: Employee, key: int, by: Any) -> None:
    """Let the season follow from the track again. Harmless when repeated."""
    with transaction.atomic():
        NamedSeason.objects.filter(employee=oneself(employee, by), pk=key).delete()


def plan_season(*, employee: Employee, season: Season, starts_on: dt.date | None, note: str, by: Any) -> SeasonPlan:
    """Have a season in mind, from a day or simply next."""
    with transaction.atomic():
        person = oneself(employee, by)
        if SeasonPlan.objects.filter(employee=person).count() >= MOST_PLANS:
            raise DomainError(_("You have %(number)s plans already. Remove one first.") % {"number": MOST_PLANS})
        plan = SeasonPlan(employee=person, season=season.value, starts_on=starts_on, note=note.strip())
        plan.save()
    return plan


def change_plan(
    *, employee: Employee, key: int, season: Season, starts_on: dt.date | None, note: str, by: Any
) -> SeasonPlan:
    """Write a plan anew. Raises DomainError where it was removed meanwhile."""
    with transaction.atomic():
        plan: SeasonPlan | None = SeasonPlan.objects.filter(employee=oneself(employee, by), pk=key).first()
        if plan is None:
            raise DomainError(_("This plan was removed meanwhile, in another tab perhaps."))
        plan.season, plan.starts_on, plan.note = season.value, starts_on, note.strip()
        plan.save()
    return plan


def drop_plan(*, employee: Employee, key: int, by: Any) -> None:
    """Remove a plan for good. Harmless when repeated."""
    with transaction.atomic():
        SeasonPlan.objects.filter(employee=oneself(employee, by), pk=key).delete()
