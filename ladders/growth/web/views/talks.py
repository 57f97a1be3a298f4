"""Talks as people find them: one's own and one's team's; and for HR how many are due."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Employee
from ladders.careers.web.views.access import own
from ladders.core.access import requires
from ladders.core.form_actions import carry_out
from ladders.core.permissions import Permission
from ladders.reporting.queries.lines import manager_of, reports_to

from ...actions import talks as actions
from ...models import GrowthPolicy, Talk
from ...queries.talks import former_talks, my_talks, talk_counts, team_talks
from ..forms import TalkForm

DUE = "due"  # `?show=`: of the team, those whose talk is due and has no date


@require_safe
@own
def talk_list(request: HttpRequest, me: Employee) -> HttpResponseBase:
    """One's talks with one's manager, and for managers everybody who reports to them: at most 14 queries."""
    today = timezone.localdate()
    policy = GrowthPolicy.current()
    mine = my_talks(request.user, me, today)
    manager = manager_of(me, today)
    team = team_talks(request.user, me, today, policy)
    only_due = request.GET.get("show") == DUE
    context = {
        "me": me,
        "only_due": only_due,
        "manager": manager,
        "mine": [talk for talk in mine if talk.held_at or talk.called_off_at],
        "ahead": [talk for talk in mine if not talk.held_at and not talk.called_off_at],
        "free": manager is not None
        and not any(t.manager_id == manager.pk and not t.held_at and not t.called_off_at for t in mine),
        "team": [row for row in team if row.to_plan] if only_due else team,
        "due": sum(row.due for row in team),
        "to_plan": sum(row.to_plan for row in team),
        "former": former_talks(request.user, me, today),
        "policy": policy,
        "today": today,
    }
    return render(request, "growth/talks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def talk_new(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """A date: with one's own manager (`pk` is oneself), or with somebody who reports to one."""
    today = timezone.localdate()
    if pk == me.pk:
        manager = manager_of(me, today)
        if manager is None:
            raise Http404(_("You report to nobody today."))
        employee, other = me, manager
    else:
        employee = other = get_object_or_404(reports_to(me, today), pk=pk)
        manager = me
    standing = Talk.objects.ahead().filter(employee=employee, manager=manager).first()
    if standing is not None and request.method != "POST":
        return redirect("talk", standing.pk)
    form = TalkForm(request.POST or None)
    if done := carry_out(
        form, lambda data: actions.plan_talk(employee=employee, manager=manager, by=request.user, **data)
    ):
        messages.success(request, _("The date is set, and %(name)s is told of it.") % {"name": other})
        return redirect("talk", done.result.pk)
    context = {"form": form, "other": other}
    return render(request, "growth/talk_form.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Permission.VIEW_CAREERS)
def due_counts(request: HttpRequest) -> HttpResponseBase:
    """For HR: how many talks took place in time, over the people in reach. Whose, and what was said, is on no page."""
    counts = talk_counts(request.user, timezone.localdate())
    return render(request, "growth/due.html", {"counts": counts, "policy": GrowthPolicy.current()})
