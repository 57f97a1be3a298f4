"""The draft plan: its description, weighting, factors. Whoever may edit the plan sees it, and nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ladders.core.access import may, requires
from ladders.core.errors import DomainError, StaleError
from ladders.core.form_actions import tell_saved, told_refusals
from ladders.core.permissions import Permission
from ladders.impact.actions import plan as actions
from ladders.impact.actions.base import mark_of_factor, mark_of_plan, mark_of_weights
from ladders.impact.checks import number, problems, wording, wording_of
from ladders.impact.models import Factor, FactorPlan

from ..forms import DegreeFormSet, FactorForm, PlanForm, RisingDegrees, WeightsForm
from .plan import plan_context


def draft_plan_or_404() -> FactorPlan:
    """The draft plan with its parts: 5 queries. Raises Http404 where there is none."""
    plan = FactorPlan.objects.with_parts().draft()
    if plan is None:
        raise Http404(_("There is no draft of the plan."))
    return plan


@require_POST
@requires(Permission.EDIT_PLAN)
def start(request: HttpRequest) -> HttpResponseBase:
    """Begin the next plan as a copy of the one in force."""
    with told_refusals(request):
        actions.start_draft(by=request.user)
        return redirect("plan-draft")
    return redirect("plan")


@require_POST
@requires(Permission.EDIT_PLAN)
def discard(request: HttpRequest) -> HttpResponseBase:
    """Throw the draft away."""
    plan = draft_plan_or_404()
    actions.discard_draft(plan_id=plan.pk, by=request.user)
    messages.success(request, _("The draft is discarded. The plan in force is as it was."))
    return redirect("plan")


@require_GET
@requires(Permission.EDIT_PLAN)
def draft(request: HttpRequest) -> HttpResponse:
    """The draft on one page: what is wrong with it, its weighting, factors and grades."""
    return _draft_page(request, draft_plan_or_404())


def _draft_page(
    request: HttpRequest,
    plan: FactorPlan,
    *,
    about: PlanForm | None = None,
    weights: WeightsForm | None = None,
    stale: str = "",
    status: int = 200,
) -> HttpResponse:
    shape = plan.shape()
    factors = list(plan.factors.all())
    weights = weights or WeightsForm(factors=factors)
    context = plan_context(plan, shape)
    context |= {
        "about": about or PlanForm(instance=FactorPlan(name=plan.name, description=plan.description)),
        "about_open": about is not None,
        "mark_of_plan": mark_of_plan(plan),
        "weights": weights,
        "mark_of_weights": mark_of_weights(plan),
        "rows": [(bar, weights[str(bar.factor.key)]) for bar in context["factors"]],
        "total": number(shape.total_weight),
        "problems": problems(shape),
        "wording": wording(shape),
        "may_activate": may(request.user, Permission.ACTIVATE_PLAN),
        "stale": stale,
    }
    return render(request, "impact/draft.html", context, status=status)


@require_POST
@requires(Permission.EDIT_PLAN)
def describe(request: HttpRequest) -> HttpResponseBase:
    """Name and description of the draft."""
    plan = draft_plan_or_404()
    form = PlanForm(request.POST, instance=FactorPlan())
    if not form.is_valid():
        return _draft_page(request, plan, about=form, status=422)
    try:
        changed = actions.describe_plan(
            plan_id=plan.pk, **form.cleaned_data, seen=request.POST.get("seen"), by=request.user
        )
    except StaleError as error:
        return _draft_page(request, draft_plan_or_404(), about=form, stale=error.sentence, status=409)
    tell_saved(request, _("The description is saved."), changed=changed)
    return redirect("plan-draft")


@require_POST
@requires(Permission.EDIT_PLAN)
def weigh(request: HttpRequest) -> HttpResponseBase:
    """The weights of all factors."""
    plan = draft_plan_or_404()
    form = WeightsForm(request.POST, factors=list(plan.factors.all()))
    if not form.is_valid():
        return _draft_page(request, plan, weights=form, status=422)
    weights = {UUID(key): value for key, value in form.cleaned_data.items()}
    try:
        changed = actions.set_weights(plan_id=plan.pk, weights=weights, seen=request.POST.get("seen"), by=request.user)
    except StaleError as error:
        plan = draft_plan_or_404()
        form = WeightsForm(request.POST, factors=list(plan.factors.all()))
        return _draft_page(request, plan, weights=form, stale=error.sentence, status=409)
    tell_saved(request, _("The weights are saved."), changed=changed)
    return redirect("plan-draft")


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def add_factor(request: HttpRequest) -> HttpResponseBase:
    """A new factor; its degrees are worded on the next page."""
    plan = draft_plan_or_404()
    form = FactorForm(request.POST or None, instance=Factor())
    if request.method == "POST" and form.is_valid():
        factor = actions.add_factor(plan_id=plan.pk, content=form.content(), by=request.user)
        messages.success(request, _("“%(factor)s” is added. Now describe its degrees.") % {"factor": factor.name})
        return redirect("factor-edit", factor.key)
    status = 422 if form.is_bound else 200
    return render(request, "impact/factor_add.html", {"plan": plan, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def edit_factor(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A factor with its degrees. Degrees are added and removed at the top, so that given ones keep their meaning."""
    plan = draft_plan_or_404()
    factor = _factor_or_404(plan, key)
    if request.method == "GET":
        return _factor_page(request, plan, factor)
    form = FactorForm(request.POST, instance=Factor())
    degrees = DegreeFormSet(request.POST, prefix="degrees")
    if not (form.is_valid() & degrees.is_valid()):
        return _factor_page(request, plan, factor, form=form, degrees=degrees, status=422)
    rows = degrees.rows()
    do = request.POST.get("do")
    if do == "add-degree":
        rows = (*rows, (_next_points(rows), ""))
    elif do == "remove-degree" and len(rows) > 2:
        rows = rows[:-1]
    try:
        changed = actions.change_factor(
            plan_id=plan.pk, key=key, content=form.content(rows), seen=request.POST.get("seen"), by=request.user
        )
    except StaleError as error:
        plan = draft_plan_or_404()
        return _factor_page(
            request, plan, _factor_or_404(plan, key), form=form, degrees=degrees, stale=error.sentence, status=409
        )
    except DomainError as error:
        form.add_error(None, error.sentence)
        return _factor_page(request, plan, factor, form=form, degrees=degrees, status=409)
    tell_saved(request, _("“%(factor)s” is saved.") % {"factor": form.cleaned_data["name"]}, changed=changed)
    return redirect("factor-edit", key) if do in ("add-degree", "remove-degree") else redirect("plan-draft")


