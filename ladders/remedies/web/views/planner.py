"""The planner of raises, the plans that were kept, and HR's decision to raise people."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ladders.compensation.access_log import seen
from ladders.compensation.models import AccessKind
from ladders.compensation.web.second_person import second_person
from ladders.core.access import may
from ladders.core.errors import DomainError
from ladders.core.form_actions import carry_out, refusals_on
from ladders.core.kept_choices import choice_of, forget_choices, keep_choice
from ladders.core.permissions import Permission

from ...actions.plans import keep_plan
from ...actions.raises import KEY, KIND, decide_raises, may_raise, raise_doubts
from ...actions.raises_back import take_back_raises, why_not_back
from ...domain.targets import PlanRules, Target, Whom
from ...models import RemedyCase, RemedyPlan
from ...queries.people import answers_freely
from ...queries.planner import plan_for
from ..chosen_raises import WrongAmounts, chosen_of
from ..forms import PlannerForm, RaisesBackForm, RaisesForm, usual_questions
from ..plan_pages import plan_context, planner_context, preview_context
from ..presentation import taken_back_lines
from .base import case_of


@require_http_methods(["GET", "HEAD", "POST"])
def planner(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What raises would bring, by budget; a POST keeps the plan. 23 queries, whatever the number of people."""
    keeps = request.method == "POST"
    case = case_of(request, pk, Permission.EDIT_PAY_EQUITY if keeps else Permission.VIEW_PAY_EQUITY)
    free = answers_freely(request.user, case)
    form = PlannerForm(request.POST if keeps else request.GET or usual_questions(), free=free)
    context: dict[str, Any] = {"case": case, "form": form, "may_keep": may(request.user, Permission.EDIT_PAY_EQUITY)}
    if form.is_valid():
        data = form.cleaned_data
        rules = rules_of(data)
        with refusals_on(form):
            if keeps:
                plan = keep_plan(
                    case=case, rules=rules, budget=data["budget"], starts_on=data["starts_on"], by=request.user
                )
                messages.success(request, _("The plan is kept with the case. Nobody is raised by it."))
                return redirect("remedy-plan", case.pk, plan.pk)
            budgets = _budgets(data)
            found = plan_for(request.user, case, rules, budgets, data["starts_on"], timezone.localdate())
            context |= planner_context(request.user, case, found, data)
    return render(request, "remedies/planner.html", context, status=422 if form.errors else 200)


def rules_of(data: dict[str, Any]) -> PlanRules:
    """What was asked, for the planner."""
    point = data["band_point"]
    return PlanRules(
        Target(data["target"]),
        Whom(data["whom"]),
        Decimal(50) if point is None else point,
        data["most_percent"],
        data["within_band"],
    )


def _budgets(data: dict[str, Any]) -> list[Decimal | None]:
    """Those that were written, from the smallest, and whatever it takes."""
    written = {data[name] for name in ("budget", "second", "third") if data[name] is not None}
    return [*sorted(written), None]


@require_safe
def plan_page(request: HttpRequest, pk: int, plan: int) -> HttpResponse:
    """A plan that was kept: its sums, and single people for whoever may see their pay. 16 queries."""
    case = case_of(request, pk)
    return _plan_shown(request, case, _plan_of(case, plan))


def _plan_shown(
    request: HttpRequest,
    case: RemedyCase,
    row: RemedyPlan,
    error: DomainError | None = None,
    sent: QueryDict | None = None,
) -> HttpResponse:
    """The page of a plan; with an error, what was chosen and typed stands in it as it was sent."""
    context = plan_context(request.user, row, sent, error.found if isinstance(error, WrongAmounts) else None)
    seen(by=request.user, employees=[line.employee_id for line in context["lines"]], kind=AccessKind.LIST)
    may = not case.closed and context["all_seen"] and may_raise(request.user, row)
    waiting = _waiting(request, row) if may else {}
    context |= {"case": case, "error": error, "may_decide": may and not row.decided_at}
    why_not = why_not_back(row, request.user) if may and row.decided_at else ""
    context |= {"may_take_back": may and row.decided_at and not why_not, "why_not_back": why_not}
    context["taken_back"] = taken_back_lines(row)
    return render(request, "remedies/plan.html", context | waiting, status=422 if error else 200)


def _plan_of(case: RemedyCase, pk: int) -> RemedyPlan:
    return get_object_or_404(case.plans.select_related("by", "decided_by"), pk=pk)


def _waiting(request: HttpRequest, plan: RemedyPlan) -> dict[str, Any]:
    """Whether a second person is needed, and what of this plan waits for them already."""
    found = second_person(request, KIND)
    return found | {"approvals": [row for row in found.get("approvals", ()) if row.key == f"{KEY}{plan.pk}"]}


@require_http_methods(["GET", "HEAD", "POST"])
def raises(request: HttpRequest, pk: int, plan: int) -> HttpResponseBase:
    """Look at the raises that were chosen, with their effect and what is doubtful; then decide."""
    case = case_of(request, pk)
    row = _plan_of(case, plan)
    if not may_raise(request.user, row):
        raise PermissionDenied
    if row.decided_at is not None:
        messages.info(request, _("Raises were decided from this plan already. Make another plan for more."))
        return redirect("remedy-plan", case.pk, row.pk)
    if (sent := choice_of(request)) is None:
        return redirect("remedy-plan", case.pk, row.pk)  # nothing is chosen, or it is not kept any more
    decides = request.POST.get("step") == "decide"
    form = RaisesForm(request.POST if decides else None, initial={"starts_on": row.starts_on})
    try:
        chosen = chosen_of(row, sent)
        if request.method == "POST" and not decides:
            return redirect(keep_choice(request))
        first = form.cleaned_data["starts_on"] if decides and form.is_valid() else row.starts_on
        context = preview_context(request.user, row, chosen, first)
    except DomainError as error:
        return _plan_shown(request, case, row, error, sent)
    people = [line.employee_id for line, _amount in context["lines"]]
    seen(by=request.user, employees=people, kind=AccessKind.LIST)
    doubts = raise_doubts(row, chosen, first)
    if decides and form.is_valid() and (not doubts or sent.get("sure")):
        reason = form.cleaned_data["reason"]
        with refusals_on(form):
            decide_raises(plan=row, chosen=chosen, starts_on=first, reason=reason, by=request.user, why=reason)
            done = ngettext("%(n)s person is raised.", "%(n)s people are raised.", len(chosen)) % {"n": len(chosen)}
            messages.success(request, done + " " + _("Measure the gap again from the day on which it holds."))
            forget_choices(request)
            return redirect("remedy-plan", case.pk, row.pk)
    context |= {"case": case, "form": form, "doubts": doubts, **_waiting(request, row)}
    return render(request, "remedies/raises.html", context, status=422 if decides else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def raises_back(request: HttpRequest, pk: int, plan: int) -> HttpResponseBase:
    """Take back what was decided from a plan, as a set."""
    case = case_of(request, pk)
    row = _plan_of(case, plan)
    if not may_raise(request.user, row):
        raise PermissionDenied
    if why_not := why_not_back(row, request.user):
        messages.info(request, why_not)
        return redirect("remedy-plan", case.pk, row.pk)
    form = RaisesBackForm(request.POST or None)
    if carry_out(form, lambda data: take_back_raises(plan=row, reason=data["reason"], by=request.user)):
        messages.success(request, _("The raises are taken back. Measure the gap again, if you measured it since."))
        return redirect("remedy-case", case.pk)
    context = {"case": case, "plan": row, "form": form, **_waiting(request, row)}
    return render(request, "remedies/raises_back.html", context, status=422 if form.errors else 200)
