"""The plan in force and the ones before it, as whoever may see the criteria reads them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ladders.core.access import may, requires
from ladders.core.permissions import Permission
from ladders.impact.checks import coverage, problems
from ladders.impact.domain.pictures import factor_bars, grade_bars
from ladders.impact.domain.points import PlanShape
from ladders.impact.library import install_default_plan
from ladders.impact.models import FactorPlan, PlanState


def plan_context(plan: FactorPlan | None, shape: PlanShape) -> dict[str, Any]:
    """What the pictures and tables of a plan need."""
    return {
        "plan": plan,
        "shape": shape,
        "factors": factor_bars(shape),
        "grades": grade_bars(shape),
        "coverage": coverage(shape),
        "warnings": [problem for problem in problems(shape) if not problem.blocking],
        "state": PlanState,
    }


@require_GET
@requires(Permission.VIEW_PLAN)
def in_force(request: HttpRequest) -> HttpResponse:
    """The plan in force; where there is none, what to do about it."""
    return _page(request, FactorPlan.objects.with_parts().in_force())


@require_GET
@requires(Permission.VIEW_PLAN)
def version(request: HttpRequest, number: int) -> HttpResponse:
    """A plan that is or was in force. Drafts have a page of their own."""
    plan = FactorPlan.objects.with_parts().exclude(state=PlanState.DRAFT).filter(number=number).first()
    if plan is None:
        raise Http404(_("There is no such plan."))
    return _page(request, plan)


@require_POST
@requires(Permission.ACTIVATE_PLAN)
def install(request: HttpRequest) -> HttpResponseBase:
    """Put the default plan in force where there is none yet."""
    plan = install_default_plan(by=request.user)
    messages.success(request, _("%(plan)s is in force. Levels can be evaluated now.") % {"plan": plan.name})
    return redirect("plan")


def _page(request: HttpRequest, plan: FactorPlan | None) -> HttpResponse:
    plans = list(FactorPlan.objects.all())
    editor = may(request.user, Permission.EDIT_PLAN)
    return render(
        request,
        "impact/plan.html",
        {
            **plan_context(plan, plan.shape() if plan else PlanShape((), ())),
            "plans": [item for item in plans if item.state != PlanState.DRAFT],
            "draft": next((item for item in plans if item.state == PlanState.DRAFT), None) if editor else None,
            "may_edit": editor,
            "may_install": plan is None and may(request.user, Permission.ACTIVATE_PLAN),
        },
    )