def _factor_page(
    request: HttpRequest,
    plan: FactorPlan,
    factor: Factor,
    *,
    form: FactorForm | None = None,
    degrees: RisingDegrees | None = None,
    stale: str = "",
    status: int = 200,
) -> HttpResponse:
    shape = next(item for item in plan.shape().factors if item.key == factor.key)
    if form is None:
        form = FactorForm(instance=factor)
    if degrees is None:
        initial = [{"points": degree.points, "anchor": degree.anchor} for degree in shape.degrees]
        degrees = DegreeFormSet(initial=initial, prefix="degrees")
    found: dict[int | None, list[Any]] = {}
    for item in wording_of(shape):
        found.setdefault(item.degree, []).append(item.finding)
    context = {
        "plan": plan,
        "factor": factor,
        "stored": shape,
        "form": form,
        "degrees": degrees,
        "rows": [(n, row, found.get(n, [])) for n, row in enumerate(degrees.forms, start=1)],
        "wording": found.get(None, []),
        "seen": mark_of_factor(factor),
        "stale": stale,
    }
    return render(request, "impact/factor.html", context, status=status)


@require_POST
@requires(Permission.EDIT_PLAN)
def move_factor(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One place up or down."""
    plan = draft_plan_or_404()
    _factor_or_404(plan, key)
    actions.move_factor(plan_id=plan.pk, key=key, up=request.POST.get("to") == "up", by=request.user)
    return redirect("plan-draft")


@require_POST
@requires(Permission.EDIT_PLAN)
def delete_factor(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Take a factor out of the draft."""
    plan = draft_plan_or_404()
    _factor_or_404(plan, key)
    name = actions.delete_factor(plan_id=plan.pk, key=key, by=request.user)
    messages.success(request, _("“%(factor)s” is out of the draft.") % {"factor": name})
    return redirect("plan-draft")


def _factor_or_404(plan: FactorPlan, key: UUID) -> Factor:
    factor = next((item for item in plan.factors.all() if item.key == key), None)
    if factor is None:
        raise Http404(_("There is no such factor."))
    return factor


def _next_points(rows: tuple[tuple[int, str], ...]) -> int:
    """As far above the last degree as that stands above the one before."""
    if len(rows) < 2:
        return (rows[-1][0] if rows else 0) + 100
    return rows[-1][0] + max(rows[-1][0] - rows[-2][0], 1)
