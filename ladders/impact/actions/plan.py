"""Writes of the plan as a whole and of its factors. Every one locks the draft, so that edits happen one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ladders.core import audit
from ladders.core.errors import DomainError

from ..models import Degree, Factor, FactorPlan, GradeRange, PlanState
from .base import check_mark, editing_plan, mark_of_factor, mark_of_plan, mark_of_weights, replace_grading, trace
from .grades import forget_unused, settle_ranks

MOST_DEGREES = 20


@dataclass(frozen=True, slots=True)
class FactorContent:
    """What the form of a factor holds. `degrees`: points and anchor, lowest first."""

    name: str
    definition: str
    weight: Decimal
    covers: tuple[str, ...]
    degrees: tuple[tuple[int, str], ...] = ()


def start_draft(*, by: Any) -> FactorPlan:
    """The draft plan: the one there is, or a copy of the plan in force. Harmless when repeated or clicked twice."""
    with transaction.atomic():
        replace_grading()
        if (draft := FactorPlan.objects.draft()) is not None:
            return draft
        plan = FactorPlan.objects.with_parts().in_force()
        if plan is None:
            raise DomainError(_("There is no plan in force to begin a draft from."))
        highest = FactorPlan.objects.aggregate(highest=Max("number"))["highest"]
        draft = FactorPlan.objects.create(number=highest + 1, name=plan.name, description=plan.description)
        for old in plan.factors.all():
            factor = Factor.objects.create(
                plan=draft,
                key=old.key,
                code=old.code,
                name=old.name,
                definition=old.definition,
                weight=old.weight,
                covers=old.covers,
                position=old.position,
            )
            Degree.objects.bulk_create(
                Degree(plan=draft, factor=factor, number=d.number, points=d.points, anchor=d.anchor)
                for d in old.degrees.all()
            )
        GradeRange.objects.bulk_create(
            GradeRange(plan=draft, grade=r.grade, title=r.title, points_from=r.points_from, rights=r.rights)
            for r in plan.ranges.all()
        )
        trace(draft, by=by, verb="plan.draft_started")
        return draft


def discard_draft(*, plan_id: int, by: Any) -> None:
    """Throw the draft plan away. Its history stays; grades that it alone had go with it."""
    with transaction.atomic():
        with editing_plan(plan_id) as plan:
            trace(plan, by=by, verb="plan.draft_discarded")
            own = [item.grade for item in plan.ranges.select_related("grade")]
        plan.delete()
        for grade in own:
            forget_unused(grade)


def describe_plan(*, plan_id: int, name: str, description: str, seen: str | None, by: Any) -> bool:
    """Name and description; False where they are those already."""
    with editing_plan(plan_id) as plan:
        check_mark(mark_of_plan(plan), seen, _("The description of the plan"))
        before = {"name": plan.name, "description": plan.description}
        plan.name, plan.description = name.strip(), description.strip()
        plan.save(update_fields=["name", "description"])
        after = {"name": plan.name, "description": plan.description}
        detail = audit.changes(before, after)
        if detail:
            trace(plan, by=by, verb="plan.described", detail=detail)
    return bool(detail)


def add_factor(*, plan_id: int, content: FactorContent, by: Any) -> Factor:
    """A new factor at the end. Where `content` has no degrees it gets the points of the plan's first factor, unworded."""
    with editing_plan(plan_id) as plan:
        factors = list(plan.factors.prefetch_related("degrees"))
        degrees = content.degrees
        if not degrees:
            degrees = tuple((d.points, "") for d in factors[0].degrees.all()) if factors else ((100, ""), (200, ""))
        factor = Factor.objects.create(
            plan=plan,
            code=_free_code(content.name, {item.code for item in Factor.objects.all()}),
            name=content.name.strip(),
            definition=content.definition.strip(),
            weight=content.weight,
            covers=list(content.covers),
            position=max((item.position for item in factors), default=-1) + 1,
        )
        _write_degrees(factor, degrees)
        trace(plan, by=by, verb="factor.added", subject=factor.name, detail={"weight": [None, str(content.weight)]})
        return factor


def change_factor(*, plan_id: int, key: UUID, content: FactorContent, seen: str | None, by: Any) -> bool:
    """Everything about a factor, its degrees included; False where it is so already.

    Degrees come and go at the top, so that given ones keep their meaning."""
    with editing_plan(plan_id) as plan:
        factor = _factor(plan, key)
        check_mark(mark_of_factor(factor), seen, f"“{factor.name}”")
        points = [value for value, _anchor in content.degrees]
        if len(points) > MOST_DEGREES:
            raise DomainError(_("A factor has at most %(most)s degrees.") % {"most": MOST_DEGREES})
        before = _facts(factor)
        factor.name, factor.definition = content.name.strip(), content.definition.strip()
        factor.weight, factor.covers = content.weight, list(content.covers)
        factor.save(update_fields=["name", "definition", "weight", "covers"])
        _write_degrees(factor, content.degrees)
        after = _facts(_factor(plan, key))
        detail = audit.changes(before, {**dict.fromkeys(before), **after})
        if detail:
            trace(plan, by=by, verb="factor.changed", subject=factor.name, detail=detail)
    return bool(detail)


