"""The grades of the draft plan: titles, first points, which ones there are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ladders.core.access import requires
from ladders.core.errors import StaleError
from ladders.core.form_actions import carry_out, tell_saved, told_refusals
from ladders.core.permissions import Permission
from ladders.impact.actions import decision_rights as right_actions
from ladders.impact.actions import grades as actions
from ladders.impact.actions.base import mark_of_ranges
from ladders.impact.domain.pictures import grade_bars
from ladders.impact.models import FactorPlan

from ..forms import GradeForm, GradesForm, RightForm
from .draft_plan import draft_plan_or_404


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_PLAN)
def grades(request: HttpRequest) -> HttpResponseBase:
    """All grades in one form: where one begins is where the one below it ends."""
    plan = draft_plan_or_404()
    if request.method == "GET":
        return _page(request, plan)
    form = GradesForm(request.POST, ranges=list(plan.ranges.all()), plan=plan.shape())
    if not form.is_valid():
        return _page(request, plan, form=form, status=422)
    try:
        changed = actions.change_grades(
            plan_id=plan.pk, grades=form.grades(), seen=request.POST.get("seen"), by=request.user
        )
    except StaleError as error:
        plan = draft_plan_or_404()
        again = GradesForm(request.POST, ranges=list(plan.ranges.all()), plan=plan.shape())
        return _page(request, plan, form=again, stale=error.sentence, status=409)
    tell_saved(request, _("The grades are saved."), changed=changed)
    return redirect("plan-draft")


@require_POST
@requires(Permission.EDIT_PLAN)
def add(request: HttpRequest) -> HttpResponseBase:
    """A new grade; its first points say where it stands."""
    plan = draft_plan_or_404()
    form = GradeForm(request.POST)
    if carry_out(form, lambda data: actions.add_grade(plan_id=plan.pk, **data, by=request.user)):
        messages.success(request, _("Grade %(code)s is added.") % {"code": form.cleaned_data["code"]})
        return redirect("plan-grades")
    return _page(request, plan, new=form, status=422)


@require_POST
@requires(Permission.EDIT_PLAN)
def remove(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take a grade out of the draft plan."""
    plan = draft_plan_or_404()
    with told_refusals(request):
        title = actions.remove_grade(plan_id=plan.pk, code=code, by=request.user)
        messages.success(
            request, _("“%(grade)s” is out of the draft. Its points belong to its neighbour now.") % {"grade": title}
        )
    return redirect("plan-grades")


@require_POST
@requires(Permission.EDIT_PLAN)
def right_add(request: HttpRequest) -> HttpResponseBase:
    """Give everybody on a grade a right to decide, on every track or on some."""
    plan = draft_plan_or_404()
    form = RightForm(request.POST, ranges=list(plan.ranges.all()))
    if done := carry_out(form, lambda data: right_actions.add_right(plan_id=plan.pk, **data, by=request.user)):
        said = {"code": form.cleaned_data["code"], "right": done.result.name}
        messages.success(request, _("Grade %(code)s has the right “%(right)s” in this draft.") % said)
        return redirect("plan-grades")
    return _page(request, plan, right=form, status=422)


@require_POST
@requires(Permission.EDIT_PLAN)
def right_remove(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take a decision right off a grade of the draft."""
    plan = draft_plan_or_404()
    name = request.POST.get("name", "")
    with told_refusals(request):
        right_actions.remove_right(plan_id=plan.pk, code=code, name=name, by=request.user)
        messages.success(
            request, _("Grade %(code)s no longer has “%(right)s” in this draft.") % {"code": code, "right": name}
        )
    return redirect("plan-grades")


def _page(
    request: HttpRequest,
    plan: FactorPlan,
    *,
    form: GradesForm | None = None,
    new: GradeForm | None = None,
    right: RightForm | None = None,
    stale: str = "",
    status: int = 200,
) -> HttpResponse:
    shape = plan.shape()
    ranges = list(plan.ranges.all())
    form = form or GradesForm(ranges=ranges, plan=shape)
    bars = {bar.grade.code: bar for bar in grade_bars(shape)}
    context = {
        "plan": plan,
        "shape": shape,
        "form": form,
        "rows": [
            (bars[item.grade.code], form[f"title-{item.grade.code}"], form[f"from-{item.grade.code}"])
            for item in reversed(ranges)
        ],
        "new": new or GradeForm(),
        "rights": [(grade, grade.rights) for grade in reversed(shape.grades) if grade.rights],
        "right": right or RightForm(ranges=ranges),
        "seen": mark_of_ranges(ranges),
        "stale": stale,
    }
    return render(request, "impact/grades.html", context, status=status)
