"""Putting a new factor plan in force: the one moment in which drafts are graded anew, and published versions are not."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError, StaleError
from ladders.impact.actions.base import replace_grading
from ladders.impact.actions.plan import put_in_force
from ladders.impact.checks import problems
from ladders.impact.domain.points import PlanShape
from ladders.impact.models import FactorPlan, Grade, PlanState

from ..domain.regrading_effects import Regraded, RegradingEffect, mark_of, regrade
from ..domain.shapes import GradingMethod
from ..enums import VersionState
from ..models import Level, Version
from ..queries.evaluated_levels import evaluated_levels
from .base import trace


def plan_effects(plan: PlanShape) -> tuple[Regraded, ...]:
    """What `plan` does to every level of every published and draft version: 3 queries."""
    versions = Version.objects.filter(state__in=[VersionState.PUBLISHED, VersionState.DRAFT])
    return regrade(plan, evaluated_levels(versions))


def obstacles(shape: PlanShape, effects: tuple[Regraded, ...]) -> list[str]:
    """What keeps the plan from being activated: its own problems, and drafts that would be left on a grade it has not."""
    found = [problem.sentence for problem in problems(shape) if problem.blocking]
    found += [
        _(
            "%(level)s in the draft of %(framework)s is slotted on grade %(grade)s, which this plan does not have. "
            "Evaluate it, or slot it on another grade."
        )
        % {"level": item.at.level.code, "framework": item.at.framework, "grade": item.at.level.grade}
        for item in effects
        if item.effect == RegradingEffect.STRANDED and item.at.state == VersionState.DRAFT
    ]
    return found


def check_day(day: dt.date, before: FactorPlan | None) -> str:
    """What is wrong with a day to be in force from; empty where nothing is.

    It is never to come: drafts are graded anew at once. A plan that is to take effect later waits as a draft.
    """
    if day > timezone.localdate():
        return _("That day is to come. Activate the plan on the day it takes effect: until then it stays a draft.")
    if before is not None and before.in_force_from is not None and day < before.in_force_from:
        return _("The plan before it is in force from %(day)s. Choose that day or a later one.") % {
            "day": before.in_force_from.isoformat()
        }
    return ""


def activate_plan(*, plan_id: int, on: dt.date, seen: str | None, by: Any) -> FactorPlan:
    """Put the draft plan in force from `on`, retire the one before, grade all drafts anew: all or nothing.

    `seen` is the mark of the list of effects that the person looked at (`regrading.mark_of`); None skips the check. A
    second click finds the plan in force and changes nothing. Published versions keep their plan, points and grades.
    Locks: the grading lock, the plans, then the drafts in the order of their ids.
    """
    with transaction.atomic():
        replace_grading()
        plan = FactorPlan.objects.select_for_update().filter(pk=plan_id).first()
        if plan is None:
            raise DomainError(_("This draft is no longer there: somebody discarded it. Nothing was changed."))
        if plan.state != PlanState.DRAFT:
            return plan
        if wrong := check_day(on, FactorPlan.objects.in_force()):
            raise DomainError(wrong)
        drafts = Version.objects.select_for_update(of=("self",)).filter(state=VersionState.DRAFT).order_by("pk")
        locked = {version.pk: version for version in drafts.select_related("framework")}
        shape = FactorPlan.objects.with_parts().get(pk=plan.pk).shape()
        effects = plan_effects(shape)
        if seen is not None and seen != mark_of(effects):
            raise StaleError(
                _("Something changed since you looked: the list is up to date again. Look at it, then activate.")
            )
        if stand_in_the_way := obstacles(shape, effects):
            raise DomainError(" ".join(stand_in_the_way))
        put_in_force(plan=plan, on=on, by=by)
        for version_id, changed in _by_version(effects, set(locked)).items():
            _regrade(locked[version_id], changed)
            trace(
                locked[version_id],
                by=by,
                verb="draft.regraded",
                subject=_("plan %(number)s") % {"number": plan.number},
                detail={item.at.level.code: [_words(item, before=True), _words(item)] for item in changed},
            )
        return plan


def _by_version(effects: tuple[Regraded, ...], drafts: set[int]) -> dict[int, list[Regraded]]:
    found: dict[int, list[Regraded]] = {}
    for item in effects:
        if item.changes and item.at.version in drafts:
            found.setdefault(item.at.version, []).append(item)
    return found


def _regrade(version: Version, changed: list[Regraded]) -> None:
    """Write the new points and grades; counts as an edit, so that a publication asked for before is asked for anew."""
    after: dict[UUID, Regraded] = {item.at.level.key: item for item in changed}
    grades = {grade.code: grade for grade in Grade.objects.all()}
    levels = list(Level.objects.filter(version=version, key__in=after))
    for level in levels:
        result = after[level.key].after
        level.method, level.points = result.method, result.points
        level.grade = grades[result.grade] if result.grade else None
        if result.method != GradingMethod.SLOTTED:
            level.source, level.evaluation_due = "", None
    Level.objects.bulk_update(levels, ["method", "points", "grade", "source", "evaluation_due"])
    Version.objects.filter(pk=version.pk).update(revision=F("revision") + 1)


def _words(item: Regraded, *, before: bool = False) -> str:
    points, grade = (item.at.level.points, item.at.level.grade) if before else (item.after.points, item.after.grade)
    return f"{'–' if points is None else points}, {grade or '–'}"
