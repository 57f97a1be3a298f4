"""My plan: levels that somebody works towards; and one of them with its goals, for its person and their manager."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.careers.domain.available_moves import compared, move_to
from ladders.careers.queries.my_position import of
from ladders.careers.web.views.access import own
from ladders.careers.web.views.base import compare_url, level_url, route_url
from ladders.reporting.queries.lines import manager_of

from ...actions import targets as actions
from ...models import Ending, Talk, Target
from ...queries.plans import Plan, plan_of, target_towards, targets_of


@require_safe
@own
def my_plan(request: HttpRequest, person: Employee) -> HttpResponseBase:
    """One's own targets and goals, and the next talk: at most 12 queries with session and user."""
    today = timezone.localdate()
    standing, ended = targets_of(person, today)
    ahead = Talk.objects.visible_to(request.user, today).ahead().filter(employee=person).select_related("manager")
    context = {
        "person": person,
        "standing": standing,
        "ended": ended,
        "room": len(standing) < actions.MOST,
        "ahead": list(ahead.order_by("on")),
        "manager": manager_of(person, today),
    }
    return render(request, "growth/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def choose(request: HttpRequest, person: Employee, level: UUID) -> HttpResponseBase:
    """Make a level one's target: what it asks, and what choosing it means."""
    at = of(person, timezone.localdate())
    place = at.atlas.places.get(level)
    if place is None:
        raise Http404(_("There is no such level."))
    if request.method == "POST":
        target = actions.choose_target(level=level, by=request.user)
        messages.success(request, _("Your target is set. Nobody else sees it unless you share it."))
        return redirect("growth-target", target.pk)
    found = target_towards(person, level)
    if found is not None:
        return redirect("growth-target", found.pk)
    move = move_to(at.person, at.atlas, place)
    full = list(Target.objects.open().filter(employee=person)[: actions.MOST])
    context = {
        "there": place,
        "here": at.here,
        "chart": at.atlas.chart_of(place),
        "held": at.here is place,
        "gaps": [gap for gap in compared(move, at.atlas, at.person.assessed) if gap.steps] if move else [],
        "full": full,
        "room": len(full) < actions.MOST,
        "most": actions.MOST,
        "level_url": level_url(at.atlas, place),
    }
    return render(request, "growth/choose.html", context)


@require_safe
@own
def target_page(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """A target with what its level asks and the goals, for its person and the manager with whom it is shared."""
    target = target_or_404(request, pk)
    today = timezone.localdate()
    plan = plan_of(target, request.user, today)
    mine = target.employee_id == me.pk
    context = {
        "plan": plan,
        "target": target,
        "person": target.employee,
        "mine": mine,
        "manager": manager_of(me, today) if mine else me,
        "links": _links(plan) if mine else {},
    }
    return render(request, "growth/target.html", context)


@require_POST
@own
def share(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Let today's manager read it."""
    row = actions.share_target(target=own_or_404(request, me, pk), by=request.user)
    said = _("%(name)s can read this target now. You can take that back at any time.")
    messages.success(request, said % {"name": row.shared_with})
    return redirect("growth-target", pk)


@require_POST
@own
def keep(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Take it back."""
    actions.keep_to_oneself(target=own_or_404(request, me, pk), by=request.user)
    messages.success(request, _("Taken back. Only you read it from now on."))
    return redirect("growth-target", pk)


@require_POST
@own
def end(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """End it: reached, or left."""
    target, ending = own_or_404(request, me, pk), request.POST.get("ending", "")
    if ending not in Ending.values:
        messages.error(request, _("Say whether you reached it or leave it."))
        return redirect("growth-target", pk)
    actions.end_target(target=target, ending=Ending(ending), by=request.user)
    done = _("Well done. What you worked on stays below.")
    left = _("You have left it. What you worked on stays below, for you alone.")
    messages.success(request, done if ending == Ending.REACHED else left)
    return redirect("growth")


def target_or_404(request: HttpRequest, pk: int) -> Target:
    """The target, where this reader may see it today; for anybody else there is none."""
    rows = Target.objects.visible_to(request.user).select_related("employee__user", "shared_with")
    return get_object_or_404(rows, pk=pk)


def own_or_404(request: HttpRequest, me: Employee, pk: int) -> Target:
    """The same, for its person alone."""
    return get_object_or_404(Target.objects.visible_to(request.user).filter(employee=me), pk=pk)


def _links(plan: Plan) -> dict[str, str]:
    """Where the person goes on from here."""
    if plan.place is None:
        return {"level": "", "ask": "", "route": ""}
    atlas = plan.at.atlas
    return {
        "level": level_url(atlas, plan.place),
        "ask": compare_url(atlas, plan.place) if plan.possible else "",
        "route": "" if plan.possible or plan.move is None else route_url(plan.place),
    }
