"""Goals of a target: written by the person, suggested, asked about and agreed to by the manager."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Employee
from ladders.careers.web.views.access import own, sent_again
from ladders.core.errors import StaleError
from ladders.core.inputs import key_said

from ...actions import goals as actions
from ...models import Goal, GoalState
from ...queries.plans import Expectation, Plan, plan_of
from ..forms import GoalForm, RemarkForm
from .plan import target_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@own
def goal_new(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """A goal for what the level asks of a competency (`?for=` and its key), or beyond that; by a manager, a suggestion."""
    target = target_or_404(request, pk)
    plan = plan_of(target, request.user, timezone.localdate())
    about = _about(plan, request.GET.get("for", ""))
    suggests = target.employee_id != me.pk
    form = GoalForm(request.POST or None, suggests=suggests)
    if request.method == "POST" and form.is_valid():
        goal = actions.write_goal(
            target=target, competency=about.competency if about else None, words=form.words, by=request.user
        )
        told = _("Suggested. %(name)s decides what becomes of it.") % {"name": target.employee}
        messages.success(request, told if suggests else _("Your goal is kept."))
        return _back(goal)
    return _form(request, form, plan, about, suggests=suggests)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def goal_edit(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Say a goal anew."""
    goal = _own_or_404(request, me, pk)
    plan = plan_of(goal.target, request.user, timezone.localdate())
    form = GoalForm(request.POST or None, goal=goal)
    current: Goal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or 0
            actions.change_goal(goal=goal, words=form.words, seen=seen, by=request.user)
        except StaleError as error:
            current = error.current  # type: ignore[assignment]
            assert current is not None
            form = GoalForm(sent_again(request, current.revision), goal=current)
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Your goal is kept."))
            return _back(goal)
    return _form(request, form, plan, _about(plan, str(goal.competency or "")), goal=goal, current=current)


@require_POST
@own
def goal_state(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Reached, dropped, or open again."""
    goal, state = _own_or_404(request, me, pk), request.POST.get("state", "")
    if state not in GoalState.values:
        messages.error(request, _("Say whether you reached the goal, drop it, or work on it again."))
        return _back(goal)
    goal = actions.close_goal(goal=goal, state=GoalState(state), by=request.user)
    said = {
        GoalState.REACHED: _("Reached. Well done."),
        GoalState.DROPPED: _("Dropped. It stays here, in case you come back to it."),
        GoalState.OPEN: _("You work on it again."),
    }
    messages.success(request, said[GoalState(goal.state)])
    return _back(goal)


@require_POST
@own
def goal_take_up(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Make a suggestion one's own."""
    goal = actions.take_up(goal=_own_or_404(request, me, pk), by=request.user)
    messages.success(request, _("It is your goal now. Say it in your own words if you like."))
    return _back(goal)


@require_POST
@own
def goal_agree(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """The manager agrees, or takes that back."""
    goal = get_object_or_404(Goal.objects.visible_to(request.user).exclude(target__employee=me), pk=pk)
    agreed = request.POST.get("agreed") == "yes"
    actions.agree(goal=goal, agreed=agreed, by=request.user)
    messages.success(request, _("You have agreed to this goal.") if agreed else _("Your agreement is taken back."))
    return _back(goal)


@require_POST
@own
def goal_say(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Ask or answer."""
    goal = get_object_or_404(Goal.objects.visible_to(request.user), pk=pk)
    form = RemarkForm(request.POST)
    if form.is_valid():
        actions.remark(goal=goal, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Written. Only the two of you read it."))
    else:
        messages.error(request, _("Write something first, of at most 4,000 characters."))
    return _back(goal)


@require_POST
@own
def goal_remove(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Remove a goal, or set a suggestion aside. A second click leads back, and so does what is somebody else's."""
    goal = Goal.objects.visible_to(request.user).select_related("target").filter(pk=pk).first()
    if goal is None:
        return redirect("growth")
    if goal.target.employee_id != me.pk and not (goal.suggested and goal.suggested_by_id == me.pk):
        raise Http404
    actions.remove_goal(goal=goal, by=request.user)
    messages.success(request, _("Set aside.") if goal.suggested else _("The goal is removed."))
    return redirect("growth-target", goal.target_id)


def _own_or_404(request: HttpRequest, me: Employee, pk: int) -> Goal:
    rows = Goal.objects.visible_to(request.user).filter(target__employee=me)
    return get_object_or_404(rows.select_related("target__employee", "target__shared_with"), pk=pk)


def _about(plan: Plan, key: str) -> Expectation | None:
    wanted = key_said(key)
    return next((each for group in plan.groups for each in group.items if each.competency.key == wanted), None)


def _back(goal: Goal) -> HttpResponseBase:
    response = redirect("growth-target", goal.target_id)
    response["Location"] += f"#goal-{goal.pk}"
    return response


def _form(
    request: HttpRequest,
    form: GoalForm,
    plan: Plan,
    about: Expectation | None,
    *,
    goal: Goal | None = None,
    current: Goal | None = None,
    suggests: bool = False,
) -> HttpResponseBase:
    context = {
        "form": form,
        "plan": plan,
        "target": plan.target,
        "about": about,
        "goal": goal,
        "current": current,
        "suggests": suggests,
        "person": plan.target.employee,
    }
    status = 409 if current else 422 if form.errors else 200
    return render(request, "growth/goal_form.html", context, status=status)