def set_weights(*, plan_id: int, weights: Mapping[UUID, Decimal], seen: str | None, by: Any) -> bool:
    """The weights of all factors together; False where they are those already.

    They need not sum to 100: the share of the sum counts."""
    with editing_plan(plan_id) as plan:
        check_mark(mark_of_weights(plan), seen, _("The weighting"))
        detail: dict[str, Any] = {}
        for factor in plan.factors.all():
            weight = weights.get(factor.key, factor.weight)
            if weight != factor.weight:
                detail[factor.name] = [str(factor.weight), str(weight)]
                Factor.objects.filter(pk=factor.pk).update(weight=weight)
        if detail:
            trace(plan, by=by, verb="weights.changed", detail=detail)
    return bool(detail)


def move_factor(*, plan_id: int, key: UUID, up: bool, by: Any) -> None:
    """One place up or down; at the end of the list nothing happens. The order decides nothing but the reading."""
    with editing_plan(plan_id) as plan:
        factors = list(plan.factors.all())
        place = next((n for n, item in enumerate(factors) if item.key == key), None)
        if place is None:
            raise DomainError(_("This factor is no longer in the plan."))
        other = place - 1 if up else place + 1
        if not 0 <= other < len(factors):
            return
        factors[place], factors[other] = factors[other], factors[place]
        for position, item in enumerate(factors):
            if item.position != position:
                Factor.objects.filter(pk=item.pk).update(position=position)
        trace(plan, by=by, verb="factor.moved", subject=factors[other].name)


def delete_factor(*, plan_id: int, key: UUID, by: Any) -> str:
    """Take a factor out of the draft; returns its name. Ratings given for it stay with their evaluations, uncounted."""
    with editing_plan(plan_id) as plan:
        factor = _factor(plan, key)
        name = factor.name
        factor.delete()
        trace(plan, by=by, verb="factor.deleted", subject=name)
        return name


def put_in_force(*, plan: FactorPlan, on: dt.date, by: Any) -> FactorPlan | None:
    """Retire the plan in force and put the locked draft `plan` in its place; returns the one that was replaced.

    Runs inside the transaction that regrades the drafts (`frameworks.actions.plan.activate_plan`) and is of no use alone.
    """
    before = FactorPlan.objects.select_for_update().filter(state=PlanState.ACTIVE).first()
    if before is not None:
        before.state = PlanState.RETIRED
        before.save(update_fields=["state"])
    plan.state, plan.in_force_from = PlanState.ACTIVE, on
    plan.activated_at, plan.activated_by = timezone.now(), by
    plan.save(update_fields=["state", "in_force_from", "activated_at", "activated_by"])
    settle_ranks(plan)
    trace(plan, by=by, verb="plan.activated", detail={"in_force_from": [None, on.isoformat()]})
    return before


def _factor(plan: FactorPlan, key: UUID) -> Factor:
    factor = Factor.objects.filter(plan=plan, key=key).prefetch_related("degrees").first()
    if factor is None:
        raise DomainError(_("This factor is no longer in the plan."))
    return factor


def _facts(factor: Factor) -> dict[str, Any]:
    """What the audit compares."""
    facts: dict[str, Any] = {
        "name": factor.name,
        "definition": factor.definition,
        "weight": format(factor.weight.normalize(), "f"),
        "covers": ", ".join(sorted(factor.covers)),
    }
    for degree in factor.degrees.all():
        facts[f"degree {degree.number}"] = degree.points
        facts[f"anchor {degree.number}"] = degree.anchor
    return facts


def _write_degrees(factor: Factor, degrees: Sequence[tuple[int, str]]) -> None:
    """Make the factor's degrees what `degrees` says, touching only what differs."""
    existing = {degree.number: degree for degree in Degree.objects.filter(factor=factor)}
    added = []
    for number, (points, anchor) in enumerate(degrees, start=1):
        degree = existing.pop(number, None)
        if degree is None:
            added.append(
                Degree(plan_id=factor.plan_id, factor=factor, number=number, points=points, anchor=anchor.strip())
            )
        elif (degree.points, degree.anchor) != (points, anchor.strip()):
            Degree.objects.filter(pk=degree.pk).update(points=points, anchor=anchor.strip())
    if existing:
        Degree.objects.filter(pk__in=[degree.pk for degree in existing.values()]).delete()
    Degree.objects.bulk_create(added)


def _free_code(name: str, taken: set[str]) -> str:
    """A code that no plan has used: the same code always means the same factor."""
    base = slugify(name)[:36] or "factor"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code
