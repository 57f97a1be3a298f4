"""What the draft plan would do to every level, seen before it is activated; and activating it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ladders.core.access import requires
from ladders.core.equal_pay import Change, effect_of
from ladders.core.errors import DomainError, StaleError
from ladders.core.permissions import Permission
from ladders.frameworks.actions.plan import activate_plan, check_day, obstacles, plan_effects
from ladders.frameworks.domain.regrading_effects import Regraded, RegradingEffect, counts, mark_of
from ladders.frameworks.enums import VersionState
from ladders.frameworks.queries.versions import grades_in_force
from ladders.impact.domain.decision_rights import changed_rights
from ladders.impact.models import FactorPlan, PlanState
from ladders.impact.web.views.draft_plan import draft_plan_or_404

from ..changes import rights_lines
from ..forms.evaluation import ActivationForm


@require_GET
@requires(Permission.ACTIVATE_PLAN)
def preview(request: HttpRequest) -> HttpResponse:
    """Every level that would change its points or grade. Nothing changes by looking."""
    return _page(request, draft_plan_or_404())


@require_POST
@requires(Permission.ACTIVATE_PLAN)
def activate(request: HttpRequest) -> HttpResponseBase:
    """Put the plan in force, as it was seen on the preview. A second click finds it done."""
    plan = FactorPlan.objects.with_parts().draft()
    if plan is None:
        return _already(request)
    form = ActivationForm(request.POST, today=timezone.localdate(), mark="")
    if not form.is_valid():
        return _page(request, plan, form=form, status=422)
    if wrong := check_day(form.cleaned_data["on"], FactorPlan.objects.in_force()):
        form.add_error("on", wrong)
        return _page(request, plan, form=form, status=422)
    try:
        activate_plan(plan_id=plan.pk, on=form.cleaned_data["on"], seen=form.cleaned_data["seen"], by=request.user)
    except StaleError as error:
        return _page(request, draft_plan_or_404(), problem=error.sentence, status=409)
    except DomainError as error:
        return _page(request, plan, problem=error.sentence, status=409)
    messages.success(request, _("Plan %(number)s is in force. All drafts are graded by it.") % {"number": plan.number})
    return redirect("plan")


def _already(request: HttpRequest) -> HttpResponseBase:
    """The answer to a second click: the plan is in force, nothing more to do."""
    plan = FactorPlan.objects.filter(state=PlanState.ACTIVE, activated_by=request.user.pk).first()
    if plan is not None:
        messages.info(request, _("Plan %(number)s is in force.") % {"number": plan.number})
    else:
        messages.info(request, _("There is no draft of the plan any more."))
    return redirect("plan")


def _page(
    request: HttpRequest,
    plan: FactorPlan,
    *,
    form: ActivationForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    shape = plan.shape()
    effects = plan_effects(shape)
    drafts = [item for item in effects if item.at.state == VersionState.DRAFT]
    published = [item for item in effects if item.at.state == VersionState.PUBLISHED]
    form = form or ActivationForm(today=timezone.localdate(), mark=mark_of(effects))
    form.initial["seen"] = mark_of(effects)
    grades = _new_grades(published)
    context = {
        "plan": plan,
        "rights": list(
            rights_lines(
                changed_rights(
                    {grade.code: grade.rights for grade in grades_in_force()},
                    {grade.code: grade.rights for grade in shape.grades},
                )
            )
        ),
        "groups": [
            {"name": "drafts", "total": len(drafts), "counts": _counts(drafts), "changes": _changes(drafts)},
            {
                "name": "published",
                "total": len(published),
                "counts": _counts(published),
                "changes": _changes(published),
            },
        ],
        "obstacles": obstacles(shape, effects),
        "equal_pay": effect_of(request.user, Change(grades=grades)) if grades else None,
        "form": form,
        "problem": problem,
    }
    return render(request, "frameworks/evaluation/plan_preview.html", context, status=status)


def _new_grades(results: list[Regraded]) -> dict[UUID, str]:
    """Level key → the grade that it would have, where that is another."""
    changed = (item for item in results if item.changes and item.after.grade != item.at.level.grade)
    return {item.at.level.key: item.after.grade or "" for item in changed}


def _counts(results: list[Regraded]) -> dict[str, int]:
    return {effect.value: n for effect, n in counts(results).items()}


def _changes(results: list[Regraded]) -> list[dict[str, Any]]:
    """The levels that change, the hardest first, each with its sentence."""
    order = {effect: place for place, effect in enumerate(RegradingEffect)}
    listed = [item for item in results if item.effect not in (RegradingEffect.SAME, RegradingEffect.SLOTTED)]
    return [
        {"item": item, "at": item.at, "effect": item.effect.value, "sentence": sentence(item)}
        for item in sorted(listed, key=lambda item: order[item.effect])
    ]


def sentence(item: Regraded) -> str:
    """ "S7: 622 → 615 points, grade 7 → 6"."""
    level, after = item.at.level, item.after
    words = {
        "level": level.code,
        "points": level.points,
        "grade": level.grade or "–",
        "new_points": after.points,
        "new_grade": after.grade or "–",
        "missing": ", ".join(item.missing),
    }
    if item.effect == RegradingEffect.STRANDED:
        return _("%(level)s: slotted on grade %(grade)s, which the plan does not have") % words
    if item.effect == RegradingEffect.LOST and after.points is None:
        return _("%(level)s: %(points)s → no points, grade %(grade)s → none; not rated: %(missing)s") % words
    if item.effect == RegradingEffect.LOST:
        return (
            _("%(level)s: %(points)s → %(new_points)s points, grade %(grade)s → none: below the lowest grade") % words
        )
    if item.effect == RegradingEffect.GAINED:
        return _("%(level)s: no points → %(new_points)s points, grade %(new_grade)s") % words
    if item.effect == RegradingEffect.POINTS:
        return _("%(level)s: %(points)s → %(new_points)s points, grade %(grade)s stays") % words
    return _("%(level)s: %(points)s → %(new_points)s points, grade %(grade)s → %(new_grade)s") % words
